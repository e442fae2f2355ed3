"""The part of the inspector's project page about the weights that training starts from."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from designer.ui.importing.weights_link import WeightsLink
from designer.ui.theme import GRID_PX
from designer.ui.widgets import heading, label


class WeightsSection(QWidget):
    """Says what training starts from, with a button to see more and one to start from new weights.

    Args:
        link: What is known of the weights.
    """

    def __init__(self, link: WeightsLink) -> None:
        super().__init__()
        self.setObjectName("weightsSection")
        self._link = link
        self._words = label(muted=True)
        self._words.setObjectName("weightsWords")
        self._details = _button("weightsDetails", "Details…", "Which of them fit, weight by weight")
        self._clear = _button("weightsClear", "Start from new weights", "Undo brings these back")
        self._details.clicked.connect(link.details_wanted)
        self._clear.clicked.connect(link.clear)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._details)
        row.addWidget(self._clear)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(heading("Weights"))
        column.addWidget(self._words)
        column.addLayout(row)
        link.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self._words.setText(self._link.words())
        self._details.setVisible(self._link.report is not None)
        self._clear.setVisible(bool(self._link.origin))


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    return button
