"""Graph → a functional keras.Model, named as the graph is."""

import re
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from designer.compiler.blocks import as_drawn, block_problems
from designer.compiler.calls import call_layer, make_input
from designer.compiler.catalogs import current_catalog
from designer.compiler.messages import clean, sentence
from designer.compiler.structure import owner_of, structure_problems
from designer.compiler.values import make_layer
from designer.errors import BuildError
from designer.graph.elements import INPUT, Block, GraphSnapshot, Node
from designer.graph.expanded import Expansion
from designer.graph.expansion import expanded, expanded_block
from designer.graph.graph import Graph
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
    whole = expanded(snapshot)
    _check(snapshot, whole)
    graph = Graph.from_snapshot(expanded(snapshot, keeps_nested=True).graph)
    with deep_recursion(len(whole.graph.nodes)):
        return _join(graph, snapshot.blocks, _NOT_IN_NAMES.sub("_", name).strip("_.-") or "model")


def _check(snapshot: GraphSnapshot, whole: Expansion) -> None:
    graph = Graph.from_snapshot(whole.graph)
    problems = (*block_problems(whole), *structure_problems(graph, current_catalog()))
    for problem in as_drawn(snapshot, problems):
        if problem.severity == "error":
            where = f"{problem.name}: " if problem.name else ""
            raise BuildError(where + problem.message, problem.fix)


def _join(
    graph: Graph, blocks: Sequence[Block], name: str, given: Mapping[str, "keras.KerasTensor"] | None = None
) -> "keras.Model":
    """Make a model of a graph that has no blocks but nested ones; `given` stands for its Inputs."""
    import keras

    tensors = _call_all(graph, blocks, given or {})
    inputs = [tensors[node_id][0] for node_id in graph.model_inputs()]
    outputs = [_port(graph, tensors, output.node, output.port) for output in graph.model_outputs()]
    try:
        return keras.Model(_alone(inputs), _alone(outputs), name=name)
    except Exception as error:
        reason = sentence(clean(error))
        raise BuildError(f"Keras can't join these layers to a model: {reason}") from error


def _nested_model(node: Node, blocks: Sequence[Block], sources: Sequence[Any]) -> "keras.Model":
    """Make the nested model that an instance stands for, for inputs like these."""
    import keras

    block = next(block for block in blocks if block.id == node.block_id)
    graph = Graph.from_snapshot(expanded_block(block, node.params, blocks).graph)
    given = {
        node_id: keras.Input(source.shape[1:], dtype=source.dtype, name=graph.node(node_id).name)
        for node_id, source in zip(graph.model_inputs(), sources, strict=True)
    }
    return _join(graph, blocks, node.name, given)


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


def _call_all(
    graph: Graph, blocks: Sequence[Block], given: Mapping[str, "keras.KerasTensor"]
) -> dict[str, list[Any]]:
    catalog = current_catalog()
    layers: dict[str, Any] = {}
    tensors: dict[str, list[Any]] = {node_id: [tensor] for node_id, tensor in given.items()}
    for node_id in graph.topological_order():
        node = graph.node(node_id)
        if node_id in tensors:
            continue
        if node.type == INPUT:
            tensors[node_id] = [make_input(node.name, node.params)]
            continue
        owner = owner_of(graph, node)
        sources = [_port(graph, tensors, edge.source, edge.source_port) for edge in graph.in_edges(node_id)]
        try:
            if owner.id not in layers:
                layers[owner.id] = (
                    _nested_model(owner, blocks, sources)
                    if owner.block_id
                    else make_layer(owner.type, owner.name, owner.params)
                )
            if owner.block_id:
                tensors[node_id] = _listed(layers[owner.id](_alone(sources)))
                continue
            ports = input_ports(catalog, owner.type)
            taken = [edge.target_port for edge in graph.in_edges(node_id)]
            tensors[node_id] = call_layer(layers[owner.id], ports, sources, taken)
        except Exception as error:
            raise _refused(node, error) from error
    return tensors


def _refused(node: Node, error: Exception) -> BuildError:
    if isinstance(error, BuildError):
        return BuildError(f"{node.name}: {sentence(error.message)}", error.hint)
    return BuildError(f"{node.name}: {sentence(clean(error))}")


def _alone(tensors: list[Any]) -> Any:
    """A single tensor as itself, so that the model takes and gives arrays and not lists of one."""
    return tensors[0] if len(tensors) == 1 else tensors


def _listed(result: Any) -> list[Any]:
    return list(result) if isinstance(result, list | tuple) else [result]


def _port(graph: Graph, tensors: dict[str, list[Any]], node_id: str, port: int) -> Any:
    if port >= len(tensors[node_id]):
        raise BuildError(f"{graph.node(node_id).name} has no output {port + 1}.")
    return tensors[node_id][port]
