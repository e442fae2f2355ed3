"""The plain layout: rows by depth, long edges in lanes beside them; for graphs that get no better one."""

from collections.abc import Iterable, Sequence
from statistics import median

_SWEEPS = 4


def depths(num_nodes: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each node the length of the longest path to it; for sources, that just above what they feed."""
    parents, children = _neighbours(num_nodes, pairs)
    depth = [0] * num_nodes
    missing = [len(found) for found in parents]
    ready = [node for node, count in enumerate(missing) if not count]
    for node in ready:
        for child in children[node]:
            depth[child] = max(depth[child], depth[node] + 1)
            missing[child] -= 1
            if not missing[child]:
                ready.append(child)
    for node, found in enumerate(children):
        if found and not parents[node]:
            depth[node] = min(depth[child] for child in found) - 1
    return depth


def rows_by_depth(depth: Sequence[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Nodes in rows, each row ordered by the middle of its neighbours, downwards and upwards in turn."""
    parents, children = _neighbours(len(depth), pairs)
    rows: list[list[int]] = [[] for _ in range(max(depth) + 1)]
    for node, at_depth in enumerate(depth):
        rows[at_depth].append(node)
    place = {node: float(at) for row in rows for at, node in enumerate(row)}
    for sweep in range(_SWEEPS):
        neighbours = children if sweep % 2 else parents
        for row in reversed(rows) if sweep % 2 else rows:
            middle = {
                node: median([place[other] for other in neighbours[node]] or [place[node]]) for node in row
            }
            row.sort(key=middle.__getitem__)
            place.update((node, float(at)) for at, node in enumerate(row))
    return rows


def _neighbours(num_nodes: int, pairs: Iterable[tuple[int, int]]) -> tuple[list[list[int]], list[list[int]]]:
    parents: list[list[int]] = [[] for _ in range(num_nodes)]
    children: list[list[int]] = [[] for _ in range(num_nodes)]
    for source, target in pairs:
        parents[target].append(source)
        children[source].append(target)
    return parents, children
