"""The plots of the Curves tab, side by side or one above the other. Loads pyqtgraph."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from designer.ui.monitor.layer import Range
from designer.ui.monitor.metric_plot import MetricPlot, ShownRun
from designer.ui.monitor.view import CurveView
from designer.ui.theme import GRID_PX, current

_PLOT_WIDTH_PX = 340
_NUM_READY = 2


class PlotGrid(QWidget):
    """One plot for each metric, with one x axis, one cursor and one view for all.

    Attributes:
        plots: The visible plots by metric.

    Signals:
        view_changed: The visible range or the size is another one; call `draw`.
        zoomed: The user chose the visible range.
    """

    view_changed = Signal()
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.plots: dict[str, MetricPlot] = {}
        self._wanted: tuple[str, ...] = ()
        self._turn: list[str] = []
        self._is_drawing = False
        self._runs: list[ShownRun] = []
        self._view = CurveView()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GRID_PX, 0, GRID_PX, GRID_PX // 2)
        self._grid.setSpacing(2 * GRID_PX)
        self._spare = [self._make_plot() for _ in range(_NUM_READY)]

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Draw these runs, in the colours of the theme now in force."""
        self._runs = list(runs)
        for name, plot in self.plots.items():
            plot.show_runs(name, self._runs, current())

    def set_metrics(self, names: tuple[str, ...]) -> None:
        """Plot these metrics in this order."""
        self._wanted = names
        self._turn = [name for name in self._turn if name in names]
        for name in [name for name in self.plots if name not in names]:
            plot = self.plots.pop(name)
            plot.hide()
            self._grid.removeWidget(plot)
            self._spare.append(plot)
        self._arrange()

    def set_view(self, view: CurveView) -> None:
        """Show all plots like this."""
        self._view = view
        for plot in self.plots.values():
            plot.set_view(view)

    def draw(self, *, follow: bool) -> bool:
        """Bring the next plot in turn up to date; with `follow` it shows the whole run.

        Returns:
            Whether the round is complete. One plot a call keeps each call short, however many there are.
        """
        self._turn = self._turn or list(self._wanted)
        if not self._turn:
            return True
        name = self._turn.pop(0)
        if name not in self.plots:
            self._add_plot(name)
        self._is_drawing = True
        if follow and (reach := self._reach()):
            self.plots[name].show_x(*reach)
        self.plots[name].draw(follow=follow)
        self._is_drawing = False
        return not self._turn

    def go_to(self, step: int) -> None:
        """Show a step, with its values to the right of it, in at most a quarter of the run."""
        places = (place for plot in self.plots.values() if (place := plot.place_of(step)) is not None)
        x, reach = next(places, None), self._reach()
        if x is None or reach is None:
            return
        low, high = next(iter(self.plots.values())).box.viewRange()[0]
        third = min(high - low, (reach[1] - reach[0]) / 4 or 1.0) / 3
        for plot in self.plots.values():
            plot.box.setXRange(x - third, x + 2 * third, padding=0)
            plot.point_at(x)
        self.view_changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _add_plot(self, name: str) -> None:
        plot = self._spare.pop(0) if self._spare else self._make_plot()
        self.plots[name] = plot
        self.plots = {name: self.plots[name] for name in self._wanted if name in self.plots}
        plot.show_runs(name, self._runs, current())
        plot.set_view(self._view)
        self._arrange()
        plot.show()

    def _make_plot(self) -> MetricPlot:
        plot = MetricPlot(self)
        plot.hide()
        plot.view_changed.connect(self._on_view_changed)
        plot.zoomed.connect(partial(self._on_zoomed, plot))
        plot.pointed.connect(self._on_pointed)
        return plot

    def _reach(self) -> Range | None:
        reaches = [reach for plot in self.plots.values() if (reach := plot.reach())]
        return (min(low for low, _ in reaches), max(high for _, high in reaches)) if reaches else None

    def _arrange(self) -> None:
        columns = max(1, min(len(self.plots), self.width() // _PLOT_WIDTH_PX))
        for index, plot in enumerate(self.plots.values()):
            self._grid.addWidget(plot, index // columns, index % columns)

    def _on_pointed(self, x: float | None) -> None:
        for plot in self.plots.values():
            plot.point_at(x)

    def _on_view_changed(self) -> None:
        if not self._is_drawing:
            self.view_changed.emit()

    def _on_zoomed(self, source: MetricPlot) -> None:
        for plot in self.plots.values():
            if plot is not source:
                plot.box.setXRange(*source.box.viewRange()[0], padding=0)
        self.zoomed.emit()
