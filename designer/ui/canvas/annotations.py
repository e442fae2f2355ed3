"""Notes and frames as the canvas shows them: the document's, or for a while those of a gesture."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from designer.document.changes import Change, NotesChanged
from designer.document.document import Document
from designer.document.settings import Annotation, Frame, Note

BAR_PX = 28.0
"""Height of a frame's title bar at 100 %."""
_MANY_AREAS = 50


class Key(NamedTuple):
    """Which note or frame; their ids alone may be equal."""

    kind: Literal["note", "frame"]
    id: str


@dataclass(frozen=True)
class Part:
    """What the mouse can take hold of.

    Args:
        key: Of which note or frame.
        sides: The sides that would follow, of "left", "top", "right" and "bottom"; none for all of it.
    """

    key: Key
    sides: frozenset[str] = frozenset()


class Annotations(QObject):
    """Follows the document's notes and frames.

    Signals:
        restructured: Others are there, or they say something else.
        dirtied: What lies around this rectangle must be drawn anew.

    Attributes:
        changed_area: Around what the last edit changed.
    """

    restructured = Signal()
    dirtied = Signal(QRectF)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.changed_area = QRectF()
        self._items = self._read()
        self._rects = {key: rect_of(item) for key, item in self._items.items()}

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __getitem__(self, key: Key) -> Annotation:
        return self._items[key]

    @property
    def items(self) -> Mapping[Key, Annotation]:
        """All of them as shown: frames below notes, and the lowest first."""
        return self._items

    def apply(self, changes: Iterable[Change]) -> None:
        """Follow what an edit did."""
        if any(isinstance(change, NotesChanged) for change in changes):
            self.refresh()
            self.restructured.emit()

    def refresh(self) -> None:
        """Show what the document says."""
        self._replace(self._read())

    def show(self, items: Iterable[Annotation]) -> None:
        """Show some otherwise for a while; the document has not changed."""
        self._replace({**self._items, **{key_of(item): item for item in items}})

    def rect(self, key: Key) -> QRectF:
        """Where one lies; at 100 %, a frame's title is inside."""
        return self._rects[key]

    def bounds(self, keys: Iterable[Key] | None = None) -> QRectF:
        """The rectangle around some of them, or all."""
        area = QRectF()
        for key in self._items if keys is None else keys:
            area |= self.rect(key)
        return area

    def inside(self, area: QRectF) -> list[Key]:
        """Those that lie in an area wholly."""
        return [key for key in self._items if area.contains(self.rect(key))]

    def part_at(self, point: QPointF, zoom: float, reach: float) -> Part | None:
        """The topmost part under a point: a note, or the title or the border of a frame.

        Args:
            point: In pixels at 100 % zoom.
            zoom: How large the canvas is shown.
            reach: How near a border must be, in pixels at 100 % zoom.
        """
        for key, item in reversed(self._items.items()):
            rect = painted_rect(item, zoom)
            if not rect.adjusted(-reach, -reach, reach, reach).contains(point):
                continue
            if sides := _sides_at(rect, point, min(reach, rect.width() / 6, rect.height() / 6)):
                return Part(key, sides)
            if (rect if isinstance(item, Note) else bar_of(item, zoom)).contains(point):
                return Part(key)
        return None

    def _read(self) -> dict[Key, Annotation]:
        items: list[Annotation] = [*self._document.frames, *self._document.notes]
        return {key_of(item): item for item in items}

    def _replace(self, items: dict[Key, Annotation]) -> None:
        before, self._items = self._items, items
        self._rects = {key: rect_of(item) for key, item in items.items()}
        areas = [
            rect_of(found)
            for key in before.keys() | items.keys()
            if before.get(key) is not items.get(key)
            for found in (before.get(key), items.get(key))
            if found is not None
        ]
        if not areas and list(before) != list(items):
            areas = [rect_of(item) for item in items.values()]
        self.changed_area = _united(areas)
        for area in areas if len(areas) <= _MANY_AREAS else [self.changed_area]:
            self.dirtied.emit(area)


def key_of(item: Annotation) -> Key:
    """The key of a note or frame."""
    return Key("note" if isinstance(item, Note) else "frame", item.id)


def rect_of(item: Annotation) -> QRectF:
    """Where a note or frame lies."""
    return QRectF(*map(_point, item.corners))


def title_px(zoom: float) -> float:
    """The size of a frame's title, which keeps it readable on screen."""
    return max(13.0, 11.0 / zoom)


def bar_of(frame: Frame, zoom: float) -> QRectF:
    """A frame's title bar, which grows upwards and so never covers what the frame holds."""
    rect = rect_of(frame)
    height = max(min(BAR_PX, rect.height()), title_px(zoom) * BAR_PX / 13)
    if height > max(BAR_PX, rect.height() / 2):
        height = min(BAR_PX, rect.height())  # the title would outgrow the frame, so it isn't shown
    return QRectF(rect.left(), rect.top() + min(BAR_PX, rect.height()) - height, rect.width(), height)


def painted_rect(item: Annotation, zoom: float) -> QRectF:
    """Where a note or frame is drawn."""
    return rect_of(item) | bar_of(item, zoom) if isinstance(item, Frame) else rect_of(item)


def parted(keys: Iterable[Key]) -> tuple[list[str], list[str]]:
    """The ids of the notes and of the frames."""
    keys = tuple(keys)
    return [key.id for key in keys if key.kind == "note"], [key.id for key in keys if key.kind == "frame"]


def _sides_at(rect: QRectF, point: QPointF, reach: float) -> frozenset[str]:
    """The sides near a point; a corner has two. The lower right one, where a grip is, reaches farther."""
    if not rect.adjusted(-reach, -reach, reach, reach).contains(point):
        return frozenset()
    grip = 3 * reach
    if point.x() > rect.right() - grip and point.y() > rect.bottom() - grip:
        return frozenset({"right", "bottom"})
    distances = {
        "left": point.x() - rect.left(),
        "top": point.y() - rect.top(),
        "right": point.x() - rect.right(),
        "bottom": point.y() - rect.bottom(),
    }
    return frozenset(side for side, distance in distances.items() if abs(distance) <= reach)


def _point(place: tuple[float, float]) -> QPointF:
    return QPointF(*place)


def _united(areas: Iterable[QRectF]) -> QRectF:
    whole = QRectF()
    for area in areas:
        whole |= area
    return whole
