"""The context menu of the canvas: on a node, an edge or the empty canvas, by right click or key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from designer.graph.elements import Edge
from designer.ui.canvas.annotations import Key
from designer.ui.canvas.editing import Wish
from designer.ui.canvas.gestures.base import Pointer
from designer.ui.canvas.gestures.choice import part_at
from designer.ui.canvas.view import CanvasView
from designer.ui.icons import icon


@dataclass(frozen=True)
class Spot:
    """What a context menu is about.

    Args:
        point: Where it was asked for, in pixels at 100 % zoom.
        node: The node there.
        edge: The edge there.
        annotation: The note or frame there; all three are None on the empty canvas.
    """

    point: QPointF
    node: str | None = None
    edge: Edge | None = None
    annotation: Key | None = None


Entries = Callable[[Spot, QMenu], None]
"""Adds to a menu what can be done at a spot; a line is drawn before what the next one adds."""


def adding_entries(view: CanvasView) -> Entries:
    """A layer on the edge or on the empty canvas, where the menu was asked for."""

    def add(spot: Spot, menu: QMenu) -> None:
        if not (spot.node or spot.annotation):
            action = menu.addAction(icon("add"), "Insert a layer here…" if spot.edge else "Add a layer here…")
            action.setObjectName("addHere")
            wish = Wish(spot.point, edge=spot.edge)
            action.triggered.connect(lambda: QTimer.singleShot(0, view, lambda: _want(view, wish)))

    return add


def _want(view: CanvasView, wish: Wish) -> None:
    view.tools.editing.layer_wanted.emit(wish)  # when the menu is gone, which holds the keyboard


class CanvasMenus(QObject):
    """Opens the menu and selects what it is about. It lives as long as its canvas.

    Args:
        view: The canvas.
        entries: What the menu is made of, from top to bottom.
    """

    def __init__(self, view: CanvasView, entries: Sequence[Entries]) -> None:
        super().__init__(view)
        self._view = view
        self._entries = entries
        for watched in (view, view.viewport()):
            watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            if event.reason() == QContextMenuEvent.Reason.Mouse and watched is self._view.viewport():
                self._open(self._spot_at(event.pos()), event.globalPos())
            elif event.reason() != QContextMenuEvent.Reason.Mouse:
                self.open_by_key()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_menu_key(event):
            self.open_by_key()
            return True
        return False

    def open_by_key(self) -> None:
        """Open the menu of the node selected last, the selected edge, or the canvas."""
        state, content, view = self._view.tools.interaction, self._view.tools.content, self._view
        middle = view.mapToScene(view.viewport().rect().center())
        spot = Spot(middle)
        if state.nodes:
            node_id = state.nodes[-1]
            spot = Spot(content.rect(node_id).center(), node=node_id)
        elif edge := next(iter(state.edges), None):
            spot = Spot(content.routes.middle(edge), edge=edge)
        elif state.annotations:
            key = state.annotations[-1]
            spot = Spot(content.annotations.rect(key).center(), annotation=key)
        at = view.mapFromScene(spot.point)
        room = view.viewport().rect()
        inside = QPoint(min(max(at.x(), 0), room.right()), min(max(at.y(), 0), room.bottom()))
        self._open(spot, view.viewport().mapToGlobal(inside))

    def _spot_at(self, place: QPoint) -> Spot:
        tools = self._view.tools
        point = self._view.mapToScene(place)
        if node_id := tools.content.node_at(point):
            return Spot(point, node=node_id)
        if part := part_at(tools, Pointer(point, place)):
            return Spot(point, annotation=part.key)
        return Spot(point, edge=tools.content.routes.nearest(point, tools.reach / 2))

    def _open(self, spot: Spot, place: QPoint) -> None:
        if self._view.findChild(QMenu, "canvasMenu", Qt.FindChildOption.FindDirectChildrenOnly):
            return  # some systems tell of the menu key twice
        self._view.cancel_gesture()
        self._select(spot)
        menu = QMenu(self._view)
        menu.setObjectName("canvasMenu")
        menu.setAccessibleName("Canvas menu")
        menu.setToolTipsVisible(True)
        for add in self._entries:
            before = len(menu.actions())
            line = menu.addSeparator() if before else None
            add(spot, menu)
            if line and len(menu.actions()) == before + 1:
                menu.removeAction(line)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _select(self, spot: Spot) -> None:
        """What the menu is about is selected, so that its entries act on what the user sees marked."""
        state = self._view.tools.interaction
        if spot.node and spot.node not in state.nodes:
            state.select([spot.node])
        elif spot.edge and spot.edge not in state.edges:
            state.select([], [spot.edge])
        elif spot.annotation and spot.annotation not in state.annotations:
            state.select([], [], [spot.annotation])


def _is_menu_key(event: QKeyEvent) -> bool:
    is_shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and is_shifted)
