"""Where edges may begin and end on a node."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF

from designer.graph import rules
from designer.graph.layout import NODE_SIZE
from designer.graph.layout_routes import input_port, output_port
from designer.ui.canvas.content import Content

_SPARE_INSET_PX = 14.0
_OUTPUT_GAP_PX = 24.0


@dataclass(frozen=True)
class Port:
    """A place on the border of a node where an edge attaches.

    Args:
        node: Id of the node.
        number: Which of its input or output ports, from 0.
        is_output: Whether edges begin here.
        is_used: Whether an edge is attached.
        is_needed: Whether the network is unfinished as long as no edge is attached.
        position: In pixels at 100 % zoom.
    """

    node: str
    number: int
    is_output: bool
    is_used: bool
    is_needed: bool
    position: QPointF

    def distance(self, point: QPointF) -> float:
        """How far a point lies from it, in pixels at 100 % zoom."""
        return QLineF(self.position, point).length()


def ports(content: Content, node_id: str) -> list[Port]:
    """All ports that a node shows: its inputs, with one spare where it takes any number, and its outputs."""
    return [*input_ports(content, node_id), *output_ports(content, node_id)]


def input_ports(content: Content, node_id: str) -> list[Port]:
    """The input ports that a node shows."""
    graph = content.document.graph
    taken = {edge.target_port for edge in graph.in_edges(node_id)}
    needed = rules.input_ports(content.catalog, graph.node(node_id).type).minimum
    points = [_entrance(content, node_id, number) for number in range(content.num_inputs(node_id))]
    if rules.num_shown_ports(graph, content.catalog, node_id) > len(points):
        points.append(_spare(content, node_id))
    return [
        Port(node_id, number, False, number in taken, number < needed, point)
        for number, point in enumerate(points)
    ]


def output_ports(content: Content, node_id: str) -> list[Port]:
    """The output ports of a node: one, or as many as its analysis or its edges tell."""
    used = {edge.source_port for edge in content.document.graph.out_edges(node_id)}
    known = content.analysis.nodes.get(node_id)
    count = max(len(known.outputs) if known else 1, max(used, default=0) + 1)
    middle = QPointF(*output_port(content.center(node_id), NODE_SIZE, content.document.orientation))
    step = QPointF(_OUTPUT_GAP_PX, 0) if content.is_vertical else QPointF(0, _OUTPUT_GAP_PX / 2)
    offsets = [step * (number - (count - 1) / 2) for number in range(count)]
    return [
        Port(node_id, number, True, number in used, number == 0, middle + off)
        for number, off in enumerate(offsets)
    ]


def body_port(content: Content, node_id: str) -> Port:
    """The input port that a drop on the body of a node means: its first free one, or else its first."""
    found = input_ports(content, node_id)
    body = Port(node_id, 0, False, True, False, content.rect(node_id).center())
    return next((port for port in found if not port.is_used), found[0] if found else body)


def _entrance(content: Content, node_id: str, number: int) -> QPointF:
    slot, count = content.slot(node_id, number)
    center, orientation = content.center(node_id), content.document.orientation
    return QPointF(*input_port(center, NODE_SIZE, slot, count, orientation))


def _spare(content: Content, node_id: str) -> QPointF:
    """Near the corner, where a node of any number of inputs takes one more."""
    if content.is_vertical:
        return content.rect(node_id).topRight() - QPointF(_SPARE_INSET_PX, 0)
    return content.rect(node_id).bottomLeft() - QPointF(0, _SPARE_INSET_PX)
