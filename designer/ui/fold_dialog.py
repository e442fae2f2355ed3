"""The dialog that shows what is repeated in a network, and asks what of it shall become blocks."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDialogButtonBox, QListView, QVBoxLayout, QWidget

from designer.graph.elements import INPUT
from designer.graph.foldings import Folding
from designer.ui.theme import GRID_PX
from designer.ui.widgets import accept_buttons, heading, label

_WIDTH_PX = 60 * GRID_PX
_HINT = "A block is edited once for all its places. Undo brings the layers back."


class FoldDialog(QDialog):
    """A list of blocks with a tick each; the line above it says what is left of the network.

    Args:
        foldings: What was found.
        num_nodes: Of the network as it is.
        count: How many nodes are left where some of them are folded.
    """

    def __init__(
        self,
        foldings: Sequence[Folding],
        num_nodes: int,
        count: Callable[[Sequence[Folding]], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("foldDialog")
        self.setWindowTitle("Repeated structure")
        self.setMinimumWidth(_WIDTH_PX)
        self._foldings = foldings
        self._num_nodes = num_nodes
        self._count = count
        self._summary = label()
        self._summary.setObjectName("foldSummary")
        self._list = self._make_list()
        self._buttons = self._make_buttons()
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        column.addWidget(heading("Make blocks of what is repeated"))
        column.addWidget(self._summary)
        column.addWidget(self._list, stretch=1)
        column.addWidget(label(_HINT, muted=True))
        column.addWidget(self._buttons)
        self._show_summary()

    def chosen(self) -> list[Folding]:
        """What is ticked, in the order in which it is to be folded."""
        ticks = (self._model.item(row).checkState() for row in range(self._model.rowCount()))
        pairs = zip(self._foldings, ticks, strict=True)
        return [folding for folding, tick in pairs if tick == Qt.CheckState.Checked]

    def _make_list(self) -> QListView:
        self._model = QStandardItemModel(self)
        for folding in self._foldings:
            item = QStandardItem(folding_text(folding, self._foldings))
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked)
            self._model.appendRow(item)
        self._model.itemChanged.connect(self._show_summary)
        view = QListView()
        view.setObjectName("foldBlocks")
        view.setAccessibleName("Blocks")
        view.setWordWrap(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setModel(self._model)
        view.setCurrentIndex(self._model.index(0, 0))
        return view

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = accept_buttons(self, "foldButtons", "Fold", self.accept)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setObjectName("foldAccept")
        return buttons

    def _show_summary(self) -> None:
        chosen = self.chosen()
        left = self._count(chosen)
        is_any = left < self._num_nodes
        self._summary.setText(
            f"Folds {self._num_nodes:,} nodes into a page of {left:,}."
            if is_any
            else "Nothing is folded: tick a block, and those that it is made of."
        )
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_any)


def folding_text(folding: Folding, foldings: Sequence[Folding]) -> str:
    """What a block would be: its name, how often it is there, what it holds and what differs."""
    block = folding.block
    inner = [node for node in block.graph.nodes if node.type != INPUT]
    names = {other.block.type: other.block.name for other in foldings}
    held = list(dict.fromkeys(names[node.type] for node in inner if node.type in names))
    layers = sum(node.type not in names for node in inner)
    holds = [*([f"{layers} layer{'s'[: layers != 1]}"] if layers else []), *held]
    params = ", ".join(param.name for param in block.params)
    differs = f"; parameters: {params}" if params else ""
    return f"{block.name}, {folding.count} times: {' and '.join(holds)}{differs}"
