"""Finds which layer of one network is which of another: by id, by name, or by its place in the structure."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.training.comparison.alignment import SAME, align

Matches = Mapping[str, str]
"""Ids of the second network by ids of the first."""


class Word(NamedTuple):
    """What a layer is: its kind, and all that is set on it, a line each."""

    kind: str
    said: str


_KIND_ONLY = 2
_ENOUGH = 0.98  # of the highest score: no other way finds more


class Side:
    """A network as it is looked at in a comparison."""

    def __init__(self, graph: GraphSnapshot) -> None:
        self.graph = graph
        self.nodes = {node.id: node for node in graph.nodes}
        self.blocks = {block.type: block for block in graph.blocks}

    def kind(self, node: Node) -> str:
        """What a layer is: its type; of a block its name, since ids are each project's own."""
        block = self.blocks.get(node.type)
        return f"block {block.name}" if block else node.type

    @cached_property
    def words(self) -> dict[str, Word]:
        """What each layer is and what is set on it, by its id."""
        return {node.id: Word(self.kind(node), _said(node)) for node in self.graph.nodes}

    @cached_property
    def sources(self) -> dict[str, list[str]]:
        """What leads into each node, by its ports."""
        found = defaultdict(list)
        for edge in sorted(self.graph.edges, key=lambda edge: edge.target_port):
            found[edge.target].append(edge.source)
        return found

    @cached_property
    def targets(self) -> dict[str, list[str]]:
        """What each node leads to."""
        found = defaultdict(list)
        for edge in self.graph.edges:
            found[edge.source].append(edge.target)
        return found

    @cached_property
    def order(self) -> list[str]:
        """All nodes along the flow, one branch after the other by the ports that they lead to."""
        done: dict[str, None] = {}
        for node in self.graph.nodes:
            if not self.targets.get(node.id):
                self._follow(node.id, done)
        return [*done, *(node_id for node_id in self.nodes if node_id not in done)]

    def _follow(self, end: str, done: dict[str, None]) -> None:
        """Add all that leads to a node, and then it."""
        seen, rest = {end}, [(end, iter(self.sources.get(end, ())))]
        while rest:
            node_id, sources = rest[-1]
            source = next((one for one in sources if one not in done and one not in seen), None)
            if source is None:
                done[node_id] = None
                rest.pop()
            else:
                seen.add(source)
                rest.append((source, iter(self.sources.get(source, ()))))


def match(first: Side, second: Side) -> Matches:
    """Which node of the first network is which of the second.

    Ids and names count where they agree with the structure. Two drawings that were made separately may have
    the same ids and names for layers in other places; they are matched by structure.
    """
    best: tuple[int, Matches] = (-1, {})
    for way in (_by_id, _by_name, _by_structure):
        found = _completed(first, second, way(first, second))
        score = _score(first, second, found)
        if score > best[0]:
            best = (score, found)
        if score >= _ENOUGH * _most(first, second):
            break
    return best[1]


def moved(edge: Edge, matches: Matches) -> Edge | None:
    """The same edge between the nodes that these are in the other network."""
    source, target = matches.get(edge.source), matches.get(edge.target)
    return Edge(source, edge.source_port, target, edge.target_port) if source and target else None


def _by_id(first: Side, second: Side) -> Matches:
    return _by_key(first, second, lambda node: node.id)


def _by_name(first: Side, second: Side) -> Matches:
    return _by_key(first, second, lambda node: node.name)


def _by_key(first: Side, second: Side, key: Callable[[Node], str]) -> Matches:
    ours = {key(node): node for node in first.graph.nodes}
    theirs = {key(node): node for node in second.graph.nodes}
    return {
        ours[shared].id: theirs[shared].id
        for shared in ours.keys() & theirs.keys()
        if first.kind(ours[shared]) == second.kind(theirs[shared])
    }


def _by_structure(first: Side, second: Side) -> Matches:
    ours, theirs = first.order, second.order
    words = [first.words[node_id] for node_id in ours], [second.words[node_id] for node_id in theirs]
    pairs = align(*words, _likeness)
    return {ours[one]: theirs[other] for one, other in pairs or ()}


def _likeness(one: Word, other: Word) -> int:
    """How much two layers have in common: nothing, unless they are of one kind."""
    if one.kind != other.kind:
        return 0
    ours, theirs = set(one.said.split("\n")), set(other.said.split("\n"))
    shared, union = len(ours & theirs), len(ours | theirs)
    return _KIND_ONLY + (SAME - 1 - _KIND_ONLY) * shared // union


def _completed(first: Side, second: Side, found: Matches) -> Matches:
    """Match also what is beside matched nodes and of the same kind, where it has no other match."""
    matches, taken = dict(found), set(found.values())
    for order, ours, theirs in (
        (first.order, first.sources, second.targets),
        (first.order[::-1], first.targets, second.sources),
    ):
        for node_id in order:
            if node_id in matches:
                continue
            kind = first.words[node_id].kind
            beside = (matches[near] for near in ours.get(node_id, ()) if near in matches)
            candidates = (other for near in beside for other in theirs.get(near, ()))
            other = next(
                (one for one in candidates if one not in taken and second.words[one].kind == kind), ""
            )
            if other:
                matches[node_id] = other
                taken.add(other)
    return matches


def _score(first: Side, second: Side, matches: Matches) -> int:
    """How well matches explain both networks: edges that are kept, and layers that are the same."""
    edges = set(second.graph.edges)
    kept = sum(moved(edge, matches) in edges for edge in first.graph.edges)
    return 2 * kept + sum(first.words[one] == second.words[other] for one, other in matches.items())


def _most(first: Side, second: Side) -> int:
    """The highest score that any matches could have."""
    nodes = min(len(first.nodes), len(second.nodes))
    return 2 * min(len(first.graph.edges), len(second.graph.edges)) + nodes


def _said(node: Node) -> str:
    """All that is set on a node, a line each."""
    lines = [f"{name}={value!r}" for name, value in sorted(node.params.items())]
    if node.shares:
        lines.append("shares")
    if node.bypassed:
        lines.append("bypassed")
    if node.repeat != 1:
        lines.append(f"repeat={node.repeat!r}")
    return "\n".join(lines)
