"""Repeated structure found in flat networks, and made into blocks that are the same network."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import paths
from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr
from designer.document.block_fold import fold
from designer.document.block_params import add_block_param
from designer.document.block_ungroup import ungroup
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.document.fold_repeats import fold_names, fold_repeats
from designer.document.param_commands import SetManyParams
from designer.document.presets import list_presets, load_preset
from designer.document.project import Project
from designer.errors import GraphError
from designer.graph.elements import Edge, GraphSnapshot, natural_key
from designer.graph.expansion import flat
from designer.graph.foldings import folded
from designer.graph.repeats import find_repeats
from tests.core.alike import described
from tests.core.drawings import graphs
from tests.core.networks import densenet, inception, mobilenet_v2, resnet

CATALOG = Catalog.load(paths.resources_dir() / "catalog.json")


def fold_all(project: Project) -> Document:
    """The project with all its repeated structure folded, which is the same network as before."""
    document = Document(project)
    before = described(flat(document.snapshot()), CATALOG)
    document.push(fold_repeats(document, find_repeats(document.snapshot(), CATALOG)))
    assert described(flat(document.snapshot()), CATALOG) == before
    return document


def blocks(document: Document) -> dict[str, list[str]]:
    """Names of the blocks and of their parameters."""
    return {block.name: [param.name for param in block.params] for block in document.blocks}


def test_resnet_152_becomes_a_page() -> None:
    document = fold_all(resnet((3, 8, 36, 3)))
    assert len(document.graph.nodes) == 13
    assert blocks(document) == {
        "Bottleneck": ["filters"],
        "Bottleneck with projection": ["filters", "strides"],
        "Stage": ["filters", "strides", "repeats"],
    }
    stages = [node for node in document.graph.nodes.values() if node.block_id == "b3"]
    assert [stage.params for stage in stages] == [
        {"filters": filters, "strides": strides, "repeats": repeats}
        for filters, strides, repeats in ((64, 1, 2), (128, 2, 7), (256, 2, 35), (512, 2, 2))
    ]
    last = next(node for node in document.blocks[0].graph.nodes if node.name == "conv2d_2")
    assert last.params["filters"] == Expr("filters*4")


def test_folding_is_one_step_and_laid_out() -> None:
    project = resnet((3, 4, 6, 3))
    document = fold_all(project)
    assert set(document.positions) == set(document.graph.nodes)
    assert all(document.inside(block.id).positions.keys() for block in document.blocks)
    assert document.undo_text == "Fold repeated structure"
    document.undo()
    assert document.project() == project.in_order()


@pytest.mark.parametrize(("build", "most"), [(densenet, 18), (mobilenet_v2, 25), (inception, 16)])
def test_other_networks_become_readable(build: Callable[[], Project], most: int) -> None:
    assert len(fold_all(build()).graph.nodes) <= most


def test_a_dense_block_is_one_layer_repeated() -> None:
    document = fold_all(densenet())
    assert document.blocks[0].name == "Dense layer"
    assert {node.repeat for node in document.graph.nodes.values() if node.block_id == "b1"} >= {6}


@pytest.mark.parametrize("name", [preset.name for preset in list_presets()])
def test_presets_stay_the_same_networks(name: str) -> None:
    project = load_preset(name)
    if find_repeats(project.graph, CATALOG):
        fold_all(project)


def test_what_differs_in_more_than_numbers_is_not_folded() -> None:
    net = NetworkBuilder("Net")
    x = net.input((8, 8, 1))
    for activation in ("relu", "tanh"):
        x = net.add("Conv2D", x, filters=4, kernel_size=3, activation=activation)
        x = net.add("BatchNormalization", x)
    assert find_repeats(net.project().graph, CATALOG) == ()


def test_it_is_known_what_each_layer_is_called_afterwards() -> None:
    document = Document(resnet((3, 4, 6, 3)))
    before = {node.name: node for node in document.graph.nodes.values()}
    found = find_repeats(document.snapshot(), CATALOG)
    names = fold_names(document, found)
    document.push(fold_repeats(document, found))
    after = {node.name: node for node in flat(document.snapshot()).nodes}
    assert sorted(names.values()) == sorted(after)
    assert all(after[names[name]].type == node.type for name, node in before.items())
    filters = {name: node.params.get("filters") for name, node in before.items()}
    assert {name: after[names[name]].params.get("filters") for name in before} == filters
    assert names["conv2d_9"] == "stage.bottleneck.2.conv2d_1"


def test_shared_layers_stay_outside() -> None:
    project = resnet((2, 2))
    nodes = tuple(replace(node, shares="n8" if node.id == "n18" else None) for node in project.graph.nodes)
    shared = replace(project.graph, nodes=nodes)
    found = folded(shared, find_repeats(shared, CATALOG))
    assert {"n8", "n18"} <= {node.id for node in found.nodes}
    assert described(flat(found), CATALOG) == described(shared, CATALOG)


def test_foldings_that_were_left_out_take_their_stages_along() -> None:
    project = resnet((3, 4, 6, 3))
    found = find_repeats(project.graph, CATALOG)
    document = Document(project)
    document.push(fold_repeats(document, [found[0], found[2]]))
    assert [block.name for block in document.blocks] == ["Bottleneck"]
    assert described(flat(document.snapshot()), CATALOG) == described(project.graph, CATALOG)
    with pytest.raises(GraphError, match="nothing to fold"):
        fold_repeats(document, [found[2]])


def test_repeats_inside_a_block_use_its_parameters() -> None:
    document = Document(resnet((2, 2)))
    ids = [node_id for node_id in document.graph.nodes if 8 <= int(node_id[1:]) < 29]
    command, node_id = fold(document, ids, "Body")
    document.push(command)
    inside = document.inside("b1")
    inside.push(add_block_param(document, "b1", ParamSpec(name="width", kind="int", default=64)))
    convs = [node for node in inside.graph.nodes.values() if node.params.get("filters") == 64]
    inside.push(SetManyParams({conv.id: {**conv.params, "filters": Expr("width")} for conv in convs}))
    before = described(flat(document.snapshot()), CATALOG)
    inside.push(fold_repeats(inside, find_repeats(inside.snapshot(), CATALOG)))
    assert described(flat(document.snapshot()), CATALOG) == before
    assert Expr("width") in [node.params.get("filters") for node in inside.graph.nodes.values()]
    document.push(ungroup(document, node_id))
    assert described(flat(document.snapshot()), CATALOG) == before


@given(graphs(), st.integers(2, 4))
def test_any_network_stays_the_same(graph: GraphSnapshot, num_copies: int) -> None:
    forward = [edge for edge in graph.edges if natural_key(edge.source) < natural_key(edge.target)]
    nodes, edges = list(graph.nodes), forward
    for copy in range(1, num_copies):
        name = {node.id: f"n{number + 100 * copy}" for number, node in enumerate(graph.nodes)}
        nodes += [replace(node, id=name[node.id], name=name[node.id]) for node in graph.nodes]
        edges = edges + [
            replace(edge, source=name[edge.source], target=name[edge.target]) for edge in forward
        ]
        before = f"n{len(graph.nodes) - 1 + 100 * (copy - 1)}" if copy > 1 else graph.nodes[-1].id
        edges.append(Edge(before, 0, name[graph.nodes[0].id], 99))
    whole = GraphSnapshot(tuple(nodes), tuple(edges)).in_order()
    found = folded(whole, find_repeats(whole, CATALOG))
    assert described(flat(found), CATALOG) == described(whole, CATALOG)
