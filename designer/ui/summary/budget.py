"""Whether training fits into memory: an estimate against a budget, as a bar and in words."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.values import KerasObject
from designer.compiler.memory import TrainingMemory, free_memory, largest_batch, training_memory
from designer.compiler.results import Analysis
from designer.errors import RequestError
from designer.ui.monitor.controls import ElidedLabel, button
from designer.ui.quantities import bytes_text, parse_bytes
from designer.ui.theme import GRID_PX, current, outlined_palette, palette
from designer.ui.widgets import error_label, label, show_error

BUDGET_KEY = "summary/budget_bytes"

_BAR_WIDTH_PX = 96
_FIELD_WIDTH_PX = 104
_STEPS = 1000
_DARKENING = 140
_MAX_BATCH = 2**19
_HINT = "Memory that training may take, such as 8 GB; empty for what is free on this {}"


@dataclass(frozen=True)
class Estimate:
    """What training takes, what it may take, and the largest batch that it may have.

    Args:
        best_batch: The largest power of two that fits; 0 where not even one sample does.
    """

    memory: TrainingMemory
    budget_bytes: int
    batch_size: int
    best_batch: int

    @property
    def is_over(self) -> bool:
        """Whether it doesn't fit."""
        return self.memory.total > self.budget_bytes

    def text(self) -> str:
        """In words: `412 MB of 8 GB at batch 64, fits up to 1,024`."""
        needed, allowed = bytes_text(self.memory.total), bytes_text(self.budget_bytes)
        words = f"{needed} of {allowed} at batch {self.batch_size:,}"
        if self.is_over:
            return f"Over budget: {words}"
        return f"{words}, fits up to {self.best_batch:,}" if self.best_batch > self.batch_size else words

    def parts_text(self) -> str:
        """What it is made of, one part a line."""
        parts = {
            "Weights": self.memory.parameters,
            "Gradients": self.memory.gradients,
            "Optimizer": self.memory.optimizer,
            f"Activations at batch {self.batch_size:,}": self.memory.activations,
        }
        lines = [f"{name}: {bytes_text(size)}" for name, size in parts.items()]
        return "\n".join(["Training takes about", *lines, "and some scratch space that isn't counted."])


def estimate(analysis: Analysis, batch_size: int, optimizer: KerasObject, budget_bytes: int) -> Estimate:
    """Estimate training of a network within a budget."""
    best = min(_MAX_BATCH, largest_batch(analysis, optimizer, budget_bytes))
    return Estimate(training_memory(analysis, batch_size, optimizer), budget_bytes, batch_size, best)


class BudgetBar(QWidget):
    """Shows the estimate; the budget can be typed and is remembered.

    Signals:
        budget_changed: Another budget is set.
        batch_chosen: The batch size that the user took over.
    """

    budget_changed = Signal()
    batch_chosen = Signal(int)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.setObjectName("budgetBar")
        self._settings = settings
        self._gpu_bytes: int | None = None
        self._estimate: Estimate | None = None
        self._bar = QProgressBar()
        self._bar.setObjectName("memoryBar")
        self._bar.setAccessibleName("Training memory")
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH_PX)
        self._text = ElidedLabel()
        self._text.setObjectName("memoryText")
        self._text.setAccessibleName("Training memory")
        self._take = button("", "takeBatchButton")
        self._take.clicked.connect(self._on_take_clicked)
        self._field = QLineEdit(_remembered_text(settings))
        self._field.setObjectName("memoryBudget")
        self._field.setAccessibleName("Memory budget")
        self._field.setFixedWidth(_FIELD_WIDTH_PX)
        self._field.editingFinished.connect(self._on_budget_entered)
        self._problem = error_label("budgetProblem")
        self._lay_out()
        self.show_estimate(None)

    def set_gpu_memory(self, gpu_bytes: int | None) -> None:
        """Take the memory of the GPU as the budget where none was typed."""
        self._gpu_bytes = gpu_bytes
        self.budget_changed.emit()

    def budget_bytes(self) -> int:
        """What was typed, else what is free."""
        return _remembered(self._settings) or self._free_bytes()

    def show_estimate(self, found: Estimate | None) -> None:
        """Show an estimate; None while there is none."""
        self._estimate = found
        where = "GPU" if self._gpu_bytes else "computer"
        if found or self._gpu_bytes:  # not at the start: it costs time
            self._field.setPlaceholderText(f"{bytes_text(self._free_bytes(), digits=3)} free")
        self._field.setToolTip(_HINT.format(where))
        self._bar.setEnabled(found is not None)
        self._text.setText(found.text() if found else "known when the network is whole")
        share = found.memory.total / max(1, found.budget_bytes) if found else 0.0
        self._bar.setValue(min(_STEPS, round(_STEPS * share)))
        for widget in (self._bar, self._text):
            widget.setToolTip(found.parts_text() if found else "")
        self._bar.setAccessibleDescription(self._text.text())
        self._color()
        self._offer(found)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._color()

    def _offer(self, found: Estimate | None) -> None:
        best = found.best_batch if found else 0
        self._take.setVisible(found is not None and found.is_over)
        self._take.setEnabled(best > 0)
        self._take.setText(f"Use batch {best:,}" if best else "No batch fits")
        tip = "The largest power of two that fits into the budget" if best else "Not even one sample fits."
        self._take.setToolTip(tip)

    def _color(self) -> None:
        """Warn in colour too where it doesn't fit."""
        theme, is_over = current(), self._estimate is not None and self._estimate.is_over
        bar, text = outlined_palette(theme, _DARKENING), palette(theme)
        if is_over:
            bar.setColor(QPalette.ColorRole.Highlight, QColor(theme.warning))
            text.setColor(QPalette.ColorRole.WindowText, QColor(theme.warning))
        self._bar.setPalette(bar)
        self._text.setPalette(text)

    def _on_take_clicked(self) -> None:
        if self._estimate and self._estimate.best_batch:
            self.batch_chosen.emit(self._estimate.best_batch)

    def _on_budget_entered(self) -> None:
        text = self._field.text().strip()
        try:
            size = parse_bytes(text) if text else None
        except RequestError as error:
            show_error(self._problem, str(error))
            return
        show_error(self._problem, "")
        if size is None:
            self._settings.remove(BUDGET_KEY)
        else:
            self._settings.setValue(BUDGET_KEY, str(size))  # as text: QSettings keeps no large integers
        self._field.setText(_remembered_text(self._settings))
        self.budget_changed.emit()

    def _free_bytes(self) -> int:
        return self._gpu_bytes or free_memory()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addWidget(_caption("Memory", self._bar))
        row.addWidget(self._bar)
        row.addWidget(self._text, 1)
        row.addWidget(self._take)
        row.addWidget(_caption("Budget", self._field))
        row.addWidget(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._problem)


def _caption(text: str, buddy: QWidget) -> QLabel:
    caption = label(text, muted=True, wrap=False)
    caption.setBuddy(buddy)
    caption.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return caption


def _remembered(settings: QSettings) -> int | None:
    value: Any = settings.value(BUDGET_KEY)
    try:
        return int(value) if value is not None and int(value) > 0 else None
    except (TypeError, ValueError):  # someone edited the file
        return None


def _remembered_text(settings: QSettings) -> str:
    size = _remembered(settings)
    return bytes_text(size) if size else ""
