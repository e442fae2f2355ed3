"""Two drawings are compared by what their layers are, wherever the ids come from."""

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from designer.document.presets import load_preset
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.training.comparison.diff_words import counted, lines, summary
from designer.training.comparison.drawing_diff import Diff, drawing_diff


def preset(name: str, **params: object) -> GraphSnapshot:
    return load_preset(name, **params).graph


def types(nodes: tuple[Node, ...]) -> dict[str, int]:
    return dict(Counter(node.type for node in nodes))


def chain(*nodes: Node) -> GraphSnapshot:
    edges = tuple(Edge(one.id, 0, other.id, 0) for one, other in pairwise(nodes))
    return GraphSnapshot(nodes, edges)


def renamed(graph: GraphSnapshot, seed: int) -> GraphSnapshot:
    """The same graph with other ids and names, in another order."""
    ids = [node.id for node in graph.nodes]
    fresh = dict(zip(ids, random.Random(seed).sample(range(len(ids)), len(ids)), strict=True))
    nodes = [replace(n, id=f"x{fresh[n.id]}", name=f"layer_{fresh[n.id]}") for n in graph.nodes]
    edges = [
        replace(edge, source=f"x{fresh[edge.source]}", target=f"x{fresh[edge.target]}")
        for edge in graph.edges
    ]
    return GraphSnapshot(tuple(nodes), tuple(edges)).in_order()


def test_shortcuts_are_what_a_residual_network_has_beyond_its_plain_twin() -> None:
    diff = drawing_diff(preset("plain30"), preset("resnet30"))
    assert types(diff.added) == {"Add": 14, "Conv2D": 3}
    assert {node.params["kernel_size"] for node in diff.added if node.type == "Conv2D"} == {1}
    assert not diff.removed
    assert not diff.changed
    assert len(diff.matched) == len(preset("plain30").nodes)


def test_the_other_way_round_the_same_layers_are_removed() -> None:
    there, back = (preset("plain30"), preset("resnet30")), (preset("resnet30"), preset("plain30"))
    assert drawing_diff(*there).added == drawing_diff(*back).removed
    assert drawing_diff(*there).added_edges == drawing_diff(*back).removed_edges


@pytest.mark.parametrize("name", ["resnet30", "residual_cnn", "wide_resnet", "digits_resnet"])
def test_a_drawing_is_found_again_under_other_ids_and_names(name: str) -> None:
    graph = preset(name)
    assert drawing_diff(graph, replace(renamed(graph, 1), blocks=graph.blocks)).is_empty


def test_a_change_in_one_document_is_told_by_id_even_where_all_layers_are_alike() -> None:
    layers = [Node(f"n{i}", f"dense_{i}", "Dense", {"units": 8}) for i in range(9)]
    before = chain(*layers)
    layers[6] = replace(layers[6], params={"units": 9})
    diff = drawing_diff(before, chain(*layers))
    [change] = diff.changed
    assert change.after.id == "n6"
    assert [str(param) for param in change.params] == ["units 8 → 9"]
    assert not diff.added + diff.removed
    assert not diff.added_edges + diff.removed_edges


def test_a_layer_in_the_middle_is_added_with_its_edges() -> None:
    first, last = Node("n1", "a", "Dense", {"units": 8}), Node("n2", "b", "Dense", {"units": 2})
    between = Node("n9", "c", "Dropout", {"rate": 0.5})
    diff = drawing_diff(chain(first, last), chain(first, between, last))
    assert diff.added == (between,)
    assert diff.removed_edges == (Edge("n1", 0, "n2", 0),)
    assert diff.added_edges == (Edge("n1", 0, "n9", 0), Edge("n9", 0, "n2", 0))


def test_bypassing_a_layer_changes_it() -> None:
    node = Node("n1", "a", "Dense", {"units": 8})
    [change] = drawing_diff(chain(node), chain(replace(node, bypassed=True))).changed
    assert [str(param) for param in change.params] == ["bypassed default → yes"]


def test_what_differs_in_a_block_is_told_by_the_name_of_the_block() -> None:
    graph = preset("residual_cnn")
    block = graph.blocks[0]
    inner = replace(block.graph.nodes[1], params={**block.graph.nodes[1].params, "kernel_size": 5})
    nodes = (block.graph.nodes[0], inner, *block.graph.nodes[2:])
    other = replace(block, graph=replace(block.graph, nodes=nodes))
    diff = drawing_diff(graph, replace(graph, blocks=(other, *graph.blocks[1:])))
    assert not diff.changed
    assert list(diff.inside) == [block.name]
    assert lines(diff) == [f"In {block.name}:", "  ~ conv2d (Conv2D): kernel_size 3 → 5"]


def test_an_empty_drawing_lacks_everything() -> None:
    graph = preset("digits_resnet")
    assert drawing_diff(GraphSnapshot(), graph).added == graph.nodes
    assert drawing_diff(graph, GraphSnapshot()).removed == graph.nodes
    assert drawing_diff(GraphSnapshot(), GraphSnapshot()) == Diff()


def test_a_loop_that_a_file_may_hold_ends_nowhere() -> None:
    one, other = Node("n1", "a", "Add"), Node("n2", "b", "Add")
    loop = GraphSnapshot((one, other), (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n1", 0)))
    assert drawing_diff(loop, loop).is_empty


def test_the_words_count_and_name_what_differs() -> None:
    diff = drawing_diff(preset("plain30"), preset("resnet30"))
    assert summary(diff) == "17 layers added, 45 edges added, 14 edges removed."
    assert counted(diff.added) == "14 Add, 3 Conv2D"
    assert lines(diff)[0] == "+ add (Add)"
    assert summary(Diff()) == "The drawings are the same."


def test_matches_keep_to_one_another() -> None:
    """No layer of one drawing is matched twice, whatever both look like."""
    kinds = ["Dense", "ReLU", "Dropout"]
    for seed in range(30):
        rng = random.Random(seed)
        graphs = [
            chain(*(Node(f"n{i}", f"l{i}", rng.choice(kinds)) for i in range(rng.randint(0, 25))))
            for _ in range(2)
        ]
        diff = drawing_diff(*graphs)
        assert len(set(diff.matched.values())) == len(diff.matched)
        assert len(diff.matched) + len(diff.removed) == len(graphs[0].nodes)
        assert len(diff.matched) + len(diff.added) == len(graphs[1].nodes)
