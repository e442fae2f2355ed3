"""Where nodes that are shown together are by themselves: on the sheet, or inside one of its open blocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from designer.document.block_commands import EditBlock
from designer.document.commands import Command
from designer.document.document import Document
from designer.document.joined import parted
from designer.document.opened import Opened
from designer.document.project import Position
from designer.errors import GraphError
from designer.graph.elements import Edge

_T = TypeVar("_T")


@dataclass(frozen=True)
class Home:
    """A sheet that is shown, by itself or in an open block.

    Args:
        document: The document on it.
        prefix: Stands before its ids where it is shown, such as `n5/`.
        origin: Where the origin of its places is shown.
    """

    document: Document
    prefix: str = ""
    origin: Position = (0.0, 0.0)

    def local(self, node_id: str) -> str:
        """A node's id here."""
        return node_id[len(self.prefix) :]

    def joined(self, node_id: str) -> str:
        """A node's id where it is shown."""
        return self.prefix + node_id

    def edge(self, edge: Edge) -> Edge:
        """An edge by the ids here."""
        return replace(edge, source=self.local(edge.source), target=self.local(edge.target))

    def place(self, place: Position) -> Position:
        """A place here."""
        return place[0] - self.origin[0], place[1] - self.origin[1]

    def own(self, values: Mapping[str, _T]) -> dict[str, _T]:
        """What is known of the nodes here, by their ids here."""
        found = {self.local(key): value for key, value in values.items() if key.startswith(self.prefix)}
        return {key: value for key, value in found.items() if key in self.document.graph.nodes}

    def command(self, command: Command) -> Command:
        """An edit of this sheet for whoever shows it."""
        return EditBlock(self.document.block_id, command) if self.prefix else command


def home_of(document: Document, node_ids: Iterable[str]) -> Home:
    """The sheet on which some nodes are.

    Raises:
        GraphError: They are on several.
    """
    if not isinstance(document, Opened):
        return Home(document)
    paths = {parted(node_id, document.paths)[0] for node_id in node_ids}
    if len(paths) > 1:
        raise GraphError(
            "The frame of an open block lies between these layers.", "Select layers of one block only."
        )
    return _home(document, next(iter(paths), ""))


def home_at(document: Document, point: Position) -> Home:
    """The sheet of the innermost open block around a point."""
    path = document.path_at(point) if isinstance(document, Opened) else ""
    return _home(document, path) if isinstance(document, Opened) else Home(document)


def _home(document: Opened, path: str) -> Home:
    inset = document.inset(path)
    if inset is None:
        return Home(document.base)
    (x, y), (dx, dy) = document.positions[path], document.plan().offset(inset.block_id)
    return Home(document.inside(inset.block_id), f"{path}/", (x + dx, y + dy))
