"""Small networks with several inputs or outputs, and arrays with a rule that each can learn."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from designer.document.presets import load_preset
from designer.document.project import Project, View
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output

SAMPLES = 800
BOARD = 5

Arrays = Mapping[str, Any]


def siamese() -> Project:
    """Two sequences, one LSTM for both, one sequence."""
    return load_preset("siamese_lstm")


def two_branch() -> Project:
    """The same with an LSTM for each."""
    return load_preset("two_branch_lstm")


def same_or_not() -> Arrays:
    """Pairs of constant sequences; the answer is the mean of both."""
    pairs = np.random.default_rng(1).normal(size=(2, SAMPLES, 1, 32)).astype(np.float32) / 2
    first, second = pairs.repeat(10, axis=2)
    return {"x_train.first": first, "x_train.second": second, "y_train.write": (first + second) / 2}


def two_inputs() -> Project:
    """Vectors of 16 and 32, added after a Dense each."""
    return load_preset("two_inputs")


def two_inputs_data() -> Arrays:
    """Which of four: the signs of the first value of each vector."""
    rng = np.random.default_rng(2)
    first, second = rng.normal(size=(SAMPLES, 16)), rng.normal(size=(SAMPLES, 32))
    labels = 2 * (first[:, 0] > 0) + (second[:, 0] > 0)
    return {"x_train.input_16": first, "x_train.input_32": second, "y_train": labels.astype(np.int64)}


def alphago() -> Project:
    """AlphaGo Zero with one residual block on a small board."""
    return load_preset("alphago_zero", blocks=1, filters=8, board=BOARD, planes=3)


def go_positions() -> Arrays:
    """Boards with one marked point, which is the move to make, and who has more stones wins."""
    rng = np.random.default_rng(3)
    board = np.zeros((SAMPLES, BOARD, BOARD, 3), np.float32)
    board[..., 0] = rng.random((SAMPLES, BOARD, BOARD)) < rng.random((SAMPLES, 1, 1))
    points = rng.integers(0, BOARD**2, SAMPLES)
    board.reshape(SAMPLES, BOARD**2, 3)[np.arange(SAMPLES), points, 1] = 1
    policy = np.full((SAMPLES, BOARD**2 + 1), 0.1 / (BOARD**2 + 1), np.float32)
    policy[np.arange(SAMPLES), points] += 0.9
    value = np.where(board[..., 0].mean(axis=(1, 2)) > 0.5, 1, -1)
    return {"x_train.position": board, "y_train.policy": policy, "y_train.value": value}


def shared_stem() -> Project:
    """One Dense that two Inputs pass, each called an output of its own."""
    nodes = (
        Node("n1", "one", INPUT, {"shape": (8,)}),
        Node("n2", "two", INPUT, {"shape": (8,)}),
        Node("n3", "score", "Dense", {"units": 1}),
        Node("n4", "again", "Dense", {}, "n3"),
    )
    edges = (Edge("n1", 0, "n3", 0), Edge("n2", 0, "n4", 0))
    graph = GraphSnapshot(nodes, edges, (), (Output("n3"), Output("n4")))
    return Project("Shared", graph, View())


def shared_stem_data() -> Arrays:
    """Both answers are the sum of the vector."""
    one, two = np.random.default_rng(4).normal(size=(2, SAMPLES, 8)).astype(np.float32)
    sums = {"y_train.score": one.sum(axis=1), "y_train.again": two.sum(axis=1)}
    return {"x_train.one": one, "x_train.two": two, **sums}
