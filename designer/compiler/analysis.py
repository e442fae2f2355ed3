"""Graph → shapes, parameter counts, FLOPs and problems, by asking Keras itself.

Every layer is made and called symbolically inside `StatelessScope(initialize_variables=False)`, which gives
Keras's own verdict and allocates nothing. Verdicts are memoised by layer type, parameters and input specs, so
that an edit costs only what lies downstream of it.
"""

import functools
import json
import math
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LAMBDA, OPERATION
from designer.catalog.values import params_from_json, params_to_json
from designer.compiler.advice import advice_for, fault_of, fix_for
from designer.compiler.blocks import (
    as_drawn,
    block_problems,
    instance_analysis,
    is_of_block,
    outermost_nested,
    port_analyses,
)
from designer.compiler.calls import call_layer, make_input
from designer.compiler.catalogs import current_catalog
from designer.compiler.flops import layer_flops
from designer.compiler.masks import mask_warning, spec_of, symbolic, takes_mask
from designer.compiler.memory import BYTES_PER_VALUE
from designer.compiler.messages import clean, sentence
from designer.compiler.receptive import Reach, own_field, reach_of, receptive_field
from designer.compiler.results import Analysis, NodeAnalysis, Problem, TensorSpec, num_values, shape_text
from designer.compiler.structure import needed_nodes, owner_of, port_problem, structure_problems
from designer.compiler.tracing import must_be_traced, trace
from designer.compiler.values import make_layer
from designer.errors import BuildError
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node
from designer.graph.expanded import Expansion
from designer.graph.expansion import expanded
from designer.graph.facts import Facts
from designer.graph.graph import Graph
from designer.graph.rules import input_ports

if TYPE_CHECKING:
    import keras

# Before Keras's reason: the layer's name, which here is none that the user knows.
_PLACE = re.compile(r"Input \d+ with name '[^']*' of layer '[^']*' is incompatible with the layer: ")
_UNKNOWN_SIZE = re.compile(r"<tf\.Tensor '[^']*' shape=\(\) dtype=int\d+>")


@dataclass(frozen=True, slots=True)
class _Call:
    """The inputs of one call of a layer, in port order, and which ports they are connected to."""

    inputs: tuple[TensorSpec, ...]
    ports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What Keras says of a call: an analysis, or why not; its reach; whether a mask is lost there."""

    analysis: NodeAnalysis | None
    reason: str = ""
    hint: str = ""
    reach: Reach | None = None
    loses_mask: bool = False


@dataclass
class _Findings:
    """What is known of a graph while it is walked in topological order.

    Args:
        first_calls: The first call of each layer and the node that makes it, by the id of the layer's owner.
    """

    graph: Graph
    catalog: Catalog
    problems: list[Problem]
    nodes: dict[str, NodeAnalysis] = field(default_factory=dict)
    first_calls: dict[str, tuple[str, _Call]] = field(default_factory=dict)


_recent: deque[tuple[GraphSnapshot, Analysis]] = deque(maxlen=8)


def analyse(snapshot: GraphSnapshot, revision: int = 0) -> Analysis:
    """Analyse a graph, complete or not; nodes bypassed or downstream of a problem are left out of `nodes`.

    Args:
        snapshot: The graph.
        revision: Handed through to the analysis.
    """
    for known, analysis in tuple(_recent):
        if _is_same(known, snapshot):
            return replace(analysis, revision=revision)
    analysis = _analyse_anew(snapshot, revision)
    _recent.appendleft((snapshot, analysis))
    return analysis


def forget() -> None:
    """Drop all that is remembered of earlier analyses."""
    _recent.clear()
    _judge_input.cache_clear()
    _judge_layer.cache_clear()


def _is_same(known: GraphSnapshot, snapshot: GraphSnapshot) -> bool:
    """Whether an undo has brought the same graph back: the same parameters, not equal ones, as 1 is True."""
    return (
        len(known.nodes) == len(snapshot.nodes)
        and all(
            ours is theirs or (ours == theirs and ours.params is theirs.params)
            for ours, theirs in zip(known.nodes, snapshot.nodes, strict=True)
        )
        and (known.edges, known.inputs, known.outputs) == (snapshot.edges, snapshot.inputs, snapshot.outputs)
        and len(known.blocks) == len(snapshot.blocks)
        and all(ours is theirs for ours, theirs in zip(known.blocks, snapshot.blocks, strict=True))
    )


def _analyse_anew(snapshot: GraphSnapshot, revision: int) -> Analysis:
    expansion = expanded(snapshot)
    graph, catalog = Graph.from_snapshot(expansion.graph), current_catalog()
    wrong = (*block_problems(expansion), *structure_problems(graph, catalog))
    problems = [problem for problem in wrong if not is_of_block(expansion, problem)]
    found = _Findings(graph, catalog, problems)
    closed = {refusal.node for refusal in expansion.refusals} | expansion.unfed
    for node_id in graph.topological_order():
        if node_id not in closed:
            _look_at(found, graph.node(node_id))
    for output in graph.outputs:
        if output.node in found.nodes:
            _find_port(found, output.node, output.port)
    found.problems = as_drawn(snapshot, found.problems)
    return _total(found, expansion, revision)


def _look_at(found: _Findings, node: Node) -> None:
    """Add a node's analysis, or why there is none."""
    if node.type != INPUT and port_problem(found.graph, found.catalog, node):
        return
    verdict = _judge_input(_key(node)) if node.type == INPUT else _judge_call(found, node)
    if verdict is None:
        found.problems += _unmakeable(found, node)
        return
    if verdict.analysis is None:
        found.problems.append(_refusal(found, node, verdict))
        return
    found.nodes[node.id] = _placed(found, node, verdict.analysis, verdict.reach)
    found.problems += advice_for(node, found.graph.in_edges(node.id), _inputs(found, node))
    if verdict.loses_mask:
        found.problems.append(mask_warning(node.id, node.type, _inputs(found, node)))


def _unmakeable(found: _Findings, node: Node) -> Iterator[Problem]:
    """Why a layer can't be made, whatever its inputs will be."""
    edges, owner = found.graph.in_edges(node.id), owner_of(found.graph, node)
    kind, facts = fault_of(found.catalog, owner, edges, (), "")
    if kind not in ("unknown_layer", "missing_params"):
        return
    try:
        make_layer(owner.type, None, owner.params)
    except BuildError as error:
        yield Problem("error", node.id, sentence(error.message), error.hint, kind, facts)


def _placed(found: _Findings, node: Node, analysis: NodeAnalysis, reach: Reach | None) -> NodeAnalysis:
    """An analysis with what depends on the node's place in the network."""
    if node.type == INPUT:
        return analysis
    seen = (found.nodes[edge.source].receptive_field for edge in found.graph.in_edges(node.id))
    return replace(analysis, receptive_field=receptive_field(reach, tuple(seen)))


def _judge_call(found: _Findings, node: Node) -> _Verdict | None:
    """Keras's verdict on a node that calls a layer; None where its inputs aren't all known."""
    edges = found.graph.in_edges(node.id)
    specs = [
        _find_port(found, edge.source, edge.source_port, edge) for edge in edges if edge.source in found.nodes
    ]
    inputs = tuple(spec for spec in specs if spec is not None)
    if len(inputs) < len(edges):
        return None
    call = _Call(inputs, tuple(edge.target_port for edge in edges))
    owner = owner_of(found.graph, node)
    if owner.id in found.first_calls:
        return _judge_layer(owner.type, _key(owner), (found.first_calls[owner.id][1], call))
    verdict = _judge_layer(owner.type, _key(owner), (call,))
    if verdict.analysis:
        found.first_calls[owner.id] = (node.id, call)
    return verdict


def _find_port(found: _Findings, source: str, port: int, edge: Edge | None = None) -> TensorSpec | None:
    """What an output port gives; where it isn't there, the edge that begins there or the source is blamed."""
    outputs = found.nodes[source].outputs
    if port < len(outputs):
        return outputs[port]
    message = f'"{found.graph.node(source).name}" has no output {port + 1}.'
    blamed, facts = (edge.target, Facts((edge,))) if edge else (source, Facts(number=port))
    problem = Problem("error", blamed, message, "Connect another output.", "no_such_output", facts)
    found.problems.append(problem)
    return None


def _inputs(found: _Findings, node: Node) -> list[TensorSpec]:
    edges = found.graph.in_edges(node.id)
    return [found.nodes[edge.source].outputs[edge.source_port] for edge in edges]


def _key(node: Node) -> str:
    return json.dumps(params_to_json(node.params)) if node.params else "{}"


@functools.lru_cache(maxsize=4096)
def _judge_input(params: str) -> _Verdict:
    try:
        tensor = make_input(None, params_from_json(json.loads(params)))
    except BuildError as error:
        return _Verdict(None, sentence(error.message), error.hint)
    spec = TensorSpec(tuple(tensor.shape), str(tensor.dtype))
    num_bytes, own = BYTES_PER_VALUE * num_values(spec.shape), own_field(spec.shape)
    return _Verdict(NodeAnalysis((spec,), activation_bytes=num_bytes, receptive_field=own))


@functools.lru_cache(maxsize=65536)
def _judge_layer(layer_type: str, params: str, calls: tuple[_Call, ...]) -> _Verdict:
    """Make the layer, call it once for each entry of `calls`, and say what the last call gives."""
    try:
        return _call_layer(layer_type, params, calls)
    except BuildError as error:
        return _Verdict(None, sentence(error.message), error.hint)
    except Exception as error:  # noqa: BLE001 - layers raise ValueError, IndexError, NotImplementedError and others
        return _Verdict(None, _reason(error, layer_type, calls[-1]))


def _call_layer(layer_type: str, params: str, calls: tuple[_Call, ...]) -> _Verdict:
    from keras import StatelessScope

    catalog = current_catalog()
    ports = input_ports(catalog, layer_type)
    with StatelessScope(initialize_variables=False):
        layer = make_layer(layer_type, None, params_from_json(json.loads(params)))
        with_mask = takes_mask(layer)
        for call in calls:
            tensors = [symbolic(spec, with_mask=with_mask) for spec in call.inputs]
            results = call_layer(layer, ports, tensors, call.ports)
        if any(result is tensor for result in results for tensor in tensors):
            raise BuildError(f"Keras leaves {layer_type} out of a network.", "Use another layer for it.")
        if must_be_traced(catalog, layer_type):
            trace(layer, ports, calls[-1].inputs, calls[-1].ports)
        outputs = tuple(map(spec_of, results))
        reach = reach_of(layer, tuple(spec.shape for spec in calls[-1].inputs))
        loses_mask = not with_mask and any(spec.mask is not None for spec in calls[-1].inputs)
        return _Verdict(_count(layer, calls, outputs), reach=reach, loses_mask=loses_mask)


def _reason(error: Exception, layer_type: str, call: _Call) -> str:
    reason = _UNKNOWN_SIZE.sub("None", _PLACE.sub("", clean(error)))
    if isinstance(error, ValueError | NotImplementedError):
        return sentence(reason)
    shapes = " and ".join(shape_text(spec.shape) for spec in call.inputs)
    return sentence(f"{layer_type} doesn't take {shapes}: {reason}")


def _count(
    layer: "keras.layers.Layer", calls: tuple[_Call, ...], outputs: tuple[TensorSpec, ...]
) -> NodeAnalysis:
    is_first_call = len(calls) == 1
    return NodeAnalysis(
        outputs,
        parameters=_num_scalars(layer.weights) if is_first_call else 0,
        trainable=_num_scalars(layer.trainable_weights) if is_first_call else 0,
        flops=layer_flops(layer, calls[-1].inputs, outputs),
        activation_bytes=BYTES_PER_VALUE * sum(num_values(spec.shape) for spec in outputs),
    )


def _num_scalars(variables: "Iterable[keras.Variable]") -> int:
    return sum(math.prod(variable.shape) for variable in variables)


def _refusal(found: _Findings, node: Node, verdict: _Verdict) -> Problem:
    edges, shapes = found.graph.in_edges(node.id), [spec.shape for spec in _inputs(found, node)]
    kind, facts = fault_of(found.catalog, owner_of(found.graph, node), edges, shapes, verdict.reason)
    hint = verdict.hint or fix_for(node, shapes, verdict.reason)
    return Problem("error", node.id, verdict.reason, hint, kind, facts)


def _total(found: _Findings, expansion: Expansion, revision: int) -> Analysis:
    """The whole model: what its outputs need; a layer that is called several times counts once."""
    graph, nodes = found.graph, found.nodes
    needed = needed_nodes(graph)
    counted = [nodes[node_id] for node_id in nodes if node_id in needed]
    owners = {owner_of(graph, graph.node(node_id)).id for node_id in nodes if node_id in needed}
    layers = {outermost_nested(expansion, owner) for owner in owners if _is_layer(graph.node(owner))}
    first_calls = {node_id: nodes[node_id] for _, (node_id, _) in found.first_calls.items()}
    weighted = [nodes[node_id] for owner, (node_id, _) in found.first_calls.items() if owner in owners]
    blocks = {path: instance_analysis(each, nodes, first_calls) for path, each in expansion.instances.items()}
    opened = {path: analysis for path, analysis in blocks.items() if analysis}
    return Analysis(
        revision=revision,
        nodes={**nodes, **dict(port_analyses(expansion.ports, nodes)), **opened},
        problems=tuple(found.problems),
        inputs=tuple(_specs(nodes, [(node_id, 0) for node_id in graph.model_inputs()])),
        outputs=tuple(_specs(nodes, [(output.node, output.port) for output in graph.model_outputs()])),
        layers=len(layers),
        is_whole=not any(problem.severity == "error" for problem in found.problems),
        parameters=sum(node.parameters for node in weighted),
        trainable=sum(node.trainable for node in weighted),
        flops=sum(node.flops for node in counted),
        activation_bytes=sum(node.activation_bytes for node in counted),
        has_blocks=bool(expansion.instances),
    )


def _is_layer(node: Node) -> bool:
    """Whether `model.layers` has it; operations, and a Lambda that is built of them, are none."""
    return not node.type.startswith(OPERATION) and node.type != LAMBDA


def _specs(nodes: dict[str, NodeAnalysis], ports: list[tuple[str, int]]) -> Iterator[TensorSpec]:
    for node_id, port in ports:
        if node_id in nodes and port < len(nodes[node_id].outputs):
            yield nodes[node_id].outputs[port]
