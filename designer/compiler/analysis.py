"""Graph → shapes, parameter counts, FLOPs and problems, by asking Keras itself.

A graph is opened into its flat network, which is walked in topological order. `designer.compiler.verdicts`
has Keras judge each layer; verdicts are remembered, so that an edit costs only what lies downstream of it.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LAMBDA, OPERATION
from designer.compiler import verdicts
from designer.compiler.advice import advice_for, fault_of, fix_for
from designer.compiler.blocks import (
    as_drawn,
    block_problems,
    instance_analysis,
    is_of_block,
    needed_within,
    outermost_nested,
    port_analyses,
)
from designer.compiler.catalogs import current_catalog
from designer.compiler.masks import mask_warning
from designer.compiler.receptive import Reach, receptive_field
from designer.compiler.results import Analysis, NodeAnalysis, Problem, TensorSpec
from designer.compiler.structure import owner_of, port_problem, structure_problems
from designer.compiler.verdicts import Call, Verdict, judge_input, judge_layer, key_of, why_unmakeable
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node
from designer.graph.expanded import Expansion
from designer.graph.expansion import expanded
from designer.graph.facts import Facts
from designer.graph.graph import Graph


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
    first_calls: dict[str, tuple[str, Call]] = field(default_factory=dict)


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
    verdicts.forget()


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
    needed = needed_within(graph, expansion)
    problems = [
        problem
        for problem in wrong
        if not is_of_block(expansion, problem) and not (problem.kind == "dead" and problem.node in needed)
    ]
    found = _Findings(graph, catalog, problems)
    closed = {refusal.node for refusal in expansion.refusals}
    for node_id in graph.topological_order():
        if node_id not in closed:
            _look_at(found, graph.node(node_id))
    for output in graph.outputs:
        if output.node in found.nodes:
            _find_port(found, output.node, output.port)
    found.problems = as_drawn(snapshot, found.problems)
    return _total(found, expansion, needed, revision)


def _look_at(found: _Findings, node: Node) -> None:
    """Add a node's analysis, or why there is none."""
    if node.type != INPUT and port_problem(found.graph, found.catalog, node):
        return
    verdict = judge_input(key_of(node)) if node.type == INPUT else _judge_call(found, node)
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
    reason, hint = why_unmakeable(owner)
    if reason:
        yield Problem("error", node.id, reason, hint, kind, facts)


def _placed(found: _Findings, node: Node, analysis: NodeAnalysis, reach: Reach | None) -> NodeAnalysis:
    """An analysis with what depends on the node's place in the network."""
    if node.type == INPUT:
        return analysis
    seen = (found.nodes[edge.source].receptive_field for edge in found.graph.in_edges(node.id))
    return replace(analysis, receptive_field=receptive_field(reach, tuple(seen)))


def _judge_call(found: _Findings, node: Node) -> Verdict | None:
    """Keras's verdict on a node that calls a layer; None where its inputs aren't all known."""
    edges = found.graph.in_edges(node.id)
    specs = [
        _find_port(found, edge.source, edge.source_port, edge) for edge in edges if edge.source in found.nodes
    ]
    inputs = tuple(spec for spec in specs if spec is not None)
    if len(inputs) < len(edges):
        return None
    call = Call(inputs, tuple(edge.target_port for edge in edges))
    owner = owner_of(found.graph, node)
    if owner.id in found.first_calls:
        return judge_layer(owner.type, key_of(owner), (found.first_calls[owner.id][1], call))
    verdict = judge_layer(owner.type, key_of(owner), (call,))
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


def _refusal(found: _Findings, node: Node, verdict: Verdict) -> Problem:
    edges, shapes = found.graph.in_edges(node.id), [spec.shape for spec in _inputs(found, node)]
    kind, facts = fault_of(found.catalog, owner_of(found.graph, node), edges, shapes, verdict.reason)
    hint = verdict.hint or fix_for(node, shapes, verdict.reason)
    return Problem("error", node.id, verdict.reason, hint, kind, facts)


def _total(found: _Findings, expansion: Expansion, needed: set[str], revision: int) -> Analysis:
    """The whole model: what its outputs need; a layer that is called several times counts once."""
    graph, nodes = found.graph, found.nodes
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
