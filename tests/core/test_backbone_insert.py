"""A backbone comes into a document as one step, fed from what is there, its weights still known by name."""

from dataclasses import replace

import pytest

from designer.catalog.catalog import Catalog
from designer.document.backbone_insert import Ending, backbone_clip, insertion
from designer.document.document import Document
from designer.document.project import Project, View
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node

CATALOG = Catalog.load()
INSIDE = GraphSnapshot((Node("n1", "in", INPUT), Node("n2", "conv", "Conv2D")), (Edge("n1", 0, "n2", 0),))
PICTURE = Node("n1", "image", INPUT, {"shape": (32, 32, 3)})
NESTED = Project(
    "Net",
    GraphSnapshot(
        (PICTURE, Node("n2", "net", "block:b1")),
        (Edge("n1", 0, "n2", 0),),
        blocks=(Block("b1", "Net", (), INSIDE, is_nested=True),),
    ),
    View({"n1": (0.0, 0.0), "n2": (0.0, 88.0)}),
)
FLAT = Project(
    "Net",
    GraphSnapshot((PICTURE, Node("n2", "conv", "Conv2D")), (Edge("n1", 0, "n2", 0),)),
    View({"n1": (0.0, 0.0), "n2": (0.0, 88.0)}),
)


def document() -> Document:
    return Document(
        Project("Mine", GraphSnapshot((replace(PICTURE, name="photo"),)), View({"n1": (5.0, 5.0)}))
    )


def names_of(mine: Document) -> list[str]:
    return [node.name for node in mine.graph.nodes.values()]


@pytest.mark.parametrize(("backbone", "layer"), [(NESTED, "net"), (FLAT, "conv")])
def test_it_is_fed_by_the_source_and_undone_as_one_step(backbone: Project, layer: str) -> None:
    mine = document()
    before = mine.project()
    clip = backbone_clip(backbone, Ending("classes", 7), CATALOG, "vertical")
    found = insertion(mine, clip, "Net", "n1", (5.0, 105.0))
    mine.push(found.pasted.command)
    assert names_of(mine) == ["photo", layer, "global_average_pooling2d", "classes"]
    sources = {mine.graph.node(edge.source).name for edge in mine.graph.edges()}
    assert sources == {"photo", layer, "global_average_pooling2d"}
    assert mine.positions[found.pasted.ids[0]] == (5.0, 105.0)
    assert mine.graph.node(found.pasted.ids[0]).params["trainable"] is False
    assert mine.undo_text == "Insert Net"
    mine.undo()
    assert mine.project() == before


def test_without_a_source_it_has_an_input_of_its_own() -> None:
    mine = Document()
    clip = backbone_clip(NESTED, Ending("none", is_frozen=False), CATALOG, "horizontal")
    mine.push(insertion(mine, clip, "Net", None, (0.0, 0.0)).pasted.command)
    assert names_of(mine) == ["image", "net"]
    assert "trainable" not in mine.graph.node("n2").params


def test_layers_whose_names_were_taken_are_told_under_both_names() -> None:
    mine = document()
    clip = backbone_clip(NESTED, Ending("none"), CATALOG, "vertical")
    first = insertion(mine, clip, "Net", "n1", (0.0, 200.0))
    assert first.renamed == {}
    mine.push(first.pasted.command)
    second = insertion(mine, clip, "Net", "n1", (0.0, 200.0))
    assert second.renamed == {"net.conv": "net_1.conv"}
