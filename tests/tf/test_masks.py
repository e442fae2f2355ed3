"""Masks flow as in Keras, and a layer that loses one is told."""

import pytest

from designer.catalog.values import KerasObject, Params
from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node
from tests.tf.graphs import Shape, chain, graph

EMBEDDING: tuple[str, Params] = ("Embedding", {"input_dim": 10, "output_dim": 4, "mask_zero": True})
SEQUENCES: Params = {"units": 3, "return_sequences": True}

pytestmark = pytest.mark.filterwarnings("ignore:Layer .* was passed an input with a mask")


def words(*layers: tuple[str, Params]) -> GraphSnapshot:
    """An Input of 8 words, an Embedding that masks, and other layers."""
    snapshot = chain((8,), EMBEDDING, *layers)
    first = Node("n1", "n1", INPUT, {"shape": (8,), "dtype": "int32"})
    return graph([first, *snapshot.nodes[1:]], list(snapshot.edges))


def masks(snapshot: GraphSnapshot) -> list[Shape | None]:
    return [output.mask for node in analyse(snapshot).nodes.values() for output in node.outputs]


@pytest.mark.parametrize(
    ("layer", "is_masked"),
    [
        (("LSTM", SEQUENCES), True),
        (("LSTM", {"units": 3}), False),
        (("Dense", {"units": 3}), True),
        (("GlobalAveragePooling1D", {}), False),
        (("Bidirectional", {"layer": KerasObject("GRU", SEQUENCES)}), True),
        (("Conv1D", {"filters": 3, "kernel_size": 3}), False),
    ],
)
def test_masks_are_those_of_keras(layer: tuple[str, Params], is_masked: bool) -> None:
    snapshot = words(layer)
    found = masks(snapshot)
    assert found == [None, (None, 8), (None, 8) if is_masked else None]
    model = build_model(snapshot)
    assert (getattr(model.outputs[0], "_keras_mask", None) is not None) == is_masked


def test_a_layer_that_loses_the_mask_is_warned_of() -> None:
    [problem] = analyse(words(("Flatten", {}))).problems
    assert (problem.severity, problem.node) == ("warning", "n3")
    assert problem.message.startswith("Flatten doesn't support the mask of its input")
    [problem] = analyse(words(("ops.square", {}), ("LSTM", {"units": 3}))).problems
    assert problem.node == "n3"


@pytest.mark.parametrize(
    "layer", [("LSTM", SEQUENCES), ("GlobalAveragePooling1D", {}), ("Dropout", {"rate": 0.1})]
)
def test_what_uses_a_mask_or_passes_it_on_is_fine(layer: tuple[str, Params]) -> None:
    assert analyse(words(layer)).problems == ()


def test_equal_layers_with_and_without_a_mask_are_told_apart() -> None:
    layer = ("Conv1D", {"filters": 3, "kernel_size": 3})
    plain = chain((8, 4), layer)
    assert analyse(plain).problems == ()
    assert len(analyse(words(layer)).problems) == 1
    assert analyse(plain).problems == ()


def test_masks_of_two_inputs_are_joined_as_keras_does() -> None:
    snapshot = words(("LSTM", SEQUENCES), ("Add", {}))
    both = graph(list(snapshot.nodes), [*snapshot.edges, Edge("n3", 0, "n4", 1)])
    assert masks(both)[-1] == (None, 8)
    assert analyse(both).problems == ()


def test_masking_of_a_sequence_of_images_masks_all_but_the_last_axis() -> None:
    assert masks(chain((5, 4, 3), ("Masking", {})))[-1] == (None, 5, 4)


def test_attention_takes_the_masks_of_its_inputs() -> None:
    mha = Node("n3", "mha", "MultiHeadAttention", {"num_heads": 2, "key_dim": 2})
    snapshot = words()
    edges = [*snapshot.edges, Edge("n2", 0, "n3", 0), Edge("n2", 0, "n3", 1)]
    assert masks(graph([*snapshot.nodes, mha], edges))[-1] == (None, 8)
