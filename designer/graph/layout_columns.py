"""The x of every vertex: aligned vertices are one block, and blocks are packed towards the trunk."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import pairwise
from math import inf
from statistics import median_low

from designer.graph.layout_order import Ranks
from designer.graph.layout_segments import Pair

COLUMN_GAP = 40.0
LANE_GAP = 20.0

_SWEEPS = 2


@dataclass(frozen=True)
class _Blocks:
    """Blocks of vertically aligned vertices; a block is known by its topmost vertex.

    Args:
        of: The block of each vertex.
        order: All blocks, none before one that lies to its left.
        after: How far right of a block those to its right must be.
        before: The same, seen from the right.
        trunk: The block of the longest path.
    """

    of: Sequence[int]
    order: Sequence[int]
    after: Mapping[int, Mapping[int, float]]
    before: Mapping[int, Mapping[int, float]]
    trunk: int


def columns(ranks: Ranks, trunk: Sequence[int], widths: Sequence[float]) -> list[float]:
    """The x of each vertex, the trunk's 0.

    Args:
        ranks: The vertices in rows.
        trunk: The vertices of the longest path, from top to bottom.
        widths: Width of each vertex.
    """
    links = list(ranks.links())
    of = _align(ranks, links, set(trunk))
    after = _separations(ranks, of, widths)
    before: dict[int, dict[int, float]] = {block: {} for block in after}
    for left, rights in after.items():
        for right, apart in rights.items():
            before[right][left] = apart
    blocks = _Blocks(of, list(TopologicalSorter(before).static_order()), after, before, of[trunk[0]])
    x = _packed(blocks)
    _even_out(x, blocks, [(of[a], of[b]) for a, b in links if of[a] != of[b]])
    return [x[block] for block in of]


def _align(ranks: Ranks, links: Sequence[Pair], trunk: set[int]) -> list[int]:
    """Give each vertex the block of at most one vertex above it, so that aligned links never cross."""
    row = {vertex: number for number, vertices in enumerate(ranks.rows) for vertex in vertices}
    place = {vertex: at for vertices in ranks.rows for at, vertex in enumerate(vertices)}
    worth = _worth(ranks, links, trunk)
    gaps: list[list[tuple[int, int, int]]] = [[] for _ in ranks.rows]
    for link in links:
        gaps[row[link[0]]].append((worth(link), place[link[0]], place[link[1]]))
    of = list(range(len(row)))
    for gap, (upper, lower) in zip(gaps, pairwise(ranks.rows), strict=False):
        for at, below in _parallel(sorted(gap)):
            of[lower[below]] = of[upper[at]]
    return of


def _worth(ranks: Ranks, links: Sequence[Pair], trunk: set[int]) -> Callable[[Pair], int]:
    """How much a link should be vertical, best first: trunk, bends, chains, the rest."""
    ups: dict[int, int] = defaultdict(int)
    downs: dict[int, int] = defaultdict(int)
    for upper, lower in links:
        downs[upper] += 1
        ups[lower] += 1

    def worth(link: Pair) -> int:
        upper, lower = link
        if upper in trunk and lower in trunk:
            return 0
        if min(link) >= ranks.num_nodes:
            return 1
        return 2 if downs[upper] == 1 == ups[lower] else 3

    return worth


def _parallel(links: Sequence[tuple[int, int, int]]) -> list[Pair]:
    """Of the links between two rows, by place, those that neither meet nor cross a worthier one."""
    kept: list[Pair] = []
    for _, upper, lower in links:
        at = bisect(kept, (upper, lower))
        is_right_of_last = at == 0 or (kept[at - 1][0] < upper and kept[at - 1][1] < lower)
        is_left_of_next = at == len(kept) or (upper < kept[at][0] and lower < kept[at][1])
        if is_right_of_last and is_left_of_next:
            kept.insert(at, (upper, lower))
    return kept


def _separations(ranks: Ranks, of: Sequence[int], widths: Sequence[float]) -> dict[int, dict[int, float]]:
    """For each block, how far to its right its neighbours must be at least."""
    apart: dict[int, dict[int, float]] = {block: {} for block in of}
    for vertices in ranks.rows:
        for left, right in pairwise(vertices):
            gap = COLUMN_GAP if max(left, right) < ranks.num_nodes else LANE_GAP
            known = apart[of[left]]
            known[of[right]] = max(known.get(of[right], 0.0), (widths[left] + widths[right]) / 2 + gap)
    return apart


def _packed(blocks: _Blocks) -> dict[int, float]:
    """Blocks left of the trunk packed to the right, all others to the left."""
    x = {blocks.trunk: 0.0}
    for block in reversed(blocks.order):
        limits = [x[right] - apart for right, apart in blocks.after[block].items() if right in x]
        if limits and block != blocks.trunk:
            x[block] = min(limits)
    for block in blocks.order:
        if block not in x:
            x[block] = max((x[left] + apart for left, apart in blocks.before[block].items()), default=0.0)
    return x


def _even_out(x: dict[int, float], blocks: _Blocks, links: Sequence[Pair]) -> None:
    """Move blocks towards the middle of what they are connected to, as far as there is room."""
    neighbours: dict[int, list[int]] = defaultdict(list)
    for one, other in links:
        neighbours[one].append(other)
        neighbours[other].append(one)
    for sweep in range(_SWEEPS):
        for block in blocks.order if sweep % 2 else reversed(blocks.order):
            if block == blocks.trunk or not neighbours[block]:
                continue
            wish = median_low(x[other] for other in neighbours[block])
            low = max((x[left] + apart for left, apart in blocks.before[block].items()), default=-inf)
            high = min((x[right] - apart for right, apart in blocks.after[block].items()), default=inf)
            x[block] = min(max(wish, low), high)
