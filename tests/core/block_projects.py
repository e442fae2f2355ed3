"""A project of nested, repeated, frozen and shared blocks."""

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr
from designer.document.project import Project, View
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node
from designer.graph.layout import layout

FILTERS = ParamSpec(name="filters", kind="int", default=8)

RESIDUAL = Block(
    "b1",
    "Residual",
    (FILTERS,),
    GraphSnapshot(
        (
            Node("n1", "x", INPUT),
            Node("n2", "conv", "Conv2D", {"filters": Expr("filters"), "kernel_size": 3, "padding": "same"}),
            Node("n3", "act", "ReLU"),
            Node("n4", "skip", "Conv2D", {"filters": Expr("filters"), "kernel_size": 1}),
            Node("n5", "add", "Add"),
        ),
        (
            Edge("n1", 0, "n2", 0),
            Edge("n1", 0, "n4", 0),
            Edge("n2", 0, "n3", 0),
            Edge("n3", 0, "n5", 0),
            Edge("n4", 0, "n5", 1),
        ),
    ),
)
STAGE = Block(
    "b2",
    "Stage",
    (FILTERS,),
    GraphSnapshot(
        (
            Node("n1", "x", INPUT),
            Node("n2", "residual", "block:b1", {"filters": Expr("filters")}, repeat=6),
            Node("n3", "pool", "MaxPooling2D"),
        ),
        (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0)),
    ),
)
HEAD = Block(
    "b3",
    "Head",
    graph=GraphSnapshot(
        (
            Node("n1", "x", INPUT),
            Node("n2", "flatten", "Flatten"),
            Node("n3", "dense", "Dense", {"units": 10}),
        ),
        (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0)),
    ),
    is_nested=True,
)
NETWORK = GraphSnapshot(
    (
        Node("n1", "image", INPUT, {"shape": (32, 32, 3)}),
        Node("n2", "first", "Conv2D", {"filters": 8, "kernel_size": 3, "trainable": False}),
        Node("n3", "stage_a", "block:b2", {"filters": 16}),
        Node("n4", "stage_b", "block:b2", {"filters": 32, "trainable": False}),
        Node("n5", "owner", "Conv2D", {"filters": 32, "kernel_size": 1}),
        Node("n6", "again", "Conv2D", shares="n5"),
        Node("n7", "add", "Add"),
        Node("n8", "head", "block:b3"),
    ),
    (
        Edge("n1", 0, "n2", 0),
        Edge("n2", 0, "n3", 0),
        Edge("n3", 0, "n4", 0),
        Edge("n4", 0, "n5", 0),
        Edge("n4", 0, "n6", 0),
        Edge("n5", 0, "n7", 0),
        Edge("n6", 0, "n7", 1),
        Edge("n7", 0, "n8", 0),
    ),
    blocks=(RESIDUAL, STAGE, HEAD),
)


def blocks(orientation: str = "vertical") -> Project:
    """Two stages of six residual blocks each, a layer called twice, and a nested head; all closed."""
    insides = {
        block.id: View(layout(block.graph, orientation=orientation).positions) for block in NETWORK.blocks
    }
    positions = layout(NETWORK, orientation=orientation).positions
    return Project("Blocks", NETWORK, View(positions, orientation, blocks=insides))
