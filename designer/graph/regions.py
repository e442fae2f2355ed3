"""A graph as sequences: what data passes one after the other, and within it what runs side by side.

Where only one tensor is on its way, a sequence can be cut. What lies between two cuts is an item: one layer,
or a region with branches, which are sequences themselves. Repeated structure is the same items in a row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from designer.graph.wiring import Wiring

_DEEPEST = 16
_MOST_VAIN = 3
_MOST_VISITS = 10  # of each node, on average

Item = tuple[str, ...]
"""The nodes of an item, in an order that is the same for items that are alike."""


@dataclass(frozen=True)
class Stretch:
    """Items one after the other, and how many regions it lies in."""

    items: tuple[Item, ...]
    depth: int


def stretches(wiring: Wiring) -> list[Stretch]:
    """All sequences of a graph, the outermost first; nodes in loops are in none."""
    return _Walk(wiring).run()


class _Walk:
    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._order = flow_order(wiring)
        self._at = {node_id: place for place, node_id in enumerate(self._order)}
        self._found: list[Stretch] = []
        self._visits_left = _MOST_VISITS * len(self._order) + 1_000

    def run(self) -> list[Stretch]:
        self._divide(self._order, 0, 0)
        return sorted(self._found, key=lambda stretch: stretch.depth)

    def _divide(self, members: Sequence[str], depth: int, vain: int) -> Item:
        """Note the sequences in some nodes, sources first, and give these in canonical order."""
        parts = list(self._pieces(members))
        if len(parts) == 1 and len(members) > 1:
            vain += 1
        items = tuple(self._item(part, depth, vain) for part in parts)
        self._found.append(Stretch(items, depth))
        return tuple(node_id for item in items for node_id in item)

    def _pieces(self, members: Sequence[str]) -> Iterator[Sequence[str]]:
        """The nodes between the places where no more than one tensor is on its way."""
        place = {node_id: number for number, node_id in enumerate(members)}
        last: dict[tuple[str, int], int] = {}
        for number, node_id in enumerate(members):
            for edge in self._wiring.into[node_id]:
                last[edge.source, edge.source_port] = number
        change = [0] * (len(members) + 1)
        for (source, _), end in last.items():
            start = place.get(source, -1)
            if start < end:
                change[max(start, 0)] += 1
                change[end] -= 1
        num_live = first = 0
        for number in range(len(members)):
            num_live += change[number]
            if num_live <= 1 or number == len(members) - 1:
                yield members[first : number + 1]
                first = number + 1

    def _item(self, part: Sequence[str], depth: int, vain: int) -> Item:
        if len(part) == 1:
            return tuple(part)
        self._visits_left -= len(part)
        if depth >= _DEEPEST or vain > _MOST_VAIN or self._visits_left < 0:
            return self._tangle(part, depth)
        groups = self._groups(part)
        if len(groups) > 1:
            return self._side_by_side(groups, depth, vain)
        joint = part[-1]
        port = {edge.source: edge.target_port for edge in reversed(self._wiring.into[joint])}
        groups = self._groups(part[:-1])
        groups.sort(key=lambda group: min(port.get(node_id, len(part)) for node_id in group))
        return (*self._side_by_side(groups, depth, vain), joint)

    def _side_by_side(self, groups: Iterable[Sequence[str]], depth: int, vain: int) -> Item:
        return tuple(node_id for group in groups for node_id in self._divide(group, depth + 1, vain))

    def _groups(self, part: Sequence[str]) -> list[list[str]]:
        """The parts that hang together among themselves, each sources first."""
        inner, home = set(part), dict[str, list[str]]()
        for node_id in part:
            if node_id in home:
                continue
            group = [node_id]
            home[node_id] = group
            for here in group:
                near = [edge.source for edge in self._wiring.into[here]]
                near += [edge.target for edge in self._wiring.out_of[here]]
                for other in near:
                    if other in inner and other not in home:
                        home[other] = group
                        group.append(other)
        groups = {id(group): group for group in home.values()}
        return [sorted(group, key=self._at.__getitem__) for group in groups.values()]

    def _tangle(self, part: Sequence[str], depth: int) -> Item:
        """A region that can't be divided; only plain chains in it are sequences."""
        inner, done = set(part), set[str]()
        for node_id in part:
            chain = []
            here: str | None = node_id
            while here is not None and here not in done:
                done.add(here)
                chain.append(here)
                here = self._only_next(here, inner)
            if len(chain) > 1:
                self._found.append(Stretch(tuple((each,) for each in chain), depth + 1))
        return tuple(part)

    def _only_next(self, node_id: str, inner: set[str]) -> str | None:
        out = self._wiring.out_of[node_id]
        if len(out) != 1 or out[0].target not in inner:
            return None
        return out[0].target if len(self._wiring.into[out[0].target]) == 1 else None


def flow_order(wiring: Wiring) -> list[str]:
    """All nodes but those in loops, sources first, each branch to its end before the next."""
    missing = {node_id: len(edges) for node_id, edges in wiring.into.items()}
    rest = [node_id for node_id in reversed(list(wiring.nodes)) if not missing[node_id]]
    order = []
    while rest:
        node_id = rest.pop()
        order.append(node_id)
        for edge in reversed(wiring.out_of[node_id]):
            missing[edge.target] -= 1
            if not missing[edge.target]:
                rest.append(edge.target)
    return order
