"""What the canvas shows, as arrays and short texts derived from the document and the newest analysis.

Never the truth: it is brought up to date from the document's changes and holds nothing that could be saved.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, Problem, Shape, shape_text
from designer.document.changes import (
    Change,
    EdgesChanged,
    NodesAdded,
    NodesChanged,
    NodesMoved,
    NodesRemoved,
    OrderChanged,
    ViewChanged,
)
from designer.document.document import Document
from designer.document.project import Position
from designer.graph import rules
from designer.graph.elements import Edge
from designer.graph.layout import NODE_SIZE, layout, straight_routes
from designer.ui.canvas.card import CardText, card_text, description, footer_text
from designer.ui.canvas.footers import Footer
from designer.ui.canvas.routes import Polyline, Routes
from designer.ui.canvas.slots import centered_slots

NODE_WIDTH, NODE_HEIGHT = NODE_SIZE
_MARGIN_PX = 120.0
_STRUCTURAL = (NodesAdded, NodesRemoved, EdgesChanged, OrderChanged, ViewChanged)


class Content(QObject):
    """Nodes and edges as painters and gestures want them.

    Signals:
        restructured: Other nodes are there, or they say something else.
        moved: Nodes lie elsewhere; with the area to draw anew.

    Attributes:
        ids: All nodes in drawing order; the last lies on top.
        index: Place of each node in `ids`.
        rects: Where each node lies, in the order of `ids`.
        cards: What each card says.
        categories: Palette category of each node.
        problems: What is wrong, by node.
        routes: Where the edges run.
        labels: The shape to write on an edge, where it is another than before.
        terminals: The nodes that are inputs or outputs of the model.
        version: Grows with every change; what was derived from an older one is out of date.
    """

    restructured = Signal()
    moved = Signal(QRectF)

    def __init__(self, document: Document, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.catalog = catalog
        self.analysis = Analysis()
        self.footer = Footer()
        self.ids: list[str] = []
        self.index: dict[str, int] = {}
        self.rects: list[QRectF] = []
        self.cards: dict[str, CardText] = {}
        self.categories: dict[str, str] = {}
        self.problems: dict[str, list[Problem]] = {}
        self.labels: dict[Edge, str] = {}
        self.terminals: frozenset[str] = frozenset()
        self.version = 0
        self.routes = Routes()
        self._centers: dict[str, Position] = {}
        self._points: npt.NDArray[np.float64] = np.empty((0, 2))
        self._slots: dict[str, Mapping[int, int]] = {}
        self._num_slots: dict[str, int] = {}
        self.refresh()

    @property
    def is_vertical(self) -> bool:
        """Whether data flows down rather than to the right."""
        return self.document.orientation == "vertical"

    def apply(self, changes: Iterable[Change]) -> None:
        """Follow what an edit did."""
        if any(isinstance(change, _STRUCTURAL) for change in changes):
            self.refresh()
            return
        for change in changes:
            if isinstance(change, NodesMoved):
                self.move({node_id: self.document.positions[node_id] for node_id in change.ids})
                self._route_all()
            elif isinstance(change, NodesChanged):
                self._write_cards(change.ids)
                self.restructured.emit()

    def refresh(self) -> None:
        """Read everything from the document again."""
        self.version += 1
        self.ids = list(self.document.graph.nodes)
        self.index = {node_id: place for place, node_id in enumerate(self.ids)}
        self._centers = self._find_centers()
        self._points = np.array(list(self._centers.values()), dtype=np.float64).reshape(-1, 2)
        self._slots, self._num_slots = {}, {}
        self._find_slots(self.ids)
        self.routes.set_vertical(is_vertical=self.is_vertical)
        self.rects = [_rect(*center) for center in self._centers.values()]
        self._write_cards(self.ids)
        self._route_all()
        self._label_edges()
        self.restructured.emit()

    def move(self, positions: Mapping[str, Position]) -> None:
        """Show nodes elsewhere; what the document says is not asked."""
        self.version += 1
        graph = self.document.graph
        ends = {*positions, *(edge.target for node_id in positions for edge in graph.out_edges(node_id))}
        edges = [edge for node_id in ends for edge in graph.in_edges(node_id)]
        before = self._extent(positions, edges)
        for node_id, center in positions.items():
            place = self.index[node_id]
            self._centers[node_id] = self._points[place] = center
            self.rects[place] = _rect(*center)
        self._find_slots(ends)
        self.routes.update(self._find_routes(edges))
        self.moved.emit(before | self._extent(positions, edges))

    def set_analysis(self, analysis: Analysis) -> None:
        """Show other shapes, counts and problems."""
        self.version += 1
        self.analysis = analysis
        found = defaultdict(list)
        for problem in analysis.problems:
            if problem.node is not None:
                found[problem.node].append(problem)
        self.problems = dict(found)
        self._write_cards(self.ids)
        self._label_edges()
        self.restructured.emit()

    def set_footer(self, footer: Footer) -> None:
        """Show another number at the foot of the cards."""
        if footer == self.footer:
            return
        self.version += 1
        self.footer = footer
        self._write_cards(self.ids)
        self.restructured.emit()

    def rect(self, node_id: str) -> QRectF:
        """Where a node lies."""
        return self.rects[self.index[node_id]]

    def center(self, node_id: str) -> Position:
        """The middle of a node, as shown."""
        return self._centers[node_id]

    def bounds(self, node_ids: Sequence[str] | None = None) -> QRectF:
        """The rectangle around some nodes, or around all of them."""
        chosen = (
            self._points if node_ids is None else self._points[[self.index[node_id] for node_id in node_ids]]
        )
        if not len(chosen):
            return QRectF()
        (left, top), (right, bottom) = chosen.min(axis=0), chosen.max(axis=0)
        return _rect(left, top).united(_rect(right, bottom))

    def nodes_within(self, area: QRectF) -> list[str]:
        """The nodes that an area touches, in drawing order."""
        middle, reach = (
            area.center(),
            QPointF((area.width() + NODE_WIDTH) / 2, (area.height() + NODE_HEIGHT) / 2),
        )
        off_x, off_y = np.abs(self._points - (middle.x(), middle.y())).T
        return [self.ids[place] for place in np.flatnonzero((off_x <= reach.x()) & (off_y <= reach.y()))]

    def node_at(self, point: QPointF) -> str | None:
        """The topmost node under a point."""
        found = self.nodes_within(QRectF(point, point))
        return found[-1] if found else None

    def shape(self, edge: Edge) -> Shape | None:
        """The shape that flows along an edge, where it is known."""
        found = self.analysis.nodes.get(edge.source)
        return (
            found.outputs[edge.source_port].shape if found and edge.source_port < len(found.outputs) else None
        )

    def num_inputs(self, node_id: str) -> int:
        """How many input ports edges use or a layer needs, a spare one left out."""
        return len(self._slots[node_id])

    def slot(self, node_id: str, port: int) -> tuple[int, int]:
        """Which of how many evenly spaced places on the entry side of a node an input port has."""
        return self._slots[node_id][port], self._num_slots[node_id]

    def describe(self, node_id: str) -> str:
        """A node in one line of words."""
        graph, card = self.document.graph, self.cards[node_id]
        if self.footer.kind != "shape" and card.footer:
            shape = footer_text(self.analysis.nodes.get(node_id))
            card = replace(card, footer=f"{shape}; {card.footer}")
        return description(
            graph.node(node_id),
            card,
            sources=[graph.node(edge.source).name for edge in graph.in_edges(node_id)],
            targets=[graph.node(edge.target).name for edge in graph.out_edges(node_id)],
            problems=self.problems.get(node_id, ()),
        )

    def _find_centers(self) -> dict[str, Position]:
        """The positions that the document has, and for nodes without one those of a tidy layout."""
        known, snapshot = self.document.positions, self.document.graph.snapshot()
        if not all(node_id in known for node_id in self.ids):
            known = {**layout(snapshot, orientation=self.document.orientation).positions, **known}
        return {node_id: known[node_id] for node_id in self.ids}

    def _find_slots(self, node_ids: Iterable[str]) -> None:
        """Give each input port its place on the entry side."""
        graph = self.document.graph
        for node_id in node_ids:
            ports, edges = rules.input_ports(self.catalog, graph.node(node_id).type), graph.in_edges(node_id)
            count = max(ports.minimum, max((edge.target_port + 1 for edge in edges), default=0))
            slots, num_slots = {port: port for port in range(count)}, count
            if ports.style == "list" and count:
                slots, num_slots = centered_slots(count, edges, self._centers, is_vertical=self.is_vertical)
            self._slots[node_id], self._num_slots[node_id] = slots, num_slots

    def _write_cards(self, node_ids: Iterable[str]) -> None:
        roles = self._roles()
        self.terminals = frozenset(roles)
        for node_id in node_ids:
            node = self.document.graph.node(node_id)
            spec = self.catalog.layer(node.type)
            self.cards[node_id] = card_text(
                node, spec, self.analysis.nodes.get(node_id), roles.get(node_id, ""), self.footer
            )
            self.categories[node_id] = spec.category if spec else ""

    def _roles(self) -> dict[str, str]:
        inputs = self.document.graph.model_inputs()
        outputs = [output.node for output in self.document.graph.model_outputs()]
        return {**_numbered("input", inputs), **_numbered("output", outputs)}

    def _route_all(self) -> None:
        self.routes.replace(self._find_routes(self.document.graph.edges()))

    def _find_routes(self, edges: Iterable[Edge]) -> dict[Edge, Polyline]:
        """Route edges to the slots of their ports."""
        aimed = {
            edge: replace(edge, target_port=self._slots[edge.target][edge.target_port]) for edge in edges
        }
        orientation, ports = self.document.orientation, self._num_slots
        lines = straight_routes(aimed.values(), self._centers, orientation=orientation, ports=ports)
        return {edge: lines[aim] for edge, aim in aimed.items()}

    def _extent(self, node_ids: Iterable[str], edges: Iterable[Edge]) -> QRectF:
        area = self.bounds(list(node_ids))
        for edge in edges:
            area |= self.routes.path(edge).boundingRect()
        return area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)

    def _label_edges(self) -> None:
        """Mark the first edge out of each node that gives another shape than it takes."""
        graph, self.labels = self.document.graph, {}
        for node_id in self.ids:
            taken = {self.shape(edge) for edge in graph.in_edges(node_id)}
            first = next(iter(graph.out_edges(node_id)), None)
            if first and (shape := self.shape(first)) is not None and taken != {shape}:
                self.labels[first] = shape_text(shape)


def _rect(x: float, y: float) -> QRectF:
    return QRectF(x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2, NODE_WIDTH, NODE_HEIGHT)


def _numbered(word: str, node_ids: list[str]) -> dict[str, str]:
    if len(node_ids) == 1:
        return {node_ids[0]: word}
    return {node_id: f"{word} {number}" for number, node_id in enumerate(node_ids, 1)}
