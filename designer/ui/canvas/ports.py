"""Where edges may begin and end on a node."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF

from designer.graph import rules
from designer.graph.layout import NODE_SIZE
from designer.graph.layout_routes import input_port, output_port
from designer.ui.canvas.content import Content

_SPARE_INSET_PX = 14.0
_SPARE_BESIDE_SIGN_PX = 28.0
"""How far from the corner that has the sign of a problem."""


@dataclass(frozen=True)
class Port:
    """A place on the border of a node where an edge attaches.

    Args:
        node: Id of the node.
        number: Which of its input or output ports, from 0.
        is_output: Whether edges begin here.
        is_used: Whether an edge is attached.
        is_needed: Whether it is a loose end as long as no edge is attached.
        position: In pixels at 100 % zoom.
        name: What Keras calls it, where the ports of the node differ in meaning.
    """

    node: str
    number: int
    is_output: bool
    is_used: bool
    is_needed: bool
    position: QPointF
    name: str = ""

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
    wanted = rules.input_ports(content.catalog, graph.node(node_id).type)
    points = [_entrance(content, node_id, number) for number in range(content.num_inputs(node_id))]
    if rules.num_shown_ports(graph, content.catalog, node_id) > len(points):
        points.append(_spare(content, node_id))
    return [
        Port(node_id, number, False, number in taken, number < wanted.minimum, point, wanted.name(number))
        for number, point in enumerate(points)
    ]


def output_ports(content: Content, node_id: str) -> list[Port]:
    """The output ports of a node: one, or as many as its analysis or its edges tell."""
    used = {edge.source_port for edge in content.document.graph.out_edges(node_id)}
    center, orientation = content.insets.end(node_id), content.document.orientation
    return [
        Port(
            node_id,
            number,
            True,
            number in used,
            number == 0 and not used,
            QPointF(*output_port(center, NODE_SIZE, orientation, number)),
            name,
        )
        for number, name in enumerate(output_names(content, node_id))
    ]


def output_names(content: Content, node_id: str) -> list[str]:
    """What the outputs of a node are called; one empty name where it has only one."""
    graph, known = content.document.graph, content.analysis.nodes.get(node_id)
    used = max((edge.source_port for edge in graph.out_edges(node_id)), default=0)
    count = max(len(known.outputs) if known else 1, used + 1)
    if count == 1:
        return [""]
    spec = content.catalog.layer(graph.node(node_id).type)
    return [spec.output_name(port, count) if spec else f"output {port + 1}" for port in range(count)]


def body_port(content: Content, node_id: str) -> Port:
    """The input port that a drop on the body of a node means: its first free one, or else its first.

    Extra inputs, such as initial states, are only meant by a drop on them.
    """
    found = input_ports(content, node_id)
    most = rules.input_ports(content.catalog, content.document.graph.node(node_id).type).usual
    free = (port for port in found if not port.is_used and (most is None or port.number < most))
    body = Port(node_id, 0, False, True, False, content.rect(node_id).center())
    return next(free, found[0] if found else body)


def _entrance(content: Content, node_id: str, number: int) -> QPointF:
    slot, count = content.slot(node_id, number)
    center, orientation = content.center(node_id), content.document.orientation
    return QPointF(*input_port(center, NODE_SIZE, slot, count, orientation))


def _spare(content: Content, node_id: str) -> QPointF:
    """Near the corner, where a node of any number of inputs takes one more."""
    if content.is_vertical:
        return content.rect(node_id).topRight() - QPointF(_SPARE_BESIDE_SIGN_PX, 0)
    return content.rect(node_id).bottomLeft() - QPointF(0, _SPARE_INSET_PX)
