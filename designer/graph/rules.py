"""Structure rules that need no Keras: which edge may be drawn, and why another may not."""

from designer.catalog.catalog import Catalog
from designer.catalog.spec import InputPorts
from designer.graph.elements import INPUT, Edge
from designer.graph.graph import Graph

_UNKNOWN = InputPorts()


def input_ports(catalog: Catalog, layer_type: str) -> InputPorts:
    """The input ports of a layer type; of a type that this Keras doesn't know, one input."""
    spec = catalog.layer(layer_type)
    return spec.inputs if spec else _UNKNOWN


def num_shown_ports(graph: Graph, catalog: Catalog, node_id: str) -> int:
    """How many input ports a node shows: all of a fixed number, one spare where any number is taken."""
    ports = input_ports(catalog, graph.node(node_id).type)
    if ports.maximum is not None:
        return ports.maximum
    taken = [edge.target_port for edge in graph.in_edges(node_id)]
    return max(ports.minimum, max(taken, default=-1) + 2)


def refusal(graph: Graph, catalog: Catalog, edge: Edge) -> str:
    """Why an edge may not be drawn: one line, empty where it may."""
    source, target = graph.node(edge.source), graph.node(edge.target)
    if target.type == INPUT:
        return f'"{target.name}" is an Input: data enters the network here, so nothing can feed it.'
    if edge.source == edge.target:
        return f'"{source.name}" can\'t feed itself: a network has no loops.'
    if graph.is_apart(edge.source, edge.target):
        return f'No edge can cross the frame of an open block, as one to "{target.name}" would.'
    if graph.would_cycle(edge.source, edge.target):
        return f'This would close a loop: "{source.name}" already depends on "{target.name}".'
    if any(other.target_port == edge.target_port for other in graph.in_edges(edge.target)):
        spec = catalog.layer(target.type)
        what = f'The block "{spec.title}"' if target.block_id and spec else target.type
        return _refuse_taken(target.name, what, input_ports(catalog, target.type))
    return ""


def _refuse_taken(name: str, what: str, ports: InputPorts) -> str:
    if ports.usual == 1:
        advice = "Join the two with an Add or Concatenate, or remove the present edge first."
        return f'{what} takes one input and "{name}" already has it. {advice}'
    return f'This input of "{name}" is already connected. Remove the present edge first.'


def free_port(graph: Graph, catalog: Catalog, node_id: str) -> int | None:
    """The first input port of a node that takes another edge, no extra one; None where there is none."""
    taken = {edge.target_port for edge in graph.in_edges(node_id)}
    most = input_ports(catalog, graph.node(node_id).type).usual
    ports = range(num_shown_ports(graph, catalog, node_id) if most is None else most)
    return next((port for port in ports if port not in taken), None)


def free_extra_ports(graph: Graph, catalog: Catalog, node_id: str) -> list[int]:
    """The extra input ports of a node, such as initial states, that nothing is connected to."""
    ports = input_ports(catalog, graph.node(node_id).type)
    taken = {edge.target_port for edge in graph.in_edges(node_id)}
    return [port for port in range(ports.usual or 0, ports.maximum or 0) if port not in taken]
