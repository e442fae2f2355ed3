"""A graphics view that turns mouse, wheel and palette drags into gestures."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QToolTip, QWidget
from typing_extensions import override

from designer.ui.canvas.editing import Wish
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools
from designer.ui.canvas.gestures.choice import gesture_at, hover
from designer.ui.canvas.gestures.drop import DropLayer, DropPiece
from designer.ui.canvas.gestures.pan import Pan
from designer.ui.canvas.handing_over import PIECE_MIME, hand_over
from designer.ui.palette_model import LAYER_MIME

_Button = Qt.MouseButton
_Cursor = Qt.CursorShape
_SIDE_CURSORS = {
    frozenset({"left"}): _Cursor.SizeHorCursor,
    frozenset({"right"}): _Cursor.SizeHorCursor,
    frozenset({"top"}): _Cursor.SizeVerCursor,
    frozenset({"bottom"}): _Cursor.SizeVerCursor,
    frozenset({"left", "top"}): _Cursor.SizeFDiagCursor,
    frozenset({"right", "bottom"}): _Cursor.SizeFDiagCursor,
    frozenset({"right", "top"}): _Cursor.SizeBDiagCursor,
    frozenset({"left", "bottom"}): _Cursor.SizeBDiagCursor,
}


class GestureView(QGraphicsView):
    """Holds the gesture in progress; `tools` must be set before the first event.

    Signals:
        node_activated: A node was double-clicked.
    """

    node_activated = Signal(str)
    tools: Tools

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self._gesture: Gesture | None = None
        self._handed_over: Gesture | None = None
        self._is_space_down = False
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def cancel_gesture(self) -> bool:
        """Break off what the mouse is doing; returns whether there was anything."""
        gesture, self._gesture = self._gesture, None
        if gesture:
            gesture.cancel()
            self._show_cursor()
        return gesture is not None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._gesture:
            return
        pointer = self._pointer(event.position().toPoint(), event.modifiers())
        if event.button() == _Button.MiddleButton or (
            event.button() == _Button.LeftButton and self._is_space_down
        ):
            self._gesture = Pan(self.tools, pointer)
        elif event.button() == _Button.LeftButton:
            self.tools.bubble.hide()
            self._gesture = gesture_at(self.tools, pointer)
        self._show_cursor()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event.position().toPoint(), event.modifiers())
        if self._gesture and self._gesture.moves_pieces and self._has_left(event):
            self._hand_over(self._gesture)
        elif self._gesture:
            self._gesture.move(pointer)
        else:
            self._hover(pointer)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (_Button.LeftButton, _Button.MiddleButton):
            return
        gesture, self._gesture = self._gesture, None
        pointer = self._pointer(event.position().toPoint(), event.modifiers())
        if gesture:
            gesture.finish(pointer)
            self._show_cursor()
        self._hover(pointer)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self.mapToScene(event.position().toPoint())
        if event.button() != _Button.LeftButton or self._is_space_down:
            self.mousePressEvent(event)
        elif node_id := self.tools.content.node_at(point):
            self.node_activated.emit(node_id)
        else:
            edge = self.tools.content.routes.nearest(point, self.tools.reach / 2)
            self.tools.editing.layer_wanted.emit(Wish(point, edge=edge))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self._gesture:
            self.tools.interaction.point_at()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        at, angle, pixels = event.position().toPoint(), event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.tools.navigation.zoom_by_wheel(angle.y() or pixels.y(), at)
        else:
            is_sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            turn: Callable[[QPoint], QPoint] = QPoint.transposed if is_sideways else QPoint
            self.tools.navigation.scroll_by_wheel(turn(pixels), turn(angle))
        event.accept()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            self._on_native_gesture(event)
            return True
        if isinstance(event, QHelpEvent):
            self._tell(event)
            return True
        return super().viewportEvent(event)

    def _tell(self, event: QHelpEvent) -> None:
        """Say what the signs of the node under the cursor mean."""
        node_id = self.tools.content.node_at(self.mapToScene(event.pos()))
        hint = self.tools.content.hint(node_id) if node_id and not self._gesture else ""
        QToolTip.showText(event.globalPos(), hint, self.viewport())

    def _on_native_gesture(self, event: QNativeGestureEvent) -> None:
        at, kind = event.position().toPoint(), event.gestureType()
        if kind is Qt.NativeGestureType.ZoomNativeGesture:
            self.tools.navigation.zoom_by_pinch(event.value(), at)
        elif kind is Qt.NativeGestureType.SmartZoomNativeGesture:
            self.tools.navigation.set_zoom(1.0, at)
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_space_down = True
            self._show_cursor()
        else:
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_space_down = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data, pointer = event.mimeData(), self._pointer(event.position().toPoint())
        if self._handed_over:
            self._gesture = self._handed_over  # it came back: the nodes themselves are dragged on
            self._gesture.move(pointer)
        elif data.hasFormat(LAYER_MIME):
            self._gesture = DropLayer(self.tools, pointer, _text_of(data, LAYER_MIME))
        elif data.hasFormat(PIECE_MIME):
            self._gesture = DropPiece(self.tools, pointer, _text_of(data, PIECE_MIME))
        else:
            event.ignore()
            return
        event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._gesture:
            self._gesture.move(self._pointer(event.position().toPoint()))
            event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.cancel_gesture()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture:
            gesture.finish(self._pointer(event.position().toPoint()))
            event.acceptProposedAction()
            self.setFocus()

    def _has_left(self, event: QMouseEvent) -> bool:
        """Whether the mouse is outside the window, or over another one that lies on it."""
        at = event.globalPosition().toPoint()
        if len(QGuiApplication.topLevelWindows()) > 1:
            return QApplication.topLevelAt(at) is not self.window()
        return not self.window().frameGeometry().contains(at)

    def _hand_over(self, gesture: Gesture) -> None:
        """Drag a copy on to another window, until the button is released somewhere."""
        self.cancel_gesture()
        self._handed_over = gesture
        try:
            hand_over(self, self.tools)
        finally:
            self._handed_over = None

    def _pointer(
        self, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> Pointer:
        return Pointer(self.mapToScene(at), at, modifiers)

    def _hover(self, pointer: Pointer) -> None:
        before = self.tools.interaction.hovered_part
        hover(self.tools, pointer)
        if not self._gesture and before != self.tools.interaction.hovered_part:
            self._show_cursor()

    def _show_cursor(self) -> None:
        if isinstance(self._gesture, Pan):
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_space_down:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif (part := self.tools.interaction.hovered_part) and part.sides:
            self.viewport().setCursor(_SIDE_CURSORS[part.sides])
        else:
            self.viewport().unsetCursor()


def _text_of(data: QMimeData, kind: str) -> str:
    return bytes(data.data(kind).data()).decode()
