"""A graph's edges by node, for walks over a snapshot."""

from collections.abc import Collection, Iterable, Mapping

from designer.graph.elements import Edge, GraphSnapshot, Node, Output, edge_key, natural_key
from designer.graph.healing import model_outputs


class Wiring:
    """What leads into and out of each node.

    Attributes:
        nodes: All nodes by id.
        into: The edges into each node, by input port.
        out_of: The edges out of each node.
        outputs: The outputs of the model.
    """

    def __init__(self, graph: GraphSnapshot) -> None:
        self.nodes: Mapping[str, Node] = {node.id: node for node in graph.nodes}
        self.into: dict[str, list[Edge]] = {node_id: [] for node_id in self.nodes}
        self.out_of: dict[str, list[Edge]] = {node_id: [] for node_id in self.nodes}
        for edge in graph.edges:
            self.into[edge.target].append(edge)
            self.out_of[edge.source].append(edge)
        for edges in self.into.values():
            if len(edges) > 1:
                edges.sort(key=_target_port)
        self.outputs = tuple(model_outputs(graph))
        self.is_output = set(self.outputs)
        self._ends: dict[str, set[int]] = {}
        for output in self.outputs:
            self._ends.setdefault(output.node, set()).add(output.port)

    def sources(self, ids: Iterable[str]) -> list[Output]:
        """What feeds some nodes from outside, each once, as they come upon it."""
        inner = list(ids)
        known = set(inner)
        found = (
            Output(edge.source, edge.source_port)
            for node_id in inner
            for edge in self.into[node_id]
            if edge.source not in known
        )
        return list(dict.fromkeys(found))

    def exits(self, ids: Collection[str]) -> list[Output]:
        """Which outputs of some nodes others use, or are outputs of the model."""
        found: list[Output] = []
        for node_id in ids:
            used = {edge.source_port for edge in self.out_of[node_id] if edge.target not in ids}
            used |= self._ends.get(node_id, set())
            found += (Output(node_id, port) for port in sorted(used))
        return found

    def between(self, ids: Collection[str]) -> set[str]:
        """Nodes outside that depend on some nodes and that these depend on."""
        return self._reached(ids, "source") & self._reached(ids, "target")

    def _reached(self, ids: Collection[str], end: str) -> set[str]:
        edges = self.into if end == "source" else self.out_of
        rest, found = list(ids), set(ids)
        for node_id in rest:
            new = {getattr(edge, end) for edge in edges[node_id]} - found
            rest += new
            found |= new
        return found - set(ids)


def in_order(ids: Iterable[str]) -> list[str]:
    """Ids in canonical order, each once."""
    return sorted(set(ids), key=natural_key)


def sorted_edges(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Edges in canonical order."""
    return tuple(sorted(edges, key=edge_key))


def _target_port(edge: Edge) -> int:
    return edge.target_port
