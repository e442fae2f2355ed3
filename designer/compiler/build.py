"""Graph → a functional keras.Model, named as the graph is."""

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from designer.compiler.calls import call_layer, make_input
from designer.compiler.catalogs import current_catalog
from designer.compiler.messages import clean, sentence
from designer.compiler.results import Problem
from designer.compiler.structure import owner_of, structure_problems
from designer.compiler.values import make_layer
from designer.errors import BuildError
from designer.graph.elements import INPUT, GraphSnapshot, Node
from designer.graph.graph import Graph
from designer.graph.healing import healed
from designer.graph.rules import input_ports

if TYPE_CHECKING:
    import keras

# Keras walks a functional graph recursively, some frames for every layer in a row.
_FRAMES_PER_LAYER = 10
_FRAMES_ELSEWHERE = 1000
# The limit is one for all threads, so it may fall only to what the others still need. The first of these is
# the limit from before, the others are what is needed now.
_recursion_limits: list[int] = []
_recursion_lock = threading.Lock()
# What TensorFlow takes as the name of an outermost scope.
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")


def build_model(snapshot: GraphSnapshot, name: str = "") -> "keras.Model":
    """Build the model that a graph draws, without bypassed nodes, not yet compiled.

    Args:
        snapshot: The graph.
        name: The model's name; characters that TensorFlow doesn't allow become underscores.

    Raises:
        BuildError: The graph isn't complete, or Keras refuses a layer; the message names the layer.
    """
    import keras

    graph = Graph.from_snapshot(healed(snapshot))
    for problem in structure_problems(graph, current_catalog()):
        if problem.severity == "error":
            raise _stopped_by(graph, problem)
    with deep_recursion(len(snapshot.nodes)):
        tensors = _call_all(graph)
        inputs = [tensors[node_id][0] for node_id in graph.model_inputs()]
        outputs = [_port(graph, tensors, output.node, output.port) for output in graph.model_outputs()]
        try:
            return keras.Model(
                _alone(inputs), _alone(outputs), name=_NOT_IN_NAMES.sub("_", name).strip("_.-") or "model"
            )
        except Exception as error:
            reason = sentence(clean(error))
            raise BuildError(f"Keras can't join these layers to a model: {reason}") from error


@contextmanager
def deep_recursion(num_layers: int) -> Iterator[None]:
    """Let Keras recurse along a chain of this many layers."""
    limit = _FRAMES_ELSEWHERE + _FRAMES_PER_LAYER * num_layers
    with _recursion_lock:
        _recursion_limits.extend([limit] if _recursion_limits else [sys.getrecursionlimit(), limit])
        sys.setrecursionlimit(max(_recursion_limits))
    try:
        yield
    finally:
        with _recursion_lock:
            _recursion_limits.remove(limit)
            sys.setrecursionlimit(max(_recursion_limits))
            if len(_recursion_limits) == 1:
                _recursion_limits.clear()


def _call_all(graph: Graph) -> dict[str, list[Any]]:
    catalog = current_catalog()
    layers: dict[str, Any] = {}
    tensors: dict[str, list[Any]] = {}
    for node_id in graph.topological_order():
        node = graph.node(node_id)
        if node.type == INPUT:
            tensors[node_id] = [make_input(node.name, node.params)]
            continue
        owner = owner_of(graph, node)
        sources = [_port(graph, tensors, edge.source, edge.source_port) for edge in graph.in_edges(node_id)]
        try:
            if owner.id not in layers:
                layers[owner.id] = make_layer(owner.type, owner.name, owner.params)
            ports = input_ports(catalog, owner.type)
            taken = [edge.target_port for edge in graph.in_edges(node_id)]
            tensors[node_id] = call_layer(layers[owner.id], ports, sources, taken)
        except Exception as error:
            raise _refused(node, error) from error
    return tensors


def _stopped_by(graph: Graph, problem: Problem) -> BuildError:
    where = f"{graph.node(problem.node).name}: " if problem.node else ""
    return BuildError(where + problem.message, problem.fix)


def _refused(node: Node, error: Exception) -> BuildError:
    if isinstance(error, BuildError):
        return BuildError(f"{node.name}: {sentence(error.message)}", error.hint)
    return BuildError(f"{node.name}: {sentence(clean(error))}")


def _alone(tensors: list[Any]) -> Any:
    """A single tensor as itself, so that the model takes and gives arrays and not lists of one."""
    return tensors[0] if len(tensors) == 1 else tensors


def _port(graph: Graph, tensors: dict[str, list[Any]], node_id: str, port: int) -> Any:
    if port >= len(tensors[node_id]):
        raise BuildError(f"{graph.node(node_id).name} has no output {port + 1}.")
    return tensors[node_id][port]
