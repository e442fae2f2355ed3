"""The dialog that asks which backbone to insert, and how."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from designer.document.backbone_insert import Ending, Head
from designer.ui.importing.backbone_list import BackboneList
from designer.ui.theme import GRID_PX
from designer.ui.widgets import Combo, accept_buttons, error_label, label, show_error

if TYPE_CHECKING:
    from designer.compiler.backbones import Backbone

IMAGENET = "imagenet"
_SIZE_PX = (104 * GRID_PX, 64 * GRID_PX)
_LEAST_PX, _LARGEST_PX = 32, 4096
_NEW, _IMAGENET, _FILE = range(3)
_WEIGHTS = ("New: random", "ImageNet, fetched by Keras", "From a file…")
_KINDS = ("One node, a nested model", "Layer by layer")
_HEADS: dict[Head, str] = {
    "average": "Global average pooling",
    "max": "Global max pooling",
    "classes": "Average pooling and a softmax",
    "none": "Nothing: its last map",
}


@dataclass(frozen=True)
class BackboneChoice:
    """A backbone and how it is wanted.

    Args:
        weights: None for new ones, "imagenet", or a file.
    """

    backbone: "Backbone"
    shape: tuple[int, int, int]
    weights: str | Path | None
    is_nested: bool
    ending: Ending

    @property
    def origin(self) -> str:
        """Where its weights come from, in words."""
        return (
            f"ImageNet's {self.backbone.name}" if self.weights == IMAGENET else Path(self.weights or "").name
        )


class BackboneDialog(QDialog):
    """Asks; `choice` is the answer.

    Args:
        backbones: Those that there are.
        source: What is to feed it, in words; empty for an Input of its own.
        shape: Of what feeds it or of the samples, as far as known.
        ask_file: Asks for a file of weights.
        why_new: Why it can only begin with new weights; empty where it can begin with others.
    """

    def __init__(
        self,
        backbones: "Sequence[Backbone]",
        *,
        source: str,
        shape: Sequence[int | None],
        ask_file: Callable[[QWidget], Path | None],
        why_new: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask_file = ask_file
        self.setObjectName("backboneDialog")
        self.setWindowTitle("Insert backbone")
        self.resize(*_SIZE_PX)
        self._backbones = {backbone.name: backbone for backbone in backbones}
        self._shape = tuple(shape)
        self._why_new = why_new
        self._list = BackboneList(backbones)
        self._make_fields()
        self._refusal = error_label("backboneRefusal")
        self._lay_out(source)
        self._list.view.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self._list.view.doubleClicked.connect(self._on_accepted)
        self._list.choose("ResNet50")
        self._show_fields()

    def choice(self) -> BackboneChoice | None:
        """What is chosen now; None where no backbone is."""
        name = self._list.chosen()
        if name not in self._backbones:
            return None
        weights = (None, IMAGENET, Path(self._file.text()))[self._weights.currentIndex()]
        height, width, channels = (field.value() for field in self._lengths)
        ending = Ending(
            tuple(_HEADS)[self._head.currentIndex()], self._classes.value(), self._frozen.isChecked()
        )
        is_nested = self._kind.currentIndex() == 0
        return BackboneChoice(self._backbones[name], (height, width, channels), weights, is_nested, ending)

    def _make_fields(self) -> None:
        names = ("Height", "Width", "Channels")
        self._lengths = [_number(f"backbone{name}", name, _LARGEST_PX) for name in names]
        self._weights = _combo("backboneWeights", "Weights", _WEIGHTS)
        self._weights.setEnabled(not self._why_new)
        self._weights.setToolTip(self._why_new)
        self._file = QLineEdit()
        self._file.setObjectName("backboneFile")
        self._file.setAccessibleName("File of weights")
        self._file.setPlaceholderText("Path of a .keras, .h5 or .weights.h5 file")
        self._choose_file = QPushButton("Choose…")
        self._choose_file.setObjectName("backboneChooseFile")
        self._choose_file.clicked.connect(self._on_choose_clicked)
        self._kind = _combo("backboneKind", "Drawn as", _KINDS)
        self._head = _combo("backboneHead", "Followed by", tuple(_HEADS.values()))
        self._classes = _number("backboneClasses", "Classes", 100_000)
        self._classes.setValue(10)
        self._frozen = QCheckBox("&Frozen: its own weights don't learn")
        self._frozen.setObjectName("backboneFrozen")
        for combo in (self._weights, self._head):
            combo.currentIndexChanged.connect(self._show_fields)

    def _lay_out(self, source: str) -> None:
        lengths = QHBoxLayout()
        lengths.setSpacing(GRID_PX)
        for field in self._lengths:
            lengths.addWidget(field)
        self._file_row = QWidget()
        file_row = QHBoxLayout(self._file_row)
        file_row.setContentsMargins(0, 0, 0, 0)
        file_row.setSpacing(GRID_PX)
        file_row.addWidget(self._file, stretch=1)
        file_row.addWidget(self._choose_file)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fed = label(source or "An Input of its own")
        fed.setObjectName("backboneSource")
        self._form.addRow("Fed by", fed)
        self._form.addRow("Size", lengths)
        self._form.addRow("&Weights", self._weights)
        self._form.addRow("File", self._file_row)
        self._form.addRow("&Drawn as", self._kind)
        self._form.addRow("Followed &by", self._head)
        self._form.addRow("&Classes", self._classes)
        self._form.addRow("", self._frozen)
        self._about = label(muted=True, small=True)
        self._about.setObjectName("backboneAbout")
        right = QVBoxLayout()
        right.setSpacing(GRID_PX)
        right.addLayout(self._form)
        right.addWidget(self._about)
        right.addWidget(self._refusal)
        right.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID_PX)
        middle.addWidget(self._list)
        middle.addLayout(right, stretch=1)
        column = QVBoxLayout(self)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(middle, stretch=1)
        column.addWidget(accept_buttons(self, "backboneButtons", "Insert", self._on_accepted))

    def _on_row_changed(self) -> None:
        backbone = self._backbones.get(self._list.chosen())
        if backbone is None:
            return
        own, given = (backbone.size, backbone.size, 3), tuple(length or 0 for length in self._shape)
        fits = len(given) == len(own) and min(given[:2]) >= _LEAST_PX and given[2]
        shape = given if fits else own
        for field, length in zip(self._lengths, shape, strict=True):
            field.setValue(length)
        self._show_fields()

    def _show_fields(self) -> None:
        weights, head = self._weights.currentIndex(), tuple(_HEADS)[self._head.currentIndex()]
        self._form.setRowVisible(self._file_row, weights == _FILE)
        self._form.setRowVisible(self._classes, head == "classes")
        backbone = self._backbones.get(self._list.chosen())
        if backbone:
            made_for = f"Made for images of {backbone.size}×{backbone.size}×3 and without its own head. "
            self._about.setText(made_for + _ABOUT_WEIGHTS[weights])
        show_error(self._refusal, "")

    def _on_choose_clicked(self) -> None:
        if path := self._ask_file(self):
            self._file.setText(str(path))

    def _on_accepted(self) -> None:
        choice = self.choice()
        if choice is None:
            show_error(self._refusal, "Choose a network from the list first.")
        elif isinstance(choice.weights, Path) and not choice.weights.is_file():
            show_error(self._refusal, f"There is no file {self._file.text() or 'given'}. Enter its path.")
        else:
            self.accept()


_ABOUT_WEIGHTS = (
    "It begins with random weights, which should not be frozen.",
    "The weights are downloaded once, and kept for all programs that use Keras.",
    "The file must belong to the same network.",
)


def _number(name: str, accessible_name: str, most: int) -> QSpinBox:
    field = QSpinBox()
    field.setObjectName(name)
    field.setAccessibleName(accessible_name)
    field.setToolTip(accessible_name)
    field.setRange(1, most)
    return field


def _combo(name: str, accessible_name: str, texts: Sequence[str]) -> QComboBox:
    combo = Combo(name, accessible_name)
    combo.addItems(list(texts))
    return combo
