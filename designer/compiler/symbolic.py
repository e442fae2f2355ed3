"""The layers of a network, made as far as Keras makes them and without a single value in memory."""

from typing import TYPE_CHECKING, Any

from designer.compiler.build import deep_recursion
from designer.compiler.calls import call_layer, make_input
from designer.compiler.catalogs import current_catalog
from designer.compiler.structure import owner_of
from designer.compiler.unallocated import unallocated
from designer.compiler.values import make_layer
from designer.errors import DesignerError
from designer.graph.elements import INPUT, GraphSnapshot, Node
from designer.graph.expansion import expanded
from designer.graph.graph import Graph
from designer.graph.rules import input_ports

if TYPE_CHECKING:
    import keras


def symbolic_layers(snapshot: GraphSnapshot) -> "dict[str, keras.layers.Layer]":
    """The built layers by name, blocks opened; what Keras refuses is left out, and all that it feeds.

    Their variables have shapes but no values.
    """
    graph = Graph.from_snapshot(expanded(snapshot).graph)
    layers: dict[str, Any] = {}
    tensors: dict[str, list[Any]] = {}
    with unallocated(), deep_recursion(len(graph.nodes)):
        for node_id in graph.topological_order():
            try:
                tensors[node_id] = _call(graph, graph.node(node_id), tensors, layers)
            except Exception:  # noqa: BLE001, S112 - whatever Keras refuses, and why, is for the analysis to say
                continue
    return {graph.node(node_id).name: layer for node_id, layer in layers.items() if hasattr(layer, "_layers")}


def _call(graph: Graph, node: Node, tensors: dict[str, list[Any]], layers: dict[str, Any]) -> list[Any]:
    if node.type == INPUT:
        return [make_input(node.name, node.params)]
    edges, owner = graph.in_edges(node.id), owner_of(graph, node)
    if not edges:
        raise DesignerError(f"{node.name} has no input.")
    sources = [tensors[edge.source][edge.source_port] for edge in edges]
    layer = layers.get(owner.id) or make_layer(owner.type, owner.name, owner.params)
    found = call_layer(
        layer, input_ports(current_catalog(), owner.type), sources, [edge.target_port for edge in edges]
    )
    layers[owner.id] = layer
    return found
