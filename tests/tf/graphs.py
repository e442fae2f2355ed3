"""Small graphs to analyse and build."""

from itertools import pairwise

from designer.catalog.values import Params, Value
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output

Shape = tuple[int | None, ...]


def graph(
    nodes: list[Node], edges: list[Edge], inputs: tuple[str, ...] = (), outputs: tuple[str | Output, ...] = ()
) -> GraphSnapshot:
    """A graph; an output is a node's id for its first port."""
    ports = (output if isinstance(output, Output) else Output(output) for output in outputs)
    return GraphSnapshot(tuple(nodes), tuple(edges), inputs, tuple(ports))


def chain(shape: Shape, *layers: tuple[str, Params]) -> GraphSnapshot:
    """An Input `n1` and layers `n2`, `n3`… one after the other, named as their ids."""
    nodes = [Node("n1", "n1", INPUT, {"shape": shape})]
    nodes += [Node(f"n{row}", f"n{row}", *layer) for row, layer in enumerate(layers, start=2)]
    ids = [node.id for node in nodes]
    return graph(nodes, [Edge(one, 0, two, 0) for one, two in pairwise(ids)])


def join(layer_type: str, *shapes: Shape, **params: Value) -> GraphSnapshot:
    """An Input `n1`, `n2`… for each shape, all into one layer called `layer`."""
    nodes = [Node(f"n{row}", f"n{row}", INPUT, {"shape": shape}) for row, shape in enumerate(shapes, start=1)]
    edges = [Edge(node.id, 0, "layer", port) for port, node in enumerate(nodes)]
    return graph([*nodes, Node("layer", "layer", layer_type, params)], edges)
