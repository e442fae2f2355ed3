"""The whole network, small, in a corner of the canvas, with a frame around what is in sight."""

from collections.abc import Iterator, Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget
from typing_extensions import override

from designer.ui.canvas.gestures.base import Tools
from designer.ui.canvas.places import NODE_HEIGHT, NODE_WIDTH
from designer.ui.theme import GRID_PX, Theme

_MOST_PX = QSize(200, 240)
_LEAST_PX = 40
_MOST_SHARE = 0.4
"""Of the width and height of the canvas."""
_LEAST_ROOM = QSize(320, 240)
_MARGIN_PX = 2 * GRID_PX
_PADDING_PX = 6
_LEAST_FRAME_PX = 4
_PAUSE_MS = 300
_FAINT = 0.65
_MOST_SELECTED = 50
_CORNERS = (
    Qt.Corner.BottomRightCorner,
    Qt.Corner.BottomLeftCorner,
    Qt.Corner.TopRightCorner,
    Qt.Corner.TopLeftCorner,
)
_VEIL = 0.25


class Minimap(QWidget):
    """Follows the network and the view; press or drag to move the view, turn the wheel to zoom.

    It hides where the whole network is in sight, and is faint unless the mouse is over it. It steps aside, to
    another corner, where it would cover what is selected.

    Args:
        view: The canvas.
        tools: Its parts.
    """

    def __init__(self, view: QGraphicsView, tools: Tools, theme: Theme) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._room = view.viewport()
        self._content = content = tools.content
        self._navigation = tools.navigation
        self._interaction = tools.interaction
        self._theme = theme
        self._is_wanted = True
        self._is_stale = True
        self._is_due = False
        self._area = QRectF()
        self._picture = QPixmap()
        self._grip: QPointF | None = None
        self._corner = _CORNERS[0]
        self.setObjectName("minimap")
        self.setAccessibleName("Overview of the network")
        self.setToolTip("Click or drag to move the view")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._draw)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.rangeChanged.connect(self.keep_in_place)  # also when the zoom alone changes
        content.touched.connect(self._on_changed)
        self._interaction.selection_changed.connect(self.keep_in_place)
        self.hide()

    @property
    def is_wanted(self) -> bool:
        """Whether it is shown where there is something out of sight."""
        return self._is_wanted

    def set_wanted(self, is_wanted: bool) -> None:
        """Show it where there is something out of sight, or never."""
        self._is_wanted = is_wanted
        self.keep_in_place()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._on_changed()

    def keep_in_place(self) -> None:
        """Lie in the corner, or hide, after the view has moved or the network has changed."""
        bounds = self._content.bounds()
        self._is_due = self._grip is not None or self._is_useful(bounds)
        if self._is_due:
            self._lie_in_corner(bounds)
            if self._is_stale and not self._timer.isActive():
                self._timer.start()
        self.setVisible(self._is_due and not self._picture.isNull())
        self.update()

    def _is_useful(self, bounds: QRectF) -> bool:
        has_room = _LEAST_ROOM.boundedTo(self._room.size()) == _LEAST_ROOM
        is_wanted = self._is_wanted and has_room and not bounds.isEmpty()
        return is_wanted and not self._navigation.is_visible(bounds)

    def _lie_in_corner(self, bounds: QRectF) -> None:
        size = _size(bounds, self._room.size())
        if (bounds, size) != (self._area, self.size()):
            self._area = bounds
            self.resize(size)
            self._is_stale = True
        if self._grip is None:
            self._corner = self._free_corner(size)
        self.move(self._places(size)[self._corner].topLeft())

    def _places(self, size: QSize) -> Mapping[Qt.Corner, QRect]:
        """Where it would lie in each corner, the best first."""
        room = self._room.rect().adjusted(
            _MARGIN_PX, _MARGIN_PX + self._navigation.top_px, -_MARGIN_PX, -_MARGIN_PX
        )
        found = {}
        for corner in _CORNERS:
            place = QRect(room.topLeft(), size)
            if corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner):
                place.moveRight(room.right())
            if corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
                place.moveBottom(room.bottom())
            found[corner] = place
        return found

    def _free_corner(self, size: QSize) -> Qt.Corner:
        """The corner where it covers nothing selected; if it can, the one in which it is."""
        nodes = self._interaction.nodes if len(self._interaction.nodes) <= _MOST_SELECTED else ()
        rects = [self._content.rect(node) for node in nodes if node in self._content.index]  # some just went
        chosen = [self._view.mapFromScene(rect).boundingRect() for rect in rects]
        free = [
            corner
            for corner, place in self._places(size).items()
            if not any(place.intersects(area) for area in chosen)
        ]
        return self._corner if self._corner in free or not free else free[0]

    def _on_changed(self, _nodes: object = None) -> None:
        self._is_stale = True
        if not self._timer.isActive():
            self._timer.start()

    def _draw(self) -> None:
        """Draw the network anew, if anyone sees it; else when it is shown."""
        self.keep_in_place()
        if not self._is_due or not self._is_stale:
            return
        self._is_stale = False
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(self.size() * ratio)
        self._picture.fill(QColor(self._theme.card))
        painter = QPainter(self._picture)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, blocks in self._blocks(ratio):
            painter.setBrush(color)
            painter.drawRects(blocks)
        painter.end()
        self._picture.setDevicePixelRatio(ratio)
        self.show()
        self.update()

    def _blocks(self, ratio: float) -> Iterator[tuple[QColor, list[QRect]]]:
        """Where the nodes lie in the picture, by colour; those that fall on each other only once."""
        content, kinds = self._content, self._content.kinds
        points = content.points
        if not len(points):
            return
        scale, inner = self._scale(), self._inner()
        at = (points - (self._area.left(), self._area.top())) * (scale.x(), scale.y())
        at += (inner.left(), inner.top())
        size = np.maximum(1, np.rint(np.multiply((NODE_WIDTH, NODE_HEIGHT), (scale.x(), scale.y())) * ratio))
        corners = np.rint(at * ratio - size / 2).astype(np.int64)
        width, height = (int(side) for side in size)
        families = np.where(kinds < 0, ~kinds, kinds)
        for kind in np.unique(families).tolist():
            spots = np.unique(corners[families == kind] @ np.array((1 << 20, 1)))
            color = QColor(self._theme.family(content.category_of(kind)))
            yield color, [QRect(spot >> 20, spot & 0xFFFFF, width, height) for spot in spots.tolist()]

    def _inner(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_PADDING_PX, _PADDING_PX, -_PADDING_PX, -_PADDING_PX)

    def _scale(self) -> QPointF:
        """Pixels here for a pixel of the scene; long networks are drawn less long than they are."""
        inner = self._inner()
        return QPointF(inner.width() / self._area.width(), inner.height() / self._area.height())

    def _to_scene(self, point: QPointF) -> QPointF:
        scale, off = self._scale(), point - self._inner().topLeft()
        return self._area.topLeft() + QPointF(off.x() / scale.x(), off.y() / scale.y())

    def _frame(self) -> QRectF:
        """What is in sight, as far as it lies on the picture; never too small to be seen."""
        scale, seen = self._scale(), self._navigation.visible_area()
        off = seen.topLeft() - self._area.topLeft()
        corner = self._inner().topLeft() + QPointF(off.x() * scale.x(), off.y() * scale.y())
        frame = QRectF(corner, QSizeF(seen.width() * scale.x(), seen.height() * scale.y()))
        wider, higher = (max(0.0, _LEAST_FRAME_PX - side) / 2 for side in (frame.width(), frame.height()))
        return frame.adjusted(-wider, -higher, wider, higher)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        is_lively = self.underMouse() or self._grip is not None
        whole = QRectF(self.rect())
        painter.fillRect(whole, QColor(theme.card))  # nothing of what lies below shines through
        painter.setOpacity(1.0 if is_lively else _FAINT)
        painter.drawPixmap(whole, self._picture, QRectF(self._picture.rect()))
        frame = self._frame().intersected(whole.adjusted(1, 1, -2, -2))
        painter.setPen(QPen(QColor(theme.outline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
        accent = QColor(theme.accent)
        painter.setPen(QPen(accent, 2))
        accent.setAlphaF(_VEIL)
        painter.setBrush(accent)
        painter.drawRect(frame)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            frame, place = self._frame(), event.position()
            self._grip = place - frame.center() if frame.contains(place) else QPointF()
            self._go(place)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._go(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = None
            self.keep_in_place()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._navigation.zoom_by_wheel(event.angleDelta().y())
        event.accept()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def _go(self, place: QPointF) -> None:
        self._navigation.center_on(self._to_scene(place - (self._grip or QPointF())))


def _size(area: QRectF, room: QSize) -> QSize:
    """How large a picture of an area is: in its proportions, unless that were too thin to hit."""
    most = QSize(
        min(_MOST_PX.width(), round(room.width() * _MOST_SHARE)),
        min(_MOST_PX.height(), round(room.height() * _MOST_SHARE)),
    )
    scale = min(most.width() / area.width(), most.height() / area.height())
    fitting = QSize(round(area.width() * scale), round(area.height() * scale))
    return fitting.expandedTo(QSize(_LEAST_PX, _LEAST_PX)).boundedTo(most)
