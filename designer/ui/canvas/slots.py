"""Where on a node its edges enter, so that the trunk of a network runs straight through its merge layers."""

import math
from collections.abc import Iterable, Mapping, Sequence

from designer.catalog.catalog import Catalog
from designer.catalog.spec import InputPorts
from designer.document.project import Position
from designer.graph import rules
from designer.graph.elements import Edge, Node
from designer.graph.graph import Graph


class Slots:
    """Which of how many evenly spaced places on the entry side of a node each input port has."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._ports: dict[str, InputPorts] = {}

    def of(
        self, graph: Graph, node_id: str, centers: Mapping[str, Position], *, is_vertical: bool
    ) -> tuple[Mapping[int, int], int]:
        """The slot of each input port that edges use or the layer needs, and the number of slots."""
        return self._divide(graph.node(node_id), graph.in_edges(node_id), centers, is_vertical=is_vertical)

    def _divide(
        self, node: Node, edges: Sequence[Edge], centers: Mapping[str, Position], *, is_vertical: bool
    ) -> tuple[Mapping[int, int], int]:
        ports = self._ports_of(node.type)
        count = max(ports.minimum, edges[-1].target_port + 1 if edges else 0)
        if ports.style == "list" and count:
            return centered_slots(count, edges, centers, is_vertical=is_vertical)
        return {port: port for port in range(count)}, count

    def shares(
        self, graph: Graph, node_ids: Iterable[str], centers: Mapping[str, Position], *, is_vertical: bool
    ) -> tuple[list[Edge], list[float]]:
        """The edges into some nodes, and how far along the entry side each enters, from 0 to 1."""
        found: list[Edge] = []
        shares: list[float] = []
        nodes, chosen = graph.nodes, list(node_ids)
        for node_id, edges in zip(chosen, graph.all_in_edges(chosen), strict=True):
            found += edges
            is_first = len(edges) == 1 and edges[0].target_port == 0
            if is_first and self._ports_of(nodes[node_id].type).minimum <= 1:
                shares.append(0.5)
            elif edges:
                slots, num_slots = self._divide(nodes[node_id], edges, centers, is_vertical=is_vertical)
                shares += [(slots[edge.target_port] + 1) / (num_slots + 1) for edge in edges]
        return found, shares

    def _ports_of(self, layer_type: str) -> InputPorts:
        if layer_type not in self._ports:
            self._ports[layer_type] = rules.input_ports(self._catalog, layer_type)
        return self._ports[layer_type]


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
    ways = []
    for edge in edges:
        (from_x, from_y), (to_x, to_y) = centers[edge.source], centers[edge.target]
        across, along = (from_x - to_x, to_y - from_y) if is_vertical else (from_y - to_y, to_x - from_x)
        ways.append((abs(across), along, across, edge.target_port))
    ways.sort()
    sides = {port: across for _, _, across, port in ways}
    for port in range(count):
        sides.setdefault(port, math.inf)
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
