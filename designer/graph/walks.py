"""Walks over a graph's adjacency, quick enough for every move of the mouse in a large graph."""

from collections.abc import Iterable, Mapping
from typing import Any

Adjacency = Mapping[str, Mapping[str, Mapping[Any, Mapping[str, Any]]]]
"""The neighbours of each node on one side, as networkx keeps them."""


def leads_to(out_of: Adjacency, into: Adjacency, start: str, goal: str) -> bool:
    """Whether a path leads from one node to another, sought from both ends by turns."""
    ahead, behind = _Search(out_of, start), _Search(into, goal)
    while ahead.rest and behind.rest:
        if ahead.meets(behind.found) or behind.meets(ahead.found):
            return True
    return False


class _Search:
    """A walk over the graph from one node, some steps at a time."""

    def __init__(self, neighbours: Adjacency, start: str) -> None:
        self._neighbours = neighbours
        self.rest = [start]
        self.found = {start}

    def meets(self, others: set[str], num_steps: int = 64) -> bool:
        """Walk on, and say whether one of the others was reached."""
        neighbours, rest, found = self._neighbours, self.rest, self.found
        for _ in range(num_steps):
            if not rest:
                break
            for node_id in neighbours[rest.pop()]:
                if node_id in others:
                    return True
                if node_id not in found:
                    found.add(node_id)
                    rest.append(node_id)
        return False


def reachable(neighbours: Adjacency, node_ids: Iterable[str]) -> set[str]:
    """These nodes and all that a walk leads to."""
    rest = list(node_ids)
    found = set(rest)
    while rest:
        for node_id in neighbours[rest.pop()]:
            if node_id not in found:
                found.add(node_id)
                rest.append(node_id)
    return found
