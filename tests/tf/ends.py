"""Small networks with several inputs or outputs, and arrays with a rule that each can learn."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from designer.document.builder import NetworkBuilder
from designer.document.project import Project, View
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output

SAMPLES = 800
BOARD = 5

Arrays = Mapping[str, Any]


def two_branch(*, shared: bool = False) -> Project:
    """Two sequences, an LSTM each, one sequence."""
    nodes = (
        Node("n1", "left", INPUT, {"shape": (10, 32)}),
        Node("n2", "right", INPUT, {"shape": (10, 32)}),
        Node("n3", "lstm", "LSTM", {"units": 32}),
        Node("n4", "lstm_1", "LSTM", {} if shared else {"units": 32}, "n3" if shared else None),
        Node("n5", "concatenate", "Concatenate"),
        Node("n6", "repeat_vector", "RepeatVector", {"n": 10}),
        Node("n7", "answer", "LSTM", {"units": 32, "return_sequences": True}),
    )
    pairs = [
        ("n1", "n3", 0),
        ("n2", "n4", 0),
        ("n3", "n5", 0),
        ("n4", "n5", 1),
        ("n5", "n6", 0),
        ("n6", "n7", 0),
    ]
    edges = tuple(Edge(source, 0, target, port) for source, target, port in pairs)
    return Project("Branches", GraphSnapshot(nodes, edges), View())


def siamese() -> Project:
    """The same with one LSTM for both."""
    return two_branch(shared=True)


def same_or_not() -> Arrays:
    """Pairs of constant sequences; the answer is the mean of both."""
    left, right = np.random.default_rng(1).normal(size=(2, SAMPLES, 1, 32)).astype(np.float32) / 2
    both = (left.repeat(10, axis=1), right.repeat(10, axis=1))
    return {"x_train.left": both[0], "x_train.right": both[1], "y_train.answer": (both[0] + both[1]) / 2}


def two_inputs() -> Project:
    """Vectors of 16 and 32, added after a Dense each."""
    net = NetworkBuilder("Two inputs")
    first, second = net.input((16,), name="first"), net.input((32,), name="second")
    branches = [net.add("Dense", x, units=8, activation="relu") for x in (first, second)]
    net.add("Dense", net.add("Add", *branches), units=4, name="out")
    return net.project()


def two_inputs_data() -> Arrays:
    """Which of four: the signs of the first value of each vector."""
    rng = np.random.default_rng(2)
    first, second = rng.normal(size=(SAMPLES, 16)), rng.normal(size=(SAMPLES, 32))
    labels = 2 * (first[:, 0] > 0) + (second[:, 0] > 0)
    return {"x_train.first": first, "x_train.second": second, "y_train": labels.astype(np.int64)}


def alphago(filters: int = 8) -> Project:
    """AlphaGo Zero with one residual block on a small board."""
    net = NetworkBuilder("Go")

    def conv(x: str, count: int, size: int) -> str:
        return net.add(
            "BatchNormalization",
            net.add("Conv2D", x, filters=count, kernel_size=(size, size), padding="same"),
        )

    x = net.add("ReLU", conv(net.input((BOARD, BOARD, 3), name="board"), filters, 3))
    inner = conv(net.add("ReLU", conv(x, filters, 3)), filters, 3)
    x = net.add("ReLU", net.add("Add", inner, x))
    flat = net.add("Flatten", net.add("ReLU", conv(x, 2, 1)))
    policy = net.add("Dense", flat, units=BOARD**2 + 1, activation="softmax", name="policy")
    flat = net.add("Flatten", net.add("ReLU", conv(x, 1, 1)))
    hidden = net.add("Dense", flat, units=16, activation="relu")
    value = net.add("Dense", hidden, units=1, activation="tanh", name="value")
    return net.project(outputs=[policy, value])


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
    return {"x_train.board": board, "y_train.policy": policy, "y_train.value": value}


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
