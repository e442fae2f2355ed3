"""Bookmarks: places on the canvas to come back to, a layer or a part of the view, and the edits of them."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from designer.document import changes
from designer.document.commands import Command
from designer.document.document import Document
from designer.document.project import Position
from designer.document.settings import MOST_BOOKMARKS, Bookmark, by_number
from designer.document.state import Sheet
from designer.errors import GraphError


@dataclass(frozen=True)
class SetBookmarks:
    """Have these bookmarks and no others. One whose node is gone waits unseen until that is undone."""

    bookmarks: Sequence[Bookmark]
    text: str = "Change bookmarks"
    merge_key: Hashable = None

    def apply(self, state: Sheet) -> Command:
        old = state.bookmarks
        state.bookmarks = tuple(sorted(self.bookmarks, key=by_number))
        state.announce(changes.BookmarksChanged())
        return SetBookmarks(old, self.text)


def bookmark_node(document: Document, node_id: str) -> Command:
    """Bookmark a node, which is then followed wherever it moves.

    Raises:
        GraphError: There is no such node, or too many bookmarks.
    """
    document.graph.node(node_id)
    return _added(document, Bookmark(number=free_number(document), node=node_id))


def bookmark_place(document: Document, middle: Position, zoom: float) -> Command:
    """Bookmark what is in sight, by its middle and the zoom.

    Raises:
        GraphError: There are too many bookmarks.
    """
    position = round(middle[0], 1), round(middle[1], 1)
    return _added(document, Bookmark(number=free_number(document), position=position, zoom=round(zoom, 3)))


def rename_bookmark(document: Document, number: int, name: str) -> Command:
    """Give a bookmark another name; an empty one the name that it had at first.

    Raises:
        GraphError: There is no such bookmark.
    """
    renamed = find_bookmark(document, number).model_copy(update={"name": name})
    others = [bookmark for bookmark in document.bookmarks if bookmark.number != number]
    return SetBookmarks([*others, renamed], "Rename bookmark")


def remove_bookmarks(document: Document, numbers: Collection[int]) -> Command:
    """Take bookmarks away.

    Raises:
        GraphError: There is no such bookmark.
    """
    for number in numbers:
        find_bookmark(document, number)
    left = [bookmark for bookmark in document.bookmarks if bookmark.number not in numbers]
    return SetBookmarks(left, "Remove bookmark" if len(numbers) == 1 else f"Remove {len(numbers)} bookmarks")


def find_bookmark(document: Document, number: int) -> Bookmark:
    """The bookmark with a number.

    Raises:
        GraphError: There is none.
    """
    found = next((bookmark for bookmark in document.bookmarks if bookmark.number == number), None)
    if found is None:
        raise GraphError(f"There is no bookmark {number}.")
    return found


def bookmark_name(document: Document, bookmark: Bookmark) -> str:
    """What a bookmark is called: by the name given to it, or else that of its node."""
    node = document.graph.nodes.get(bookmark.node or "")
    return bookmark.name or (node.name if node else f"Place {bookmark.number}")


def _added(document: Document, bookmark: Bookmark) -> Command:
    return SetBookmarks([*document.bookmarks, bookmark], "Add bookmark")


def free_number(document: Document) -> int:
    """The number that the next bookmark gets.

    Raises:
        GraphError: There are too many bookmarks.
    """
    taken = {bookmark.number for bookmark in document.bookmarks}
    free = next((number for number in range(1, MOST_BOOKMARKS + 1) if number not in taken), None)
    if free is None:
        raise GraphError(f"There are {MOST_BOOKMARKS} bookmarks already.", "Remove one that you don't need.")
    return free
