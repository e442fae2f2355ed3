"""The bookmarks as the canvas shows them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal

from designer.document.bookmark_commands import bookmark_name
from designer.document.changes import Change
from designer.document.document import Document
from designer.document.settings import Bookmark
from designer.ui.canvas.places import Places

_MOST_LETTERS = 60


class Bookmarks(QObject):
    """Follows the document's bookmarks and the names of their nodes.

    Args:
        places: Where the nodes are.

    Signals:
        changed: Others are there, or they have other names.

    Attributes:
        items: All of them, by number.
        last_changed: Those that came or were renamed by the last edit; or else those that went.
    """

    changed = Signal()

    def __init__(self, document: Document, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._places = places
        self.items: tuple[Bookmark, ...] = ()
        self.last_changed: tuple[Bookmark, ...] = ()
        self._names: dict[int, str] = {}
        self._read()

    def apply(self, _changes: Iterable[Change]) -> None:
        """Follow an edit: bookmarks change with their nodes, too."""
        before, names = self.items, self._names
        self._read()
        if (before, names) != (self.items, self._names):
            came = [mark for mark in self.items if mark not in before]
            self.last_changed = tuple(came or [mark for mark in before if mark not in self.items])
            self.changed.emit()

    def name(self, number: int) -> str:
        """What a bookmark is called, in one line."""
        return self._names[number]

    def find(self, number: int) -> Bookmark | None:
        """The bookmark with a number."""
        return next((mark for mark in self.items if mark.number == number), None)

    def of_node(self, node_id: str) -> Bookmark | None:
        """The first bookmark of a node."""
        return next((mark for mark in self.items if mark.node == node_id), None)

    def area(self, mark: Bookmark) -> QRectF:
        """Where its node lies, or else its point; null where the node is not shown."""
        if mark.node is None:
            return QRectF(QPointF(*mark.position), QSizeF(1, 1))
        place = self._places.index.get(mark.node)
        return QRectF() if place is None else self._places.rect(place)

    def words(self, node_id: str) -> str:
        """What there is to say about a node: its bookmark; empty where it has none."""
        mark = self.of_node(node_id)
        if mark is None:
            return ""
        name = f' "{self.name(mark.number)}"' if mark.name else ""
        return f"bookmark {mark.number}{name}"

    def _read(self) -> None:
        self.items = self._document.bookmarks
        self._names = {mark.number: _one_line(bookmark_name(self._document, mark)) for mark in self.items}


def _one_line(text: str) -> str:
    line = " ".join(text[: 2 * _MOST_LETTERS].split())
    return line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 1]}…"
