"""A card says what matters in a few words."""

import pytest

from designer.catalog.starting import starting_params
from designer.catalog.values import Expr, Value
from designer.compiler.results import NodeAnalysis, Problem, TensorSpec
from designer.graph.elements import Edge, Node
from designer.ui.canvas.card import CardText, card_text, description, footer_text, value_text
from designer.ui.canvas.slots import centered_slots
from tests.qt.canvas_helpers import catalog


@pytest.mark.parametrize(
    ("layer_type", "params", "headline"),
    [
        ("Conv2D", {"filters": 64, "kernel_size": (3, 3), "strides": (2, 2)}, "64 × 3×3, stride 2"),
        ("Conv2D", {"filters": 64, "kernel_size": 5, "strides": 1}, "64 × 5×5"),
        ("Conv2D", {"filters": 8, "kernel_size": (1, 3), "strides": (2, 1)}, "8 × 1×3, stride 2×1"),
        ("Conv2D", {}, "filters ? × kernel_size ?"),
        ("Conv2D", {"filters": Expr("width*2"), "kernel_size": 3}, "=width*2 × 3×3"),
        ("MaxPooling2D", {}, "2×2"),
        ("Dense", {"units": 10, "activation": "softmax"}, "10, softmax"),
        ("Dense", {"units": 10}, "10"),
        ("LSTM", {"units": 32, "return_sequences": True}, "32, return_sequences"),
        ("BatchNormalization", {}, ""),
        ("BatchNormalization", {"momentum": 0.9}, "momentum 0.9"),
        ("Input", {"shape": (8, 8, 1)}, "8×8×1"),
    ],
)
def test_the_headline_shows_the_parameters_that_matter(
    layer_type: str, params: dict[str, Value], headline: str
) -> None:
    spec = catalog().layer(layer_type)
    assert card_text(Node("n1", "x", layer_type, params), spec, None).headline == headline


def test_the_tag_is_a_name_given_by_hand_or_the_role_or_the_automatic_name() -> None:
    spec = catalog().layer("Conv2D")
    assert card_text(Node("n1", "conv2d_12", "Conv2D"), spec, None).tag == "conv2d_12"
    assert card_text(Node("n1", "conv2d_12", "Conv2D"), spec, None, "output 2").tag == "output 2"
    assert card_text(Node("n1", "stem", "Conv2D"), spec, None).tag == "stem"
    assert card_text(Node("n1", "stem", "Conv2D"), spec, None, "output 2").tag == "stem"


def test_an_input_says_its_shape_once() -> None:
    spec = catalog().layer("Input")
    analysis = NodeAnalysis((TensorSpec((None, 8, 8, 1)),))
    card = card_text(Node("n1", "input", "Input", {"shape": (8, 8, 1)}), spec, analysis)
    assert (card.headline, card.footer) == ("", "8×8×1")


def test_a_layer_that_this_keras_does_not_have_says_so() -> None:
    assert card_text(Node("n1", "x", "Warp"), None, None).headline == "not in this Keras"


def test_the_footer_shows_shapes_and_parameters() -> None:
    spec = TensorSpec((None, 32, 32, 64))
    assert footer_text(NodeAnalysis((spec,), 1792)) == "32×32×64 · 1,792"
    assert footer_text(NodeAnalysis((spec,))) == "32×32×64"
    assert footer_text(None) == ""


def test_the_description_is_one_line_of_all_facts() -> None:
    card = CardText("Conv2D", headline="64 × 3×3", footer="32×32×64 · 1,792")
    problem = Problem("error", "n2", "strides must be positive")
    words = description(card, sources=["x"], targets=["y", "z"], problems=[problem])
    assert words == "64 × 3×3; output 32×32×64 · 1,792; from x; to y, z; error: strides must be positive"


@pytest.mark.parametrize(
    ("value", "text"), [((2, 3), "2×3"), (0.5, "0.5"), (1e-7, "1e-07"), ("same", "same"), ((), "()")]
)
def test_values_are_written_as_people_do(value: Value, text: str) -> None:
    assert value_text(value) == text


def test_a_new_layer_starts_with_usual_values() -> None:
    spec = catalog().layer("Conv2D")
    assert spec
    assert starting_params(spec) == {"filters": 32, "kernel_size": (3, 3)}


def test_the_trunk_gets_the_middle_slot_whatever_its_port() -> None:
    centers = {"far": (0.0, 0.0), "near": (0.0, 100.0), "left": (-300.0, 100.0), "add": (0.0, 200.0)}
    edges = [Edge(source, 0, "add", port) for port, source in enumerate(("far", "left", "near"))]
    assert centered_slots(3, edges, centers, is_vertical=True) == ({2: 2, 0: 3, 1: 1}, 5)
