"""The dialog that asks how a picture of the network is to look."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from designer.ui.pictures import KINDS, Kind
from designer.ui.theme import GRID_PX
from designer.ui.widgets import Combo, label

Colors = Literal["screen", "light", "dark"]
COLORS: tuple[Colors, ...] = get_args(Colors)
SCALES_PERCENT = (5, 1000)

_WIDTH_PX = 48 * GRID_PX
_KIND_TEXTS = {
    "svg": "SVG: vector, for the web and to edit",
    "png": "PNG: pixels, for any program",
    "pdf": "PDF: vector, for papers",
}
_COLOR_TEXTS = {"screen": "As on the screen", "light": "Light", "dark": "Dark"}
_PARTS = ("The whole network", "The part around the selected layers")


@dataclass(frozen=True)
class PictureChoice:
    """How a picture is wanted.

    Args:
        is_part: Whether only the part around the selected layers is shown.
    """

    kind: Kind = "svg"
    colors: Colors = "screen"
    scale_percent: int = 100
    is_part: bool = False


class PictureDialog(QDialog):
    """Asks; `choice` is the answer.

    Args:
        choice: What to offer.
        has_selection: Whether there is a part to choose.
    """

    def __init__(self, choice: PictureChoice, *, has_selection: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictureDialog")
        self.setWindowTitle("Export picture")
        self.setMinimumWidth(_WIDTH_PX)
        self._before = choice
        self._kind = _combo("pictureKind", "Format", [_KIND_TEXTS[kind] for kind in KINDS])
        self._kind.setCurrentIndex(KINDS.index(choice.kind))
        self._colors = _combo("pictureColors", "Colours", [_COLOR_TEXTS[colors] for colors in COLORS])
        self._colors.setCurrentIndex(COLORS.index(choice.colors))
        self._part = _combo("picturePart", "Part", _PARTS)
        self._part.setCurrentIndex(int(choice.is_part and has_selection))
        self._part.setEnabled(has_selection)
        self._part.setToolTip("" if has_selection else "Nothing is selected on the canvas.")
        self._scale = QSpinBox()
        self._scale.setObjectName("pictureScale")
        self._scale.setAccessibleName("Size")
        self._scale.setRange(*SCALES_PERCENT)
        self._scale.setSingleStep(50)
        self._scale.setSuffix(" %")
        self._scale.setValue(choice.scale_percent)
        self._lay_out()

    def choice(self) -> PictureChoice:
        """What is chosen now."""
        return replace(
            self._before,
            kind=KINDS[self._kind.currentIndex()],
            colors=COLORS[self._colors.currentIndex()],
            scale_percent=self._scale.value(),
            is_part=self._part.currentIndex() == 1,
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("&Format", self._kind)
        form.addRow("&Colours", self._colors)
        form.addRow("&Part", self._part)
        form.addRow("&Size", self._scale)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        buttons.setObjectName("pictureButtons")
        save = buttons.button(standard.Save)
        save.setText("Save…")
        save.setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        column.addLayout(form)
        column.addWidget(
            label("100 % is the size that the canvas has at 100 % zoom.", muted=True, small=True)
        )
        column.addStretch()
        column.addWidget(buttons)


def _combo(name: str, accessible_name: str, texts: Iterable[str]) -> QComboBox:
    combo = Combo(name, accessible_name)
    combo.addItems(list(texts))
    return combo
