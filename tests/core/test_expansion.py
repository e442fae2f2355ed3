"""Blocks opened: which layers a network has, what they are called, and what feeds them."""

from dataclasses import replace
from typing import Any

import pytest

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Params
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output
from designer.graph.expansion import expanded, flat

FILTERS = ParamSpec(name="filters", kind="int", default=8)


def body() -> GraphSnapshot:
    """An Input, two convolutions and an Add with the Input."""
    conv: Params = {"filters": Expr("filters*2"), "kernel_size": 3, "padding": "same"}
    nodes = (
        Node("n1", "x", INPUT),
        Node("n2", "conv", "Conv2D", conv),
        Node("n3", "last", "Conv2D", {**conv, "filters": Expr("filters")}),
        Node("n4", "add", "Add"),
    )
    edges = (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0), Edge("n3", 0, "n4", 0), Edge("n1", 0, "n4", 1))
    return GraphSnapshot(nodes, edges)


def network(**changes: Any) -> GraphSnapshot:
    """An Input, one instance of the block, a Flatten."""
    block = Block("b1", "Residual", (FILTERS,), body())
    instance = replace(Node("n2", "residual", "block:b1", {"filters": 4}), **changes)
    nodes = (Node("n1", "image", INPUT, {"shape": (8, 8, 4)}), instance, Node("n3", "flatten", "Flatten"))
    return GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0)), blocks=(block,))


def by_name(graph: GraphSnapshot) -> dict[str, Node]:
    return {node.name: node for node in graph.nodes}


def feeds(graph: GraphSnapshot) -> set[tuple[str, str, int]]:
    names = {node.id: node.name for node in graph.nodes}
    return {(names[edge.source], names[edge.target], edge.target_port) for edge in graph.edges}


def test_a_block_becomes_its_layers_under_its_name() -> None:
    found = flat(network())
    assert list(by_name(found)) == ["image", "residual.conv", "residual.last", "residual.add", "flatten"]
    assert feeds(found) == {
        ("image", "residual.conv", 0),
        ("residual.conv", "residual.last", 0),
        ("residual.last", "residual.add", 0),
        ("image", "residual.add", 1),
        ("residual.add", "flatten", 0),
    }


def test_inner_parameters_are_computed_from_those_of_the_instance() -> None:
    found = by_name(flat(network()))
    assert found["residual.conv"].params["filters"] == 8
    assert found["residual.last"].params["filters"] == 4


def test_a_parameter_left_out_has_its_default() -> None:
    assert by_name(flat(network(params={})))["residual.conv"].params["filters"] == 16


def test_copies_of_a_repeated_block_feed_each_other() -> None:
    found = flat(network(repeat=3))
    assert ("residual.add", "residual.2.conv", 0) in feeds(found)
    assert ("residual.2.add", "residual.3.add", 1) in feeds(found)
    assert ("residual.3.add", "flatten", 0) in feeds(found)
    assert [node.id for node in found.nodes if node.name == "residual.2.conv"] == ["n2#2/n2"]


def test_a_shared_instance_calls_the_same_layers_again() -> None:
    graph = network()
    again = Node("n4", "residual_1", "block:b1", shares="n2")
    graph = replace(graph, nodes=(*graph.nodes, again), edges=(*graph.edges, Edge("n3", 0, "n4", 0)))
    assert by_name(flat(graph))["residual_1.conv"].shares == "n2/n2"


def test_a_frozen_instance_freezes_all_that_is_in_it() -> None:
    found = by_name(flat(network(params={"trainable": False})))
    assert found["residual.conv"].params["trainable"] is False
    assert "trainable" not in found["flatten"].params


def test_a_block_within_a_block_gets_what_the_outer_one_computes() -> None:
    inner = replace(network().blocks[0], id="b2")
    nodes = (Node("n1", "x", INPUT), Node("n2", "residual", "block:b2", {"filters": Expr("filters*3")}))
    outer = Block("b1", "Stage", (FILTERS,), GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0),)))
    found = by_name(flat(replace(network(name="stage", repeat=2), blocks=(outer, inner))))
    assert found["stage.residual.last"].params["filters"] == 12
    assert "stage.2.residual.add" in found


def test_a_bypassed_instance_is_left_out() -> None:
    assert feeds(flat(network(bypassed=True))) == {("image", "flatten", 0)}


def test_the_output_of_a_last_block_is_that_of_the_model() -> None:
    graph = network()
    graph = replace(graph, nodes=graph.nodes[:2], edges=graph.edges[:1])
    assert [output.node for output in flat(graph).outputs or (Output("n2/n4"),)] == ["n2/n4"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "block:b9"}, 'The block "b9" is not in this project.'),
        ({"repeat": 0}, "A block can't be repeated 0 times."),
        ({"repeat": Expr("n")}, 'The block has no parameter "n".'),
        ({"params": {"filters": Expr("1//0")}}, '"1//0" divides by zero with no parameters.'),
        ({"shares": "n1"}, "The block that this node calls again isn't there."),
    ],
)
def test_what_cannot_be_opened_stays_closed_and_says_why(changes: dict[str, Any], reason: str) -> None:
    found = expanded(network(**changes))
    assert [(refusal.node, refusal.message) for refusal in found.refusals] == [("n2", reason)]
    assert [node.name for node in found.graph.nodes] == ["image", "residual", "flatten"]


def test_a_block_that_contains_itself_is_refused() -> None:
    graph = network()
    inner = (*body().nodes, Node("n9", "again", "block:b1"))
    loop = replace(graph.blocks[0], graph=replace(body(), nodes=inner))
    assert expanded(replace(graph, blocks=(loop,))).refusals[0].message == (
        'The block "Residual" contains itself.'
    )


def test_blocks_that_would_grow_beyond_all_bounds_stop_growing() -> None:
    found = expanded(network(repeat=10_000))
    assert "more than 20,000 layers" in found.refusals[-1].message
    assert len(found.graph.nodes) < 21_000


def test_a_nested_block_stays_closed_for_the_build() -> None:
    graph = network(repeat=2)
    graph = replace(graph, blocks=(replace(graph.blocks[0], is_nested=True),))
    found = expanded(graph, keeps_nested=True).graph
    assert feeds(found) == {
        ("image", "residual", 0),
        ("residual", "residual.2", 0),
        ("residual.2", "flatten", 0),
    }
    assert by_name(found)["residual.2"].params == {"filters": 4}


def two_outputs(**changes: Any) -> GraphSnapshot:
    """A block with two outputs, left and right, each of which feeds a layer of its own."""
    inside = (
        Node("n1", "x", INPUT),
        replace(Node("n2", "left", "ReLU"), **changes),
        Node("n3", "right", "Softmax"),
    )
    graph = GraphSnapshot(inside, (Edge("n1", 0, "n2", 0), Edge("n1", 0, "n3", 0)))
    nodes = (
        Node("n1", "image", INPUT, {"shape": (4,)}),
        Node("n2", "pair", "block:b1"),
        Node("n3", "one", "Dense", {"units": 1}),
        Node("n4", "two", "Dense", {"units": 2}),
    )
    edges = (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0), Edge("n2", 1, "n4", 0))
    return GraphSnapshot(nodes, edges, blocks=(Block("b1", "Pair", graph=graph),))


def test_a_bypassed_layer_leaves_the_output_ports_of_its_block_in_their_places() -> None:
    assert ("pair.left", "one", 0) in feeds(flat(two_outputs()))
    found = feeds(flat(two_outputs(bypassed=True)))
    assert ("image", "one", 0) in found
    assert ("pair.right", "two", 0) in found


def test_an_edge_from_an_output_that_a_block_does_not_have_is_told() -> None:
    graph = two_outputs()
    graph = replace(graph, edges=(*graph.edges[:2], Edge("n2", 7, "n4", 0)))
    assert expanded(graph).loose == (Edge("n2", 7, "n4", 0),)


def test_blocks_that_hold_nothing_but_blocks_stop_growing() -> None:
    blocks = []
    for level in range(30):
        inner = [Node(f"n{number}", f"x{number}", f"block:b{level + 1}") for number in (2, 3)]
        edges = (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0))
        blocks.append(
            Block(f"b{level}", f"B{level}", graph=GraphSnapshot((Node("n1", "x", INPUT), *inner), edges))
        )
    last = GraphSnapshot((Node("n1", "x", INPUT),), outputs=(Output("n1"),))
    blocks.append(Block("b30", "Last", graph=last))
    nodes = (Node("n1", "image", INPUT, {"shape": (4,)}), Node("n2", "all", "block:b0"))
    graph = GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0),), blocks=tuple(blocks))
    assert "more than 20,000 layers and blocks" in expanded(graph).refusals[0].message


def test_blocks_in_a_loop_stay_closed() -> None:
    graph = network()
    again = Node("n4", "again", "block:b1")
    edges = (Edge("n4", 0, "n2", 0), Edge("n2", 0, "n4", 0), Edge("n2", 0, "n3", 0))
    found = expanded(replace(graph, nodes=(*graph.nodes, again), edges=edges))
    assert {refusal.node for refusal in found.refusals} == {"n2", "n4"}
