"""From one graph to another: the commands that make a sheet hold what a snapshot says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from designer.document import changes
from designer.document.commands import AddNodes, Command, Connect, Disconnect, RemoveNodes, SetOrder
from designer.document.document import Document
from designer.document.project import Position
from designer.document.state import Sheet
from designer.graph.elements import GraphSnapshot, Node


@dataclass(frozen=True)
class ReplaceNodes:
    """Put other nodes with the same ids in the place of present ones; edges and positions stay."""

    nodes: Sequence[Node]
    text: str = "Change layers"
    merge_key: None = None

    def apply(self, state: Sheet) -> Command:
        """Do it and return what undoes it."""
        old = [state.graph.node(node.id) for node in self.nodes]
        for node in self.nodes:
            state.graph.replace_node(node)
        state.announce(changes.NodesChanged(tuple(node.id for node in self.nodes)))
        return ReplaceNodes(old, self.text)


def graph_commands(
    document: Document, graph: GraphSnapshot, positions: Mapping[str, Position]
) -> list[Command]:
    """What turns the graph of a document into another one.

    Args:
        document: It is only read.
        graph: What shall be there; ids that are there already stand for the same nodes. Its blocks are
            passed over.
        positions: Of the new nodes.
    """
    old, new = document.graph.nodes, {node.id: node for node in graph.nodes}
    gone = [node_id for node_id in old if node_id not in new]
    added = [node for node in graph.nodes if node.id not in old]
    changed = [node for node in graph.nodes if node.id in old and old[node.id] is not node]
    before = {edge for edge in document.graph.edges() if edge.source in new and edge.target in new}
    after = set(graph.edges)
    with_new = [edge for edge in graph.edges if edge.source not in old or edge.target not in old]
    found: list[Command] = [RemoveNodes(gone)] if gone else []
    found += [Disconnect(edge) for edge in before - after]
    found += [ReplaceNodes(changed)] if changed else []
    found += [AddNodes(added, positions, with_new)] if added else []
    found += [Connect(edge, restores=True) for edge in after.difference(before, with_new)]
    kept = tuple(output for output in document.graph.outputs if output.node in new)
    inputs = tuple(node_id for node_id in document.graph.inputs if node_id in new)
    if (inputs, kept) != (graph.inputs, graph.outputs):
        found.append(SetOrder(graph.inputs, graph.outputs))
    return found


def middle(places: Sequence[Position]) -> Position:
    """The middle of what some places span."""
    xs, ys = zip(*places, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
