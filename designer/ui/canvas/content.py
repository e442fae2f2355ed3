"""What the canvas shows, as arrays and short texts derived from the document and the newest analysis.

Never the truth: it is brought up to date from the document's changes and holds nothing that could be saved.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, Problem, TensorSpec
from designer.document.changes import BlocksChanged, Change, EdgesChanged, InBlock, NodesChanged
from designer.document.document import Document
from designer.document.opened import Opened
from designer.document.project import Position
from designer.graph.block_specs import families, with_blocks
from designer.graph.elements import Edge
from designer.ui.canvas.annotations import Annotations
from designer.ui.canvas.bookmarks import Bookmarks
from designer.ui.canvas.card import description, footer_text
from designer.ui.canvas.categories import Categories
from designer.ui.canvas.drawing import Drawing, Redrawn
from designer.ui.canvas.edit import Edit, gather
from designer.ui.canvas.footers import Footer
from designer.ui.canvas.insets import Insets
from designer.ui.canvas.places import NODE_HEIGHT, NODE_WIDTH
from designer.ui.canvas.routes import Routes
from designer.ui.canvas.signs import CLOSED_HINT, OPEN_HINT, WORDS
from designer.ui.canvas.texts import Cards, Labels, Texts, nested_types

__all__ = ["NODE_HEIGHT", "NODE_WIDTH", "Content"]

_MANY_NODES = 400
_BUDGET_S = 0.008


class Content(QObject):
    """Nodes and edges as painters and gestures want them.

    Args:
        document: What to show.
        catalog: The layers that there are.
        is_gradual: Whether the many edges of a large network may come a moment after its nodes.

    Signals:
        restructured: Other nodes or edges are there, or they say something else.
        moved: Nodes lie elsewhere; with the area to draw anew.
        touched: Nodes whose place, edges, text or analysis may be another: a set of ids, or None for all.
        dirtied: An area must be drawn anew; a null rectangle for all of it.

    Attributes:
        annotations: Notes and frames.
        bookmarks: Of nodes and places.
        cards: What each card says.
        problems: What is wrong, by node.
        routes: Where the edges run.
        labels: The shape to write on an edge, where it is another than before.
        find_sight: Tells which part is in sight; its edges are never late.
        version: Grows with every change; what was derived from an older one is out of date.
    """

    restructured = Signal()
    moved = Signal(QRectF)
    touched = Signal(object)
    dirtied = Signal(QRectF)

    def __init__(
        self,
        document: Document,
        catalog: Catalog,
        parent: QObject | None = None,
        *,
        is_gradual: bool = False,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._can_open = isinstance(document, Opened)
        self._layers = catalog
        self.catalog = with_blocks(catalog, document.blocks)
        self.annotations = Annotations(document, self)
        self._categories = Categories()
        self.problems: dict[str, list[Problem]] = {}
        self.find_sight: Callable[[], QRectF] = QRectF
        self.version = 0
        self._texts = Texts(document, self.catalog)
        self._texts.nested = nested_types(document.blocks)
        self.cards = Cards(self._texts)
        self.labels = Labels(self._texts)
        self._drawing = Drawing(document, self.catalog)
        self.bookmarks = Bookmarks(document, self._drawing.places, self)
        self._is_gradual = is_gradual
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_ticked)
        self._begin()

    @property
    def ids(self) -> list[str]:
        """All nodes in drawing order; the last lies on top."""
        return self._drawing.places.ids

    @property
    def index(self) -> dict[str, int]:
        """Place of each node in `ids`."""
        return self._drawing.places.index

    @property
    def rects(self) -> list[QRectF]:
        """Where each node lies, in the order of `ids`; for drawing many."""
        return self._drawing.places.rects

    @property
    def points(self) -> npt.NDArray[np.float64]:
        """The middle of each node, in the order of `ids`."""
        return self._drawing.places.points

    @property
    def analysis(self) -> Analysis:
        """The newest analysis, perhaps of an older graph."""
        return self._texts.analysis

    @property
    def terminals(self) -> Collection[str]:
        """The nodes that are inputs or outputs of the model, or of an open block."""
        return self._texts.roles.keys()

    @property
    def footer(self) -> Footer:
        """Which number stands at the foot of the cards."""
        return self._texts.footer

    @property
    def routes(self) -> Routes:
        """Where the edges run."""
        return self._drawing.routes

    @property
    def shown_routes(self) -> Routes:
        """Where the edges in sight run, or as long as that is being found for many, where they ran before."""
        return self._drawing.shown_routes if self.is_opening else self.routes

    @property
    def is_behind(self) -> bool:
        """Whether the edges shown may not be those that there are."""
        return self.is_opening and self._drawing.is_behind

    @property
    def is_opening(self) -> bool:
        """Whether edges are still being read, and nobody has asked for them yet."""
        return self._timer.isActive() and not self._drawing.has_read

    @property
    def open_ids(self) -> Collection[str]:
        """The nodes that are open in place."""
        return self.insets.boxes().keys()

    def can_open(self, node_id: str) -> bool:
        """Whether a node stands for a block that can be opened in place."""
        node = self.document.graph.nodes.get(node_id)
        return node is not None and self._can_open and self.document.block(node.block_id) is not None

    def shown_at(self, path: str) -> str:
        """The node that shows what is at a path: itself, or the closed block that it is in."""
        while path not in self.index and "/" in path:
            path = path.rpartition("/")[0]
        return path

    def with_insides(self, node_ids: Iterable[str]) -> list[str]:
        """Some nodes, and all that is in those of them that are open in place."""
        found = dict.fromkeys(node_ids)
        for inset in self.document.insets:  # the outer ones first
            if inset.path in found:
                found.update(dict.fromkeys(key for key in inset.members if key in self.index))
        return list(found)

    @property
    def insets(self) -> Insets:
        """The blocks that are open in place."""
        return self._drawing.insets

    @property
    def is_vertical(self) -> bool:
        """Whether data flows down rather than to the right."""
        return self.document.orientation == "vertical"

    def apply(self, changes: Iterable[Change]) -> None:
        """Follow what an edit did."""
        changes = (*changes, *self._follow_blocks(changes))
        self.annotations.apply(changes)
        edit = gather(changes)
        is_large = self._is_gradual and len(edit.displaced) > _MANY_NODES
        if edit.is_shown and (self._drawing.is_foreign or is_large):
            self.refresh()
        elif edit.nodes or edit.has_order:
            self.version += 1
            redrawn = self._drawing.follow(edit)
            self._tell(edit, redrawn, self._follow_texts(edit))
        self.bookmarks.apply(changes)

    def set_catalog(self, catalog: Catalog) -> None:
        """Take a catalogue that knows other layers."""
        self._layers = catalog
        self.catalog = self._texts.catalog = with_blocks(catalog, self.document.blocks)
        self._drawing.set_catalog(self.catalog)
        self.refresh()

    def _follow_blocks(self, changes: Iterable[Change]) -> Sequence[Change]:
        """Where blocks are others now, so are the ports and words of the nodes that stand for them."""
        if not any(isinstance(change, BlocksChanged | InBlock) for change in changes):
            return ()
        catalog = with_blocks(self._layers, self.document.blocks)
        if catalog is not self.catalog:
            self.catalog = self._texts.catalog = catalog
            self._drawing.set_catalog(catalog)
            self._texts.nested = nested_types(self.document.blocks)
        ids = tuple(node.id for node in self.document.graph.nodes.values() if node.block_id)
        return (NodesChanged(ids), EdgesChanged(ids)) if ids else ()

    def refresh(self) -> None:
        """Read everything from the document again."""
        self.version += 1
        self._drawing.read(self.find_sight())
        self._begin()
        self._tell_all()

    def move(self, positions: Mapping[str, Position]) -> None:
        """Show nodes elsewhere; what the document says is not asked."""
        if positions:
            self.version += 1
            redrawn = self._drawing.move(positions)
            self.touched.emit(redrawn.nodes)
            self.moved.emit(redrawn.area)
            self.dirtied.emit(redrawn.area)

    def set_analysis(self, analysis: Analysis) -> None:
        """Show other shapes, counts and problems."""
        self.version += 1
        self._texts.analysis = analysis
        found = defaultdict(list)
        for problem in analysis.problems:
            if problem.node is not None:
                found[problem.node].append(problem)
        self.problems = dict(found)
        self.cards.clear()
        self.labels.clear()
        self._tell_all()

    def set_footer(self, footer: Footer) -> None:
        """Show another number at the foot of the cards."""
        if footer != self.footer:
            self.version += 1
            self._texts.footer = footer
            self.cards.clear()
            self._tell_all()

    def rect(self, node_id: str) -> QRectF:
        """Where a node lies."""
        return self._drawing.places.rect(self._drawing.places.index[node_id])

    def rect_at(self, place: int) -> QRectF:
        """Where a node lies, by its place in `ids`."""
        return self._drawing.places.rect(place)

    def center(self, node_id: str) -> Position:
        """The middle of a node, as shown."""
        return self._drawing.places.centers[node_id]

    def bounds(self, node_ids: Iterable[str] | None = None) -> QRectF:
        """The rectangle around some nodes, or around all of them with notes and frames."""
        ids = None if node_ids is None else list(node_ids)
        area = self._drawing.places.bounds(ids)
        for path in self.insets.boxes().keys() & (self.index.keys() if ids is None else ids):
            area |= self.insets.frame(path)
        return area | self.annotations.bounds() if node_ids is None else area

    def places_within(self, area: QRectF) -> npt.NDArray[np.intp]:
        """Places in `ids` of the nodes that an area touches, in drawing order."""
        return self._drawing.places.within(area)

    def middles(self, places: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """The middles of the nodes at some places in `ids`, a row for each."""
        return self._drawing.places.points[places]

    @property
    def categories(self) -> Mapping[str, str]:
        """Palette category of each node."""
        return self._categories.of

    @property
    def kinds(self) -> npt.NDArray[np.int16]:
        """A number for the category of each node, in the order of `ids`; of a bypassed one below 0."""
        return self._categories.kinds(self.ids, self.document.graph.nodes, self._layers)

    def category_of(self, kind: int) -> str:
        """The category that one of `kinds` stands for."""
        return families(self._layers)[kind if kind >= 0 else ~kind]

    def nodes_within(self, area: QRectF) -> list[str]:
        """The nodes that an area touches, in drawing order."""
        return [self.ids[place] for place in self._drawing.places.within(area).tolist()]

    def nodes_at_ports(self, area: QRectF) -> list[str]:
        """The same with the open ones at the end of whose frames there is a part of the area."""
        found = self.nodes_within(area)
        return [*found, *(path for path in self.insets.ending_within(area) if path not in found)]

    def node_at(self, point: QPointF) -> str | None:
        """The topmost node under a point."""
        found = self.nodes_within(QRectF(point, point))
        return found[-1] if found else None

    def has_edge(self, edge: Edge | None) -> bool:
        """Whether an edge is there."""
        return edge is not None and self.document.graph.has_edge(edge)

    def tensor(self, edge: Edge) -> TensorSpec | None:
        """What flows along an edge, where it is known."""
        return self._texts.tensor(edge)

    def num_inputs(self, node_id: str) -> int:
        """How many input ports edges use or a layer needs, a spare one left out."""
        return len(self._drawing.slots(node_id)[0])

    def slot(self, node_id: str, port: int) -> tuple[int, int]:
        """Which of how many evenly spaced places on the entry side of a node an input port has."""
        slots, num_slots = self._drawing.slots(node_id)
        return slots[port], num_slots

    def other_calls(self, node_id: str | None) -> list[str]:
        """The other nodes that call the layer of a node; none where it isn't shared."""
        return self._texts.other_calls(node_id) if node_id else []

    def describe(self, node_id: str) -> str:
        """A node in one line of words."""
        graph, card = self.document.graph, self.cards[node_id]
        if self.footer.kind != "shape" and card.footer and not card.is_bypassed:
            shape = footer_text(self.analysis.nodes.get(node_id))
            card = replace(card, footer=f"{shape}; {card.footer}")
        return description(
            card,
            sources=[graph.node(edge.source).name for edge in graph.in_edges(node_id)],
            targets=[graph.node(edge.target).name for edge in graph.out_edges(node_id)],
            calls=[graph.node(other).name for other in self.other_calls(node_id)],
            bookmark=self.bookmarks.words(node_id),
            problems=self.problems.get(node_id, ()),
        )

    def hint(self, node_id: str) -> str:
        """What the signs of a node mean, a line each."""
        calls = ", ".join(self.document.graph.node(other).name for other in self.other_calls(node_id))
        lines = [WORDS[sign] for sign in self.cards[node_id].signs]
        if self.can_open(node_id):
            lines.append(OPEN_HINT if node_id in self.open_ids else CLOSED_HINT)
        return "\n".join((*lines, *([f"Also called as {calls}."] if calls else [])))

    def _begin(self) -> None:
        """Work the texts out, and begin to read the edges where that may take a while."""
        if self._is_gradual and len(self.ids) > _MANY_NODES:
            self._timer.start()
        self._categories.read(self.document.graph.nodes, self.catalog)
        self._texts.find_roles()
        self.cards.clear()
        self.labels.clear()

    def _on_ticked(self) -> None:
        self._drawing.advance(_BUDGET_S)
        if self._drawing.has_read:
            self._timer.stop()
            self.dirtied.emit(QRectF())

    def _follow_texts(self, edit: Edit) -> set[str]:
        """Work out anew what an edit changed; returns the nodes that play another part in the model."""
        if edit.rewired or edit.changed:
            self._categories.note(edit.nodes, self.document.graph.nodes, self.catalog)
        others = self._texts.find_roles()
        owners = edit.nodes & self._texts.owners
        nodes = self.document.graph.nodes.values() if owners else ()
        self.cards.forget(edit.nodes | others | {node.id for node in nodes if node.shares in owners})
        self.labels.clear()
        return others

    def _tell(self, edit: Edit, redrawn: Redrawn, others: set[str]) -> None:
        self.touched.emit(redrawn.nodes | others)
        if edit.moved:
            self.moved.emit(redrawn.area)
        if edit.has_order or edit.rewired or edit.changed:
            self.restructured.emit()
        self.dirtied.emit(redrawn.area)
        for node_id in others & self.index.keys():
            self.dirtied.emit(self.rect(node_id))

    def _tell_all(self) -> None:
        self.touched.emit(None)
        self.restructured.emit()
        self.dirtied.emit(QRectF())
