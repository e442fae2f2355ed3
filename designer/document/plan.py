"""How the drawings of a network and its blocks lie in each other where blocks are open in place.

A node that stands for a block and is open keeps its place; what is in the block lies behind it along the
flow, with a frame around. All distances are in pixels at 100 % zoom.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from designer.document.project import Position
from designer.document.state import Sheet, State
from designer.graph.elements import natural_key
from designer.graph.graph import Graph
from designer.graph.layout import NODE_SIZE, ROW_GAP, layout
from designer.graph.opener import MAX_DEPTH

PAD_PX = 24.0
_ACROSS_PX = 56.0  # with room for a lane of skip connections
MOST_SHOWN = 5_000
"""How many nodes in open blocks a canvas shows; what is open beyond stays closed."""
"""Between a frame and what is in it."""
_WIDTH, _HEIGHT = NODE_SIZE


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def at(self, place: Position) -> "Box":
        """The same elsewhere: by so much to the right and down."""
        x, y = place
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def united(self, other: "Box") -> "Box":
        """The rectangle around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def contains(self, point: Position) -> bool:
        """Whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


CARD = Box(-_WIDTH / 2, -_HEIGHT / 2, _WIDTH / 2, _HEIGHT / 2)
"""What a closed node takes up around its middle."""


class Plan:
    """Where everything lies in each sheet, as it is or as it would be.

    Args:
        state: It is only read.
        opened: For some sheets, which nodes are open there instead; the network's id is empty.
        moved: For some sheets, where nodes lie instead.
        orientation: Which way data would flow; by default as it does.
    """

    def __init__(
        self,
        state: State,
        opened: Mapping[str, Collection[str]] | None = None,
        moved: Mapping[str, Mapping[str, Position]] | None = None,
        orientation: str = "",
    ) -> None:
        self._state = state
        self._opened = dict(opened or {})
        self._moved = dict(moved or {})
        self._places: dict[str, dict[str, Position]] = {}
        self._extents: dict[str, Box | None] = {}
        self._anchors: dict[str, Position] = {}
        self._known_open: dict[str, tuple[str, ...]] = {}
        self._depth = 0
        self._orientation = orientation or state.orientation
        self.is_vertical = self._orientation == "vertical"

    def sheet_ids(self) -> list[str]:
        """All sheets, those of inner blocks first; the network is the last."""
        blocks = self._state.blocks
        uses = {
            key: {node.block_id for node in blocks[key].graph.nodes.values()} & blocks.keys()
            for key in blocks
        }
        order: dict[str, None] = {}
        for start in sorted(blocks, key=natural_key):
            way = [start]
            while way:
                rest = sorted(uses[way[-1]] - order.keys() - set(way), key=natural_key)
                if rest:
                    way.append(rest[0])
                else:
                    order[way.pop()] = None
        return [*order, ""]

    def sheet(self, sheet_id: str) -> Sheet | None:
        """The network or the inside of a block; None where there is none."""
        return self._state.blocks.get(sheet_id) if sheet_id else self._state

    def graph(self, sheet_id: str) -> Graph:
        """What is on a sheet that is there."""
        return self._sheet(sheet_id).graph

    def open(self, sheet_id: str) -> tuple[str, ...]:
        """The nodes that are open on a sheet and stand for a block of the project."""
        if sheet_id not in self._known_open:
            sheet, chosen = self._sheet(sheet_id), self._opened.get(sheet_id)
            nodes, blocks = sheet.graph.nodes, self._state.blocks
            ids = sheet.present_open() if chosen is None else chosen
            self._known_open[sheet_id] = tuple(
                key for key in ids if key in nodes and nodes[key].block_id in blocks
            )
        return self._known_open[sheet_id]

    def open_ids(self) -> dict[str, tuple[str, ...]]:
        """The open nodes by sheet; sheets without any are left out."""
        found = {sheet_id: self.open(sheet_id) for sheet_id in ("", *self._state.blocks)}
        return {sheet_id: ids for sheet_id, ids in found.items() if ids}

    def boxes(self) -> dict[str, dict[str, Box]]:
        """What all open nodes take up around their middles, by sheet."""
        return {
            sheet_id: {node_id: self.box(sheet_id, node_id) for node_id in ids}
            for sheet_id, ids in self.open_ids().items()
        }

    def places(self, sheet_id: str) -> dict[str, Position]:
        """Where each node of a sheet lies, by itself; it may be changed, before boxes are asked for."""
        if sheet_id not in self._places:
            sheet = self._sheet(sheet_id)
            known: Mapping[str, Position] = sheet.positions
            if len(known) < len(sheet.graph.nodes):
                tidy = layout(sheet.graph.snapshot(), orientation=self._orientation).positions
                known = {**tidy, **known}
            self._places[sheet_id] = {**known, **self._moved.get(sheet_id, {})}
        return self._places[sheet_id]

    def positions(self, sheet_id: str) -> Mapping[str, Position]:
        """Where the project says that nodes of a sheet lie."""
        return self._sheet(sheet_id).positions

    def num_shown(self, sheet_id: str) -> int:
        """How many nodes one sees who looks at a sheet, those in open blocks too."""
        return self._count(sheet_id, {}, 0)

    def _count(self, sheet_id: str, known: dict[str, int], depth: int) -> int:
        if depth > MAX_DEPTH:
            return 0
        if sheet_id not in known:
            nodes = self.graph(sheet_id).nodes
            inner = (nodes[node_id].block_id for node_id in self.open(sheet_id))
            known[sheet_id] = len(nodes) + sum(self._count(block_id, known, depth + 1) for block_id in inner)
        return known[sheet_id]

    def anchor(self, sheet_id: str) -> Position:
        """What lies right behind the node that shows a sheet: column of its first Input, and first row."""
        if sheet_id not in self._anchors:
            places = self.places(sheet_id)
            first = next(iter(self.graph(sheet_id).model_inputs()), None)
            xs, ys = zip(*places.values(), strict=True) if places else ((0.0,), (0.0,))
            x, y = places.get(first or "", ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
            self._anchors[sheet_id] = (x, min(ys)) if self.is_vertical else (min(xs), y)
        return self._anchors[sheet_id]

    def offset(self, block_id: str) -> Position:
        """From the middle of an open node to the origin of what is in it."""
        x, y = self.anchor(block_id)
        along_x, along_y = (0.0, _HEIGHT + ROW_GAP) if self.is_vertical else (_WIDTH + ROW_GAP, 0.0)
        return along_x - x, along_y - y

    def box(self, sheet_id: str, node_id: str) -> Box:
        """What a node takes up around its middle: its card, or the frame of what is in it."""
        if node_id not in self.open(sheet_id):
            return CARD
        block_id = self.graph(sheet_id).node(node_id).block_id
        inner = self._extent(block_id)
        return framed(inner.at(self.offset(block_id)) if inner else None, is_vertical=self.is_vertical)

    def _extent(self, sheet_id: str) -> Box | None:
        """What all nodes of a sheet take up; None where it is empty or contains itself."""
        if sheet_id not in self._extents:
            self._extents[sheet_id] = None  # what it contains of itself counts for nothing
            places = self.places(sheet_id)
            opened = set(self.open(sheet_id)) if self._depth < MAX_DEPTH else set()
            self._depth += 1
            boxes = [self.box(sheet_id, key) if key in opened else CARD for key in places]
            self._depth -= 1
            self._extents[sheet_id] = united(map(Box.at, boxes, places.values()))
        return self._extents[sheet_id]

    def _sheet(self, sheet_id: str) -> Sheet:
        return self._state.block(sheet_id) if sheet_id else self._state


def framed(inner: Box | None, *, is_vertical: bool) -> Box:
    """What an open node takes up around its middle, from what lies in it."""
    whole = inner.united(CARD) if inner else CARD
    if is_vertical:
        return Box(whole.left - _ACROSS_PX, CARD.top, whole.right + _ACROSS_PX, whole.bottom + PAD_PX)
    return Box(CARD.left, whole.top - _ACROSS_PX, whole.right + PAD_PX, whole.bottom + _ACROSS_PX)


def united(boxes: Iterable[Box]) -> Box | None:
    """The rectangle around some others; None around none."""
    each: Iterator[Box] = iter(boxes)
    whole = next(each, None)
    for box in each:
        whole = whole.united(box) if whole else box
    return whole
