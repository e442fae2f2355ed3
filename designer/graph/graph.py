"""The graph being edited: nodes, edges and their order, kept consistent at every step."""

from collections.abc import Callable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from types import MappingProxyType
from typing import Self

from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output, edge_key, natural_key


class Graph:
    """Nodes and edges with several inputs and outputs in explicit order.

    Every method either does its whole work or raises and changes nothing. Rules that need the catalogue
    (how many inputs a layer takes) are in `designer.graph.rules`.
    """

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        # Not a networkx graph: it would make a walk five times slower and the start of the window 0.1 s.
        self._into: dict[str, dict[int, Edge]] = {}  # by input port
        self._out_of: dict[str, dict[Edge, None]] = {}  # a set that keeps its order
        self.inputs: tuple[str, ...] = ()
        self.outputs: tuple[Output, ...] = ()

    @classmethod
    def from_snapshot(cls, snapshot: GraphSnapshot) -> Self:
        """Build a graph again.

        Raises:
            GraphError: An id occurs twice, or an edge, input or output names a node that isn't there.
        """
        graph = cls()
        for node in snapshot.nodes:
            graph.add_node(node)
        for edge in snapshot.edges:
            graph.add_edge(edge)
        graph.set_inputs(snapshot.inputs)
        graph.set_outputs(snapshot.outputs)
        return graph

    def snapshot(self) -> GraphSnapshot:
        """The graph as an immutable value in canonical order."""
        nodes = sorted(self._nodes.values(), key=lambda node: natural_key(node.id))
        return GraphSnapshot(
            tuple(nodes), tuple(sorted(self.edges(), key=edge_key)), self.inputs, self.outputs
        )

    @property
    def nodes(self) -> Mapping[str, Node]:
        """All nodes by id, read-only."""
        return MappingProxyType(self._nodes)

    def node(self, node_id: str) -> Node:
        """The node with this id.

        Raises:
            GraphError: There is none.
        """
        try:
            return self._nodes[node_id]
        except KeyError:
            raise GraphError(f'There is no node with the id "{node_id}".') from None

    def edges(self) -> Iterable[Edge]:
        """All edges, in no particular order."""
        return chain.from_iterable(self._out_of.values())

    def in_edges(self, node_id: str) -> list[Edge]:
        """The edges into a node, by input port."""
        edges = self._into[node_id]
        return [edges[port] for port in sorted(edges)]

    def out_edges(self, node_id: str) -> list[Edge]:
        """The edges out of a node, in canonical order."""
        return sorted(self._out_of[node_id], key=edge_key)

    def has_edge(self, edge: Edge) -> bool:
        """Whether exactly this edge is there."""
        return edge in self._out_of.get(edge.source, ())

    def add_node(self, node: Node) -> None:
        """Add a node; its id must be new. Names may clash, as in a damaged file; the analysis says so."""
        if node.id in self._nodes:
            raise GraphError(f'The id "{node.id}" is used twice.')
        self._nodes[node.id] = node
        self._into[node.id], self._out_of[node.id] = {}, {}

    def remove_node(self, node_id: str) -> None:
        """Remove a node that has no edges and is in neither order."""
        self.node(node_id)
        if (
            self._into[node_id]
            or self._out_of[node_id]
            or node_id in self.inputs
            or any(out.node == node_id for out in self.outputs)
        ):
            raise GraphError(f'"{self._nodes[node_id].name}" is still connected.')
        del self._nodes[node_id]
        del self._into[node_id], self._out_of[node_id]

    def replace_node(self, node: Node) -> None:
        """Put another node with the same id in the place of the present one."""
        self.node(node.id)
        self._nodes[node.id] = node

    def add_edge(self, edge: Edge) -> None:
        """Add an edge between nodes that are there; an input port takes one edge."""
        self.node(edge.source)
        target = self.node(edge.target)
        if edge.target_port in self._into[edge.target]:
            raise GraphError(f'Input {edge.target_port + 1} of "{target.name}" is already connected.')
        self._into[edge.target][edge.target_port] = edge
        self._out_of[edge.source][edge] = None

    def remove_edge(self, edge: Edge) -> None:
        """Remove an edge that is there."""
        if not self.has_edge(edge):
            raise GraphError(f"There is no edge from {edge.source} to {edge.target}.")
        del self._into[edge.target][edge.target_port], self._out_of[edge.source][edge]

    def set_inputs(self, node_ids: Iterable[str]) -> None:
        """Set the explicit order of the model's inputs; empty for the order of the nodes."""
        ids = tuple(node_ids)
        for node_id in ids:
            if self.node(node_id).type != INPUT:
                raise GraphError(
                    f'"{self._nodes[node_id].name}" is no Input, so it can\'t be an input of the model.'
                )
        self.inputs = ids

    def set_outputs(self, outputs: Iterable[Output]) -> None:
        """Set the model's outputs in order; empty for every node whose output nothing uses."""
        found = tuple(outputs)
        for output in found:
            self.node(output.node)
        self.outputs = found

    def model_inputs(self) -> list[str]:
        """Ids of the model's Input nodes, in the model's order."""
        found = (node.id for node in self._nodes.values() if node.type == INPUT)
        return list(self.inputs) or sorted(found, key=natural_key)

    def model_outputs(self) -> list[Output]:
        """The model's outputs: those set, or else every layer whose output nothing uses."""
        if self.outputs:
            return list(self.outputs)
        succ = self._out_of
        leaves = (
            node_id for node_id, node in self._nodes.items() if not succ[node_id] and node.type != INPUT
        )
        return [Output(node_id) for node_id in sorted(leaves, key=natural_key)]

    def would_cycle(self, source: str, target: str) -> bool:
        """Whether an edge from source to target would close a cycle."""
        return source == target or (target in self._nodes and source in self.descendants(target))

    def ancestors(self, node_id: str) -> set[str]:
        """Ids of all nodes that a node's output depends on, itself left out."""
        return self.upstream([node_id]) - {node_id}

    def descendants(self, node_id: str) -> set[str]:
        """Ids of all nodes that depend on a node's output, itself left out."""
        return _reachable([node_id], self._targets) - {node_id}

    def upstream(self, node_ids: Iterable[str]) -> set[str]:
        """Ids of these nodes and of all that their outputs depend on."""
        return _reachable(node_ids, self._sources)

    def topological_order(self) -> list[str]:
        """All ids, sources first, ties in node order; without cycles and what hangs on them."""
        order: list[str] = []
        missing = {node_id: len(edges) for node_id, edges in self._into.items()}
        ready = sorted((node_id for node_id, count in missing.items() if not count), key=natural_key)
        for node_id in ready:
            order.append(node_id)
            freed = []
            for edge in self._out_of[node_id]:
                missing[edge.target] -= 1
                if not missing[edge.target]:
                    freed.append(edge.target)
            # Not as the edges were drawn: Keras numbers weights by this order, and undo must not change it.
            ready += sorted(freed, key=natural_key) if len(freed) > 1 else freed
        return order

    def cycle(self) -> list[str]:
        """Ids along one cycle, or nothing where there is none."""
        try:
            TopologicalSorter({node_id: self._sources(node_id) for node_id in self._nodes}).prepare()
        except CycleError as error:
            loop: list[str] = error.args[1]
            return loop[:-1]
        return []

    def _sources(self, node_id: str) -> list[str]:
        return [edge.source for edge in self._into[node_id].values()]

    def _targets(self, node_id: str) -> list[str]:
        return [edge.target for edge in self._out_of[node_id]]


def _reachable(starts: Iterable[str], neighbours: Callable[[str], list[str]]) -> set[str]:
    """All nodes that a walk from `starts` meets, these included."""
    ahead = list(starts)
    found = set(ahead)
    while ahead:
        new = set(neighbours(ahead.pop())) - found
        found |= new
        ahead += new
    return found
