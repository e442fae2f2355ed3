"""The shapes written on edges, each at a place where it covers neither a card nor another edge."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter

from designer.document.joined import parted
from designer.document.settings import Frame
from designer.graph.elements import Edge
from designer.ui.canvas.content import NODE_HEIGHT, Content
from designer.ui.canvas.painting.insets import ground_color
from designer.ui.canvas.painting.note_texts import title_box
from designer.ui.theme import SMALL_TEXT_PX, Theme

_GAP_PX = 6.0
_SHARES = (0.5, 0.3, 0.7)
"""How far along an edge its label may stand, the best first."""


class EdgeLabels:
    """Finds a place for each label once, and again only where something near it has changed."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._font = QFont(QGuiApplication.font())
        self._font.setPixelSize(SMALL_TEXT_PX)
        self._metrics = QFontMetricsF(self._font)
        self._places: dict[tuple[Edge, str], QRectF | None] = {}

    def forget(self, area: QRectF) -> QRectF:
        """Find places anew within an area, or everywhere if it is null; returns what that may change."""
        if area.isNull():
            self._places.clear()
            return area
        gone = [key for key, box in self._places.items() if box is None or box.intersects(area)]
        changed = QRectF()
        for key in gone:
            changed |= self._places.pop(key) or QRectF()
        return changed

    def paint(self, painter: QPainter, edge: Edge, text: str, theme: Theme) -> None:
        """Write on an edge, on a patch of canvas; not at all where there is no room."""
        if box := self.place(edge, text):
            painter.setFont(self._font)
            path, _ = parted(edge.source, self._content.open_ids)
            painter.fillRect(box, ground_color(theme, path))
            painter.setPen(QColor(theme.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def place(self, edge: Edge, text: str) -> QRectF | None:
        """Where a label stands; None where it would cover something everywhere."""
        key = edge, text
        if key not in self._places:
            free = (box for box in self._candidates(edge, text) if self._is_free(box, edge))
            self._places[key] = next(free, None)
        return self._places[key]

    def _candidates(self, edge: Edge, text: str) -> Iterator[QRectF]:
        """Beside the edge, at the side away from the lanes first."""
        box = self._metrics.boundingRect(text).adjusted(-3, -1, 3, 1)
        path = self._content.shown_routes.path(edge)
        for share in _SHARES:
            point = path.pointAtPercent(share)
            for way in (-1, 1):
                reach = (box.width() if self._content.is_vertical else box.height()) / 2 + _GAP_PX
                off = QPointF(way * reach, 0) if self._content.is_vertical else QPointF(0, way * reach)
                yield _centered(box, point + off)
        if not self._content.is_vertical:  # in the narrow gaps of a row there is room above the cards
            point = path.pointAtPercent(0.5)
            yield _centered(box, point - QPointF(0, (NODE_HEIGHT + box.height()) / 2 + _GAP_PX))

    def _is_free(self, box: QRectF, edge: Edge) -> bool:
        content = self._content
        if len(content.places_within(box)) or content.shown_routes.cross(box, edge):
            return False
        frames = (item for item in content.annotations.items.values() if isinstance(item, Frame))
        if any(title_box(frame, 1.0).intersects(box) for frame in frames):
            return False
        return not any(other and other.intersects(box) for other in self._places.values())


def _centered(box: QRectF, middle: QPointF) -> QRectF:
    moved = QRectF(box)
    moved.moveCenter(middle)
    return moved
