"""While an edge is drawn, it is told whether its tensor will fit and what will be offered if not."""

import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.values import Params
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.document.fixes.base import Case
from designer.document.fixes.hints import misfit
from designer.graph.elements import Edge
from designer.graph.facts import Shape

CATALOG = Catalog.load()
JOINED = (
    "Concatenate needs shapes that are equal but for the last axis: 8×8×4 and 4×4×2; "
    "a projection will be offered"
)
CASES: list[tuple[str, Params, Shape, Shape, str]] = [
    (
        "Add",
        {},
        (32, 32, 64),
        (16, 16, 64),
        "Add needs equal shapes: 32×32×64 and 16×16×64; a projection will be offered",
    ),
    ("Add", {}, (8, 8, 4), (8, 8, 4), ""),
    ("Add", {}, (8, 8, 4), (8, 8, 1), ""),
    ("Add", {}, (9, 9, 4), (8, 8, 4), "Add needs equal shapes: 9×9×4 and 8×8×4; cropping will be offered"),
    (
        "Concatenate",
        {},
        (8, 8, 4),
        (4, 4, 2),
        JOINED,
    ),
    ("Concatenate", {}, (8, 8, 4), (8, 8, 2), ""),
    (
        "Subtract",
        {},
        (2, 3, 4, 5, 6),
        (7, 3, 4, 5, 6),
        "Subtract needs equal shapes: 2×3×4×5×6 and 7×3×4×5×6; nothing simple makes them equal",
    ),
]
ALONE: list[tuple[str, Params, Shape, str]] = [
    ("Conv2D", {"filters": 2, "kernel_size": 3}, (64,), "Conv2D takes a map and gets a vector (64)"),
    ("Conv2D", {"filters": 2, "kernel_size": 3}, (8, 8, 3), ""),
    (
        "Conv2D",
        {"filters": 2, "kernel_size": 3},
        (2, 2, 3),
        "The kernel_size of conv2d is larger than 2×2×3; padding will be offered",
    ),
    ("Conv2D", {"filters": 2, "kernel_size": 3, "padding": "same"}, (2, 2, 3), ""),
    ("LSTM", {"units": 2}, (4, 4, 3), "LSTM takes a sequence and gets a map (4×4×3)"),
    (
        "Dense",
        {"units": 2},
        (4, 4, 3),
        "Dense keeps the map 4×4×3; pooling or Flatten will be offered",
    ),
    ("Dense", {"units": 2}, (4,), ""),
]


def hint(layer_type: str, params: Params, *shapes: Shape) -> str:
    """Draw the last of the edges into a layer that has the others."""
    net = NetworkBuilder("Case")
    sources = [net.input(shape) for shape in shapes]
    target = net.add(layer_type, *sources[:-1], **params)
    known = {source: [(None, *shape)] for source, shape in zip(sources, shapes, strict=True)}
    case = Case(Document(net.project()), CATALOG, known)
    return misfit(case, Edge(sources[-1], 0, target, len(shapes) - 1))


@pytest.mark.parametrize(("layer_type", "params", "there", "drawn", "text"), CASES)
def test_a_merge_of_unequal_shapes_is_told_with_its_remedy(
    layer_type: str, params: Params, there: Shape, drawn: Shape, text: str
) -> None:
    assert hint(layer_type, params, there, drawn) == text


@pytest.mark.parametrize(("layer_type", "params", "drawn", "text"), ALONE)
def test_a_layer_that_takes_other_shapes_is_told(
    layer_type: str, params: Params, drawn: Shape, text: str
) -> None:
    assert hint(layer_type, params, drawn) == text


def test_nothing_is_told_where_the_shape_is_not_known() -> None:
    net = NetworkBuilder("Case")
    source = net.input((64,))
    target = net.add("Conv2D", filters=2, kernel_size=3)
    assert misfit(Case(Document(net.project()), CATALOG), Edge(source, 0, target, 0)) == ""
