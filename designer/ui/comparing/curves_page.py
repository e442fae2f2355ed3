"""The Curves tab: the curves of several runs over each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from designer.training.judging import is_loss
from designer.ui.comparing.colors import run_color
from designer.ui.monitor.controls import CurveControls, empty_label
from designer.ui.monitor.metrics import RunMetrics

if TYPE_CHECKING:
    from designer.ui.monitor.plot_grid import PlotGrid

_TURN_MS = 10
_AXIS = "epoch"
Titled = tuple[str, RunMetrics]


class CurvesPage(QWidget):
    """One plot for each metric, with one colour for each run: training solid, validation dashed.

    Attributes:
        grid: The plots; None until they were first shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.grid: PlotGrid | None = None
        self._runs: Sequence[Titled] = ()
        self._hidden: frozenset[int] = frozenset()
        self._chosen: tuple[str, ...] | None = None
        self.controls = CurveControls()
        self.controls.axis.setCurrentIndex(self.controls.axis.findData(_AXIS))
        for unused in (self.controls.save, self.controls.summary):
            unused.hide()
        self._empty = empty_label("compareCurvesEmpty", "None of these runs has any values yet.")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self.controls)
        self._rows.addWidget(self._empty, 1)
        self._timer = QTimer(self, interval=_TURN_MS, singleShot=True)
        self._timer.timeout.connect(self._draw)
        self.controls.view_changed.connect(self._on_view_changed)
        self.controls.follow_changed.connect(self._schedule)
        self.controls.metrics_changed.connect(self._on_metrics_chosen)

    def show_runs(self, runs: Sequence[Titled]) -> None:
        """Draw other runs, or the same with what has come since."""
        self._runs = runs
        self.controls.set_metrics(self._names(), self._wanted())
        self._show()

    def set_hidden(self, places: frozenset[int]) -> None:
        """Leave some runs out, by their numbers."""
        if places != self._hidden:
            self._hidden = places
            self._show()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()

    def _show(self) -> None:
        if not self.isVisible():
            return
        from designer.ui.monitor.metric_plot import ShownRun

        has_curves = bool(self._names())
        self._empty.setVisible(not has_curves)
        if has_curves:
            shown = [
                ShownRun(metrics, title, run_color(place), has_legend=False)
                for place, (title, metrics) in enumerate(self._runs)
                if place not in self._hidden
            ]
            grid = self._ready_grid()
            grid.show_runs(shown)
            grid.set_metrics(self._wanted())
            self._schedule()

    def _ready_grid(self) -> "PlotGrid":
        if self.grid is None:
            from designer.ui.monitor.plot_grid import PlotGrid

            self.grid = PlotGrid()
            self.grid.view_changed.connect(self._schedule)
            self.grid.zoomed.connect(lambda: self.controls.follow.setChecked(False))
            self.grid.set_view(self.controls.view)
            self._rows.addWidget(self.grid, 1)
        return self.grid

    def _draw(self) -> None:
        """Draw one plot a turn, so that no turn takes long."""
        if self.grid is not None and not self.grid.draw(follow=self.controls.follow.isChecked()):
            self._schedule()

    def _schedule(self, _what: object = None) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _names(self) -> tuple[str, ...]:
        names = dict.fromkeys(name for _, metrics in self._runs for name in metrics.names)
        return tuple(sorted(names, key=lambda name: not is_loss(name)))

    def _wanted(self) -> tuple[str, ...]:
        names = self._names()
        if self._chosen is not None:
            return tuple(name for name in names if name in self._chosen)
        return tuple(name for name in names if name in _usual(names))

    def _on_metrics_chosen(self, names: tuple[str, ...]) -> None:
        self._chosen = names
        self._show()

    def _on_view_changed(self, _view: object) -> None:
        self.controls.follow.setChecked(True)
        if self.grid is not None:
            self.grid.set_view(self.controls.view)
        self._schedule()


def _usual(names: Sequence[str]) -> set[str]:
    """The loss and the first other metric."""
    others = [name for name in names if not is_loss(name)]
    return {*names[:1], *others[:1]}
