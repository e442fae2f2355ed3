"""What moves and is copied together: the selection, and what lies in the selected frames."""

from collections.abc import Container

from designer.document import clipboard
from designer.document.annotations import frame_content, move_items
from designer.document.commands import Command
from designer.ui.canvas.annotations import Key, parted
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction


class Carried:
    """Nodes, notes and frames, as they lie when this is made.

    Attributes:
        nodes: Ids of the nodes.
        notes: Ids of the notes.
        frames: Ids of the frames.
    """

    def __init__(self, content: Content, interaction: Interaction) -> None:
        self._content = content
        nodes, keys = dict.fromkeys(interaction.nodes), dict.fromkeys(interaction.annotations)
        frames = [key.id for key in keys if key.kind == "frame"]
        centers = {node_id: content.center(node_id) for node_id in (content.ids if frames else nodes)}
        for frame in frames:
            found = frame_content(content.document, frame, centers)
            nodes.update(dict.fromkeys(found.nodes))
            keys.update((Key("note", note_id), None) for note_id in found.notes)
            keys.update((Key("frame", frame_id), None) for frame_id in found.frames)
        self._places = {node_id: content.center(node_id) for node_id in content.with_insides(nodes)}
        self._items = {key: content.annotations[key] for key in keys}
        self.nodes = tuple(key for key in nodes if not _is_carried(key, nodes))
        self.notes, self.frames = parted(keys)

    def __bool__(self) -> bool:
        return bool(self._places or self._items)

    def show(self, dx: float, dy: float) -> None:
        """Show all of it elsewhere; the document has not changed."""
        self._content.move({node_id: (x + dx, y + dy) for node_id, (x, y) in self._places.items()})
        items = self._items.values()
        self._content.annotations.show(item.moved(dx, dy) if dx or dy else item for item in items)

    def command(self, dx: float, dy: float, *, field: str = "") -> Command:
        """What moves it, as one step; steps with the same field follow each other as one."""
        way, places = (dx, dy), self._places
        return move_items(
            self._content.document,
            way,
            nodes=places,
            notes=self.notes,
            frames=self.frames,
            places=places,
            field=field,
        )

    def copy_text(self) -> str:
        """All of it as text for the clipboard.

        Raises:
            GraphError: It is nothing.
        """
        return clipboard.copy_text(self._content.document, self.nodes, notes=self.notes, frames=self.frames)

    def __str__(self) -> str:
        """How much it is: `2 layers and 1 note`."""
        counts = (("layer", self.nodes), ("note", self.notes), ("frame", self.frames))
        return " and ".join(f"{len(ids):,} {noun}{'s'[: len(ids) != 1]}" for noun, ids in counts if ids)


def _is_carried(node_id: str, others: Container[str]) -> bool:
    """Whether a node is in an open block that is among others."""
    path = node_id
    while path := path.rpartition("/")[0]:
        if path in others:
            return True
    return False
