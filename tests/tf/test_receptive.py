"""Receptive fields follow the standard recurrence, and say so where it doesn't apply."""

import numpy as np
import pytest

from designer.catalog.values import KerasObject, Params
from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.compiler.results import ReceptiveField, field_text
from designer.document.presets import load_preset
from designer.graph.elements import Edge, GraphSnapshot, Node
from tests.tf.graphs import Shape, chain, graph, join

CONV: tuple[str, Params] = ("Conv2D", {"filters": 2, "kernel_size": 3, "padding": "same"})
STRIDED: tuple[str, Params] = ("Conv2D", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"})
POOL: tuple[str, Params] = ("MaxPooling2D", {"pool_size": 2})
DILATED: tuple[str, Params] = ("Conv2D", {"filters": 2, "kernel_size": 3, "dilation_rate": 4})


def last_field(shape: Shape, *layers: tuple[str, Params]) -> ReceptiveField | None:
    found = analyse(chain(shape, *layers))
    assert not found.errors
    return list(found.nodes.values())[-1].receptive_field


def seen_by_middle(snapshot: GraphSnapshot, length: int) -> int:
    """How many inputs change the middle output of a 1D network, found by trying."""
    model = build_model(snapshot)
    model.set_weights([np.ones_like(weight) for weight in model.get_weights()])
    outputs = np.asarray(model(np.eye(length, dtype="float32")[:, :, None], training=False))
    seen = np.flatnonzero(outputs[:, outputs.shape[1] // 2, 0])
    return int(seen[-1] - seen[0] + 1)


@pytest.mark.parametrize(
    ("layers", "size", "jump"),
    [
        ((CONV,), 3, 1),
        ((CONV, CONV), 5, 1),
        ((STRIDED, CONV), 7, 2),
        ((CONV, POOL, CONV, POOL), 10, 4),
        ((POOL, DILATED), 18, 2),
        ((CONV, ("BatchNormalization", {}), ("ReLU", {}), ("Dropout", {"rate": 0.5})), 3, 1),
        ((POOL, ("UpSampling2D", {}), CONV), 4, 1),
        ((("Dense", {"units": 4}), CONV), 3, 1),
        ((("SeparableConv2D", {"filters": 2, "kernel_size": 5}), ("ZeroPadding2D", {})), 5, 1),
        ((("SpectralNormalization", {"layer": KerasObject(*CONV)}),), 3, 1),
    ],
)
def test_windows_add_up_along_each_axis(layers: tuple[tuple[str, Params], ...], size: int, jump: int) -> None:
    assert last_field((32, 32, 3), *layers) == ReceptiveField((size, size), (jump, jump))


def test_axes_are_kept_apart() -> None:
    tall: tuple[str, Params] = ("Conv2D", {"filters": 2, "kernel_size": (5, 1), "strides": (2, 1)})
    assert last_field((32, 32, 3), tall, CONV) == ReceptiveField((9, 3), (2, 1))


@pytest.mark.parametrize("strides", [1, 2, 3])
def test_what_is_said_is_what_an_input_changes(strides: int) -> None:
    layers: list[tuple[str, Params]] = [
        ("Conv1D", {"filters": 1, "kernel_size": 4, "strides": strides, "use_bias": False}),
        ("Conv1D", {"filters": 1, "kernel_size": 3, "dilation_rate": 2, "use_bias": False}),
        ("AveragePooling1D", {"pool_size": 2}),
    ]
    field = last_field((64, 1), *layers)
    assert field
    assert seen_by_middle(chain((64, 1), *layers), 64) == field.sizes[0]


def test_a_transposed_convolution_halves_the_jump() -> None:
    wide = ("Conv2DTranspose", {"filters": 2, "kernel_size": 4, "strides": 2})
    field = last_field((32, 32, 3), POOL, wide, CONV)
    assert field == ReceptiveField((6, 6), (1, 1))


@pytest.mark.parametrize("layer", ["GlobalAveragePooling2D", "Flatten"])
def test_what_joins_all_positions_sees_the_whole_input(layer: str) -> None:
    joined: tuple[tuple[str, Params], ...] = ((layer, {}), ("Dense", {"units": 2}), ("ReLU", {}))
    for layers in (joined[:1], joined):
        assert field_text(last_field((8, 8, 3), CONV, *layers)) == "whole input"
    assert field_text(last_field((6,), ("Dense", {"units": 2}))) == "whole input"


def test_a_join_takes_the_larger_field_of_equal_jump() -> None:
    nodes = [Node("x", "x", "Input", {"shape": (8, 8, 2)}), Node("a", "a", *CONV), Node("add", "add", "Add")]
    both = [Edge("x", 0, "a", 0), Edge("a", 0, "add", 0), Edge("x", 0, "add", 1)]
    assert field_text(analyse(graph(nodes, both)).nodes["add"].receptive_field) == "3×3"


def test_what_no_formula_covers_is_unknown() -> None:
    assert field_text(last_field((8, 8, 3), ("Reshape", {"target_shape": (4, 16, 3)}))) == "unknown"
    assert field_text(last_field((8, 8, 3), ("Reshape", {"target_shape": (4, 16, 3)}), CONV)) == "unknown"
    assert field_text(analyse(join("Input", shape=(8, 8, 3))).nodes["layer"].receptive_field) == "1×1"


def test_words_see_the_words_around_them() -> None:
    embed: tuple[str, Params] = ("Embedding", {"input_dim": 10, "output_dim": 4})
    conv: tuple[str, Params] = ("Conv1D", {"filters": 2, "kernel_size": 5})
    assert last_field((20,), embed, conv) == ReceptiveField((5,), (1,))
    assert field_text(last_field((20,), embed, ("LSTM", {"units": 3}))) == "whole input"


def test_a_preset_is_known_to_its_end() -> None:
    fields = [node.receptive_field for node in analyse(load_preset("wide_resnet").graph).nodes.values()]
    assert None not in fields
    assert field_text(fields[-1]) == "whole input"
