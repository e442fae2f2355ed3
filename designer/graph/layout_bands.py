"""The order of branches that run side by side: as their edges reach the ports of the node they meet in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from math import inf

from designer.graph.layout_order import Ranks
from designer.graph.layout_segments import Pair, components

_Arrivals = Mapping[int, Sequence[int]]


def order_branches(ranks: Ranks, trunk: set[int], ports: Mapping[Pair, int]) -> None:
    """Change the order within rows where that gives no new crossings: between two rows of a single vertex.

    Args:
        ranks: The vertices in rows, which are reordered.
        trunk: The vertices of the longest path. Where ports don't say it, the others lie to its right.
        ports: The input port at which each edge ends.
    """
    arrivals = _arrivals(ranks, ports)
    lower: dict[int, list[int]] = defaultdict(list)
    for one, other in ranks.links():
        lower[one].append(other)
    for several, group in groupby(range(len(ranks.rows)), key=lambda number: len(ranks.rows[number]) > 1):
        if several:
            band = list(group)
            _order_band(ranks, band, lower, arrivals)
            if not _has_order(ranks, band, arrivals) and _leans_left(ranks, band, trunk):
                for number in band:
                    ranks.rows[number].reverse()


def _arrivals(ranks: Ranks, ports: Mapping[Pair, int]) -> dict[int, list[int]]:
    """For each node with several inputs, the vertices its edges come from, in the order of the ports."""
    found = defaultdict(list)
    for (source, target), bends in ranks.chains.items():
        found[target].append((ports[source, target], bends[-1] if bends else source))
    return {node: [vertex for _, vertex in sorted(ends)] for node, ends in found.items() if len(ends) > 1}


def _order_band(
    ranks: Ranks, band: Sequence[int], lower: Mapping[int, Sequence[int]], arrivals: _Arrivals
) -> None:
    """Sort the branches of a band by the ports they lead to, each mirrored where its own joints want it."""
    vertices = [vertex for number in band for vertex in ranks.rows[number]]
    index = {vertex: at for at, vertex in enumerate(vertices)}
    links = [(index[one], index[other]) for one in vertices for other in lower.get(one, ()) if other in index]
    meeting = next(iter(ranks.rows[band[-1] + 1]), -1) if band[-1] + 1 < len(ranks.rows) else -1
    port = {vertex: at for at, vertex in enumerate(arrivals.get(meeting, ()))}
    place = {vertex: at for number in band for at, vertex in enumerate(ranks.rows[number])}
    key: dict[int, tuple[float, int, int, int]] = {}
    for number, (members, _) in enumerate(components(len(vertices), links)):
        branch = {vertices[member] for member in members}
        turn = -1 if _balance(branch, [*branch, meeting], place, arrivals) < 0 else 1
        at = min(port.get(vertex, inf) for vertex in branch)
        first = min(place[vertex] for vertex in branch)
        key.update((vertex, (at, first, number, turn * place[vertex])) for vertex in branch)
    for number in band:
        ranks.rows[number].sort(key=key.__getitem__)


def _balance(branch: set[int], joints: Sequence[int], place: Mapping[int, int], arrivals: _Arrivals) -> int:
    """How many more edges of a branch reach their joints in the order of the ports than against it."""
    return sum(
        (place[left] < place[right]) - (place[left] > place[right])
        for joint in joints
        for left, right in pairwise(arrivals.get(joint, ()))
        if left in branch and right in branch
    )


def _has_order(ranks: Ranks, band: Sequence[int], arrivals: _Arrivals) -> bool:
    """Whether ports say anything about the order in a band."""
    vertices = {vertex for number in band for vertex in ranks.rows[number]}
    joints = [*vertices, *(ranks.rows[band[-1] + 1] if band[-1] + 1 < len(ranks.rows) else ())]
    return any(len(vertices.intersection(arrivals.get(joint, ()))) > 1 for joint in joints)


def _leans_left(ranks: Ranks, band: Sequence[int], trunk: set[int]) -> bool:
    left = right = 0
    for number in band:
        row = ranks.rows[number]
        middle = next((at for at, vertex in enumerate(row) if vertex in trunk), 0)
        left, right = left + middle, right + len(row) - 1 - middle
    return left > right
