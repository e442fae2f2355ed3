"""Several graphs as one, for a canvas that shows blocks open in place: ids in them are paths, `n5/n2`."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from typing_extensions import override

from designer.graph.elements import Edge, Node, Output
from designer.graph.graph import Graph
from designer.graph.names import Names


def parted(node_id: str, paths: Container[str]) -> tuple[str, str]:
    """The path of the instance that a node is in, and its id there; the path is empty outside of blocks.

    Args:
        paths: The paths of all that is open.
    """
    path, _, local = node_id.rpartition("/")
    while path and path not in paths:  # a damaged file may have ids with slashes
        path, _, outer = path.rpartition("/")
        local = f"{outer}/{local}"
    return path, local


class JoinedGraph(Graph):
    """A sheet with the insides of its open blocks; no edge leads from one to another.

    Names, inputs and outputs are those of the sheet itself.

    Args:
        sheets: The graph at each path, that of the sheet at the empty one.
    """

    def __init__(self, sheets: Mapping[str, Graph]) -> None:
        super().__init__()
        self._sheets = sheets
        self.take_all(sheets[""])
        self.follow(sheets, _inner_ids(sheets))

    @property
    def sheets(self) -> Mapping[str, Graph]:
        """The graph at each path."""
        return self._sheets

    def follow(self, sheets: Mapping[str, Graph], touched: Iterable[str]) -> None:
        """Take over some nodes, which may have come, gone or changed, with their edges."""
        self._sheets = sheets
        ids = dict.fromkeys(touched)
        self.inputs, self.outputs = (), ()
        gone = [key for key in ids if key in self.nodes and self._node(key) is None]
        for key in gone:
            for edge in (*self.in_edges(key), *self.out_edges(key)):
                if self.has_edge(edge):
                    self.remove_edge(edge)
            self.remove_node(key)
        present = [key for key in ids if self._node(key) is not None]
        for key in present:
            self._take(key)
        for key in present:
            self._take_edges(key)
        base = sheets[""]
        self.inputs, self.outputs = base.inputs, base.outputs

    def _take(self, node_id: str) -> None:
        node = self._node(node_id)
        if node is None:
            return
        if node_id not in self.nodes:
            self.add_node(node)
        elif self.nodes[node_id] != node:
            self.replace_node(node)

    def _take_edges(self, node_id: str) -> None:
        path, local = parted(node_id, self._sheets)
        graph = self._sheets[path]
        wanted = {joined_edge(path, edge) for edge in (*graph.in_edges(local), *graph.out_edges(local))}
        present = {*self.in_edges(node_id), *self.out_edges(node_id)}
        for edge in present - wanted:
            self.remove_edge(edge)
        for edge in wanted - present:
            if edge.source in self.nodes and edge.target in self.nodes:
                self._free(edge)
                self.add_edge(edge)

    def _free(self, edge: Edge) -> None:
        """Take away what still lies at a port that another edge now has."""
        for other in self.in_edges(edge.target):
            if other.target_port == edge.target_port:
                self.remove_edge(other)

    def _node(self, node_id: str) -> Node | None:
        """What a node is now, by its path; None where it is gone."""
        path, local = parted(node_id, self._sheets)
        node = self._sheets[path].nodes.get(local)
        if node is None or not path:
            return node
        return replace(node, id=node_id, shares=f"{path}/{node.shares}" if node.shares else None)

    @property
    @override
    def names(self) -> Names:
        return self._sheets[""].names

    @override
    def model_inputs(self) -> list[str]:
        return self._sheets[""].model_inputs()

    @override
    def model_outputs(self) -> list[Output]:
        return self._sheets[""].model_outputs()

    @override
    def is_apart(self, _source: str, _target: str) -> bool:
        return parted(_source, self._sheets)[0] != parted(_target, self._sheets)[0]

    @override
    def topological_order(self) -> list[str]:
        """Those in a block right behind the node that stands for it."""
        return list(self._in_flow(""))

    def _in_flow(self, path: str) -> Iterator[str]:
        for local in self._sheets[path].topological_order():
            node_id = f"{path}/{local}" if path else local
            yield node_id
            if node_id in self._sheets:
                yield from self._in_flow(node_id)


def joined_edge(path: str, edge: Edge) -> Edge:
    """An edge of a sheet by the ids of the joined graph."""
    if not path:
        return edge
    return replace(edge, source=f"{path}/{edge.source}", target=f"{path}/{edge.target}")


def _inner_ids(sheets: Mapping[str, Graph]) -> Iterator[str]:
    for path, graph in sheets.items():
        yield from (f"{path}/{local}" for local in graph.nodes if path)
