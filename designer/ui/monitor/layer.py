"""The curves of one run in one plot. Loads pyqtgraph."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from designer.ui.monitor.colors import mix
from designer.ui.monitor.metrics import RunMetrics, number
from designer.ui.monitor.pyramid import Floats, Pyramid
from designer.ui.monitor.series import Series, Window, query
from designer.ui.monitor.smoothing import SmoothedSeries
from designer.ui.monitor.view import CurveView

_MAX_MARKERS = 120
_MAX_THICK_POINTS = 600  # thick antialiased lines cost several times as much as thin ones

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a run's curves: one hue, told apart where they cross."""

    line: QColor
    background: QColor
    text: QColor

    @property
    def faint(self) -> QColor:
        """For raw values, behind the line."""
        return mix(self.line, self.background, 0.38)

    @property
    def strong(self) -> QColor:
        """For validation, over the line."""
        return mix(self.line, self.text, 0.5)


class RunLayer:
    """How one run's metric is drawn: training over its faint raw values, validation dashed, best starred.

    Attributes:
        metrics: The run.
        title: What stands before its values in legends; empty where only one run is shown.
    """

    def __init__(self, plot: pg.PlotItem, metrics: RunMetrics, metric: str, title: str, ink: Ink) -> None:
        self.metrics = metrics
        self.title = title
        self._metric = metric
        self._smoothed: tuple[Series, float, SmoothedSeries] | None = None
        self.raw = _Curve(plot, ink.faint)
        self.training = _Curve(plot, ink.line, filling=ink.line)
        self.validation = _Curve(plot, ink.strong, style=Qt.PenStyle.DashLine, filling=ink.background)
        self._star = pg.ScatterPlotItem(
            symbol="star", size=16, pen=pg.mkPen(ink.background), brush=ink.strong
        )
        plot.addItem(self._star, ignoreBounds=True)

    def remove_from(self, plot: pg.PlotItem) -> None:
        """Take all curves out of the plot."""
        for curve in (self.raw, self.training, self.validation):
            curve.remove_from(plot)
        plot.removeItem(self._star)

    def draw(self, view: CurveView, window: Window) -> None:
        """Show what lies in the window; what hasn't changed is left alone."""
        batch, training, validation = self._series()
        solid = training if training and (view.axis == "epoch" or batch is None) else batch
        is_smoothed = solid is not batch or view.smoothing > 0
        self.raw.draw(batch if is_smoothed else None, None, view, window)
        smooth = self._smooth(batch, view.smoothing) if batch and solid is batch and is_smoothed else None
        self.training.draw(solid, smooth, view, window)
        self.validation.draw(validation, None, view, window)
        self._draw_star(view)

    @property
    def extent(self) -> Range | None:
        """The lowest and highest y that is drawn, in units of the axis."""
        extents = [curve.extent for curve in (self.raw, self.training, self.validation) if curve.extent]
        return (min(low for low, _ in extents), max(high for _, high in extents)) if extents else None

    def reach(self, view: CurveView) -> Range | None:
        """The first and the last x of all that is known, in data units."""
        columns = [series.x[view.axis].values for series in self._series() if series]
        return (min(float(x[0]) for x in columns), max(float(x[-1]) for x in columns)) if columns else None

    def place_of(self, step: int, view: CurveView) -> float | None:
        """Where a step is, in units of the axis; None where the run has no point."""
        series = next((each for each in self._series() if each), None)
        if series is None:
            return None
        x = float(series.x[view.axis].values[series.nearest("step", step)])
        return view.to_axis(x if view.axis != "step" else float(step))

    def legend(self) -> tuple[str, str, str]:
        """The newest training and validation value and the best one, each in words or empty."""
        batch, training, validation = self._series()
        newest = training or batch
        best = self.metrics.best(self._metric)
        return (
            f"training {number(newest.last)}" if newest else "",
            f"validation {number(validation.last)}" if validation else "",
            f"best {number(best.value)} at epoch {best.epoch}" if best else "",
        )

    def reading(self, view: CurveView, x: float) -> str:
        """The values of the curves nearest to x, in words."""
        batch, training, validation = self._series()
        solid = training if view.axis == "epoch" and training else batch or training
        parts = [
            f"{label} {number(float(series.values[series.nearest(view.axis, x)]))}"
            for label, series in (("training", solid), ("validation", validation))
            if series
        ]
        return " · ".join([self.title, *parts] if self.title else parts)

    def _series(self) -> tuple[Series | None, Series | None, Series | None]:
        batch = self.metrics.series(self._metric, "batch")
        training = self.metrics.series(self._metric, "training")
        return batch, training, self.metrics.series(self._metric, "validation")

    def _smooth(self, source: Series, weight: float) -> Pyramid:
        if self._smoothed is None or self._smoothed[:2] != (source, weight):
            self._smoothed = (source, weight, SmoothedSeries(source, weight))
        return self._smoothed[2].update()

    def _draw_star(self, view: CurveView) -> None:
        best = self.metrics.best(self._metric)
        series = self.metrics.judged(self._metric)
        if best is None or series is None:
            self._star.clear()
            return
        at = slice(best.at, best.at + 1)
        x, y = view.to_axes(series.x[view.axis].values[at], series.values[at])
        self._star.setData(x, y)


class _Curve:
    """One line, with a marker at each point while points are few."""

    def __init__(
        self,
        plot: pg.PlotItem,
        color: QColor,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
        filling: QColor | None = None,
    ) -> None:
        self.extent: Range | None = None
        self._thin = pg.mkPen(color, width=1, style=style)
        self._thick = pg.mkPen(color, width=2 if filling else 1, style=style)
        is_solid = style == Qt.PenStyle.SolidLine
        self.line = pg.PlotCurveItem(pen=self._thin, connect="finite", skipFiniteCheck=True)
        self.line.setSegmentedLineMode("on" if is_solid else "off")
        self._markers = filling and pg.ScatterPlotItem(
            size=6, pen=pg.mkPen(color), brush=filling, pxMode=True
        )
        self._drawn: object = None
        for item in self._items():
            plot.addItem(item, ignoreBounds=True)

    def remove_from(self, plot: pg.PlotItem) -> None:
        """Take the line and its markers out of the plot."""
        for item in self._items():
            plot.removeItem(item)

    def draw(self, series: Series | None, values: Pyramid | None, view: CurveView, window: Window) -> None:
        """Show a series, or other values at its places."""
        state = (series, len(series), series.generation, view, window) if series else None
        if state == self._drawn:
            return
        self._drawn = state
        if series is None:
            x = y = np.empty(0)
        else:
            x, y = view.to_axes(*query(series.x[view.axis].values, values or series.pyramid, window))
        self.extent = _extent(y)
        is_short = len(x) <= _MAX_THICK_POINTS
        self.line.setData(
            x, y, pen=self._thick if is_short else self._thin, antialias=self._markers is not None
        )
        if self._markers:
            few = slice(None if values is None and len(x) <= _MAX_MARKERS else 0)
            self._markers.setData(x[few], y[few])

    def _items(self) -> list[pg.GraphicsObject]:
        return [self.line, self._markers] if self._markers else [self.line]


def _extent(y: Floats) -> Range | None:
    finite = y[np.isfinite(y)]
    return (float(finite.min()), float(finite.max())) if len(finite) else None
