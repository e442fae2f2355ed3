"""The Curves tab: loss and metrics of a run while it trains, and of another run to compare with."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.errors import DesignerError, RequestError
from designer.training.events import BatchEnded, Marked, MarkKind, RunEvent, RunStarted
from designer.training.judging import is_loss
from designer.ui import dialogs
from designer.ui.monitor.background import Background
from designer.ui.monitor.controls import CurveControls, empty_label
from designer.ui.monitor.metrics import RunMetrics
from designer.ui.monitor.stored import read_metrics
from designer.ui.monitor.view import CurveView

if TYPE_CHECKING:
    from designer.ui.monitor.plot_grid import PlotGrid

_GOES_ON: tuple[MarkKind, ...] = ("interrupted", "branched")
_REFRESH_MS = 66
_TURN_MS = 10
_KINDS = {"png": "Picture (*.png)", "csv": "Table of all points (*.csv)"}

_EMPTY = (
    "Loss and accuracy of every batch and epoch appear here while a network trains.\nPress Train to start."
)
_EXPECTED = "The model is being built and the data is being opened. Curves appear after the first batch."
_WAITING = "The run has started. Its first batch takes longest; curves appear after it."


class CurvesPanel(QWidget):
    """Curves of the current run, one plot for each metric.

    A hidden panel only collects; it draws what it missed when it is shown. Until the user zooms, the plots
    show the whole run; after that nothing but the user moves them.

    Signals:
        said: Why the earlier part of a run can't be shown.

    Attributes:
        metrics: What the current run has told so far.
        grid: The plots; None until there is something to draw or `expect_run` was called.
    """

    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curvesPanel")
        self.setAccessibleName("Curves")
        self.metrics = RunMetrics()
        self._since_start: list[RunEvent] | None = None
        self._readings = Background(self, lambda error: self.said.emit(str(error)))
        self.grid: PlotGrid | None = None
        self._is_expecting = False
        self._chosen: tuple[str, ...] | None = None
        self._offered: tuple[str, ...] = ()
        self._step_wanted: int | None = None
        self._other: tuple[str, RunMetrics] | None = None
        self._timer = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self._tell()

    def handle(self, events: Sequence[RunEvent]) -> None:
        """Take in what the run did; drawing follows within 70 ms, once for all events until then."""
        self._is_expecting = False
        for event in events:
            if isinstance(event, RunStarted):
                self.show_run(RunMetrics(event.run))
                self._since_start = []
            if self._since_start is not None:
                self._since_start.append(event)
            self.metrics.handle(event)
            if isinstance(event, Marked) and event.kind in _GOES_ON:
                self._readings.start(partial(read_metrics, Path(event.run)), self._on_earlier_read)
            elif isinstance(event, BatchEnded) and not self._readings.is_busy:
                self._since_start = None  # the run is a new one, or all of it is known
        if events:
            self._schedule()

    def _on_earlier_read(self, earlier: RunMetrics) -> None:
        """Put what a run recorded before it went on before what it has told since."""
        events, self._since_start = self._since_start or [], None
        if earlier.run != self.metrics.run:
            return
        for event in events:
            if not isinstance(event, RunStarted):
                earlier.handle(event)
        self.metrics = earlier
        self._show_runs()

    def put_above(self, bar: QWidget) -> None:
        """Put a bar above the controls."""
        self._rows.insertWidget(0, bar)

    def show_run(self, metrics: RunMetrics) -> None:
        """Show another run from its beginning."""
        self.metrics = metrics
        self.controls.follow.setChecked(True)
        self._show_runs()

    def forget_run(self) -> None:
        """Show no run any more: another project is open."""
        self.show_run(RunMetrics())
        self._schedule()

    def compare_with(self, title: str, metrics: RunMetrics) -> None:
        """Draw another run over the current one, in another colour."""
        self._other = (title, metrics)
        self._show_runs()

    def stop_comparing(self) -> None:
        """Show the current run alone."""
        self._other = None
        self._show_runs()

    def show_step(self, step: int) -> None:
        """Bring a step into sight in all plots, with the cursor on it."""
        self.controls.follow.setChecked(False)
        self._step_wanted = step
        self._schedule()

    def expect_run(self) -> None:
        """Tell that a run is about to start, and load the plot library meanwhile: about 0.3 s, once."""
        self._is_expecting = True
        self._schedule()
        QTimer.singleShot(0, self._ready_grid)

    def refresh(self) -> None:
        """Draw what has come since the last time, one plot a call; a hidden panel only keeps its text."""
        self._tell()
        if not self.isVisible():
            return
        if not self._names():
            self._pages.setCurrentWidget(self._empty)
            return
        grid = self._ready_grid()
        self._pages.setCurrentWidget(grid)
        grid.set_metrics(self._wanted())
        is_complete = grid.draw(follow=self.controls.follow.isChecked())
        if is_complete and self._step_wanted is not None:
            step, self._step_wanted = self._step_wanted, None
            grid.go_to(step)
        self._timer.setInterval(_REFRESH_MS if is_complete else _TURN_MS)
        if not is_complete:
            self._schedule()

    def write_csv(self, path: Path) -> None:
        """Write every point of the current run.

        Raises:
            RequestError: The file can't be written.
        """
        try:
            self.metrics.write_csv(path)
        except OSError as error:
            raise RequestError(f"Can't write {path}: {error.strerror}.", "Choose another folder.") from error

    def write_png(self, path: Path) -> None:
        """Write the plots as they are on the screen.

        Raises:
            RequestError: The file can't be written.
        """
        if not self._pages.grab().save(str(path), "PNG"):
            raise RequestError(f"Can't write {path}.", "Choose another folder.")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._schedule()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_runs()

    def _ready_grid(self) -> "PlotGrid":
        if self.grid is None:
            from designer.ui.monitor.plot_grid import PlotGrid

            self.grid = PlotGrid()
            self.grid.view_changed.connect(self._schedule)
            self.grid.zoomed.connect(lambda: self.controls.follow.setChecked(False))
            self._pages.addWidget(self.grid)
            self.grid.set_view(self.controls.view)
            self._show_runs()
        return self.grid

    def _schedule(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _show_runs(self) -> None:
        if self.grid is not None:
            from designer.ui.monitor.metric_plot import ShownRun

            runs = [ShownRun(self.metrics)]
            if self._other is not None:
                title, metrics = self._other
                runs.append(ShownRun(metrics, title))
            self.grid.show_runs(runs)
        self._schedule()

    def _tell(self) -> None:
        text = self.metrics.summary()
        self.controls.summary.setText(text)
        self.controls.summary.setToolTip(text)
        if self._other is not None:
            text += f"; compared with {self._other[0]}: {self._other[1].summary()}"
        if self.metrics.marks:
            text += f"; marks: {self.metrics.marks_text}"
        self._empty.setText(_EXPECTED if self._is_expecting else _WAITING if self.metrics.run else _EMPTY)
        self.setAccessibleDescription(text or self._empty.text())
        if self._names() != self._offered:
            self._offered = self._names()
            self.controls.set_metrics(self._offered, self._wanted())

    def _names(self) -> tuple[str, ...]:
        return self.metrics.names or (self._other[1].names if self._other else ())

    def _wanted(self) -> tuple[str, ...]:
        """The metrics to plot: those chosen, or else the loss and the first other metric."""
        names = self._names()
        if self._chosen is not None:
            return tuple(name for name in names if name in self._chosen)
        others = [name for name in names if not is_loss(name)]
        return (*names[:1], *others[:1]) if names and is_loss(names[0]) else names[:2]

    def _on_view_chosen(self, view: CurveView) -> None:
        if self.grid is not None:
            self.grid.set_view(view)
        self._schedule()

    def _on_x_axis_changed(self) -> None:
        self.controls.follow.setChecked(True)

    def _on_metrics_chosen(self, names: tuple[str, ...]) -> None:
        self._chosen = names
        self._schedule()

    def _on_export_chosen(self, suffix: str) -> None:
        path = dialogs.ask_export_file(self, Path.home() / f"curves.{suffix}", _KINDS[suffix])
        if path is None:
            return
        try:
            (self.write_png if suffix == "png" else self.write_csv)(path)
        except DesignerError as error:
            dialogs.show_failure(self, error)

    def _lay_out(self) -> None:
        self.controls = CurveControls()
        self._empty = empty_label("curvesEmpty", _EMPTY)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._rows = rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.controls)
        rows.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.controls.view_changed.connect(self._on_view_chosen)
        self.controls.axis.currentIndexChanged.connect(self._on_x_axis_changed)
        self.controls.log_x.toggled.connect(self._on_x_axis_changed)
        self.controls.follow_changed.connect(self._schedule)
        self.controls.metrics_changed.connect(self._on_metrics_chosen)
        for suffix, kind in _KINDS.items():
            action = self.controls.add_export(f"{kind}…", f"exportCurves_{suffix}")
            action.triggered.connect(lambda _checked=False, suffix=suffix: self._on_export_chosen(suffix))
