"""The painted nodes as list items, so that screen readers, keyboards and scripts can reach them."""

from itertools import groupby

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QGraphicsView, QListView
from typing_extensions import override

from designer.ui.canvas.annotations import Key
from designer.ui.canvas.content import Content
from designer.ui.canvas.nodelist import Item, NodeListModel

_Index = QModelIndex | QPersistentModelIndex
_Flag = QItemSelectionModel.SelectionFlag
_Hint = QAbstractItemView.ScrollHint
_Move = QAbstractItemView.CursorAction
_STEPS = {
    _Move.MoveUp: -1,
    _Move.MoveLeft: -1,
    _Move.MovePrevious: -1,
    _Move.MoveDown: 1,
    _Move.MoveRight: 1,
    _Move.MoveNext: 1,
    _Move.MovePageUp: -10,
    _Move.MovePageDown: 10,
    _Move.MoveHome: -(10**9),
    _Move.MoveEnd: 10**9,
}
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class NodeOverlay(QListView):
    """Draws nothing, takes no mouse, and reports the nodes' places on the canvas as those of its items.

    Signals:
        moved_to: The keyboard went to this node, or note or frame by its key.
    """

    moved_to = Signal(object)

    def __init__(self, view: QGraphicsView, content: Content, model: NodeListModel) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._content = content
        self._nodes = model
        self._is_following = False
        self._selected: tuple[Item, ...] = ()
        self.setObjectName("canvasNodes")
        self.setAccessibleName("Network nodes")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("background: transparent")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.viewport().setUpdatesEnabled(False)  # or news of its rows would draw the whole canvas anew
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        model.rowsAboutToBeRemoved.connect(self._on_rows_leaving)  # before the list does, which picks another
        self.setModel(model)
        model.caught_up.connect(self._select_rows)

    def show_selection(self, items: tuple[Item, ...]) -> None:
        """Select the rows that are selected on the canvas; the last one becomes the current row."""
        self._selected = items
        if not self._nodes.is_behind:
            self._select_rows()

    def take_keyboard(self) -> None:
        """Bring the keyboard to the canvas, where it isn't in a part of it already."""
        focus = self.window().focusWidget()
        if focus is None or not (focus is self._view or self._view.isAncestorOf(focus)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_rows_leaving(self) -> None:
        """Another order of the rows is no walk of the keyboard; `_select_rows` follows."""
        self._is_following = True

    def _select_rows(self) -> None:
        rows = self._nodes.rows_of(self._selected)
        ranges = QItemSelection()
        for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
            run = [row for _, row in group]
            ranges.select(self._nodes.index(run[0]), self._nodes.index(run[-1]))
        current = self._nodes.index_of(self._selected[-1]) if self._selected else QModelIndex()
        selection = self.selectionModel()
        self._is_following = True
        selection.select(ranges, _Flag.ClearAndSelect)
        selection.setCurrentIndex(current, _Flag.NoUpdate)
        self._is_following = False

    def _place(self, index: _Index) -> QRectF:
        """Where what a row is about lies; null where it was just deleted."""
        item, content = self._nodes.item(index), self._content
        if isinstance(item, Key):
            return content.annotations.rect(item) if item in content.annotations else QRectF()
        return content.rect(item) if item in content.index else QRectF()

    @override
    def visualRect(self, index: _Index) -> QRect:
        return self._view.mapFromScene(self._place(index)).boundingRect() if index.isValid() else QRect()

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        place = self._view.mapToScene(point)
        if found := self._content.node_at(place):
            return self._nodes.index_of(found)
        part = self._content.annotations.part_at(place, 1.0, 0.0)
        return self._nodes.index_of(part.key) if part else QModelIndex()

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion()

    @override
    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        """Follow the keyboard; a mouse click must not scroll."""
        if self.hasFocus() and index.isValid() and not self._is_following:
            self._view.ensureVisible(self._place(index))

    @override
    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        last = self._nodes.rowCount() - 1
        row = self.currentIndex().row() + _STEPS.get(action, 0)
        return self._nodes.index(min(max(row, 0), last)) if last >= 0 else QModelIndex()

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid() and not self._is_following:
            self.moved_to.emit(self._nodes.item(current))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first node where none is selected, but only for who came here by keyboard."""
        if event.reason() in _BY_KEYBOARD:
            self._nodes.catch_up()
        self._is_following = True
        super().focusInEvent(event)
        self._is_following = False
        current = self.currentIndex()
        if event.reason() in _BY_KEYBOARD and current.isValid() and not self.selectionModel().hasSelection():
            self.moved_to.emit(self._nodes.item(current))

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the keys of the walk from the canvas, where they scroll."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if is_plain and event.key() in _KEYS:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the nodes; every other key is the canvas's."""
        if event.key() in _KEYS:
            self._nodes.catch_up()
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the canvas draws the nodes."""
