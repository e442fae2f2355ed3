"""A known backbone on its way into a document: a piece of network that is fed from what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from designer.catalog.catalog import Catalog
from designer.document.clip import Clip
from designer.document.clipboard import Pasted, insert_command
from designer.document.document import Document
from designer.document.project import Position, Project
from designer.graph.block_specs import with_blocks
from designer.graph.blocks import TRAINABLE
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output
from designer.graph.expansion import flat
from designer.graph.healing import model_outputs
from designer.graph.layout import NODE_SIZE, ROW_GAP, layout
from designer.graph.names import snake_case

Head = Literal["none", "average", "max", "classes"]
_POOLING = {
    "average": "GlobalAveragePooling2D",
    "max": "GlobalMaxPooling2D",
    "classes": "GlobalAveragePooling2D",
}


@dataclass(frozen=True)
class Ending:
    """What is to follow a backbone, and whether it learns itself.

    Args:
        head: Nothing, pooling over the whole image, or pooling and a softmax.
        classes: Units of the softmax.
    """

    head: Head = "average"
    classes: int = 10
    is_frozen: bool = True


@dataclass(frozen=True)
class Insertion:
    """What puts a backbone into a document.

    Args:
        renamed: What layers of the flat backbone are called in the document, where that differs.
    """

    pasted: Pasted
    renamed: Mapping[str, str]


def backbone_clip(backbone: Project, ending: Ending, catalog: Catalog, orientation: str) -> Clip:
    """The piece to insert, with an Input of its own and what is to follow; may take a while."""
    graph = backbone.graph
    nodes = {
        node.id: _with_freezing(node, ending, with_blocks(catalog, graph.blocks)) for node in graph.nodes
    }
    edges = list(graph.edges)
    (last, *_) = model_outputs(graph) if not graph.outputs else graph.outputs
    for node in _head(ending):
        nodes[node.id] = node
        edges.append(Edge(last.node, last.port, node.id, 0))
        last = Output(node.id)
    whole = GraphSnapshot(tuple(nodes.values()), tuple(edges))
    positions = dict(backbone.view.positions)
    if orientation == "vertical" and len(positions) == len(graph.nodes):
        positions = _with_head(positions, nodes)
    else:
        positions = dict(layout(whole, orientation=orientation).positions)
    return Clip(whole, positions=positions, blocks=graph.blocks, drawings=dict(backbone.view.blocks))


def insertion(document: Document, clip: Clip, title: str, source: str | None, at: Position) -> Insertion:
    """What inserts a piece from `backbone_clip`.

    Args:
        source: Id of the node that feeds it; None for its own Input.
        at: Where its first node shall lie.

    Raises:
        GraphError: A block would get into itself, or the source is gone.
    """
    fed = _prefixed(_fed(clip, document.graph.node(source)) if source else clip)
    first, middle = _first_and_middle(fed)
    at = at[0] + middle[0] - first[0], at[1] + middle[1] - first[1]
    pasted = insert_command(document, fed, f"Insert {title}", at)
    return Insertion(pasted, _renamed(clip, fed, pasted))


def _with_freezing(node: Node, ending: Ending, catalog: Catalog) -> Node:
    spec = catalog.layer(node.type)
    if not ending.is_frozen or spec is None or spec.param(TRAINABLE) is None or node.type == INPUT:
        return node
    return replace(node, params={**node.params, TRAINABLE: False})


def _head(ending: Ending) -> Sequence[Node]:
    if ending.head == "none":
        return ()
    pooling = _POOLING[ending.head]
    nodes = [Node("pooling", snake_case(pooling), pooling)]
    if ending.head == "classes":
        nodes.append(Node("classes", "classes", "Dense", {"units": ending.classes, "activation": "softmax"}))
    return nodes


def _with_head(positions: dict[str, Position], nodes: Mapping[str, Node]) -> dict[str, Position]:
    """Positions with those of what follows, below the lowest node."""
    x, y = max(positions.values(), key=lambda place: place[1])
    added = [node_id for node_id in nodes if node_id not in positions]
    step = NODE_SIZE[1] + ROW_GAP
    return {**positions, **{node_id: (x, y + step * row) for row, node_id in enumerate(added, start=1)}}


def _fed(clip: Clip, source: Node) -> Clip:
    """The piece without its Input, fed by a node of the document."""
    gone = {node.id for node in clip.graph.nodes if node.type == INPUT}
    incoming = tuple(replace(edge, source=source.id) for edge in clip.graph.edges if edge.source in gone)
    nodes = tuple(node for node in clip.graph.nodes if node.id not in gone)
    edges = tuple(edge for edge in clip.graph.edges if edge.source not in gone)
    positions = {node_id: place for node_id, place in clip.positions.items() if node_id not in gone}
    graph = GraphSnapshot(nodes, edges)
    return replace(clip, graph=graph, incoming=incoming, outside=(source,), positions=positions)


def _prefixed(clip: Clip) -> Clip:
    """The piece with ids that no node of a document has."""
    graph, own = clip.graph, {node.id: f"backbone-{node.id}" for node in clip.graph.nodes}
    nodes = (replace(node, id=own[node.id], shares=own.get(node.shares or "")) for node in graph.nodes)
    edges = (replace(edge, source=own[edge.source], target=own[edge.target]) for edge in graph.edges)
    incoming = tuple(replace(edge, target=own[edge.target]) for edge in clip.incoming)
    positions = {own[node_id]: place for node_id, place in clip.positions.items()}
    return replace(
        clip, graph=GraphSnapshot(tuple(nodes), tuple(edges)), incoming=incoming, positions=positions
    )


def _first_and_middle(clip: Clip) -> tuple[Position, Position]:
    places = clip.positions
    xs, ys = zip(*places.values(), strict=True)
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return places[clip.graph.nodes[0].id], middle


def _renamed(clip: Clip, fed: Clip, pasted: Pasted) -> dict[str, str]:
    """What layers are called whose names were taken, in the flat network."""
    changed = {
        node.name: pasted.names[new]
        for node, new in zip(fed.graph.nodes, pasted.ids, strict=True)
        if pasted.names[new] != node.name
    }
    if not changed:
        return {}
    found = {}
    for layer in flat(replace(clip.graph, blocks=clip.blocks)).nodes:
        for old, new in changed.items():
            if layer.name == old or layer.name.startswith(f"{old}."):
                found[layer.name] = new + layer.name[len(old) :]
    return found
