"""What the canvas can do to the document: each a command or two; a refusal is told in one place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from designer.document import edits
from designer.document.commands import AddNodes, Command
from designer.document.homes import home_at, home_of
from designer.document.rewire import PortOf
from designer.errors import DesignerError, GraphError
from designer.graph.block_specs import CATEGORY
from designer.graph.elements import Edge
from designer.graph.layout import ROW_GAP
from designer.ui.canvas.annotations import parted
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH, Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.parts import Parts
from designer.ui.theme import GRID_PX

_T = TypeVar("_T")


@dataclass(frozen=True)
class Wish:
    """Where a layer is to come that is still to be chosen.

    Args:
        point: Where its middle will be.
        sources: The output ports that will feed it; where it takes only one input, the last of them.
        edge: The edge that it will be put on.
        is_open: Whether it is still to be asked which output of the source is meant, where that has several.
    """

    point: QPointF
    sources: tuple[PortOf, ...] = ()
    edge: Edge | None = None
    is_open: bool = False


class Editing(QObject):
    """Turns what the user does into commands.

    Signals:
        refused: Why an edit can't be: one line with the remedy.
        layer_wanted: A `Wish`: the user is to choose a layer for a place.

    Attributes:
        parts: What can be placed.
    """

    refused = Signal(str)
    layer_wanted = Signal(object)

    def __init__(self, content: Content, interaction: Interaction, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._document = content.document
        self._interaction = interaction
        self.parts = Parts(content.document)

    def may_divide(self, key: str) -> bool:
        """Whether an edge can lead through a layer or a block that is placed on it."""
        return self.parts.may_divide(self._content.catalog, key)

    def title(self, key: str) -> str:
        """What people call a layer or a block."""
        spec = self.parts.spec(self._content.catalog, key)
        return spec.title if spec and spec.category == CATEGORY else key

    def attempt(self, edit: Callable[[], _T]) -> _T | None:
        """Run an edit; tell why where it is refused."""
        try:
            return edit()
        except DesignerError as error:
            self.refused.emit(str(error))
            return None

    def push(self, command: Command) -> None:
        """Do one command, or tell why not."""
        self.attempt(lambda: self._document.push(command))

    def delete_selection(self) -> None:
        """Delete all that is selected as one step."""
        state = self._interaction
        notes, frames = parted(state.annotations)
        self._push_made(
            lambda: edits.remove_selection(self._document, state.nodes, state.edges, notes, frames)
        )

    def skip_command(self, source: str, source_port: int, edge: Edge) -> Command:
        """What joins an earlier output into a later edge.

        Raises:
            GraphError: The two can't be joined.
        """
        shapes = {
            node_id: [output.shape for output in found.outputs]
            for node_id, found in self._content.analysis.nodes.items()
        }
        home = home_of(self._document, (source, edge.source))
        inner = home.edge(edge)
        made = edits.skip_connection(home.document, home.local(source), source_port, inner, home.own(shapes))
        return home.command(made)

    def add(self, layer_type: str, center: QPointF, source: str | None = None) -> str:
        """Place a layer with its middle at a point, and select it.

        Args:
            source: A node to feed it from, where it takes an input.

        Returns:
            The new node's id; empty where it was refused.
        """
        sources = [(source, 0)] if source else []
        return self.attempt(lambda: self._add(layer_type, center, sources)) or ""

    def fulfil(self, wish: Wish, layer_type: str) -> str:
        """Place a layer where one was wished for, fed from there; see `add`."""
        if wish.edge:
            return self.insert(layer_type, wish.edge, wish.point)
        return self.attempt(lambda: self._add(layer_type, wish.point, wish.sources)) or ""

    def wish_behind(self, sources: Sequence[str]) -> Wish:
        """A place for a layer that some nodes feed: behind the last of them."""
        point = QPointF(*self._content.insets.end(sources[-1])) + self._row_step()
        ports = tuple((node_id, 0) for node_id in sources)
        return Wish(self._free_spot(point), ports, is_open=len(ports) == 1)

    def wish_near(self, point: QPointF) -> Wish:
        """The free place nearest to a point."""
        return Wish(self._free_spot(point))

    def insert(self, layer_type: str, edge: Edge, center: QPointF) -> str:
        """Put a layer on an edge, near a point, and select it; see `add`."""
        return self.attempt(lambda: self._insert(layer_type, edge, center)) or ""

    def add_near(self, layer_type: str, point: QPointF) -> str:
        """Place a layer at the free spot nearest to a point; see `add`."""
        return self.add(layer_type, self._free_spot(point))

    def add_behind(self, layer_type: str, source: str) -> str:
        """Place a layer behind another and feed it from there; see `add`."""
        return self.fulfil(self.wish_behind([source]), layer_type)

    def _add(self, layer_type: str, center: QPointF, sources: Sequence[PortOf]) -> str:
        spec = self.parts.spec(self._content.catalog, layer_type)
        most = spec.inputs.usual if spec else None
        used = sources[-1:] if most == 1 else sources[:most]
        place, document = center.toTuple(), self._document
        home = home_of(document, [source for source, _ in used]) if used else home_at(document, place)
        part = self.parts.make(self._content.catalog, layer_type, home.document)
        node, ends = part.node, [(home.local(source), port) for source, port in used]
        edges = [Edge(*source, node.id, number) for number, source in enumerate(ends)]
        home.document.push(part.step(AddNodes([node], {node.id: home.place(place)}, edges), "Add"))
        self._interaction.select([home.joined(node.id)])
        return home.joined(node.id)

    def _insert(self, layer_type: str, edge: Edge, center: QPointF) -> str:
        home = home_of(self._document, (edge.source,))
        part = self.parts.make(self._content.catalog, layer_type, home.document)
        place = home.place(center.toTuple())
        if part.node.block_id and not self.may_divide(layer_type):
            raise GraphError(
                f"{self.title(layer_type)} can't be put on an edge: that takes one input and one output.",
                "Drop it beside the edge, and connect it.",
            )
        made = edits.insert_on_edge(home.document, part.node, home.edge(edge), place)
        home.document.push(part.step(made, "Insert"))
        self._interaction.select([home.joined(part.node.id)])
        return home.joined(part.node.id)

    def _push_made(self, make: Callable[[], Command]) -> None:
        self.attempt(lambda: self._document.push(make()))

    def _row_step(self) -> QPointF:
        if self._content.is_vertical:
            return QPointF(0, NODE_HEIGHT + ROW_GAP)
        return QPointF(NODE_WIDTH + ROW_GAP, 0)

    def _free_spot(self, center: QPointF) -> QPointF:
        """The nearest place beside a point, across the flow, where no node lies."""
        size, step = QPointF(NODE_WIDTH, NODE_HEIGHT), QPointF(NODE_WIDTH + GRID_PX * 3, 0)
        if not self._content.is_vertical:
            step = QPointF(0, NODE_HEIGHT + GRID_PX * 3)
        while self._content.nodes_within(QRectF(center - size / 2, center + size / 2)):
            center = center + step
        return center
