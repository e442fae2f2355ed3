"""Graph → shapes, parameter counts, FLOPs and problems, by asking Keras itself.

Every layer is made and called symbolically inside `StatelessScope(initialize_variables=False)`, which gives
Keras's own verdict and allocates nothing. Verdicts are memoised by layer type, parameters and input specs, so
that an edit costs only what lies downstream of it.
"""

import functools
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from designer.catalog.catalog import Catalog
from designer.catalog.spec import InputPorts
from designer.catalog.values import params_from_json, params_to_json
from designer.compiler.advice import advice_for, fix_for
from designer.compiler.build import deep_recursion
from designer.compiler.calls import call_layer, make_input
from designer.compiler.catalogs import current_catalog
from designer.compiler.flops import layer_flops, num_values
from designer.compiler.messages import clean
from designer.compiler.results import Analysis, NodeAnalysis, Problem, TensorSpec
from designer.compiler.structure import structure_problems
from designer.compiler.values import make_layer
from designer.errors import BuildError
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node
from designer.graph.graph import Graph
from designer.graph.rules import input_ports

if TYPE_CHECKING:
    import keras

_BYTES_PER_VALUE = 4


@dataclass(frozen=True, slots=True)
class _Call:
    """The inputs of one call of a layer, in port order, and which ports they are connected to."""

    inputs: tuple[TensorSpec, ...]
    ports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What Keras says of a call: an analysis, or why not."""

    analysis: NodeAnalysis | None
    reason: str = ""
    hint: str = ""


def analyse(snapshot: GraphSnapshot, revision: int = 0) -> Analysis:
    """Analyse a graph, complete or not; nodes downstream of a problem are left out of `nodes`.

    Args:
        snapshot: The graph.
        revision: Handed through to the analysis.
    """
    graph, catalog = Graph.from_snapshot(snapshot), current_catalog()
    problems = structure_problems(graph, catalog)
    nodes: dict[str, NodeAnalysis] = {}
    with deep_recursion(len(snapshot.nodes)):
        for node_id in graph.topological_order():
            node = graph.node(node_id)
            verdict = _judge_node(graph, catalog, node, nodes)
            if verdict is None:
                continue
            if verdict.analysis is None:
                problems.append(_problem(graph, nodes, node, verdict))
            else:
                nodes[node_id] = verdict.analysis
                problems += advice_for(node, [nodes[edge.source] for edge in graph.in_edges(node_id)])
    return _total(graph, revision, nodes, tuple(problems))


def _judge_node(
    graph: Graph, catalog: Catalog, node: Node, known: dict[str, NodeAnalysis]
) -> _Verdict | None:
    """Keras's verdict on a node; None where its inputs aren't all known."""
    if node.type == INPUT:
        return _judge_input(_key(node))
    owner = graph.nodes.get(node.shares) if node.shares else node
    ports = input_ports(catalog, owner.type) if owner else InputPorts()
    call = _call(graph.in_edges(node.id), ports, known)
    if owner is None or call is None:
        return None
    if owner is node:
        return _judge_layer(node.type, _key(node), (call,))
    first = _call(graph.in_edges(owner.id), ports, known)
    return _judge_layer(owner.type, _key(owner), (first, call)) if first else None


def _call(edges: list[Edge], ports: InputPorts, known: dict[str, NodeAnalysis]) -> _Call | None:
    if len(edges) < ports.minimum or (ports.maximum is not None and len(edges) > ports.maximum):
        return None
    specs = []
    for edge in edges:
        source = known.get(edge.source)
        if source is None or edge.source_port >= len(source.outputs):
            return None
        specs.append(source.outputs[edge.source_port])
    return _Call(tuple(specs), tuple(edge.target_port for edge in edges))


def _key(node: Node) -> str:
    return json.dumps(params_to_json(node.params)) if node.params else "{}"


@functools.lru_cache(maxsize=4096)
def _judge_input(params: str) -> _Verdict:
    try:
        tensor = make_input(None, params_from_json(json.loads(params)))
    except BuildError as error:
        return _Verdict(None, error.message, error.hint)
    spec = TensorSpec(tuple(tensor.shape), str(tensor.dtype))
    return _Verdict(NodeAnalysis((spec,), activation_bytes=_BYTES_PER_VALUE * num_values(spec.shape)))


@functools.lru_cache(maxsize=65536)
def _judge_layer(layer_type: str, params: str, calls: tuple[_Call, ...]) -> _Verdict:
    """Make the layer, call it once for each entry of `calls`, and say what the last call gives."""
    from keras import KerasTensor, StatelessScope

    ports = input_ports(current_catalog(), layer_type)
    try:
        with StatelessScope(initialize_variables=False):
            layer = make_layer(layer_type, None, params_from_json(json.loads(params)))
            for call in calls:
                tensors = [KerasTensor(spec.shape, spec.dtype) for spec in call.inputs]
                results = call_layer(layer, ports, tensors, call.ports)
            outputs = tuple(TensorSpec(tuple(tensor.shape), str(tensor.dtype)) for tensor in results)
            return _Verdict(_count(layer, calls, outputs))
    except BuildError as error:
        return _Verdict(None, error.message, error.hint)
    except Exception as error:  # noqa: BLE001 - layers raise ValueError, IndexError, NotImplementedError and others
        return _Verdict(None, clean(error))


def _count(
    layer: "keras.layers.Layer", calls: tuple[_Call, ...], outputs: tuple[TensorSpec, ...]
) -> NodeAnalysis:
    is_first_call = len(calls) == 1
    return NodeAnalysis(
        outputs,
        parameters=_num_scalars(layer.weights) if is_first_call else 0,
        trainable=_num_scalars(layer.trainable_weights) if is_first_call else 0,
        flops=layer_flops(layer, calls[-1].inputs, outputs),
        activation_bytes=_BYTES_PER_VALUE * sum(num_values(spec.shape) for spec in outputs),
    )


def _num_scalars(variables: "Iterable[keras.Variable]") -> int:
    return sum(math.prod(variable.shape) for variable in variables)


def _problem(graph: Graph, known: dict[str, NodeAnalysis], node: Node, verdict: _Verdict) -> Problem:
    sources = [known[edge.source].outputs[edge.source_port].shape for edge in graph.in_edges(node.id)]
    return Problem("error", node.id, verdict.reason, verdict.hint or fix_for(node, sources, verdict.reason))


def _total(
    graph: Graph, revision: int, nodes: dict[str, NodeAnalysis], problems: tuple[Problem, ...]
) -> Analysis:
    counted = list(nodes.values())
    shared = sum(1 for node_id in nodes if graph.node(node_id).shares)
    return Analysis(
        revision=revision,
        nodes=nodes,
        problems=problems,
        inputs=tuple(_specs(nodes, [(node_id, 0) for node_id in graph.model_inputs()])),
        outputs=tuple(_specs(nodes, [(output.node, output.port) for output in graph.model_outputs()])),
        layers=len(counted) - shared,
        parameters=sum(node.parameters for node in counted),
        trainable=sum(node.trainable for node in counted),
        flops=sum(node.flops for node in counted),
        activation_bytes=sum(node.activation_bytes for node in counted),
    )


def _specs(nodes: dict[str, NodeAnalysis], ports: list[tuple[str, int]]) -> Iterator[TensorSpec]:
    for node_id, port in ports:
        if node_id in nodes and port < len(nodes[node_id].outputs):
            yield nodes[node_id].outputs[port]
