"""What the user points at, has selected and is drawing: the state of the view that is never saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from designer.graph.elements import Edge
from designer.ui.canvas.annotations import Key, Part
from designer.ui.canvas.content import Content
from designer.ui.canvas.ports import Port
from designer.ui.canvas.snapping import Guide


@dataclass(frozen=True)
class Preview:
    """An edge or a layer that is being drawn and is not in the document.

    Args:
        start: Where the edge comes from; None for a dropped layer.
        end: Where the cursor is, or the port that it would attach to.
        is_refused: Whether letting go here would be refused.
        is_skip: Whether it is a skip connection, which swings out beside the trunk.
        node: The middle of the layer that is to come at the end of the edge.
    """

    start: QPointF | None
    end: QPointF
    is_refused: bool = False
    is_skip: bool = False
    node: QPointF | None = None


@dataclass(frozen=True)
class Stroke:
    """What is being cut.

    Args:
        points: Where the mouse went.
        edges: What it has crossed.
    """

    points: tuple[QPointF, ...]
    edges: tuple[Edge, ...]


class Interaction(QObject):
    """Selection, hover and previews.

    Signals:
        selection_changed: Other nodes, edges, notes or frames are selected.
        looks_changed: Something above the network must be drawn anew.
        guides_changed: What is dragged lines up with other nodes.
    """

    selection_changed = Signal()
    looks_changed = Signal()
    guides_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nodes: tuple[str, ...] = ()
        self.edges: frozenset[Edge] = frozenset()
        self.annotations: tuple[Key, ...] = ()
        self.hovered_node: str | None = None
        self.hovered_edge: Edge | None = None
        self.hovered_port: Port | None = None
        self.hovered_part: Part | None = None
        self.target_edge: Edge | None = None
        self.offered_ports: tuple[Port, ...] = ()
        self.preview: Preview | None = None
        self.band: QRectF | None = None
        self.stroke: Stroke | None = None
        self.highlight: str | None = None
        self.last_bookmark: int | None = None
        self.guides: tuple[Guide, ...] = ()
        self.snaps_to_grid = True
        self.snaps_to_guides = True
        self.band_encloses = False

    def select(
        self, nodes: Iterable[str], edges: Iterable[Edge] = (), annotations: Iterable[Key] = ()
    ) -> None:
        """Select exactly these."""
        new = tuple(dict.fromkeys(nodes)), frozenset(edges), tuple(dict.fromkeys(annotations))
        if new != (self.nodes, self.edges, self.annotations):
            self.nodes, self.edges, self.annotations = new
            self.selection_changed.emit()

    def toggle(self, node_id: str) -> None:
        """Select a node too, or no longer."""
        others = tuple(other for other in self.nodes if other != node_id)
        nodes = others if len(others) < len(self.nodes) else (*others, node_id)
        self.select(nodes, self.edges, self.annotations)

    def toggle_annotation(self, key: Key) -> None:
        """Select a note or frame too, or no longer."""
        others = tuple(other for other in self.annotations if other != key)
        chosen = others if len(others) < len(self.annotations) else (*others, key)
        self.select(self.nodes, self.edges, chosen)

    def forget_missing(self, content: Content) -> None:
        """Let go of what is no longer there."""
        nodes = content.index
        if self.hovered_node not in nodes or not content.has_edge(self.hovered_edge):
            self.hovered_node = self.hovered_edge = self.hovered_port = None
        if self.highlight not in nodes:
            self.highlight = None
        self.select(
            [node_id for node_id in self.nodes if node_id in nodes],
            [edge for edge in self.edges if content.has_edge(edge)],
            [key for key in self.annotations if key in content.annotations],
        )

    def point_at(
        self,
        *,
        node: str | None = None,
        edge: Edge | None = None,
        port: Port | None = None,
        part: Part | None = None,
    ) -> None:
        """Note what lies under the cursor."""
        self.hovered_part = part
        if (node, edge, port) != (self.hovered_node, self.hovered_edge, self.hovered_port):
            self.hovered_node, self.hovered_edge, self.hovered_port = node, edge, port
            self.looks_changed.emit()

    def show_guides(self, guides: tuple[Guide, ...] = ()) -> None:
        """Show what is lined up; without arguments, nothing."""
        if guides != self.guides:
            self.guides = guides
            self.guides_changed.emit()

    def show(
        self,
        *,
        preview: Preview | None = None,
        target_edge: Edge | None = None,
        offered_ports: Iterable[Port] = (),
        band: QRectF | None = None,
        stroke: Stroke | None = None,
    ) -> None:
        """Show what a gesture is doing; without arguments, nothing."""
        self.preview, self.target_edge, self.offered_ports, self.band = (
            preview,
            target_edge,
            tuple(offered_ports),
            band,
        )
        self.stroke = stroke
        self.looks_changed.emit()
