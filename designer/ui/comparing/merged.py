"""Two drawings as one: that of the second, with what the first had and marks on all that differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from designer.document.project import Project, View
from designer.graph.elements import Block, Edge, GraphSnapshot, Node
from designer.graph.layout import layout, straight_routes
from designer.graph.layout_routes import Route
from designer.training.comparison.diff_words import SIGNS, summary
from designer.training.comparison.drawing_diff import Diff, drawing_diff

MarkKind = Literal["added", "removed", "changed"]

_GONE = "−"
"""What the ids of nodes and blocks of the first drawing begin with; no id of a document does."""


@dataclass(frozen=True)
class Mark:
    """What is marked on a layer.

    Args:
        text: For its tool tip and for lists.
    """

    kind: MarkKind
    text: str

    @property
    def sign(self) -> str:
        """What stands beside the colour."""
        return SIGNS[self.kind]


@dataclass(frozen=True)
class DrawnDiff:
    """A drawing to show.

    Args:
        marks: By node of `project`, in the order of a list.
        added: Edges of `project` that the first drawing lacks.
        removed: Where the edges of the first run that the second lacks.
        text: What differs, in a line.
    """

    project: Project
    marks: Mapping[str, Mark]
    added: tuple[Edge, ...] = ()
    removed: tuple[Route, ...] = ()
    text: str = ""


def merged(before: Project, after: Project) -> DrawnDiff:
    """Draw what makes the second project of the first."""
    diff = drawing_diff(before.graph, after.graph)
    here = {**diff.matched, **{node.id: f"{_GONE}{node.id}" for node in diff.removed}}
    gone = tuple(
        Edge(here[edge.source], edge.source_port, here[edge.target], edge.target_port)
        for edge in diff.removed_edges
    )
    graph, view, routes = _drawn(before, after, diff, gone)
    names = {block.type: block.name for block in graph.blocks}
    return DrawnDiff(
        Project(after.name, graph, view), _marks(diff, names), diff.added_edges, routes, summary(diff)
    )


def _marks(diff: Diff, names: Mapping[str, str]) -> dict[str, Mark]:
    def named(node: Node) -> str:
        return f"{node.name} ({names.get(node.type, node.type)})"

    return {
        **{node.id: Mark("added", f"{named(node)} is new") for node in diff.added},
        **{f"{_GONE}{node.id}": Mark("removed", f"{named(node)} is gone") for node in diff.removed},
        **{
            change.after.id: Mark("changed", f"{named(change.after)}: {', '.join(map(str, change.params))}")
            for change in diff.changed
        },
    }


def _drawn(
    before: Project, after: Project, diff: Diff, gone: tuple[Edge, ...]
) -> tuple[GraphSnapshot, View, tuple[Route, ...]]:
    """The graph with all nodes of both, where they lie, and the lines of the edges that are gone.

    Where no node is gone, all lies as in the second drawing.
    """
    places, graph, way = after.view.positions, after.graph, after.view.orientation
    if not diff.removed and all(node.id in places for node in graph.nodes):
        lines = straight_routes(gone, places, orientation=way)
        return graph, after.view, tuple(lines[edge] for edge in gone)
    blocks = _renamed_blocks(before.graph.blocks) if any(node.block_id for node in diff.removed) else ()
    removed = (replace(node, id=f"{_GONE}{node.id}", shares=None) for node in diff.removed)
    nodes = graph.nodes + tuple(_of_renamed_block(node) for node in removed)
    moved = _on_free_ports(graph.edges, gone)
    found = layout(GraphSnapshot(nodes, (*graph.edges, *moved)), orientation=way)
    view = View(found.positions, way, blocks=after.view.blocks)
    whole = GraphSnapshot(nodes, graph.edges, blocks=graph.blocks + blocks)
    return whole, view, tuple(found.routes[edge] for edge in moved if edge in found.routes)


def _on_free_ports(edges: Iterable[Edge], gone: Iterable[Edge]) -> tuple[Edge, ...]:
    """The edges that are gone at ports that no other edge leads to, as a layout wants it."""
    found: list[Edge] = []
    ports: dict[str, int] = {}
    for edge in edges:
        ports[edge.target] = max(ports.get(edge.target, 0), edge.target_port + 1)
    for edge in gone:
        port = ports.get(edge.target, 0)
        ports[edge.target] = port + 1
        found.append(replace(edge, target_port=port))
    return tuple(found)


def _renamed_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(
        replace(
            block,
            id=f"{_GONE}{block.id}",
            graph=replace(block.graph, nodes=tuple(map(_of_renamed_block, block.graph.nodes))),
        )
        for block in blocks
    )


def _of_renamed_block(node: Node) -> Node:
    return replace(node, type=f"block:{_GONE}{node.block_id}") if node.block_id else node
