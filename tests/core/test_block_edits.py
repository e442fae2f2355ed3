"""Blocks as a whole: copies, names, parameters, and what becomes of their instances."""

import pytest

from designer import paths
from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr
from designer.document.block_edits import (
    duplicate_block,
    make_unique,
    place_block,
    remove_unused_blocks,
    rename_block,
)
from designer.document.block_params import (
    add_block_param,
    block_param_error,
    change_block_param,
    order_block_params,
    parameterise,
    remove_block_param,
    rename_block_param,
)
from designer.document.commands import AddNodes, Command, RemoveNodes
from designer.document.document import Document
from designer.document.project import Project, View
from designer.errors import GraphError
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node
from designer.graph.expansion import flat
from tests.core.alike import described

FILTERS = ParamSpec(name="filters", kind="int", default=8, minimum=1)
CATALOG = Catalog.load(paths.resources_dir() / "catalog.json")


def document() -> Document:
    """Two instances of a block with a convolution, one of them in another block."""
    conv = Node("n2", "conv", "Conv2D", {"filters": Expr("filters*2"), "kernel_size": 3})
    inner = GraphSnapshot((Node("n1", "x", INPUT), conv), (Edge("n1", 0, "n2", 0),))
    deep = Node("n2", "deep", "block:b1", {"filters": Expr("filters+1")})
    outer = GraphSnapshot((Node("n1", "x", INPUT), deep), (Edge("n1", 0, "n2", 0),))
    blocks = Block("b1", "Inner", (FILTERS,), inner), Block("b2", "Outer", (FILTERS,), outer)
    nodes = (
        *(Node("n1", "image", INPUT), Node("n2", "inner", "block:b1", {"filters": 4})),
        Node("n3", "outer", "block:b2"),
    )
    graph = GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0)), blocks=blocks)
    return Document(Project("Net", graph, View(blocks={"b1": View({"n2": (5.0, 6.0)})})))


def done(net: Document, command: Command) -> None:
    """Push a command, and see that undo restores everything."""
    before = net.project()
    net.push(command)
    after = net.project()
    net.undo()
    assert net.project() == before
    net.redo()
    assert net.project() == after


def test_a_unique_instance_has_a_copy_of_its_own() -> None:
    net = document()
    before = described(flat(net.snapshot()))
    command, block_id = make_unique(net, "n2")
    done(net, command)
    assert net.graph.node("n2").type == f"block:{block_id}" == "block:b3"
    assert [block.name for block in net.blocks] == ["Inner", "Outer", "Inner 2"]
    assert net.inside("b3").positions == {"n2": (5.0, 6.0)}
    assert described(flat(net.snapshot())) == before


def test_nodes_that_share_layers_stay_together_when_made_unique() -> None:
    net = document()
    net.push(AddNodes([Node("n4", "again", "block:b1", {}, "n2")], {}))
    done(net, make_unique(net, "n4")[0])
    assert {net.graph.node(node_id).type for node_id in ("n2", "n4")} == {"block:b3"}


def test_unused_blocks_go_and_used_ones_stay() -> None:
    net = document()
    with pytest.raises(GraphError, match="All blocks of the project are used"):
        remove_unused_blocks(net)
    done(net, duplicate_block(net, "b1")[0])
    net.push(RemoveNodes(["n2"]))
    done(net, remove_unused_blocks(net))
    assert [block.id for block in net.blocks] == ["b1", "b2"]
    net.push(RemoveNodes(["n3"]))
    done(net.inside("b1"), remove_unused_blocks(net))
    assert net.blocks == ()


def test_a_block_is_renamed_unless_another_has_the_name() -> None:
    net = document()
    done(net, rename_block(net, "b1", " Residual "))
    assert net.blocks[0].name == "Residual"
    with pytest.raises(GraphError, match='already called "Outer"'):
        rename_block(net, "b1", "Outer")


def test_a_block_cannot_be_placed_in_itself() -> None:
    net = document()
    command, node_id = place_block(net, "b1", (1.0, 2.0))
    done(net, command)
    assert (net.graph.node(node_id).name, net.positions[node_id]) == ("inner_1", (1.0, 2.0))
    for block_id in ("b1", "b2"):
        with pytest.raises(GraphError, match='"Inner" can\'t be put into itself'):
            place_block(net.inside("b1"), block_id, (0.0, 0.0))


def test_a_renamed_parameter_is_renamed_inside_and_at_all_instances() -> None:
    net = document()
    before = described(flat(net.snapshot()))
    done(net.inside("b1"), rename_block_param(net, "b1", "filters", "width"))
    assert net.blocks[0].graph.nodes[1].params["filters"] == Expr("width * 2")
    assert net.graph.node("n2").params == {"width": 4}
    assert net.inside("b2").graph.node("n2").params == {"width": Expr("filters+1")}
    assert described(flat(net.snapshot())) == before


def test_the_default_takes_the_place_of_a_removed_parameter() -> None:
    net = document()
    done(net, remove_block_param(net, "b1", "filters"))
    assert net.blocks[0].graph.nodes[1].params["filters"] == 16
    assert (net.graph.node("n2").params, net.inside("b2").graph.node("n2").params) == ({}, {})


def test_parameters_are_added_changed_and_ordered() -> None:
    net = document()
    done(net, add_block_param(net, "b1", ParamSpec(name="rate", kind="float", default=0.5)))
    done(net, change_block_param(net, "b1", FILTERS.model_copy(update={"default": 32})))
    done(net, order_block_params(net, "b1", ["rate", "filters"]))
    assert [(param.name, param.default) for param in net.blocks[0].params] == [("rate", 0.5), ("filters", 32)]
    for name in ("rate", "2nd", "trainable", "for", ""):
        with pytest.raises(GraphError):
            add_block_param(net, "b1", ParamSpec(name=name, kind="int"))


def test_a_value_inside_becomes_a_parameter_with_the_catalogues_limits() -> None:
    net = document()
    inside = net.inside("b1")
    done(inside, parameterise(inside, CATALOG, "n2", "kernel_size", "kernel"))
    done(inside, parameterise(inside, CATALOG, "n2", "padding", "padding"))
    kernel, padding = net.blocks[0].params[1:]
    assert (kernel.name, kernel.kind, kernel.default, kernel.required) == ("kernel", "int_tuple", 3, False)
    assert (padding.default, "same" in padding.choices) == ("valid", True)
    assert inside.graph.node("n2").params["kernel_size"] == Expr("kernel")
    assert described(flat(net.snapshot()), CATALOG) == described(flat(document().snapshot()), CATALOG)


def test_a_value_of_an_inner_block_becomes_a_parameter_too() -> None:
    net = document()
    inside = net.inside("b2")
    inside.push(remove_block_param(net, "b2", "filters"))
    done(inside, parameterise(inside, CATALOG, "n2", "filters", "filters"))
    assert net.blocks[1].params == (FILTERS.model_copy(update={"default": 9}),)


def test_what_can_be_no_parameter_is_refused() -> None:
    net = document()
    inside = net.inside("b1")
    cases = {
        ("filters", "new"): "computed already",
        ("kernel_size", "filters"): 'has a parameter "filters" already',
        ("rate", "rate"): 'no parameter "rate"',
    }
    for (param_name, new_name), reason in cases.items():
        with pytest.raises(GraphError, match=reason):
            parameterise(inside, CATALOG, "n2", param_name, new_name)
    with pytest.raises(GraphError, match="Only layers in a block"):
        parameterise(net, CATALOG, "n1", "shape", "shape")


def test_an_expression_is_checked_against_the_block_around() -> None:
    net = document()
    assert block_param_error(net.inside("b1"), "filters//2") == ""
    assert 'no parameter "filtres"' in block_param_error(net.inside("b1"), "filtres")
    assert "It has none yet" in block_param_error(net, "filters")
