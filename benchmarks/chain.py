"""A long network: convolutions with normalisation and activation, and a skip connection every four layers."""

from designer.catalog.values import Params
from designer.document.project import Project, View
from designer.graph.elements import Edge, GraphSnapshot, Node, edge_key

ROW_PX = 88.0
COLUMN_PX = 256.0
ROWS_IN_SIGHT = 64
_BLOCK: tuple[tuple[str, Params], ...] = (
    ("Conv2D", {"filters": 16, "kernel_size": (3, 3), "padding": "same"}),
    ("BatchNormalization", {}),
    ("Activation", {"activation": "relu"}),
    ("Add", {}),
)


def chain(num_nodes: int, num_rows: int = 0) -> Project:
    """A project of so many layers.

    Args:
        num_nodes: With the Input.
        num_rows: How many layers lie below each other before the next column begins; by default all.
    """
    nodes = [Node("n1", "input", "Input", {"shape": (32, 32, 16)})]
    edges = []
    for number in range(2, num_nodes + 1):
        layer_type, params = _BLOCK[(number - 2) % len(_BLOCK)]
        nodes.append(Node(f"n{number}", f"{layer_type.lower()}_{number}", layer_type, dict(params)))
        edges.append(Edge(f"n{number - 1}", 0, f"n{number}", 0))
        if layer_type == "Add":
            edges.append(Edge(f"n{number - len(_BLOCK)}", 0, f"n{number}", 1))
    rows = num_rows or num_nodes
    places = {
        node.id: (COLUMN_PX * (place // rows), ROW_PX * (place % rows)) for place, node in enumerate(nodes)
    }
    graph = GraphSnapshot(tuple(nodes), tuple(sorted(edges, key=edge_key)))
    return Project(f"Chain of {num_nodes:,}", graph, View(places))
