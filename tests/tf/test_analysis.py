"""What is wrong with a graph is said once, in one line, at the node it belongs to, with a remedy."""

import pytest

from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.compiler.results import Problem
from designer.errors import BuildError
from designer.graph.elements import Edge, GraphSnapshot, Node, Output
from tests.tf.graphs import chain, graph, join

INPUT = Node("n1", "input", "Input", {"shape": (4,)})
DENSE = Node("n2", "dense", "Dense", {"units": 4})
HEAD = Node("n3", "head", "Dense", {"units": 2})
ADD = Node("n4", "add", "Add")
FIRST, SECOND = Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0)
SELF_ATTENTION = Node("n2", "mha", "MultiHeadAttention", {"num_heads": 2, "key_dim": 3})

# The graph, the node that is to blame, and what is said of it.
WRONG: dict[str, tuple[GraphSnapshot, str | None, str]] = {
    "empty": (GraphSnapshot(), None, "The network is empty."),
    "no output": (graph([INPUT], []), None, "The network has no output."),
    "not connected": (graph([INPUT, DENSE, HEAD], [FIRST]), "n3", "Nothing is connected to its input."),
    "loop": (
        graph([INPUT, ADD, HEAD], [Edge("n1", 0, "n4", 0), Edge("n3", 0, "n4", 1), Edge("n4", 0, "n3", 0)]),
        "n4",
        "There is a loop: add → head → add.",
    ),
    "unequal shapes": (join("Add", (32, 32, 16), (16, 16, 16)), "layer", "incompatible shapes"),
    "negative size": (chain((4, 4, 3), ("Conv2D", {"filters": 2, "kernel_size": 7})), "n2", "negative"),
    "one input of two": (graph([INPUT, ADD], [Edge("n1", 0, "n4", 0)]), "n4", "Add needs 2 inputs, and 1 is"),
    "too many inputs": (join("Subtract", (4,), (4,), (4,)), "layer", "Subtract takes 2 inputs, and input 3"),
    "hidden port": (
        graph([INPUT, DENSE], [Edge("n1", 0, "n2", 7)]),
        "n2",
        "Dense takes 1 input, and input 8",
    ),
    "wrong ports": (
        graph(
            [Node("n1", "input", "Input", {"shape": (4, 2)}), SELF_ATTENTION],
            [Edge("n1", 0, "n2", 0), Edge("n1", 0, "n2", 2)],
        ),
        "n2",
        'The input "value" of MultiHeadAttention is not connected.',
    ),
    "no such output": (graph([INPUT, DENSE, HEAD], [FIRST, Edge("n2", 3, "n3", 0)]), "n3", "no output 4"),
    "no such model output": (
        graph([INPUT, DENSE], [FIRST], outputs=(Output("n2", 1),)),
        "n2",
        '"dense" has no output 2.',
    ),
    "idle input": (
        graph([INPUT, DENSE, Node("n9", "idle", "Input", {"shape": (4,)})], [FIRST]),
        "n9",
        "This Input feeds nothing.",
    ),
    "input left out": (
        graph(
            [INPUT, Node("n3", "other", "Input", {"shape": (4,)}), ADD],
            [Edge("n1", 0, "n4", 0), Edge("n3", 0, "n4", 1)],
            inputs=("n1",),
        ),
        "n3",
        "not among the model's inputs",
    ),
    "no shape": (graph([Node("n1", "input", "Input"), DENSE], [FIRST]), "n1", "An Input needs a shape"),
    "name for no scope": (
        graph([INPUT, Node("n2", "my conv", "Dense", {"units": 1})], [FIRST]),
        "n2",
        "'my conv' can't be a layer's name.",
    ),
    "shares nothing": (
        graph([INPUT, Node("n2", "dense", "Dense", {}, shares="n9")], [FIRST]),
        "n2",
        "that this node calls again isn't there",
    ),
    "shares another type": (
        graph([INPUT, DENSE, Node("n3", "again", "ReLU", {}, shares="n2")], [FIRST, SECOND]),
        "n3",
        'This ReLU can\'t call "dense" again',
    ),
    "shares itself": (
        graph([INPUT, Node("n2", "dense", "Dense", {"units": 1}, shares="n2")], [FIRST]),
        "n2",
        "has none of its own",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_has_one_clear_line_and_a_remedy(name: str) -> None:
    snapshot, node, message = WRONG[name]
    [problem] = analyse(snapshot).errors
    assert problem.node == node
    assert message in problem.message
    assert "\n" not in problem.message
    assert problem.fix or name == "no shape"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_not_built_either(name: str) -> None:
    with pytest.raises(BuildError) as caught:
        build_model(WRONG[name][0])
    assert "\n" not in str(caught.value)


def test_equal_names_are_told_at_each_of_their_nodes() -> None:
    twin = Node("n3", "dense", "Dense", {"units": 2})
    problems = analyse(graph([INPUT, DENSE, twin], [FIRST, SECOND])).errors
    assert [(problem.node, problem.message) for problem in problems] == [
        ("n2", 'Several layers are called "dense".'),
        ("n3", 'Several layers are called "dense".'),
    ]


def test_a_network_without_an_input_is_told_so_first() -> None:
    problems = analyse(graph([DENSE], [])).errors
    assert [problem.message for problem in problems] == [
        "The network has no Input.",
        "Nothing is connected to its input.",
    ]


def test_dense_on_an_image_is_a_warning_and_builds() -> None:
    snapshot = chain((8, 8, 3), ("Dense", {"units": 2}))
    [problem] = analyse(snapshot).problems
    assert (problem.severity, problem.node) == ("warning", "n2")
    assert "its input 8×8×3 stays a map" in problem.message
    assert build_model(snapshot).output_shape == (None, 8, 8, 2)


def test_what_hangs_on_a_refused_layer_is_left_out_without_noise() -> None:
    refused = ("Conv2D", {"filters": 2, "kernel_size": 9})
    analysis = analyse(chain((4, 4, 3), ("ReLU", {}), refused, ("ReLU", {}), ("Flatten", {})))
    assert [problem.node for problem in analysis.problems] == ["n3"]
    assert list(analysis.nodes) == ["n1", "n2"]
    assert analysis.outputs == ()


def test_what_lies_beside_a_mistake_is_still_analysed() -> None:
    lost = Node("n8", "lost", "Dense", {"units": 1})
    analysis = analyse(graph([INPUT, DENSE, HEAD, lost], [FIRST, SECOND]))
    assert [problem.node for problem in analysis.problems] == ["n8"]
    assert analysis.nodes["n3"].outputs[0].shape == (None, 2)


def test_what_no_output_needs_is_a_warning_and_does_not_count() -> None:
    snapshot = graph([INPUT, DENSE, HEAD], [FIRST, Edge("n1", 0, "n3", 0)], outputs=("n2",))
    analysis, model = analyse(snapshot), build_model(snapshot)
    assert analysis.problems == (
        Problem(
            "warning",
            "n3",
            "No output of the model needs this layer.",
            "Connect it, or delete it.",
            "dead",
            name="head",
        ),
    )
    assert (analysis.layers, analysis.parameters) == (len(model.layers), model.count_params()) == (2, 20)


def test_the_revision_is_handed_through() -> None:
    assert analyse(GraphSnapshot(), 7).revision == 7


def test_an_undone_edit_is_answered_from_memory_as_of_now() -> None:
    first = graph([INPUT, DENSE, HEAD], [FIRST, SECOND])
    before = analyse(first, 1)
    analyse(graph([INPUT, Node("n2", "dense", "Dense", {"units": 5}), HEAD], [FIRST, SECOND]), 2)
    again = analyse(graph([INPUT, Node("n2", "dense", "Dense", DENSE.params), HEAD], [FIRST, SECOND]), 3)
    assert again.nodes is before.nodes
    assert again.revision == 3


def test_equal_numbers_of_another_kind_are_asked_about_anew() -> None:
    for units, is_refused in ((1, False), (1.0, True)):
        layer = Node("n2", "dense", "Dense", {"units": units})
        assert bool(analyse(graph([INPUT, layer], [FIRST])).errors) == is_refused
