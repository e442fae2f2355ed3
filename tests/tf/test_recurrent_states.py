"""States of recurrent layers: outputs of their own, and inputs of others."""

import numpy as np
import pytest

from designer.catalog.values import KerasObject, Value
from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node
from tests.tf.graphs import graph, join

LSTM, GRU = KerasObject("LSTMCell", {"units": 4}), KerasObject("GRUCell", {"units": 3})
INNER = KerasObject("LSTM", {"units": 4, "return_state": True, "return_sequences": True})


def encoder_decoder(layer_type: str, num_states: int, **params: Value) -> GraphSnapshot:
    """An encoder whose states the decoder starts from."""
    nodes = [
        Node("n1", "source", INPUT, {"shape": (8, 3)}),
        Node("n2", "target", INPUT, {"shape": (5, 3)}),
        Node("n3", "encoder", layer_type, {**params, "return_state": True}),
        Node("n4", "decoder", layer_type, params),
    ]
    edges = [Edge("n1", 0, "n3", 0), Edge("n2", 0, "n4", 0)]
    return graph(nodes, edges + [Edge("n3", port, "n4", port) for port in range(1, num_states + 1)])


@pytest.mark.parametrize(
    ("layer_type", "num_states", "params"),
    [
        ("LSTM", 2, {"units": 4}),
        ("GRU", 1, {"units": 4}),
        ("SimpleRNN", 1, {"units": 4}),
        ("RNN", 2, {"cell": LSTM}),
        ("RNN", 3, {"cell": KerasObject("StackedRNNCells", {"cells": [LSTM, GRU]})}),
    ],
)
def test_a_decoder_starts_from_the_states_of_its_encoder(
    layer_type: str, num_states: int, params: dict[str, Value]
) -> None:
    snapshot = encoder_decoder(layer_type, num_states, **params)
    analysis = analyse(snapshot)
    assert analysis.problems == ()
    assert len(analysis.nodes["n3"].outputs) == num_states + 1
    model = build_model(snapshot)
    source, target = np.random.default_rng(1).random((2, 8, 3)), np.zeros((2, 5, 3))
    assert not np.allclose(model([source, target]), model([2 * source, target]))
    assert model.output_shape == analysis.outputs[0].shape


def test_a_state_without_the_one_before_it_is_told() -> None:
    snapshot = encoder_decoder("LSTM", 2, units=4)
    edges = tuple(edge for edge in snapshot.edges if edge.target_port != 1)
    [problem] = analyse(graph(list(snapshot.nodes), list(edges))).errors
    assert problem.node == "n4"
    assert problem.message == "The input initial_state_c is connected, and initial_state_h isn't."


def test_a_bidirectional_layer_gives_the_states_of_both_ways() -> None:
    found = analyse(join("Bidirectional", (8, 3), layer=INNER)).nodes["layer"]
    assert [output.shape[1:] for output in found.outputs] == [(8, 8), (4,), (4,), (4,), (4,)]


def test_only_the_first_output_of_a_loose_layer_is_an_output_of_the_model() -> None:
    snapshot = join("LSTM", (8, 3), units=4, return_state=True)
    assert [spec.shape for spec in analyse(snapshot).outputs] == [(None, 4)]
    assert len(build_model(snapshot).outputs) == 1
