"""A built model has the order, the names and the weights that the graph draws."""

import sys
import threading
from contextlib import ExitStack

import keras
import numpy as np
import pytest

from designer.compiler.analysis import analyse
from designer.compiler.build import build_model, deep_recursion
from designer.graph.elements import Edge, GraphSnapshot, Node, Output
from tests.tf.graphs import chain, graph, join

LEFT = Node("n1", "left", "Input", {"shape": (3,)})
RIGHT = Node("n2", "right", "Input", {"shape": (3,)})
NUM_DEEP = 1500


def test_inputs_and_outputs_come_in_the_order_of_the_graph() -> None:
    heads = [Node(f"n{size}", f"head{size}", "Dense", {"units": size}) for size in (5, 6, 7)]
    edges = [Edge("n1", 0, "n5", 0), Edge("n2", 0, "n6", 0), Edge("n2", 0, "n7", 0)]
    natural = build_model(graph([LEFT, RIGHT, *heads], edges))
    assert [tensor.name for tensor in natural.inputs] == ["left", "right"]
    assert [tensor.shape[1] for tensor in natural.outputs] == [5, 6, 7]
    snapshot = graph([LEFT, RIGHT, *heads], edges, inputs=("n2", "n1"), outputs=("n7", "n5"))
    model, analysis = build_model(snapshot), analyse(snapshot)
    assert [tensor.name for tensor in model.inputs] == ["right", "left"]
    assert [spec.shape for spec in analysis.outputs] == [(None, 7), (None, 5)]
    assert [tensor.shape for tensor in model.outputs] == [(None, 7), (None, 5)]


def test_list_ports_are_called_in_their_order() -> None:
    edges = [Edge("n1", 0, "n3", 1), Edge("n2", 0, "n3", 0)]
    model = build_model(graph([LEFT, RIGHT, Node("n3", "subtract", "Subtract")], edges))
    left, right = np.full((1, 3), 10.0), np.full((1, 3), 1.0)
    assert np.allclose(model([left, right]), right - left)
    model = build_model(graph([LEFT, RIGHT, Node("n3", "join", "Concatenate")], edges))
    assert np.allclose(model([left, right]), [[1, 1, 1, 10, 10, 10]])


@pytest.mark.parametrize("ports", [(0, 1), (0, 1, 2)])
def test_positional_ports_are_the_arguments_of_the_layer(ports: tuple[int, ...]) -> None:
    sources = [Node(f"n{port}", f"in{port}", "Input", {"shape": (4 + port, 3)}) for port in (0, 1)]
    layer = Node("n9", "mha", "MultiHeadAttention", {"num_heads": 2, "key_dim": 3})
    edges = [Edge(f"n{min(port, 1)}", 0, "n9", port) for port in ports]
    model = build_model(graph([*sources, layer], edges))
    query, value = (np.random.default_rng(port).random((2, 4 + port, 3)) for port in (0, 1))
    expected = model.get_layer("mha")(query, value, value if len(ports) == 3 else None)
    assert np.allclose(model([query, value]), expected)


def test_an_output_port_of_a_layer_can_be_used_alone() -> None:
    lstm = Node("n2", "lstm", "LSTM", {"units": 3, "return_state": True})
    nodes = [Node("n1", "input", "Input", {"shape": (4, 2)}), lstm, Node("n3", "head", "Dense", {"units": 1})]
    snapshot = graph(nodes, [Edge("n1", 0, "n2", 0), Edge("n2", 2, "n3", 0)], outputs=("n3", Output("n2", 1)))
    model = build_model(snapshot)
    output, hidden = model(np.ones((1, 4, 2), np.float32))
    _, h, c = model.get_layer("lstm")(np.ones((1, 4, 2), np.float32))
    assert np.allclose(hidden, h)
    assert np.allclose(output, model.get_layer("head")(c))
    assert len(analyse(snapshot).nodes["n2"].outputs) == 3


@pytest.mark.parametrize("owner_is_first", [True, False])
def test_a_shared_layer_is_one_layer_wherever_it_is_first_called(owner_is_first: bool) -> None:
    own, again = Node("n3", "own", "Dense", {"units": 4}), Node("n4", "again", "Dense", {}, shares="n3")
    first, second = (own, again) if owner_is_first else (again, own)
    nodes = [Node("n1", "input", "Input", {"shape": (4,)}), Node("n2", "relu", "ReLU"), first, second]
    edges = [Edge("n1", 0, first.id, 0), Edge(first.id, 0, "n2", 0), Edge("n2", 0, second.id, 0)]
    snapshot = GraphSnapshot(tuple(nodes), tuple(edges))
    model, analysis = build_model(snapshot), analyse(snapshot)
    layer, x = model.get_layer("own"), np.ones((1, 4), np.float32)
    assert np.allclose(model(x), layer(keras.ops.relu(layer(x))))
    assert (analysis.layers, analysis.parameters) == (len(model.layers), model.count_params()) == (3, 20)
    assert {node: analysis.nodes[node].parameters for node in (first.id, second.id)} == {
        first.id: 20,
        second.id: 0,
    }


def test_a_shared_layer_refuses_what_does_not_fit_its_weights() -> None:
    nodes = [
        Node("n1", "input", "Input", {"shape": (4,)}),
        Node("n2", "own", "Dense", {"units": 3}),
        Node("n3", "again", "Dense", {}, shares="n2"),
    ]
    [problem] = analyse(graph(nodes, [Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0)])).problems
    assert problem.node == "n3"
    assert problem.message.startswith("Expected axis -1 of input shape to have value 4")


def test_two_inputs_through_one_lstm_have_the_weights_of_one() -> None:
    nodes = [
        Node("n1", "a", "Input", {"shape": (10, 32)}),
        Node("n2", "b", "Input", {"shape": (10, 32)}),
        Node("n3", "lstm", "LSTM", {"units": 32}),
        Node("n4", "lstm_again", "LSTM", {}, shares="n3"),
        Node("n5", "join", "Concatenate"),
        Node("n6", "repeat", "RepeatVector", {"n": 10}),
        Node("n7", "decode", "LSTM", {"units": 32, "return_sequences": True}),
    ]
    edges = [Edge("n1", 0, "n3", 0), Edge("n2", 0, "n4", 0), Edge("n3", 0, "n5", 0), Edge("n4", 0, "n5", 1)]
    edges += [Edge("n5", 0, "n6", 0), Edge("n6", 0, "n7", 0)]
    snapshot = graph(nodes, edges)
    assert analyse(snapshot).parameters == build_model(snapshot).count_params() == 20_736
    assert analyse(snapshot).outputs[0].shape == (None, 10, 32)


def test_a_single_input_and_output_are_no_lists() -> None:
    model = build_model(chain((4,), ("Dense", {"units": 2})))
    assert model(np.zeros((3, 4))).shape == (3, 2)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Größe 1", "Gr_e_1"), ("сеть", "model"), ("", "model"), ("-x/y", "x_y"), ("WRN-40-2", "WRN-40-2")],
)
def test_a_model_gets_a_name_that_it_can_be_trained_under(name: str, expected: str) -> None:
    model = build_model(chain((4,), ("Dense", {"units": 2})), name)
    assert model.name == expected
    model.compile(loss="mse")
    model.fit(np.zeros((2, 4)), np.zeros((2, 2)), verbose=0)


def test_deep_networks_are_analysed_and_built_in_any_thread() -> None:
    deep = chain((1,), *[("ReLU", {})] * NUM_DEEP)
    counts: list[int] = []

    def work() -> None:
        counts.append(analyse(deep).layers)
        counts.append(len(build_model(deep).layers))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    work()
    assert counts == [NUM_DEEP + 1] * 4


def test_the_recursion_limit_falls_only_when_nobody_needs_it() -> None:
    before = sys.getrecursionlimit()
    first, second = deep_recursion(2000), deep_recursion(500)
    with ExitStack() as outer, ExitStack() as inner:
        inner.enter_context(first)
        high = sys.getrecursionlimit()
        outer.enter_context(second)
        assert sys.getrecursionlimit() == high
        inner.close()
        assert before < sys.getrecursionlimit() < high
    assert sys.getrecursionlimit() == before


def test_building_leaves_the_graph_as_it_was() -> None:
    snapshot = join("Concatenate", (3,), (4,), axis=-1)
    first, second = build_model(snapshot), build_model(snapshot)
    assert [layer.name for layer in first.layers] == [layer.name for layer in second.layers]
    assert snapshot == join("Concatenate", (3,), (4,), axis=-1)
