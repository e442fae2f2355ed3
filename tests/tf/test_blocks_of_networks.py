"""Blocks and Keras: real networks fold into a page, and the blocks of the library build."""

import pytest

from designer import paths
from designer.compiler.analysis import analyse
from designer.document.library import LibraryBlock, list_library
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node
from designer.graph.expansion import flat
from designer.graph.foldings import folded
from designer.graph.repeats import find_repeats
from tests.core.alike import described
from tests.tf.keras_graphs import CATALOG, application

SHIPPED = [each for each in list_library().blocks if each.path.parent == paths.resources_dir() / "blocks"]
CHANNELS = {"Bottleneck": 256, "Wide residual": 64}


@pytest.mark.parametrize(
    ("name", "most"),
    [("ResNet50", 15), ("DenseNet121", 18), ("MobileNetV2", 16), ("InceptionV3", 32), ("Xception", 22)],
)
def test_networks_of_keras_fold_into_a_page(name: str, most: int) -> None:
    graph = application(name)
    found = folded(graph, find_repeats(graph, CATALOG))
    assert len(found.nodes) <= most
    assert described(flat(found), CATALOG) == described(graph, CATALOG)


@pytest.mark.parametrize("found", SHIPPED, ids=lambda found: str(found.block.name))
def test_the_blocks_of_the_library_are_sound(found: LibraryBlock) -> None:
    shape = (8, 8, CHANNELS.get(found.block.name, 64))
    nodes = Node("n1", "image", INPUT, {"shape": shape}), Node("n2", "block", found.block.type)
    analysis = analyse(GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0),), blocks=found.blocks))
    assert analysis.problems == ()
    assert analysis.parameters > 0
