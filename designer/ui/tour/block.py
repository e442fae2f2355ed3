"""Finds the residual block of the tour in a document, as far as it has been drawn, and draws the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designer.catalog.values import Value
from designer.document.commands import SetParams
from designer.document.document import Document
from designer.document.edits import skip_connection
from designer.document.sketch import Sketch
from designer.graph.elements import INPUT, Edge, Node, natural_key
from designer.graph.graph import Graph

DIGITS_SHAPE = (8, 8, 1)
NUM_CLASSES = 10
_VECTOR_MAKERS = frozenset({"Flatten", "GlobalAveragePooling2D", "GlobalMaxPooling2D"})
_CONV: dict[str, Value] = {"filters": 32, "kernel_size": (3, 3)}


@dataclass(frozen=True)
class Block:
    """The nodes that are there, in the order in which data passes them."""

    entry: Node | None = None
    first: Node | None = None
    relu: Node | None = None
    second: Node | None = None
    joint: Node | None = None
    pool: Node | None = None
    head: Node | None = None


def find(document: Document) -> Block:
    """What has been drawn so far; whatever else lies on the canvas is passed over."""
    graph = document.graph
    entry = next(_of_types(graph, graph.nodes, INPUT), None)
    first = _fed_by(graph, entry, "Conv2D")
    relu = _fed_by(graph, first, "ReLU")
    second = _fed_by(graph, relu, "Conv2D")
    behind = graph.descendants(second.id) if second else set()
    joints = (node for node in _of_types(graph, behind, "Add") if _is_skipped_to(graph, node, relu, second))
    pools = list(_of_types(graph, behind, *_VECTOR_MAKERS))
    heads = (head for pool in pools if (head := _fed_by(graph, pool, "Dense")))
    return Block(
        entry, first, relu, second, next(joints, None), next(iter(pools), None), next(iter(heads), None)
    )


def place_input(document: Document) -> None:
    """Place an Input, with the shape that every new one has."""
    sketch = Sketch(document)
    sketch.put(document.new_node(INPUT, {"shape": (32, 32, 3)}), [0.0, 0.0])
    document.push(sketch.command("Add Input"))


def set_shape(document: Document) -> None:
    """Give the Input the shape of the digits."""
    _set(document, find(document).entry, shape=DIGITS_SHAPE)


def add_first(document: Document) -> None:
    """Add the first convolution."""
    _append(document, find(document).entry, "Conv2D", _CONV)


def add_relu(document: Document) -> None:
    """Add the ReLU."""
    _append(document, find(document).first, "ReLU")


def add_second(document: Document) -> None:
    """Add the second convolution, or let the one that is there keep height and width."""
    block = find(document)
    if block.second:
        _set(document, block.second, padding="same")
    else:
        _append(document, block.relu, "Conv2D", {**_CONV, "padding": "same"})


def add_head(document: Document) -> None:
    """Add what makes ten numbers of the map, as far as it is missing."""
    block = find(document)
    if block.head:
        _set(document, block.head, units=NUM_CLASSES)
        return
    if block.pool is None:
        _append(document, block.joint or block.second, "GlobalAveragePooling2D")
    _append(document, find(document).pool, "Dense", {"units": NUM_CLASSES})


def skip(document: Document) -> None:
    """Add what the ReLU gives to what the second convolution gives."""
    block = find(document)
    if not (block.relu and block.second):
        return
    edge = document.graph.out_edges(block.second.id)[0]
    shapes = {node.id: [(None, 1, 1, _channels(document, node))] for node in (block.relu, block.second)}
    document.push(skip_connection(document, block.relu.id, 0, edge, shapes))


def undo_and_redo(document: Document) -> None:
    """Take the last step back and do it again."""
    document.undo()
    document.redo()


def _channels(document: Document, node: Node) -> int:
    """Of the convolution that a node is or follows; height and width don't matter, as padding keeps them."""
    while node.type != "Conv2D":
        node = document.graph.node(document.graph.in_edges(node.id)[0].source)
    filters = node.params.get("filters")
    return filters if isinstance(filters, int) else 0


def _append(
    document: Document, source: Node | None, layer_type: str, params: dict[str, Value] | None = None
) -> None:
    if source:
        sketch = Sketch(document)
        node = document.new_node(layer_type, params)
        sketch.place_before(node, source.id, rows=-1)
        sketch.edges.append(Edge(source.id, 0, node.id, 0))
        document.push(sketch.command(f"Add {layer_type}"))


def _set(document: Document, node: Node | None, **params: Value) -> None:
    if node:
        document.push(SetParams(node.id, {**node.params, **params}))


def _of_types(graph: Graph, ids: Iterable[str], *types: str) -> Iterator[Node]:
    return (node for node in map(graph.node, sorted(ids, key=natural_key)) if node.type in types)


def _fed_by(graph: Graph, source: Node | None, layer_type: str) -> Node | None:
    targets = (graph.node(edge.target) for edge in graph.out_edges(source.id)) if source else ()
    return next((node for node in targets if node.type == layer_type), None)


def _is_skipped_to(graph: Graph, joint: Node, relu: Node | None, second: Node | None) -> bool:
    """Whether the ReLU leads into an Add past the second convolution, straight or by a projection."""
    if relu is None or second is None:
        return False
    sources = {edge.source for edge in graph.in_edges(joint.id)} - {second.id}
    before = {edge.source for source in sources for edge in graph.in_edges(source)}
    return len(graph.in_edges(joint.id)) > 1 and relu.id in sources | before
