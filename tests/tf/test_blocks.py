"""Blocks as Keras sees them: the same layers, weights and outputs as if they had been drawn one by one."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Params
from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.errors import BuildError
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output
from designer.graph.expansion import flat

FILTERS = ParamSpec(name="filters", kind="int", default=4)


def residual(**changes: object) -> Block:
    conv: Params = {"filters": Expr("filters"), "kernel_size": 3, "padding": "same"}
    nodes = (
        Node("n1", "x", INPUT),
        Node("n2", "conv", "Conv2D", conv),
        Node("n3", "norm", "BatchNormalization"),
        Node("n4", "add", "Add"),
    )
    edges = (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0), Edge("n3", 0, "n4", 0), Edge("n1", 0, "n4", 1))
    return replace(Block("b1", "Residual", (FILTERS,), GraphSnapshot(nodes, edges)), **changes)  # type: ignore[arg-type]


def network(block: Block, **changes: object) -> GraphSnapshot:
    instance = replace(Node("n2", "residual", block.type), **changes)  # type: ignore[arg-type]
    nodes = (Node("n1", "image", INPUT, {"shape": (8, 8, 4)}), instance, Node("n3", "flatten", "Flatten"))
    return GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0)), blocks=(block,))


def test_an_inline_block_is_built_into_the_network() -> None:
    graph = network(residual(), repeat=2)
    model, analysis = build_model(graph), analyse(graph)
    assert [layer.name for layer in model.layers[:5]] == [
        "image",
        "residual.conv",
        "residual.norm",
        "residual.add",
        "residual.2.conv",
    ]
    assert (analysis.layers, analysis.parameters) == (len(model.layers), model.count_params())


def test_a_nested_block_is_built_as_one_model_for_each_copy() -> None:
    graph = network(residual(is_nested=True), repeat=2)
    model, analysis = build_model(graph), analyse(graph)
    assert [layer.name for layer in model.layers] == ["image", "residual", "residual.2", "flatten"]
    assert isinstance(model.get_layer("residual"), keras.Model)
    assert (analysis.layers, analysis.parameters) == (4, model.count_params())


def test_inline_and_nested_compute_the_same() -> None:
    inline = build_model(network(residual(), repeat=2))
    nested = build_model(network(residual(is_nested=True), repeat=2))
    nested.set_weights(inline.get_weights())
    image = np.random.default_rng(0).normal(size=(2, 8, 8, 4)).astype("float32")
    np.testing.assert_allclose(inline(image), nested(image), atol=1e-6)


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_shared_instance_has_one_set_of_weights(*, is_nested: bool) -> None:
    graph = network(residual(is_nested=is_nested))
    again = Node("n4", "residual_1", "block:b1", shares="n2")
    edges = (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n4", 0), Edge("n4", 0, "n3", 0))
    graph = replace(graph, nodes=(*graph.nodes, again), edges=edges)
    model, analysis = build_model(graph), analyse(graph)
    assert model.count_params() == analysis.parameters == 3 * 3 * 4 * 4 + 4 + 16
    assert analysis.layers == len(model.layers)
    assert analysis.nodes["n4"].parameters == 0


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_frozen_instance_has_no_trainable_weights(*, is_nested: bool) -> None:
    graph = network(residual(is_nested=is_nested), params={"trainable": False})
    model, analysis = build_model(graph), analyse(graph)
    assert analysis.trainable == sum(weight.size for weight in model.trainable_weights) == 0


def test_an_instance_counts_all_copies_and_its_inside_one() -> None:
    analysis = analyse(network(residual(), repeat=3))
    assert analysis.nodes["n2"].parameters == 3 * analysis.within("n2").nodes["n2"].parameters + 3 * 16
    assert analysis.nodes["n2"].outputs[0].shape == (None, 8, 8, 4)
    assert analysis.within("n2#3").nodes["n1"].outputs[0].shape == (None, 8, 8, 4)


def test_a_problem_inside_is_told_once_and_shown_at_each_place() -> None:
    graph = network(residual(), repeat=2, params={"filters": 5})
    analysis = analyse(graph)
    (problem,) = analysis.errors
    assert (problem.node, problem.name) == ("n2/n4", "residual.add")
    (outside,) = analysis.within().problems
    assert (outside.node, outside.message.startswith("In add: ")) == ("n2", True)
    (inside,) = analysis.within("n2").problems
    assert inside.node == "n4"
    assert inside.facts.edges == (Edge("n3", 0, "n4", 0), Edge("n1", 0, "n4", 1))
    with pytest.raises(BuildError, match="residual"):
        build_model(graph)


def test_a_block_that_nothing_feeds_says_so_itself() -> None:
    graph = replace(network(residual()), edges=(Edge("n2", 0, "n3", 0),))
    errors = [(problem.node, problem.kind) for problem in analyse(graph).errors]
    assert errors == [("n2", "unconnected"), ("n1", "idle_input")]


def test_what_cannot_be_opened_is_a_problem_of_its_node() -> None:
    (problem,) = analyse(network(residual(), repeat=Expr("n"))).errors
    assert (problem.node, problem.message) == ("n2", 'The block has no parameter "n".')


def test_the_flat_graph_builds_the_same_model() -> None:
    graph = network(residual(), repeat=2)
    one, other = build_model(graph), build_model(flat(graph))
    assert [layer.name for layer in one.layers] == [layer.name for layer in other.layers]


def test_a_nested_model_is_built_whole_even_where_one_of_its_outputs_is_unused() -> None:
    nodes = (
        Node("n1", "x", INPUT),
        Node("n2", "used", "ReLU"),
        Node("n3", "unused", "BatchNormalization"),
    )
    inside = GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0), Edge("n1", 0, "n3", 0)))
    block = Block("b1", "Pair", graph=inside, is_nested=True)
    graph = replace(network(block), nodes=(*network(block).nodes[:2], Node("n3", "end", "ReLU")))
    graph = replace(graph, outputs=(Output("n3"),))
    analysis, model = analyse(graph), build_model(graph)
    assert analysis.problems == ()
    assert analysis.parameters == model.count_params() == 16
