"""Where on a node its edges enter, so that the trunk of a network runs straight through its merge layers."""

import math
from collections.abc import Mapping, Sequence

from designer.document.project import Position
from designer.graph.elements import Edge


def centered_slots(
    count: int, edges: Sequence[Edge], centers: Mapping[str, Position], *, is_vertical: bool
) -> tuple[dict[int, int], int]:
    """Divide the entry side of a node that takes its inputs as a list.

    The edge that comes most straight from the nearest node gets the middle; the others go to the side that
    they come from, nearest first, and to the side of the lanes where they come from straight before.

    Args:
        count: How many input ports to place.
        edges: The edges into the node; all have the same target.
        centers: Middle of each node.
        is_vertical: Whether data flows down.

    Returns:
        The slot of each input port, and the number of slots, which are evenly spaced.
    """
    ways = sorted((_way(edge, centers, is_vertical=is_vertical), edge.target_port) for edge in edges)
    sides = {port: across for (_, _, across), port in ways}
    sides.update({port: math.inf for port in range(count) if port not in sides})
    before = after = count - 1
    slots: dict[int, int] = {}
    for port, across in sides.items():
        if not slots:
            slots[port] = count - 1
        elif across < 0:
            before -= 1
            slots[port] = before
        else:
            after += 1
            slots[port] = after
    return slots, 2 * count - 1


def _way(edge: Edge, centers: Mapping[str, Position], *, is_vertical: bool) -> tuple[float, float, float]:
    """How far the source lies beside the target, how far before it, and on which side."""
    (from_x, from_y), (to_x, to_y) = centers[edge.source], centers[edge.target]
    across, along = (from_x - to_x, to_y - from_y) if is_vertical else (from_y - to_y, to_x - from_x)
    return abs(across), along, across
