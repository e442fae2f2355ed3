"""Where a layout falls apart: connected parts, and pieces of them between nodes that all data passes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

Pair = tuple[int, int]
Piece = tuple[list[int], list[Pair]]
"""Some nodes, and the edges among them by place in that list."""


def without_cycles(num_nodes: int, pairs: Collection[Pair]) -> list[Pair]:
    """Those edges that a walk from the first node finds before they close a cycle."""
    if len(topological(num_nodes, pairs)) == num_nodes:
        return sorted(pairs)
    children: list[list[int]] = [[] for _ in range(num_nodes)]
    for source, target in sorted(pairs):
        children[source].append(target)
    kept: list[Pair] = []
    visited, on_path = [False] * num_nodes, [False] * num_nodes
    for root in range(num_nodes):
        stack = [] if visited[root] else [(root, iter(children[root]))]
        visited[root] = on_path[root] = True
        while stack:
            node, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                on_path[node] = False
                stack.pop()
            elif not on_path[child]:
                kept.append((node, child))
                if not visited[child]:
                    visited[child] = on_path[child] = True
                    stack.append((child, iter(children[child])))
        on_path[root] = False
    return sorted(kept)


def topological(num_nodes: int, pairs: Collection[Pair]) -> list[int]:
    """All nodes, sources first; without cycles and what hangs on them."""
    children: list[list[int]] = [[] for _ in range(num_nodes)]
    missing = [0] * num_nodes
    for source, target in pairs:
        children[source].append(target)
        missing[target] += 1
    ready = [node for node, count in enumerate(missing) if not count]
    for node in ready:
        for child in children[node]:
            missing[child] -= 1
            if not missing[child]:
                ready.append(child)
    return ready


def components(num_nodes: int, pairs: Iterable[Pair]) -> list[Piece]:
    """The parts that hang together, by their first nodes."""
    neighbours: list[list[int]] = [[] for _ in range(num_nodes)]
    for source, target in pairs:
        neighbours[source].append(target)
        neighbours[target].append(source)
    home = [-1] * num_nodes
    parts: list[list[int]] = []
    for root in range(num_nodes):
        if home[root] >= 0:
            continue
        found = [root]
        home[root] = len(parts)
        for node in found:
            new = [other for other in neighbours[node] if home[other] < 0]
            for other in new:
                home[other] = len(parts)
            found += dict.fromkeys(new)
        parts.append(sorted(found))
    return _pieces(parts, ((home[source], (source, target)) for source, target in pairs))


def segments(num_nodes: int, pairs: Sequence[Pair]) -> list[Piece]:
    """Divide a connected part without cycles at the nodes that every path passes.

    Such a node ends one piece and begins the next. Rows, columns and trunk of a piece don't depend on the
    others, and the network's repeated blocks give equal pieces.
    """
    order = topological(num_nodes, pairs)
    at = [0] * num_nodes
    for place, node in enumerate(order):
        at[node] = place
    ends = [0, *_bottlenecks(order, at, pairs), num_nodes - 1]
    ends = sorted(set(ends))
    home = [number for number, (start, end) in enumerate(pairwise(ends)) for _ in range(start, end)]
    pieces = [order[start : end + 1] for start, end in pairwise(ends)]
    return _pieces(
        [sorted(piece) for piece in pieces],
        ((home[at[target] - 1], (source, target)) for source, target in pairs),
    )


def _bottlenecks(order: Sequence[int], at: Sequence[int], pairs: Iterable[Pair]) -> Iterator[int]:
    """Places in the order whose node all others lead to or come from, with no edge that jumps over it."""
    furthest = list(range(len(order)))
    sources = set(order)
    for source, target in pairs:
        place = at[source]
        furthest[place] = max(furthest[place], at[target])
        sources.discard(target)
    reach = 0
    for place in range(len(order)):
        if place >= len(sources) - 1 and reach <= place:
            yield place
        if furthest[place] == place:  # an end: what comes later doesn't depend on it
            return
        reach = max(reach, furthest[place])


def _pieces(parts: Sequence[list[int]], pairs: Iterable[tuple[int, Pair]]) -> list[Piece]:
    """Number the nodes of each part by themselves, in their edges too, which come with the part's number."""
    numbers = [{node: number for number, node in enumerate(part)} for part in parts]
    inner: list[list[Pair]] = [[] for _ in parts]
    for part, (source, target) in pairs:
        inner[part].append((numbers[part][source], numbers[part][target]))
    return list(zip(parts, inner, strict=True))
