"""Copy, paste and duplicate: pieces of a network leave a document as text and come into one as a command."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from designer.document.block_edits import drawing
from designer.document.block_intake import intake, needed_blocks
from designer.document.clip import Clip, format_clip, parse_clip
from designer.document.commands import AddNodes, Command, Together
from designer.document.document import Document
from designer.document.free_place import free_offset
from designer.document.note_commands import AddAnnotations
from designer.document.project import Position, View
from designer.document.settings import Annotation, Frame
from designer.errors import GraphError
from designer.graph.elements import Block, Edge, GraphSnapshot, Node, edge_key, natural_key
from designer.graph.healing import adopted
from designer.graph.layout import NODE_SIZE, layout
from designer.graph.names import Names, fresh_id, is_name, snake_case, split_number

_STEP_PX = 24.0
_NEAR_PX = 4.0


@dataclass(frozen=True)
class Pasted:
    """What puts a piece of a network into a document as one step, and the ids it will have there.

    Args:
        names: Of the nodes, by id.
    """

    command: Command
    ids: tuple[str, ...]
    note_ids: tuple[str, ...] = ()
    frame_ids: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def copy_text(
    document: Document,
    node_ids: Collection[str],
    *,
    notes: Collection[str] = (),
    frames: Collection[str] = (),
) -> str:
    """Some nodes with the edges among and into them, and notes and frames, as text.

    Raises:
        DesignerError: Nothing is selected, or a parameter has a value that text can't hold.
    """
    return format_clip(_clip(document, node_ids, notes, frames))


def paste_command(document: Document, text: str, at: Position | None, *, with_edges: bool) -> Pasted:
    """What pastes text into a document; ids are new, and names where they are taken.

    Blocks that the pasted nodes need come along, unless the project has the same already.

    Args:
        document: It is only read.
        text: From `copy_text`, or of a project file; other text may stand around it.
        at: Where the middle of it shall lie; None for where it was copied, a little beside.
        with_edges: Whether to draw the edges from outside again, where their sources are in this document.

    Raises:
        RequestError: The text holds no piece of a network, or a damaged one.
        GraphError: A block would get into itself.
    """
    return _Pasting(document, parse_clip(text), with_edges=with_edges).finish("Paste", at)


def duplicate_command(
    document: Document,
    node_ids: Collection[str],
    *,
    notes: Collection[str] = (),
    frames: Collection[str] = (),
) -> Pasted:
    """What places nodes a second time, fed as the first ones are, and notes and frames with them.

    Raises:
        GraphError: Nothing is selected.
    """
    return _Pasting(document, _clip(document, node_ids, notes, frames), with_edges=True).finish(
        "Duplicate", None
    )


def _clip(
    document: Document, node_ids: Collection[str], notes: Collection[str] = (), frames: Collection[str] = ()
) -> Clip:
    graph = document.graph
    nodes = {node_id: graph.node(node_id) for node_id in sorted(set(node_ids), key=natural_key)}
    arriving = [edge for node_id in nodes for edge in graph.in_edges(node_id)]
    incoming = sorted((edge for edge in arriving if edge.source not in nodes), key=edge_key)
    inner = sorted((edge for edge in arriving if edge.source in nodes), key=edge_key)
    others = {edge.source for edge in incoming} | {node.shares for node in nodes.values() if node.shares}
    outside = (graph.nodes[other] for other in sorted(others, key=natural_key) if other in graph.nodes)
    clip = Clip(
        GraphSnapshot(tuple(nodes.values()), tuple(inner)),
        tuple(incoming),
        tuple(node for node in outside if node.id not in nodes),
        {node_id: document.positions[node_id] for node_id in nodes if node_id in document.positions},
        tuple(note for note in document.notes if note.id in notes),
        tuple(frame for frame in document.frames if frame.id in frames),
        *_blocks_of(document, nodes.values()),
    )
    if not (nodes or clip.notes or clip.frames):
        raise GraphError("Nothing is selected.", "Select layers, notes or frames first.")
    return clip


def _blocks_of(document: Document, nodes: Collection[Node]) -> tuple[tuple[Block, ...], dict[str, View]]:
    if not any(node.block_id for node in nodes):
        return (), {}
    blocks = needed_blocks(nodes, document.blocks)
    return tuple(blocks), {block.id: drawing(document, block.id) for block in blocks}


def insert_command(document: Document, clip: Clip, text: str, at: Position) -> Pasted:
    """What places a piece from elsewhere, fed by its edges from outside; see `paste_command`.

    Args:
        text: What it is called in the history.

    Raises:
        GraphError: A block would get into itself.
    """
    return _Pasting(document, clip, with_edges=True).finish("", at, text)


class _Pasting:
    """A clip on its way into a document."""

    def __init__(self, document: Document, clip: Clip, *, with_edges: bool) -> None:
        self._document = document
        self._clip = clip
        nodes = clip.graph.nodes
        self._ids = dict(zip((node.id for node in nodes), document.new_ids(len(nodes)), strict=True))
        self._known = {node.id for node in clip.outside if self._is_here(node)}
        incoming = [edge for edge in clip.incoming if with_edges and edge.source in self._known]
        self._edges = [self._mapped(edge) for edge in (*clip.graph.edges, *incoming)]
        self._blocks = intake(document, needed_blocks(nodes, clip.blocks), clip.drawings)

    def finish(self, verb: str, at: Position | None, text: str = "") -> Pasted:
        nodes = self._nodes()
        places = self._places()
        dx, dy = self._offset(places, at)
        positions = {self._ids[old]: (x + dx, y + dy) for old, (x, y) in places.items()}
        items = self._annotations(dx, dy)
        commands = [*self._blocks.commands]
        commands += [AddNodes(nodes, positions, self._edges)] if nodes else []
        commands += [AddAnnotations(items)] if items else []
        num_notes = len(self._clip.notes)
        return Pasted(
            Together(tuple(commands), text or f"{verb} {_noun(nodes)}".strip()),
            tuple(node.id for node in nodes),
            tuple(item.id for item in items[:num_notes]),
            tuple(item.id for item in items[num_notes:]),
            {node.id: node.name for node in nodes},
        )

    def _is_here(self, node: Node) -> bool:
        """Whether a node of the place where the clip was copied is in this document too."""
        found = self._document.graph.nodes.get(node.id)
        return found is not None and (found.name, found.type) == (node.name, node.type)

    def _mapped(self, edge: Edge) -> Edge:
        source = self._ids.get(edge.source, edge.source)
        return replace(edge, source=source, target=self._ids[edge.target])

    def _nodes(self) -> list[Node]:
        missing = {node.id: node for node in self._clip.outside if node.id not in self._known}
        names = Names(beside=self._document.graph.names)
        found = []
        for node in adopted(self._clip.graph.nodes, missing):
            name = _free_name(node, names)
            names.add(name)
            shares = self._ids.get(node.shares or "") or (node.shares if node.shares in self._known else None)
            here = self._blocks.node(node)
            found.append(replace(here, id=self._ids[node.id], name=name, shares=shares))
        return found

    def _places(self) -> dict[str, Position]:
        known = {old: place for old, place in self._clip.positions.items() if old in self._ids}
        if len(known) == len(self._ids):
            return known
        return {**layout(self._clip.graph, orientation=self._document.orientation).positions, **known}

    def _offset(self, places: Mapping[str, Position], at: Position | None) -> Position:
        """How far everything moves: to `at`, and on until no card covers another and no note lies on one.

        Frames go to the side of what is there, since a frame holds whatever lies in it.
        """
        clip, dx, dy = self._clip, 0.0, 0.0
        if at is not None:
            items: tuple[Annotation, ...] = (*clip.notes, *clip.frames)
            x, y = _middle([*_corners(places), *(corner for item in items for corner in item.corners)])
            dx, dy = round(at[0] - x, 1), round(at[1] - y, 1)
        elif clip.frames:
            dx = _STEP_PX + _width(clip.frames)
        points = _places_of((*clip.notes, *clip.frames))
        document = self._document
        taken = set(map(_cell, _places_of((*document.notes, *document.frames))))
        is_vertical = document.orientation == "vertical"
        for tries in count(1):
            around = document.positions.values()
            dx, dy = free_offset(around, places.values(), (dx, dy), is_vertical=is_vertical)
            if not any(_cell((x + dx, y + dy)) in taken for x, y in points):
                break
            step = _STEP_PX * 2 ** (tries // 16)
            dx, dy = dx + step, dy + step
        return dx, dy

    def _annotations(self, dx: float, dy: float) -> list[Annotation]:
        found: list[Annotation] = []
        document, clip = self._document, self._clip
        kinds: list[tuple[str, Sequence[Annotation], Sequence[Annotation]]] = [
            ("t", document.notes, clip.notes),
            ("f", document.frames, clip.frames),
        ]
        for prefix, taken, items in kinds:
            first = int(fresh_id((item.id for item in taken), prefix)[1:])
            found += [
                item.moved(dx, dy).model_copy(update={"id": f"{prefix}{number}"})
                for number, item in enumerate(items, start=first)
            ]
        return found


def _free_name(node: Node, names: Names) -> str:
    if is_name(node.name) and node.name not in names:
        return node.name
    stems = split_number(node.name)[0], snake_case(node.type)
    return names.fresh(next(filter(is_name, stems), "layer"))


def _cell(place: Position) -> tuple[int, int]:
    return round(place[0] / _NEAR_PX), round(place[1] / _NEAR_PX)


def _corners(places: Mapping[str, Position]) -> Iterable[Position]:
    width, height = NODE_SIZE
    for x, y in places.values():
        yield x - width / 2, y - height / 2
        yield x + width / 2, y + height / 2


def _places_of(items: Iterable[Annotation]) -> list[Position]:
    return [item.corners[0] for item in items]


def _middle(points: list[Position]) -> Position:
    xs, ys = zip(*points, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _width(frames: Iterable[Frame]) -> float:
    lefts, rights = zip(*((frame.corners[0][0], frame.corners[1][0]) for frame in frames), strict=True)
    return float(max(rights) - min(lefts))


def _noun(nodes: list[Node]) -> str:
    if len(nodes) == 1:
        return nodes[0].name if nodes[0].block_id else nodes[0].type
    return f"{len(nodes)} layers" if nodes else "notes"
