"""Fixes that need no shapes: names, loops, loose and dead ends, wrong numbers of inputs."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from designer.catalog.starting import starting_params
from designer.document.commands import Connect, Disconnect, RenameNode, SetOrder
from designer.document.fixes.base import Case, Finding, Fix, remake, remove, step, take_out
from designer.document.fixes.inputs import add_input
from designer.document.fixes.near import climb, nearest
from designer.document.fixes.shortcuts import block_entry
from designer.graph.elements import Edge, Node, Output
from designer.graph.names import snake_case
from designer.graph.rules import input_ports

_MOST_CUTS = 3


def rename(case: Case, finding: Finding) -> Iterator[Fix]:
    """Give a node a name that Keras takes and no other has."""
    node = case.node(finding)
    plain = unicodedata.normalize("NFKD", node.name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_.-]+", "_", plain).strip("_") or snake_case(node.type)
    taken = {other.name for other in case.document.graph.nodes.values() if other.id != node.id}
    name = stem if stem not in taken else next(f"{stem}_{n}" for n in count(1) if f"{stem}_{n}" not in taken)
    yield step(f"Rename {node.name or 'it'} to {name}", RenameNode(node.id, name))


def cut_loop(case: Case, finding: Finding) -> Iterator[Fix]:
    """Cut one edge of a loop; first the one that runs against the flow and leaves its target an input."""
    graph = case.document.graph

    def merit(edge: Edge) -> tuple[bool, float]:
        needed = input_ports(case.catalog, graph.node(edge.target).type).minimum
        return len(graph.in_edges(edge.target)) > needed, climb(case.document, edge)

    for edge in sorted(finding.facts.edges, key=merit, reverse=True)[:_MOST_CUTS]:
        yield _cut(case, edge)


def cut_extra(case: Case, finding: Finding) -> Iterator[Fix]:
    """Cut the edges into inputs that a layer doesn't have."""
    edges = finding.facts.edges
    sources = " and ".join(case.name(edge.source) for edge in edges)
    yield step(f"Cut the edge from {sources}", *map(Disconnect, edges))


def feed(case: Case, finding: Finding) -> Iterator[Fix]:
    """Connect a layer that nothing feeds to the nearest loose end, or delete it and what it alone feeds."""
    graph, node = case.document.graph, case.node(finding)
    if not graph.model_inputs():
        yield from add_input(case, finding)
    ports = input_ports(case.catalog, node.type)
    if ports.minimum == 1 or ports.names[0] == "query":
        yield from _connect_nearest(case, node, range(ports.minimum))
    yield from remove(case, _fed_only_by(case, node.id), node.id)


def complete(case: Case, finding: Finding) -> Iterator[Fix]:
    """Settle a layer that misses an input: remove it and let its neighbours join, or give it one.

    A merge behind layers that keep the shape is taken for the end of a residual block without its shortcut.
    """
    node, edges, port = case.node(finding), finding.facts.edges, finding.facts.number
    names = input_ports(case.catalog, node.type).names
    if names[0] == "query" and edges:
        edge = Edge(edges[0].source, edges[0].source_port, node.id, port)
        label = (
            f"Connect {case.name(edge.source)} to the {names[min(port, len(names) - 1)]} of {node.name} too"
        )
        yield step(label, Connect(edge))
    elif len(edges) == 1 and (entry := block_entry(case, edges[0])):
        shortcut = Edge(entry.source, entry.source_port, node.id, port)
        yield step(f"Connect {case.name(entry.source)} to {node.name}", Connect(shortcut))
    if edges:
        yield take_out(case.document, f"Remove {node.name} and join its neighbours", node.id)
    yield from _connect_nearest(case, node, [port])


def unshare(case: Case, finding: Finding) -> Iterator[Fix]:
    """Give a node a layer of its own instead of one that it can't call again."""
    node = case.node(finding)
    spec = case.catalog.layer(node.type)
    params = node.params or (starting_params(spec) if spec else {})
    own = replace(node, shares=None, params=params)
    yield remake(case.document, f"Give {node.name} a layer of its own", own)
    yield from remove(case, [node.id], node.id)


def remove_dead(case: Case, finding: Finding) -> Iterator[Fix]:
    """Delete a branch that no output needs, or make it an output."""
    graph, node = case.document.graph, case.node(finding)
    yield from remove(case, _dead_with(case, node.id), node.id)
    yield step(
        f"Make {node.name} an output of the model", SetOrder(graph.inputs, (*graph.outputs, Output(node.id)))
    )


def _cut(case: Case, edge: Edge) -> Fix:
    return step(f"Cut the edge from {case.name(edge.source)} to {case.name(edge.target)}", Disconnect(edge))


def _connect_nearest(case: Case, node: Node, ports: Sequence[int]) -> Iterator[Fix]:
    """Feed a node from the nearest loose end that doesn't depend on it."""
    graph = case.document.graph
    if {edge.target_port for edge in graph.in_edges(node.id)} & set(ports):
        return  # what is connected is bypassed, and nothing flows past it
    ends = {
        other.id
        for other in graph.nodes.values()
        if not graph.out_edges(other.id) and not graph.would_cycle(other.id, node.id)
    }
    if not ends:
        ends = {other for other in graph.model_inputs() if not graph.in_edges(node.id)}
    if source := nearest(case.document, node.id, sorted(ends)):
        label = f"Connect {case.name(source)} to {node.name}"
        yield step(label, *(Connect(Edge(source, 0, node.id, port)) for port in ports))


def _fed_only_by(case: Case, node_id: str) -> set[str]:
    graph, gone = case.document.graph, {node_id}
    for other in graph.topological_order():
        sources = {edge.source for edge in graph.in_edges(other)}
        if sources and sources <= gone:
            gone.add(other)
    return gone


def _dead_with(case: Case, node_id: str) -> set[str]:
    """A node that no output needs, all that depends on it, and what works for these alone."""
    graph = case.document.graph
    gone = {node_id, *graph.descendants(node_id)}
    outputs = {output.node for output in graph.model_outputs()} - gone
    for other in reversed(graph.topological_order()):
        targets = {edge.target for edge in graph.out_edges(other)}
        if targets and targets <= gone and other not in outputs:
            gone.add(other)
    return gone
