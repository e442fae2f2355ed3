"""Where nodes and edges lie, kept up to date by what an edit changed rather than read anew."""

import math
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from designer.catalog.catalog import Catalog
from designer.document.document import Document
from designer.document.plan import Box, united
from designer.document.project import Position
from designer.graph.elements import Edge
from designer.graph.layout import NODE_SIZE, layout
from designer.graph.layout_routes import exit_share
from designer.graph.layout_straight import straight_lines
from designer.ui.canvas.edit import Edit
from designer.ui.canvas.insets import Insets
from designer.ui.canvas.places import Places
from designer.ui.canvas.routes import Routes, Rows
from designer.ui.canvas.slots import Slots

_MARGIN_PX = 120.0
_BOX = np.array(NODE_SIZE)
_SLICE = 512
_MOST_IN_SIGHT = 1000
_DONE = object()


@dataclass(frozen=True)
class Redrawn:
    """What an edit did to the drawing.

    Args:
        nodes: The nodes whose place, edges or ports may be others.
        area: Where it looks otherwise; null where nothing does.
    """

    nodes: set[str]
    area: QRectF


class Drawing:
    """The places of nodes and the courses of edges.

    Attributes:
        places: The nodes.
        insets: The blocks that are open in place.
    """

    def __init__(self, document: Document, catalog: Catalog) -> None:
        self._document = document
        self._slots = Slots(catalog)
        self._settled: dict[str, Position] = {}  # where nodes lay before a gesture began to move them
        self._routes = self._shown_routes = Routes()
        self._rest: Iterator[None] | None = None
        self.read()

    def set_catalog(self, catalog: Catalog) -> None:
        """Take a catalogue that says otherwise which ports nodes have."""
        self._slots = Slots(catalog)

    @property
    def routes(self) -> Routes:
        """The edges."""
        self.advance()
        return self._routes

    @property
    def shown_routes(self) -> Routes:
        """The edges in sight; where those are too many, as long as they are read, those there were."""
        return self._shown_routes

    @property
    def is_behind(self) -> bool:
        """Whether the edges shown are those of before, since too many are in sight to be read at once."""
        return self._shown_routes is not self._routes

    @property
    def has_read(self) -> bool:
        """Whether the edges have been read."""
        return self._rest is None

    @property
    def is_foreign(self) -> bool:
        """Whether it must be read anew, since more changed than single nodes and edges."""
        is_placed = self._is_placed and self._has_positions()
        return not (self.has_read and is_placed and self._is_vertical == self._flows_down())

    def read(self, in_sight: QRectF | None = None) -> None:
        """Read the nodes from the document; the edges are read when they are asked for.

        Args:
            in_sight: Where edges are read at once, if they are few.
        """
        ids = list(self._document.graph.nodes)
        self._is_vertical, self._is_placed = self._flows_down(), self._has_positions()
        self._settled = {}
        self.places = Places()
        self.places.follow(ids, self._find_centers(), ids)
        self.insets = Insets(self._document, self.places)
        self.insets.boxes()  # what changes is told from what was
        first = self._ending_within(in_sight) if in_sight else []
        self._routes = Routes(is_vertical=self._is_vertical)
        self._rest = self._read_edges(first)
        if first:
            next(self._rest)
            self._shown_routes = self._routes

    def advance(self, budget_s: float = math.inf) -> None:
        """Read edges, for about as long as the budget allows."""
        end = time.perf_counter() + budget_s
        while self._rest and time.perf_counter() < end:
            if next(self._rest, _DONE) is _DONE:
                self._rest, self._shown_routes = None, self._routes

    def follow(self, edit: Edit) -> Redrawn:
        """Do what an edit did. Nodes are where they lay before, and edges as they were routed then."""
        routes, places, before = self.routes, self.places, self.insets.boxes()
        known = set(routes.touching(edit.rewired)) if edit.rewired else set()
        area = self._extent(edit.nodes, known)
        heights = [
            self._settled.pop(node_id, places.centers[node_id])
            for node_id in edit.displaced
            if node_id in places.index
        ]
        self._follow_nodes(edit)
        self.insets.forget()
        resized = _resized(before, self.insets.boxes())
        gone, fresh = self._follow_edges(edit.rewired, known)
        nodes = {*edit.nodes, *(end for edge in gone | fresh for end in (edge.source, edge.target))}
        nodes |= self._fed_by(edit.displaced)
        heights += [places.centers[node_id] for node_id in edit.displaced if node_id in places.index]
        reentered = routes.set_shares(*self._find_shares(nodes))
        stale = {*reentered, *fresh, *self._edges_of({*edit.displaced, *resized}), *self._beside(heights)}
        stale |= self._beside_boxes(box for boxes in resized.values() for box in boxes)
        area |= self._extent((), stale - fresh)
        self._route(stale, routes.rows(stale))
        area |= _around(box for boxes in resized.values() for box in boxes)
        return Redrawn({*nodes, *resized}, area | self._extent(edit.nodes, stale | (known - gone)))

    def move(self, positions: Mapping[str, Position]) -> Redrawn:
        """Show nodes elsewhere for a while, with their own edges; the document has not changed."""
        nodes, routes = {*positions, *self._fed_by(positions)}, self.routes
        edges = [edge for node_id in nodes for edge in self._document.graph.in_edges(node_id)]
        before, boxes = self._extent(positions, edges), self.insets.boxes()
        for node_id, position in positions.items():
            if self._settled.setdefault(node_id, self.places.centers[node_id]) == position:
                del self._settled[node_id]
        self.places.move(positions)
        self.insets.forget(keeps_members=True)
        resized = _resized(boxes, self.insets.boxes())
        edges = list({*edges, *self._edges_of(resized)})
        before |= _around(box for changed in resized.values() for box in changed)
        routes.set_shares(*self._find_shares(nodes))
        self._route(edges, routes.rows(edges))
        return Redrawn({*nodes, *resized}, before | self._extent(positions, edges))

    def slots(self, node_id: str) -> tuple[Mapping[int, int], int]:
        """Which of how many evenly spaced places on the entry side of a node its input ports have."""
        graph, centers = self._document.graph, self.places.centers
        return self._slots.of(graph, node_id, centers, is_vertical=self._is_vertical)

    def _flows_down(self) -> bool:
        return self._document.orientation == "vertical"

    def _has_positions(self) -> bool:
        return len(self._document.positions) == len(self._document.graph.nodes)

    def _find_centers(self) -> Mapping[str, Position]:
        """The positions that the document has, and for nodes without one those of a tidy layout."""
        if self._is_placed:
            return self._document.positions
        snapshot = self._document.graph.snapshot()
        found = layout(snapshot, orientation=self._document.orientation).positions
        return {**found, **self._document.positions}

    def _ending_within(self, area: QRectF) -> list[str]:
        """The nodes whose incoming edges are in an area or were there; none where there are too many."""
        places, present = self.places.within(area), self.places.index
        if len(places) > _MOST_IN_SIGHT:
            return []
        found = {self.places.ids[place] for place in places.tolist()}
        found |= self._fed_by(found)
        found |= {edge.target for edge in self._shown_routes.within(area) if edge.target in present}
        return list(found) if len(found) <= 2 * _MOST_IN_SIGHT else []

    def _read_edges(self, first: Collection[str]) -> Iterator[None]:
        """Read the edges into the first nodes, then all others, in slices."""
        early = set(first)
        rest = [node_id for node_id in self.places.ids if node_id not in early] if early else self.places.ids
        slices = (rest[start : start + _SLICE] for start in range(0, len(rest), _SLICE))
        for node_ids in chain([first] if first else [], slices):
            edges, shares = self._find_shares(node_ids)
            self._route(edges, self._routes.add(edges, shares))
            yield

    def _follow_nodes(self, edit: Edit) -> None:
        graph, positions = self._document.graph, self._document.positions
        if (ids := list(graph.nodes)) != self.places.ids or edit.added or edit.removed:
            fresh = [node_id for node_id in edit.added | edit.removed if node_id in graph.nodes]
            self.places.follow(ids, positions, fresh)
        self.places.move({node_id: positions[node_id] for node_id in edit.moved if node_id in graph.nodes})

    def _follow_edges(self, rewired: Iterable[str], known: set[Edge]) -> tuple[set[Edge], set[Edge]]:
        """Which edges went and which came."""
        now = set(self._edges_of(rewired))
        gone, fresh = known - now, now - known
        self._routes.remove(gone)
        self._routes.add(fresh, [0.0] * len(fresh))
        return gone, fresh

    def _fed_by(self, node_ids: Iterable[str]) -> set[str]:
        graph = self._document.graph
        present = (node_id for node_id in node_ids if node_id in graph.nodes)
        return {edge.target for node_id in present for edge in graph.out_edges(node_id)}

    def _edges_of(self, node_ids: Iterable[str]) -> Iterable[Edge]:
        graph = self._document.graph
        present = [node_id for node_id in node_ids if node_id in graph.nodes]
        return (edge for node_id in present for edge in (*graph.in_edges(node_id), *graph.out_edges(node_id)))

    def _find_shares(self, node_ids: Iterable[str]) -> tuple[list[Edge], list[float]]:
        graph, centers = self._document.graph, self.places.centers
        nodes = graph.nodes
        present = [node_id for node_id in node_ids if node_id in nodes]
        return self._slots.shares(graph, present, centers, is_vertical=self._is_vertical)

    def _beside(self, centers: Collection[Position]) -> list[Edge]:
        """The edges that may run otherwise since nodes came to these places or left them."""
        if not centers:
            return []
        along, half = (1, NODE_SIZE[1] / 2) if self._is_vertical else (0, NODE_SIZE[0] / 2)
        middles = np.array([center[along] for center in centers], dtype=np.float64)
        return self._routes.at_heights(middles - half, middles + half)

    def _beside_boxes(self, boxes: Iterable[Box]) -> set[Edge]:
        """The same for frames that came, went or have another size."""
        found = [(box.top, box.bottom) if self._is_vertical else (box.left, box.right) for box in boxes]
        low, high = np.array(found, dtype=np.float64).reshape(-1, 2).T
        return set(self._routes.at_heights(low, high)) if found else set()

    def _route(self, edges: Collection[Edge], rows: Rows) -> None:
        if not edges:
            return
        if self.insets:
            listed = list(edges)
            for chosen, corners, is_bent in self.insets.courses(listed, self._routes.shares(rows)):
                self._routes.set_courses(rows[chosen], corners, is_bent)
            return
        index = self.places.index
        ends = np.array([(index[edge.source], index[edge.target]) for edge in edges], dtype=np.int64)
        shares, orientation = self._routes.shares(rows), self._document.orientation
        exits = _exits(edges)
        courses = straight_lines(self.places.points, _BOX, ends, shares, orientation, exits)
        self._routes.set_courses(rows, *courses)

    def _extent(self, node_ids: Iterable[str], edges: Collection[Edge]) -> QRectF:
        """The area around what is there of some nodes, and some edges, with what is written beside them."""
        area = self.places.bounds([node_id for node_id in node_ids if node_id in self.places.index])
        area |= self._routes.bounds(edges)
        return area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX) if area.isValid() else area


def _resized(before: Mapping[str, Box], now: Mapping[str, Box]) -> dict[str, list[Box]]:
    """The open nodes whose frames came, went or changed, with the frames of before and now."""
    return {
        path: [boxes[path] for boxes in (before, now) if path in boxes]
        for path in before.keys() | now.keys()
        if before.get(path) != now.get(path)
    }


def _around(boxes: Iterable[Box]) -> QRectF:
    """The area of some frames and what stands out from them."""
    whole = united(boxes)
    if whole is None:
        return QRectF()
    area = QRectF(whole.left, whole.top, whole.right - whole.left, whole.bottom - whole.top)
    return area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)


def _exits(edges: Collection[Edge]) -> npt.NDArray[np.float64] | None:
    """How far along the exit side of its source each edge leaves; None where all leave in the middle."""
    if not any(edge.source_port for edge in edges):
        return None
    return np.array([exit_share(edge.source_port) for edge in edges], dtype=np.float64)
