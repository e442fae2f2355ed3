"""Blocks made of selections, and ungrouped again."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr
from designer.document.block_fold import fold
from designer.document.block_ungroup import ungroup
from designer.document.commands import AddNodes, SetBypassed, SetParams
from designer.document.document import Document
from designer.document.presets import load_preset
from designer.document.project import Project, View
from designer.errors import GraphError
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output, natural_key
from designer.graph.expansion import flat
from designer.graph.healing import model_outputs
from tests.core.alike import described
from tests.core.drawings import graphs

NODES = (
    Node("n1", "image", INPUT, {"shape": (8, 8, 3)}),
    Node("n2", "conv", "Conv2D", {"filters": 3}),
    Node("n3", "relu", "ReLU"),
    Node("n4", "add", "Add"),
    Node("n5", "head", "Dense", {"units": 2}),
    Node("n6", "other", "Dense", {"units": 4}),
)
EDGES = (
    *(Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0), Edge("n3", 0, "n4", 0), Edge("n1", 0, "n4", 1)),
    *(Edge("n4", 0, "n5", 0), Edge("n3", 0, "n6", 0)),
)
PLACES = {f"n{row}": (10.0 * row, 100.0 * row) for row in range(1, 7)}


def document(outputs: tuple[Output, ...] = ()) -> Document:
    return Document(Project("Net", GraphSnapshot(NODES, EDGES, outputs=outputs), View(PLACES)))


def folded(net: Document, ids: Sequence[str], name: str = "Residual") -> Node:
    command, node_id = fold(net, ids, name)
    net.push(command)
    return net.graph.node(node_id)


def test_a_selection_becomes_a_block_with_its_ports() -> None:
    net = document()
    node = folded(net, ["n4", "n2", "n3"])
    assert (node.name, node.type) == ("residual", "block:b1")
    assert {(edge.source, edge.source_port, edge.target) for edge in net.graph.edges()} == {
        ("n1", 0, node.id),
        (node.id, 0, "n6"),
        (node.id, 1, "n5"),
    }
    [block] = net.blocks
    assert [(inner.name, inner.type) for inner in block.graph.nodes] == [
        *(("image", INPUT), ("conv", "Conv2D"), ("relu", "ReLU"), ("add", "Add"))
    ]
    assert block.graph.outputs == (Output("n3"), Output("n4"))


def test_the_instance_lies_in_the_middle_of_what_it_replaces_and_its_inside_as_before() -> None:
    net = document()
    node = folded(net, ["n2", "n3", "n4"])
    assert net.positions[node.id] == (30.0, 300.0)
    inside = net.inside("b1").positions
    assert [inside[inner] for inner in ("n2", "n3", "n4")] == [(-10.0, -100.0), (0.0, 0.0), (10.0, 100.0)]
    assert inside["n1"][1] < -100.0


@pytest.mark.parametrize("ids", [["n2"], ["n2", "n3"], ["n4", "n5"], ["n2", "n3", "n4", "n5", "n6"]])
@pytest.mark.parametrize("outputs", [(), (Output("n6"), Output("n3"), Output("n5"))])
def test_the_network_stays_what_it_was(ids: list[str], outputs: tuple[Output, ...]) -> None:
    net = document(outputs)
    before = net.project()
    node = folded(net, ids)
    assert described(flat(net.snapshot())) == described(before.graph)
    closed = flat(net.snapshot())
    net.push(ungroup(net, node.id))
    assert not any(node.block_id for node in net.graph.nodes.values())
    assert described(net.snapshot()) == described(before.graph)
    assert {node.name for node in net.graph.nodes.values()} == {node.name for node in closed.nodes}
    net.go_to(0)
    assert net.project() == before


def test_layers_that_nothing_feeds_get_an_input_of_their_own() -> None:
    net = Document(Project(graph=GraphSnapshot((Node("n1", "conv", "Conv2D"), Node("n2", "add", "Add")))))
    folded(net, ["n1", "n2"])
    graph = net.blocks[0].graph
    assert [node.name for node in graph.nodes if node.type == INPUT] == ["into_conv", "into_add"]
    assert graph.edges == (Edge("n1", 0, "n3", 0), Edge("n2", 0, "n4", 0))


@pytest.mark.parametrize(
    ("ids", "reason"),
    [
        ([], "Nothing is selected"),
        (["n1", "n2"], '"image" is an Input'),
        (["n2", "n4"], 'comes back through "relu"'),
    ],
)
def test_what_can_be_no_block_is_refused(ids: list[str], reason: str) -> None:
    with pytest.raises(GraphError, match=reason):
        fold(document(), ids, "Residual")


def test_a_shared_layer_is_folded_with_its_owner_or_not_at_all() -> None:
    net = document()
    net.push(AddNodes([Node("n7", "again", "Dense", {}, "n6")], {}, [Edge("n6", 0, "n7", 0)]))
    with pytest.raises(GraphError, match='"again" calls the layer of "other" again'):
        fold(net, ["n7"], "Residual")
    folded(net, ["n6", "n7"])
    assert net.blocks[0].graph.nodes[2].shares == "n2"


def test_names_of_blocks_and_instances_are_fresh() -> None:
    net = document()
    folded(net, ["n2"])
    assert folded(net, ["n3"]).name == "residual_2"
    assert [block.name for block in net.blocks] == ["Residual", "Residual 2"]


FILTERS = ParamSpec(name="filters", kind="int", default=8)
WIDTH = ParamSpec(name="width", kind="int", default=8)


def nested() -> Document:
    """A block whose convolution uses one of its two parameters, and an instance of it."""
    inner = GraphSnapshot(
        (Node("n1", "x", INPUT), Node("n2", "conv", "Conv2D", {"filters": Expr("filters*2")})),
        (Edge("n1", 0, "n2", 0),),
    )
    nodes = (NODES[0], Node("n2", "stage", "block:b1", {"filters": 4}, repeat=2))
    block = Block("b1", "Stage", (FILTERS, WIDTH), inner)
    return Document(Project(graph=GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0),), blocks=(block,))))


def test_a_block_made_inside_a_block_takes_over_the_parameters_it_uses() -> None:
    net = nested()
    before = described(flat(net.snapshot()))
    inside = net.inside("b1")
    node = folded(inside, ["n2"], "Pair")
    assert node.params == {"filters": Expr("filters")}
    assert net.blocks[1].params == (FILTERS,)
    assert described(flat(net.snapshot())) == before
    inside.push(SetParams(node.id, {"filters": Expr("filters+1")}))
    inside.push(ungroup(inside, node.id))
    [conv] = [node for node in inside.graph.nodes.values() if node.type == "Conv2D"]
    assert (conv.name, conv.params) == ("pair.conv", {"filters": Expr("(filters + 1) * 2")})


def test_a_repeated_block_becomes_copies_below_each_other() -> None:
    net = nested()
    before = flat(net.snapshot())
    net.push(ungroup(net, "n2"))
    assert described(net.snapshot()) == described(before)
    assert [node.name for node in net.graph.nodes.values()] == ["image", "stage.conv", "stage.2.conv"]
    first, second = (net.positions[node_id] for node_id in ("n3", "n4"))
    assert (first[0], second[1] - first[1] > 60) == (second[0], True)


def test_frozen_blocks_are_frozen_layers_afterwards() -> None:
    net = nested()
    net.push(SetParams("n2", {"trainable": False}))
    before = flat(net.snapshot())
    net.push(ungroup(net, "n2"))
    assert described(net.snapshot()) == described(before)


def test_what_cannot_be_ungrouped_is_refused() -> None:
    net = nested()
    with pytest.raises(GraphError, match='"image" is a layer'):
        ungroup(net, "n1")
    net.push(SetParams("n2", {"filters": "many"}))
    with pytest.raises(GraphError, match="only numbers can be reckoned with"):
        ungroup(net, "n2")
    net.push(SetBypassed(["n2"], bypassed=True))
    with pytest.raises(GraphError, match="is bypassed"):
        ungroup(net, "n2")
    net.push(AddNodes([Node("n3", "again", "block:b1", {}, "n2")], {}))
    with pytest.raises(GraphError, match='has the same layers as "stage"'):
        ungroup(net, "n3")


@given(graphs(), st.data())
def test_folding_and_ungrouping_any_selection_leaves_the_network_alike(
    graph: GraphSnapshot, data: st.DataObject
) -> None:
    forward = tuple(edge for edge in graph.edges if natural_key(edge.source) < natural_key(edge.target))
    graph = replace(graph, edges=forward)
    net = Document(Project(graph=graph))
    before = described(flat(net.snapshot()))
    ids = data.draw(st.sets(st.sampled_from([node.id for node in graph.nodes])))
    try:
        node = folded(net, sorted(ids))
    except GraphError:
        return
    assert described(flat(net.snapshot())) == before
    net.push(ungroup(net, node.id))
    assert described(flat(net.snapshot())) == before
    net.go_to(0)
    assert net.project().graph == graph.in_order()


@given(graphs(), st.data())
def test_folding_inside_a_block_leaves_its_instances_as_they_are(
    graph: GraphSnapshot, data: st.DataObject
) -> None:
    forward = tuple(edge for edge in graph.edges if natural_key(edge.source) < natural_key(edge.target))
    block = Block("b1", "Around", graph=replace(graph, edges=forward))
    ports = range(len(model_outputs(block.graph)))
    nodes = [
        Node("n1", "around", block.type),
        *(Node(f"n{port + 2}", f"end{port}", "Dense") for port in ports),
    ]
    edges = tuple(Edge("n1", port, f"n{port + 2}", 0) for port in ports)
    net = Document(Project(graph=GraphSnapshot(tuple(nodes), edges, blocks=(block,))))
    before = described(flat(net.snapshot()))
    inside = net.inside("b1")
    ids = data.draw(st.sets(st.sampled_from([node.id for node in graph.nodes])))
    try:
        node = folded(inside, sorted(ids))
    except GraphError:
        return
    assert described(flat(net.snapshot())) == before
    inside.push(ungroup(inside, node.id))
    assert described(flat(net.snapshot())) == before


@pytest.mark.parametrize("first", range(2, 20, 5))
def test_a_stretch_of_a_preset_folds(first: int) -> None:
    net = Document(load_preset("digits_resnet"))
    before = described(net.snapshot())
    ids = [f"n{number}" for number in range(first, 30)]
    folded(net, [node_id for node_id in ids if node_id in net.graph.nodes][:9])
    assert described(flat(net.snapshot())) == before
