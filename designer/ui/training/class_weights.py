"""What each class counts in the loss: all the same, balanced, or numbers that are typed."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from designer.errors import RequestError
from designer.ui.theme import GRID_PX
from designer.ui.widgets import Combo, error_label, leave_undo_to_window, show_error

Weights = str | Mapping[int, float] | None

HELP = (
    "What each class counts in the loss. Balanced gives rare classes more weight, so that a network that "
    "always says the most frequent class doesn't look good. It needs one output and labels that are classes."
)
_CHOICES = ("All the same", "Balanced", "By class")
_SAME, _BALANCED, _BY_CLASS = range(3)
_GREATEST = 1_000_000
_EXPECTED = 'Expected class numbers with their weights, such as "0: 1, 3: 2.5".'


class ClassWeightsField(QWidget):
    """A choice, and a line to type into where weights are given by class.

    Signals:
        edited: The weights are to be these.
        left: The user is done with the line.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._weights: Weights = None
        self._combo = Combo("training_class_weights", "Class weights")
        self._combo.addItems(list(_CHOICES))
        self._combo.activated.connect(self._on_chosen)
        title = QLabel("Class weights")
        title.setBuddy(self._combo)
        self._line = QLineEdit()
        self._line.setObjectName("training_class_weights_table")
        self._line.setAccessibleName("Weight of each class")
        self._line.setPlaceholderText("0: 1, 3: 2.5")
        self._line.textEdited.connect(self._on_text_edited)
        self._line.editingFinished.connect(self._on_editing_finished)
        leave_undo_to_window(self._line)
        for widget in (title, self._combo, self._line):
            widget.setToolTip(HELP)
            widget.setWhatsThis(HELP)
        self._refusal = error_label("training_class_weights_message")
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(GRID_PX)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(title, self._combo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(form)
        column.addWidget(self._line)
        column.addWidget(self._refusal)

    def show_weights(self, weights: Weights) -> None:
        """Show what is set."""
        self._weights = weights
        is_table = isinstance(weights, Mapping)
        self._combo.setCurrentIndex(_BY_CLASS if is_table else _BALANCED if weights else _SAME)
        self._line.setVisible(is_table)
        if isinstance(weights, Mapping) and not (self._line.hasFocus() and self._reads_as(weights)):
            self._line.setText(shown(weights))
        if not is_table:
            self._line.clear()
        show_error(self._refusal, "")

    def _reads_as(self, weights: Mapping[int, float]) -> bool:
        try:
            return read(self._line.text()) == weights
        except RequestError:
            return False

    def _on_chosen(self, index: int) -> None:
        chosen: Weights = (None, "balanced", {0: 1.0})[index]
        if index != _BY_CLASS or not isinstance(self._weights, Mapping):
            self.edited.emit(chosen)
            self.left.emit()

    def _on_text_edited(self, text: str) -> None:
        try:
            weights = read(text)
        except RequestError:
            return  # it may become right, and is told when it is left
        show_error(self._refusal, "")
        self.edited.emit(weights)

    def _on_editing_finished(self) -> None:
        try:
            read(self._line.text())
        except RequestError as error:
            still = shown(self._weights) if isinstance(self._weights, Mapping) else ""
            show_error(self._refusal, f"{error.message} Still {still}.")
        self.left.emit()


def read(text: str) -> dict[int, float]:
    """Weights by class out of a text such as "0: 1, 3: 2.5".

    Raises:
        RequestError: It isn't one.
    """
    try:
        pairs = [part.split(":") for part in text.split(",")]
        weights = {int(number): float(weight) for number, weight in pairs}
    except ValueError:
        raise RequestError(_EXPECTED) from None
    are_legal = all(number >= 0 and 0 <= weight <= _GREATEST for number, weight in weights.items())
    if len(weights) < len(pairs) or not are_legal:
        raise RequestError(_EXPECTED)
    return weights


def shown(weights: Mapping[int, float]) -> str:
    """Weights as `read` reads them."""
    return ", ".join(f"{number}: {weight:g}" for number, weight in sorted(weights.items()))
