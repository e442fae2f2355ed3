"""The graph being edited: nodes, edges and their order, kept consistent at every step."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output, edge_key, natural_key
from designer.graph.names import Names
from designer.graph.walks import Adjacency, leads_to, reachable

if TYPE_CHECKING:
    import networkx as nx

_target_port = attrgetter("target_port")


def load_library() -> None:
    """Import networkx now, on whichever thread this is, so that the first node needn't wait for it."""
    import_module("networkx")


class Graph:
    """Nodes and edges with several inputs and outputs in explicit order.

    Every method either does its whole work or raises and changes nothing. Rules that need the catalogue
    (how many inputs a layer takes) are in `designer.graph.rules`.
    """

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._names = Names()
        self.inputs: tuple[str, ...] = ()
        self.outputs: tuple[Output, ...] = ()

    @cached_property
    def _net(self) -> "nx.MultiDiGraph[str]":
        import networkx as nx  # a tenth of a second, which a window that opens empty need not wait for

        return nx.MultiDiGraph()

    @property
    def _into(self) -> Adjacency:
        # Without networkx's view objects, which make a walk over all edges five times slower.
        return self._net._pred  # type: ignore[attr-defined,no-any-return]

    @property
    def _out_of(self) -> Adjacency:
        return self._net._succ  # type: ignore[attr-defined,no-any-return]

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
        ids = sorted(self._nodes, key=natural_key)
        edges = (edge for node_id in ids for edge in self.in_edges(node_id))
        return GraphSnapshot(
            tuple(map(self._nodes.__getitem__, ids)), tuple(edges), self.inputs, self.outputs
        )

    def quick_snapshot(self) -> GraphSnapshot:
        """The graph as an immutable value in any order; at 5,000 nodes a third of the time."""
        return GraphSnapshot(tuple(self._nodes.values()), tuple(self.edges()), self.inputs, self.outputs)

    @property
    def nodes(self) -> Mapping[str, Node]:
        """All nodes by id, read-only."""
        return MappingProxyType(self._nodes)

    @property
    def names(self) -> Names:
        """The names of all nodes; for reading."""
        return self._names

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
        if not self._nodes:
            return iter(())
        return (edge for neighbours in self._out_of.values() for edge in _edges_of(neighbours))

    def in_edges(self, node_id: str) -> list[Edge]:
        """The edges into a node, by input port."""
        found = _edges_of(self._into[node_id])
        return sorted(found, key=_target_port) if len(found) > 1 else found

    def all_in_edges(self, node_ids: Iterable[str]) -> Iterator[list[Edge]]:
        """The edges into each of some nodes, by input port; quick for many nodes."""
        into = self._into
        for node_id in node_ids:
            found = [data["edge"] for parallel in into[node_id].values() for data in parallel.values()]
            if len(found) > 1:
                found.sort(key=_target_port)
            yield found

    def out_edges(self, node_id: str) -> list[Edge]:
        """The edges out of a node, in canonical order."""
        found = _edges_of(self._out_of[node_id])
        return sorted(found, key=edge_key) if len(found) > 1 else found

    def has_edge(self, edge: Edge) -> bool:
        """Whether exactly this edge is there."""
        return bool(self._nodes) and self._net.has_edge(edge.source, edge.target, _ports(edge))

    def is_taken(self, node_id: str, port: int) -> bool:
        """Whether an edge arrives at this input port."""
        return any(edge.target_port == port for edge in _edges_of(self._into[node_id]))

    def take_all(self, other: "Graph") -> None:
        """Have all nodes and edges of another graph; quick, and only for one that is empty."""
        if not other._nodes:
            return
        self._nodes = dict(other._nodes)
        self._names = Names(node.name for node in other._nodes.values())
        net = self._net
        net.add_nodes_from(self._nodes)
        into, out_of = net._pred, net._succ  # type: ignore[attr-defined]
        for source, targets in other._out_of.items():
            own = out_of[source]
            for target, parallel in targets.items():
                own[target] = into[target][source] = dict(parallel)

    def add_node(self, node: Node) -> None:
        """Add a node; its id must be new. Names may clash, as in a damaged file; the analysis says so."""
        if node.id in self._nodes:
            raise GraphError(f'The id "{node.id}" is used twice.')
        self._nodes[node.id] = node
        self._names.add(node.name)
        self._net.add_node(node.id)

    def remove_node(self, node_id: str) -> None:
        """Remove a node that has no edges and is in neither order."""
        self.node(node_id)
        is_output = any(output.node == node_id for output in self.outputs)
        if self._net.degree(node_id) or node_id in self.inputs or is_output:
            raise GraphError(f'"{self._nodes[node_id].name}" is still connected.')
        self._names.discard(self._nodes.pop(node_id).name)
        self._net.remove_node(node_id)

    def replace_node(self, node: Node) -> None:
        """Put another node with the same id in the place of the present one."""
        self._names.discard(self.node(node.id).name)
        self._names.add(node.name)
        self._nodes[node.id] = node

    def add_edge(self, edge: Edge) -> None:
        """Add an edge between nodes that are there; an input port takes one edge."""
        self.node(edge.source)
        target = self.node(edge.target)
        if self.is_taken(edge.target, edge.target_port):
            raise GraphError(f'Input {edge.target_port + 1} of "{target.name}" is already connected.')
        self._net.add_edge(edge.source, edge.target, _ports(edge), edge=edge)

    def remove_edge(self, edge: Edge) -> None:
        """Remove an edge that is there."""
        if not self.has_edge(edge):
            raise GraphError(f"There is no edge from {edge.source} to {edge.target}.")
        self._net.remove_edge(edge.source, edge.target, _ports(edge))

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
        if self.outputs or not self._nodes:
            return list(self.outputs)
        fed = self._out_of
        leaves = (node_id for node_id, node in self._nodes.items() if node.type != INPUT and not fed[node_id])
        return [Output(node_id) for node_id in sorted(leaves, key=natural_key)]

    def would_cycle(self, source: str, target: str) -> bool:
        """Whether an edge from source to target would close a cycle."""
        if source == target:
            return True
        return (
            source in self._nodes
            and target in self._nodes
            and leads_to(self._out_of, self._into, target, source)
        )

    def is_apart(self, _source: str, _target: str) -> bool:
        """Whether no edge can be between two nodes, since the frame of a block would lie between them."""
        return False

    def ancestors(self, node_id: str) -> set[str]:
        """Ids of all nodes that a node's output depends on, itself left out."""
        return self.upstream([node_id]) - {node_id}

    def descendants(self, node_id: str) -> set[str]:
        """Ids of all nodes that depend on a node's output, itself left out."""
        return self.downstream([node_id]) - {node_id}

    def upstream(self, node_ids: Iterable[str]) -> set[str]:
        """Ids of these nodes and of all that their outputs depend on."""
        return reachable(self._into, node_ids)

    def downstream(self, node_ids: Iterable[str]) -> set[str]:
        """Ids of these nodes and of all that depend on their outputs."""
        return reachable(self._out_of, node_ids)

    def topological_order(self) -> list[str]:
        """All ids, sources first, ties in node order; without cycles and what hangs on them."""
        order: list[str] = []
        if not self._nodes:
            return order
        missing = {node_id: sum(map(len, sources.values())) for node_id, sources in self._into.items()}
        ready = sorted((node_id for node_id, count in missing.items() if not count), key=natural_key)
        for node_id in ready:
            order.append(node_id)
            freed = []
            for target, parallel in self._out_of[node_id].items():
                missing[target] -= len(parallel)
                if not missing[target]:
                    freed.append(target)
            # Not as the edges were drawn: Keras numbers weights by this order, and undo must not change it.
            ready += sorted(freed, key=natural_key) if len(freed) > 1 else freed
        return order

    def cycle(self) -> list[str]:
        """Ids along one cycle, or nothing where there is none."""
        import networkx as nx

        try:
            return [source for source, *_ in nx.find_cycle(self._net)]
        except nx.NetworkXNoCycle:
            return []


def _ports(edge: Edge) -> Any:
    return edge.source_port, edge.target_port


def _edges_of(neighbours: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> list[Edge]:
    return [data["edge"] for parallel in neighbours.values() for data in parallel.values()]
