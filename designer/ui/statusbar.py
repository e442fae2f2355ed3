"""The status bar: messages, the run, the network's totals, the engine."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QStyle, QStyleOption, QWidget
from typing_extensions import override

from designer.compiler.engine import EngineFailed, EngineReady
from designer.compiler.results import Analysis
from designer.training.events import RunEvent, RunStarted
from designer.ui.monitor.controls import ElidedLabel
from designer.ui.monitor.status import RunStatus
from designer.ui.quantities import bytes_text, flops_text
from designer.ui.theme import GRID_PX

_PartType = TypeVar("_PartType", bound=QWidget)

_PAUSED = "Paused"
_MESSAGE_MS = 8000
_PROGRESS_WIDTH_PX = 120
_PROGRESS_STEPS = 1000
_MESSAGE_WIDTH_PX = 380
"""What messages keep for themselves."""
_RUN_WIDTH_PX = 840
"""What the words about a run keep, so that the values of all usual metrics can be read."""


class StatusBar(QStatusBar):
    """What goes on, in words; every part is a label that a screen reader finds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self._status = RunStatus()
        self._state = ""
        self._run = _named(ElidedLabel(), "statusRun", "Run")
        self._progress = QProgressBar()
        self._progress.setObjectName("statusProgress")
        self._progress.setAccessibleName("Progress of the run")
        self._progress.setFixedWidth(_PROGRESS_WIDTH_PX)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._totals: tuple[str, ...] = ()
        self._network = _named(QLabel(), "statusNetwork", "Network")
        self._engine = _named(QLabel(), "statusEngine", "Engine")
        self._engine.setText("Starting TensorFlow…")
        self._engine.setContentsMargins(GRID_PX, 0, GRID_PX, 0)
        self.addWidget(self._run, stretch=1)  # a message takes its place for a while
        self._accept: Callable[[], None] | None = None
        self._offer = _named(QPushButton(), "statusOffer", "What the message offers")
        self._offer.clicked.connect(self._on_accepted)
        self._offer.hide()
        self.messageChanged.connect(self._on_message_changed)
        for widget in (self._offer, self._progress, self._network, self._engine):
            self.addPermanentWidget(widget)

    def say(self, message: str) -> None:
        """Show a message for a while."""
        self._offer.hide()
        self.showMessage(message, _MESSAGE_MS)

    def offer(self, message: str, label: str, accept: Callable[[], None]) -> None:
        """Show a message with a button that goes with it."""
        self.say(message)
        self._accept = accept
        self._offer.setText(label)
        self._offer.setAccessibleDescription(message)
        self._offer.show()

    def shown_message(self) -> str:
        """As much of the message as there is room for; the tool tip has all of it."""
        width = self._message_area().width()
        return self.fontMetrics().elidedText(self.currentMessage(), Qt.TextElideMode.ElideRight, width)

    def _message_area(self) -> QRect:
        parts = (self._offer, self._progress, self._network, self._engine)
        right = min((part.x() for part in parts if part.isVisible()), default=self.width())
        return self.rect().adjusted(GRID_PX, 0, right - GRID_PX - self.width(), 0)

    def _on_message_changed(self, message: str) -> None:
        self.setToolTip(message)
        if not message:
            self._offer.hide()

    def _on_accepted(self) -> None:
        accept, self._accept = self._accept, None
        self.clearMessage()
        if accept:
            accept()

    def show_engine(self, state: EngineReady | EngineFailed) -> None:
        """Show whether TensorFlow is there, and on what it computes."""
        if isinstance(state, EngineFailed):
            self._engine.setText("TensorFlow is missing")
            self._engine.setToolTip(f"{state.message} {state.hint}")
            return
        device = "GPU" if any(name.startswith("GPU") for name in state.devices) else "CPU"
        self._engine.setText(f"TensorFlow {state.versions['tensorflow']} · {device}")
        self._engine.setToolTip(f"Keras {state.versions['keras']}; devices: {', '.join(state.devices)}")

    def show_analysis(self, analysis: Analysis, batch_size: int) -> None:
        """Show the totals of the network, or that it has none yet because of its problems."""
        if analysis.errors or not analysis.nodes:
            count = len(analysis.errors)
            self._totals = (f"{count} problem{'s'[: count > 1]}",) if count and analysis.nodes else ()
            self._network.setToolTip("")
        else:
            self._totals = totals(analysis, batch_size)
            details = f"{analysis.trainable:,} trainable parameters; FLOPs for one sample"
            self._network.setToolTip("\n".join((*self._totals, details)))
        self._fit_totals()

    def handle(self, events: list[RunEvent]) -> None:
        """Follow a run."""
        for event in events:
            if isinstance(event, RunStarted):
                self.clearMessage()
            self._status = self._status.advance(event)
        self._show_run()
        steps = self._status.epochs * self._status.steps_per_epoch
        self._progress.setVisible(bool(steps) and self._status.ended is None)
        self._progress.setRange(0, _PROGRESS_STEPS)
        self._progress.setValue(_PROGRESS_STEPS * self._status.step // max(1, steps))

    def forget_run(self) -> None:
        """Say nothing of the last run any more."""
        self._status = RunStatus()
        self._run.clear()
        self._run.setToolTip("")
        self._progress.hide()
        self._fit_totals()

    def show_state(self, words: str) -> None:
        """Show what the run is about to do, or does instead of training; nothing where it just trains."""
        if words != self._state:
            self._state = words
            self._show_run()

    def show_preparing(self, origin: str = "") -> None:
        """Show that a run was asked for and is being built.

        Args:
            origin: Where the weights that it starts from come from, in words; empty for new ones.
        """
        self._status = RunStatus()
        start = f"from {origin}" if origin else "from new weights"
        self._run.setText(f"Building the model, starting {start}, and opening the data…")
        self._progress.setRange(0, 0)
        self._progress.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.currentMessage():
            super().paintEvent(event)
            return
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelStatusBar, option, painter, self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self._message_area(), Qt.AlignmentFlag.AlignVCenter, self.shown_message())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_totals()

    def _fit_totals(self) -> None:
        """Show as many totals as leave room for the run; the tool tip has them all."""
        words = _RUN_WIDTH_PX if self._status.epochs else _MESSAGE_WIDTH_PX
        room = self.width() - self._engine.sizeHint().width() - _PROGRESS_WIDTH_PX - words
        texts = (" · ".join(self._totals[:count]) for count in range(len(self._totals), 1, -1))
        metrics = self._network.fontMetrics()
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        self._network.setText(next(fitting, "".join(self._totals[:1])))

    def _show_run(self) -> None:
        if text := self._status.text():
            between = " at " if self._state == _PAUSED else " "
            self._run.setText(f"{self._state}{between}{text}" if self._state else text)
            self._run.setToolTip(text)
        elif self._state:
            self._run.setText(self._state)
        self._fit_totals()


def totals(analysis: Analysis, batch_size: int) -> tuple[str, ...]:
    """The totals of a network in words, what matters most first."""
    memory = bytes_text(batch_size * analysis.activation_bytes)
    return (
        f"{analysis.layers:,} layer{'s'[: analysis.layers > 1]}",
        f"{analysis.parameters:,} parameters",
        flops_text(analysis.flops),
        f"{memory} of activations at batch {batch_size:,}",
    )


def _named(part: _PartType, name: str, accessible_name: str) -> _PartType:
    part.setObjectName(name)
    part.setAccessibleName(accessible_name)
    return part
