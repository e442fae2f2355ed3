"""Zooming and scrolling of a graphics view; no input, however odd, can lose the picture."""

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

MIN_ZOOM = 0.05
MAX_ZOOM = 4.0
ZOOM_STEP = 1.25
_FIT_MARGIN_PX = 48.0
_NOTCH = 120
_SCROLL_PX = 64
_MOST_NOTCHES = 100
_MOST_PX = 2**30
_STEP_PX = 256


class Navigation:
    """Which part of the scene a view shows.

    Attributes:
        top_px: How much of the view something covers at its top.
    """

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view
        self._area = QRectF()
        self.top_px = 0
        view.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        view.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)

    @property
    def zoom(self) -> float:
        """Pixels on screen for a pixel of the scene."""
        return self._view.transform().m11()

    @property
    def middle(self) -> QPointF:
        """The point of the scene in the middle of what nothing covers."""
        return self._view.mapToScene(self._room().center())

    def set_area(self, area: QRectF) -> None:
        """Let the view scroll over an area, with one view of margin all around.

        Rounded up, so that a node dragged along the border doesn't change the scroll bars at every move.
        """
        self._area = area
        left, top = (_STEP_PX * math.floor(side / _STEP_PX) for side in (area.left(), area.top()))
        right, bottom = (_STEP_PX * math.ceil(side / _STEP_PX) for side in (area.right(), area.bottom()))
        size = QSizeF(self._view.viewport().size()) / self.zoom
        margin_x, margin_y = max(size.width(), 1) * 0.9, max(size.height(), 1) * 0.9
        wanted = QRectF(QPointF(left, top), QPointF(right, bottom))
        wanted.adjust(-margin_x, -margin_y, margin_x, margin_y)
        if wanted != self._view.sceneRect():
            self._view.setSceneRect(wanted)

    def set_zoom(self, zoom: float, fixed: QPoint | None = None) -> None:
        """Zoom, within the limits, keeping the scene still at one point of the view (its middle)."""
        if not math.isfinite(zoom):
            return
        at = self._view.viewport().rect().center() if fixed is None else fixed
        before = self._view.mapToScene(at)
        scale = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        self._view.setTransform(QTransform.fromScale(scale, scale))
        self.set_area(self._area)
        self.scroll_by(self._view.mapFromScene(before) - at)

    def zoom_by_wheel(self, angle: int, at: QPoint | None = None) -> None:
        """Zoom as far as a wheel turned, in eighths of a degree, at the cursor or else the middle."""
        notches = min(max(angle / _NOTCH, -_MOST_NOTCHES), _MOST_NOTCHES)
        self.set_zoom(self.zoom * ZOOM_STEP**notches, at)

    def zoom_by_pinch(self, growth: float, at: QPoint) -> None:
        """Zoom as far as two fingers moved apart or together: by how much of what is shown."""
        if math.isfinite(growth):
            self.set_zoom(self.zoom * max(1 + growth, 1 / ZOOM_STEP), at)

    def scroll_by(self, pixels: QPoint) -> None:
        """Scroll right and down."""
        for bar, amount in (
            (self._view.horizontalScrollBar(), pixels.x()),
            (self._view.verticalScrollBar(), pixels.y()),
        ):
            bar.setValue(min(max(bar.value() + amount, bar.minimum()), bar.maximum()))

    def scroll_step(self, right: int, down: int) -> None:
        """Scroll by as much as a wheel does in one notch."""
        self.scroll_by(QPoint(right, down) * _SCROLL_PX)

    def scroll_page(self, way: int, *, is_vertical: bool) -> None:
        """Scroll on (1) or back (-1) by what is in sight, but for a little to hold on to."""
        room = self._room().size()
        amount = max((room.height() if is_vertical else room.width()) - _SCROLL_PX, _SCROLL_PX)
        self.scroll_by(QPoint(0, way * amount) if is_vertical else QPoint(way * amount, 0))

    def show_end(self, area: QRectF, way: int, *, is_vertical: bool) -> None:
        """Scroll so that an area is the first (-1) or the last (1) thing in sight along the flow."""
        spot, room = self._view.mapFromScene(area).boundingRect(), self._room()
        off = spot.center() - room.center()
        gap = round(_FIT_MARGIN_PX)
        if is_vertical:
            off.setY(spot.top() - room.top() - gap if way < 0 else spot.bottom() - room.bottom() + gap)
        else:
            off.setX(spot.left() - room.left() - gap if way < 0 else spot.right() - room.right() + gap)
        self.scroll_by(off)

    def scroll_by_wheel(self, pixels: QPoint, angle: QPoint) -> None:
        """Scroll as far as a wheel turned or two fingers moved."""
        share = 1.0 if not pixels.isNull() else _SCROLL_PX / _NOTCH
        amount = pixels if not pixels.isNull() else angle
        self.scroll_by(QPoint(*(_whole(-side * share) for side in (amount.x(), amount.y()))))

    def fit(self, area: QRectF, most: float = 1.0) -> None:
        """Show a whole area, no larger than `most`."""
        if not all(map(math.isfinite, area.getRect())):  # type: ignore[call-overload]  # four floats
            return
        if area.isEmpty() or self._room().isEmpty():
            self.set_zoom(1.0)
            self.center_on(area.center())
            return
        room = self._room().size()
        wanted = area.adjusted(-_FIT_MARGIN_PX, -_FIT_MARGIN_PX, _FIT_MARGIN_PX, _FIT_MARGIN_PX)
        self.set_zoom(min(room.width() / wanted.width(), room.height() / wanted.height(), most))
        self.center_on(area.center())

    def show_start(self, area: QRectF, legible: float) -> None:
        """Show a whole area, or only its upper left where else its text couldn't be read."""
        self.fit(area)
        if self.zoom >= legible or area.isEmpty():
            return
        self.set_zoom(legible)
        shown = self.visible_area().size() / 2
        middle = area.center()
        x = middle.x() if area.width() < 2 * shown.width() else area.left() - _FIT_MARGIN_PX + shown.width()
        y = middle.y() if area.height() < 2 * shown.height() else area.top() - _FIT_MARGIN_PX + shown.height()
        self.center_on(QPointF(x, y))

    def center_on(self, point: QPointF) -> None:
        """Bring a point of the scene to the middle of the view."""
        if not (math.isfinite(point.x()) and math.isfinite(point.y())):
            return
        self.scroll_by(self._view.mapFromScene(point) - self._room().center())

    def visible_area(self) -> QRectF:
        """The part of the scene in sight."""
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def is_visible(self, area: QRectF) -> bool:
        """Whether a whole area is in sight."""
        return self._room().contains(self._view.mapFromScene(area).boundingRect())

    def _room(self) -> QRect:
        """The part of the view that nothing covers."""
        return self._view.viewport().rect().adjusted(0, self.top_px, 0, 0)


def _whole(number: float) -> int:
    """A number of pixels that Qt can hold."""
    return round(min(max(number, -_MOST_PX), _MOST_PX))
