"""Graph → a functional keras.Model, named as the graph is."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from designer.compiler.calls import call_layer, make_input
from designer.compiler.catalogs import current_catalog
from designer.compiler.messages import clean
from designer.compiler.structure import structure_problems
from designer.compiler.values import make_layer
from designer.errors import BuildError
from designer.graph.elements import INPUT, GraphSnapshot, Node
from designer.graph.graph import Graph
from designer.graph.rules import input_ports

if TYPE_CHECKING:
    import keras

# Keras walks a functional graph recursively, some frames for every layer in a row.
_FRAMES_PER_LAYER = 10


def build_model(snapshot: GraphSnapshot, name: str = "") -> "keras.Model":
    """Build the model that a graph draws, not yet compiled.

    Args:
        snapshot: The graph.
        name: The model's name; characters that Keras doesn't allow become underscores.

    Raises:
        BuildError: The graph isn't complete, or Keras refuses a layer; the message names the layer.
    """
    import keras

    graph = Graph.from_snapshot(snapshot)
    if errors := [
        problem for problem in structure_problems(graph, current_catalog()) if problem.severity == "error"
    ]:
        raise BuildError(errors[0].message, errors[0].fix)
    with deep_recursion(len(snapshot.nodes)):
        tensors = _call_all(graph)
        inputs = [tensors[node_id][0] for node_id in graph.model_inputs()]
        outputs = [_port(graph, tensors, output.node, output.port) for output in graph.model_outputs()]
        try:
            return keras.Model(inputs, outputs, name=re.sub(r"\W+", "_", name).strip("_") or "model")
        except Exception as error:
            raise BuildError(f"Keras can't join these layers to a model: {clean(error)}") from error


@contextmanager
def deep_recursion(num_layers: int) -> Iterator[None]:
    """Let Keras recurse along a chain of this many layers."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 1000 + _FRAMES_PER_LAYER * num_layers))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _call_all(graph: Graph) -> dict[str, list[Any]]:
    catalog = current_catalog()
    layers: dict[str, Any] = {}
    tensors: dict[str, list[Any]] = {}
    for node_id in graph.topological_order():
        node = graph.node(node_id)
        if node.type == INPUT:
            tensors[node_id] = [make_input(node.name, node.params)]
            continue
        owner = graph.node(node.shares) if node.shares else node
        try:
            if owner.id not in layers:
                layers[owner.id] = make_layer(owner.type, owner.name, owner.params)
            edges = graph.in_edges(node_id)
            sources = [tensors[edge.source][edge.source_port] for edge in edges]
            ports = input_ports(catalog, owner.type)
            tensors[node_id] = call_layer(
                layers[owner.id], ports, sources, [edge.target_port for edge in edges]
            )
        except Exception as error:
            raise _refused(node, error) from error
    return tensors


def _refused(node: Node, error: Exception) -> BuildError:
    if isinstance(error, BuildError):
        return BuildError(f"{node.name}: {error.message}", error.hint)
    return BuildError(f"{node.name}: {clean(error)}")


def _port(graph: Graph, tensors: dict[str, list[Any]], node_id: str, port: int) -> Any:
    if port >= len(tensors[node_id]):
        raise BuildError(f"{graph.node(node_id).name} has no output {port + 1}.")
    return tensors[node_id][port]
