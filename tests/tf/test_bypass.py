"""A bypassed node is neither analysed, built, counted nor complained about."""

from dataclasses import replace

import numpy as np

from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.training.heads import heads
from tests.tf.graphs import chain, graph

SMALL = chain((4,), ("Dense", {"units": 4}), ("Dense", {"units": 9}), ("Dense", {"units": 2}))


def bypass(snapshot: GraphSnapshot, *ids: str) -> GraphSnapshot:
    nodes = tuple(replace(node, bypassed=node.id in ids) for node in snapshot.nodes)
    return replace(snapshot, nodes=nodes)


def test_a_bypassed_layer_is_neither_analysed_nor_built() -> None:
    snapshot = bypass(SMALL, "n2")
    analysis, model = analyse(snapshot), build_model(snapshot)
    assert not analysis.problems
    assert "n2" not in analysis.nodes
    assert analysis.parameters == model.count_params() == (4 + 1) * 9 + (9 + 1) * 2
    assert analysis.layers == len(model.layers)


def test_bypassing_and_enabling_changes_the_analysis_at_once() -> None:
    assert analyse(bypass(SMALL, "n3")).parameters != analyse(SMALL).parameters
    assert analyse(bypass(SMALL)) == analyse(SMALL)


def test_a_bypassed_layer_that_keras_would_refuse_is_no_problem() -> None:
    nodes = [Node("n1", "input", "Input", {"shape": (4,)}), Node("n2", "wrong", "Conv2D", bypassed=True)]
    nodes.append(Node("n3", "head", "Dense", {"units": 2, "activation": "softmax"}))
    snapshot = graph(nodes, [Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0)])
    assert not analyse(snapshot).problems
    assert build_model(snapshot)(np.zeros((1, 4))).shape == (1, 2)


def test_the_last_layer_that_is_left_is_the_head() -> None:
    found = heads(bypass(SMALL, "n4"), [(None, 9)])
    assert [head.name for head in found] == [SMALL.nodes[2].name]
