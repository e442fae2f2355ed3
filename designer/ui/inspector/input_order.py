"""The inputs of a layer that takes several, in their order, to be changed by buttons, keys or dragging."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.catalog.spec import LayerSpec
from designer.graph.elements import Node
from designer.graph.graph import Graph
from designer.ui.theme import GRID_PX
from designer.ui.widgets import icon_button, label

_MOST_ROWS = 6
_Position = QAbstractItemView.DropIndicatorPosition


class InputOrder(QWidget):
    """Shown where two or more edges lead to the layer.

    Args:
        reorder: Called with the connected ports in their new order.
    """

    def __init__(self, reorder: Callable[[Sequence[int]], None]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._reorder = reorder
        self._ports: list[int] = []
        self._node = ""
        self._model = QStandardItemModel(self)
        self._list = _OrderView(self._model)
        self._list.moved.connect(self._move)
        self._list.selectionModel().currentChanged.connect(self._enable)
        self._up = self._button("inputUp", "arrow-up", "Move up", -1, "Alt+Up")
        self._down = self._button("inputDown", "arrow-down", "Move down", 1, "Alt+Down")
        head = QHBoxLayout()
        head.addWidget(label("Inputs", muted=True, wrap=False), 1)
        head.addWidget(self._up)
        head.addWidget(self._down)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 4)
        column.addLayout(head)
        column.addWidget(self._list)

    def show_inputs(self, graph: Graph, node: Node, spec: LayerSpec | None) -> None:
        """Show what enters a node, and at which port."""
        edges = graph.in_edges(node.id)
        row = self._list.currentIndex().row() if node.id == self._node else 0
        self._node, self._ports = node.id, [edge.target_port for edge in edges]
        names = spec.inputs.names if spec and spec.inputs.style == "positional" else ()
        texts = [
            f"{names[edge.target_port] if edge.target_port < len(names) else edge.target_port + 1}"
            f" · {graph.node(edge.source).name}"
            for edge in edges
        ]
        if texts != [self._model.item(place).text() for place in range(self._model.rowCount())]:
            self._fill(texts)
        self._list.setCurrentIndex(self._model.index(min(max(row, 0), len(edges) - 1), 0))
        self._enable()
        self.setVisible(len(edges) > 1)

    def _fill(self, texts: Sequence[str]) -> None:
        blocker = QSignalBlocker(self._list.selectionModel())
        self._model.clear()
        for text in texts:
            item = QStandardItem(text)
            item.setDropEnabled(False)
            self._model.appendRow(item)
        del blocker
        self._list.fit(min(len(texts), _MOST_ROWS))

    def _button(self, name: str, icon_name: str, text: str, step: int, keys: str) -> QToolButton:
        button = icon_button(name, icon_name, f"{text} ({keys})")
        button.setAccessibleName(f"{text} the input")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._step(step))
        shortcut = QShortcut(QKeySequence(keys), self._list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self._step(step))
        return button

    def _step(self, step: int) -> None:
        row = self._list.currentIndex().row()
        self._move(row, row + step)

    def _move(self, row: int, place: int) -> None:
        """Bring a row to another place."""
        if row == place or not (0 <= row < len(self._ports) and 0 <= place < len(self._ports)):
            return
        order = [*self._ports]
        order.insert(place, order.pop(row))
        self._list.setCurrentIndex(self._model.index(place, 0))  # the row keeps the place that its input gets
        self._reorder(order)

    def _enable(self) -> None:
        row = self._list.currentIndex().row()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < len(self._ports) - 1)


class _OrderView(QListView):
    """A list whose rows are dragged to other places.

    Signals:
        moved: A row was dropped: where it was, and where it shall be.
    """

    moved = Signal(int, int)

    def __init__(self, model: QStandardItemModel) -> None:
        super().__init__()
        self.setObjectName("inputOrder")
        self.setAccessibleName("Inputs in their order")
        self.setModel(model)
        self.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def fit(self, num_rows: int) -> None:
        """Be as high as some rows."""
        self.setFixedHeight(num_rows * self.sizeHintForRow(0) + 2 * self.frameWidth())

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """The document moves the input, not the list."""
        row = self.currentIndex().row()
        at = self.indexAt(event.position().toPoint())
        place = at.row() if at.isValid() else self.model().rowCount()
        if self.dropIndicatorPosition() == _Position.BelowItem:
            place += 1
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.setState(QListView.State.NoState)
        if event.source() is self:
            self.moved.emit(row, place - 1 if place > row else place)
