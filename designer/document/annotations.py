"""Notes and frames together with the layers that they belong to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from designer.document.commands import Command, MoveNodes, Together
from designer.document.document import Document
from designer.document.note_commands import ChangeAnnotations
from designer.document.project import Position
from designer.document.settings import Annotation, Frame
from designer.errors import GraphError


@dataclass(frozen=True)
class FrameContent:
    """Ids of what lies in a frame."""

    nodes: tuple[str, ...]
    notes: tuple[str, ...]
    frames: tuple[str, ...]


def frame_content(
    document: Document, frame_id: str, places: Mapping[str, Position] | None = None
) -> FrameContent:
    """What lies in a frame: nodes and notes by their middle, other frames where they lie in it wholly.

    Args:
        document: It is only read.
        frame_id: Which frame.
        places: The centre of each node as shown; by default as the document says.

    Raises:
        GraphError: There is no such frame.
    """
    frame = next((frame for frame in document.frames if frame.id == frame_id), None)
    if frame is None:
        raise GraphError(f'There is no frame with the id "{frame_id}".')
    places = document.positions if places is None else places
    return FrameContent(
        tuple(node_id for node_id, place in places.items() if _holds(frame, place)),
        tuple(note.id for note in document.notes if _holds(frame, note.center)),
        tuple(
            other.id
            for other in document.frames
            if other.id != frame_id and all(_holds(frame, corner) for corner in other.corners)
        ),
    )


def move_items(
    document: Document,
    offset: Position,
    *,
    nodes: Collection[str] = (),
    notes: Collection[str] = (),
    frames: Collection[str] = (),
    places: Mapping[str, Position] | None = None,
    field: str = "",
) -> Command:
    """Move nodes, notes and frames by the same way, as one step; a frame's content is named by the caller.

    Args:
        document: It is only read.
        offset: How far, in pixels at 100 % zoom.
        nodes: Ids.
        notes: Ids.
        frames: Ids.
        places: The centre of each node as shown; by default as the document says.
        field: Merges such moves that follow each other into one step; empty for a step of its own.

    Raises:
        GraphError: Nothing is to be moved.
    """
    (dx, dy), known = offset, document.positions if places is None else places
    positions = {
        node_id: (known[node_id][0] + dx, known[node_id][1] + dy) for node_id in nodes if node_id in known
    }
    items: list[Annotation] = [note.moved(dx, dy) for note in document.notes if note.id in notes]
    items += [frame.moved(dx, dy) for frame in document.frames if frame.id in frames]
    commands: list[Command] = [MoveNodes(positions, field=field)] if positions else []
    if items:
        commands.append(ChangeAnnotations(items, field, "Move"))
    if not commands:
        raise GraphError("Nothing is selected.", "Select what you want to move first.")
    return commands[0] if len(commands) == 1 else Together(tuple(commands), "Move")


def _holds(frame: Frame, point: Position) -> bool:
    (left, top), (right, bottom) = frame.corners
    return left <= point[0] <= right and top <= point[1] <= bottom
