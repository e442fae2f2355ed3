"""The analysis accepts exactly what Keras can build and run."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.src.backend.common import global_state

from designer.catalog.values import Value
from designer.compiler.analysis import analyse, forget
from designer.compiler.build import build_model
from designer.errors import BuildError
from designer.graph.elements import Edge, GraphSnapshot, Node
from tests.tf.graphs import Shape, chain, join

IMAGE, SMALL, SEQUENCE, VECTOR = (16, 16, 3), (2, 2, 3), (8, 3), (6,)
GOOD: list[tuple[str, tuple[Shape, ...], dict[str, Value]]] = [
    ("Dense", (VECTOR,), {"units": 3}),
    ("Dense", (IMAGE,), {"units": 3}),
    ("Conv2D", (IMAGE,), {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}),
    ("Conv2D", ((None, None, 3),), {"filters": 2, "kernel_size": 3}),
    ("Conv2DTranspose", (SMALL,), {"filters": 2, "kernel_size": 3, "strides": 2}),
    ("SeparableConv1D", (SEQUENCE,), {"filters": 2, "kernel_size": 3}),
    ("MaxPooling2D", (SMALL,), {"pool_size": 2}),
    ("AveragePooling1D", (SEQUENCE,), {"pool_size": 3, "padding": "same"}),
    ("BatchNormalization", (IMAGE,), {"axis": 1}),
    ("GroupNormalization", ((4, 4, 8),), {"groups": 4}),
    ("LSTM", (SEQUENCE,), {"units": 3, "return_state": True}),
    ("ConvLSTM1D", ((4, 8, 2),), {"filters": 2, "kernel_size": 3}),
    ("Add", (IMAGE, IMAGE, IMAGE), {}),
    ("Add", (IMAGE, (16, 16, 1)), {}),
    ("Concatenate", (IMAGE, (16, 16, 5)), {}),
    ("Dot", (SEQUENCE, (4, 3)), {"axes": 2}),
    ("Reshape", (VECTOR,), {"target_shape": (2, -1)}),
    ("Permute", (SEQUENCE,), {"dims": (2, 1)}),
    ("RepeatVector", (VECTOR,), {"n": 3}),
    ("Attention", (SEQUENCE, (5, 3)), {}),
    ("MultiHeadAttention", (SEQUENCE, (5, 4)), {"num_heads": 2, "key_dim": 3}),
    ("EinsumDense", (SEQUENCE,), {"equation": "abc,cd->abd", "output_shape": (None, 4)}),
    ("RandomFlip", (IMAGE,), {}),
    ("Resizing", (IMAGE,), {"height": 4, "width": 4}),
    ("AdaptiveAveragePooling2D", (IMAGE,), {"output_size": 2}),
    ("Dropout", (VECTOR,), {"rate": 0.5}),
]
BAD: list[tuple[str, tuple[Shape, ...], dict[str, Value]]] = [
    ("Dense", ((),), {"units": 3}),
    ("Dense", ((4, None),), {"units": 3}),
    ("Dense", (VECTOR,), {"units": 0}),
    ("Dense", (VECTOR,), {"units": 3, "activation": "rleu"}),
    ("Conv2D", (VECTOR,), {"filters": 2, "kernel_size": 3}),
    ("Conv2D", (SMALL,), {"filters": 2, "kernel_size": 3}),
    ("Conv2D", ((4, 4, 3),), {"filters": 2, "kernel_size": 3, "groups": 2}),
    ("MaxPooling2D", (SMALL,), {"pool_size": 3}),
    ("BatchNormalization", (VECTOR,), {"axis": 5}),
    ("GroupNormalization", (IMAGE,), {"groups": 4}),
    ("LSTM", (IMAGE,), {"units": 3}),
    ("Add", (IMAGE, SMALL), {}),
    ("Concatenate", (IMAGE, SMALL), {}),
    ("Dot", (SEQUENCE, (4, 5)), {"axes": 2}),
    ("Reshape", (VECTOR,), {"target_shape": (4, 2)}),
    ("Permute", (IMAGE,), {"dims": (2, 1)}),
    ("RepeatVector", (IMAGE,), {"n": 3}),
    ("SpatialDropout2D", (VECTOR,), {"rate": 0.5}),
    ("GlobalAveragePooling2D", (SEQUENCE,), {}),
    ("Attention", (SEQUENCE, (5, 4)), {}),
    ("MultiHeadAttention", (SEQUENCE, (5,)), {"num_heads": 2, "key_dim": 3}),
    ("EinsumDense", (IMAGE,), {"equation": "abc,cd->abd", "output_shape": (None, 4)}),
    ("RandomFlip", (VECTOR,), {}),
    ("Resizing", (VECTOR,), {"height": 4, "width": 4}),
    ("AdaptiveAveragePooling2D", (VECTOR,), {"output_size": 2}),
    ("Equalization", (IMAGE,), {}),
]


def name_of(case: object) -> str | None:
    return case if isinstance(case, str) else None


def zeros(model: keras.Model) -> list[Any]:
    """A batch of 2; sizes that aren't known become 8."""
    return [np.zeros((2, *(size or 8 for size in tensor.shape[1:])), np.float32) for tensor in model.inputs]


def run(graph: GraphSnapshot) -> list[tuple[int, ...]]:
    """Build a graph and run it on zeros; gives the shapes of the outputs."""
    model = build_model(graph)
    inputs = zeros(model)
    result = model(inputs if len(inputs) > 1 else inputs[0])
    return [tuple(tensor.shape) for tensor in (result if isinstance(result, list) else [result])]


@pytest.mark.parametrize(("layer_type", "shapes", "params"), GOOD, ids=name_of)
def test_what_runs_is_accepted_with_the_shapes_that_come_out(
    layer_type: str, shapes: tuple[Shape, ...], params: dict[str, Value]
) -> None:
    graph = join(layer_type, *shapes, **params)
    analysis = analyse(graph)
    assert analysis.errors == ()
    for spec, shape in zip(analysis.outputs, run(graph), strict=False):
        assert len(spec.shape) == len(shape)
        assert all(expected in {None, size} for expected, size in zip(spec.shape, shape, strict=True))


@pytest.mark.parametrize(("layer_type", "shapes", "params"), BAD, ids=name_of)
def test_what_does_not_run_is_refused_in_one_line_at_the_layer(
    layer_type: str, shapes: tuple[Shape, ...], params: dict[str, Value]
) -> None:
    graph = join(layer_type, *shapes, **params)
    [problem] = analyse(graph).problems
    assert (problem.severity, problem.node) == ("error", "layer")
    assert problem.message.endswith((".", "…"))
    assert "\n" not in problem.message
    with pytest.raises((BuildError, ValueError, IndexError, tf.errors.OpError)):
        run(graph)


@pytest.mark.parametrize(("layer_type", "shapes", "params"), GOOD[:20], ids=name_of)
def test_counts_are_those_of_the_layer(
    layer_type: str, shapes: tuple[Shape, ...], params: dict[str, Value]
) -> None:
    graph = join(layer_type, *shapes, **params)
    analysis, model = analyse(graph), build_model(graph)
    layer = model.get_layer("layer")
    assert analysis.parameters == layer.count_params() == model.count_params()
    assert analysis.trainable == sum(int(np.prod(weight.shape)) for weight in layer.trainable_weights)
    assert analysis.layers == len(model.layers)


def test_unknown_types_and_parameters_are_told_with_the_nearest_known() -> None:
    [problem] = analyse(join("Dnese", VECTOR)).errors
    assert "has no layer" in problem.message
    assert problem.fix == "Did you mean Dense?"
    [problem] = analyse(join("Dense", VECTOR, unit=3)).errors
    assert "Did you mean units?" in problem.fix


def test_layers_that_nobody_could_make_are_told_also_where_nothing_is_known_of_their_inputs() -> None:
    nodes = (
        Node("n1", "x", "Input", {"shape": VECTOR}),
        Node("n2", "odd", "Odd"),
        Node("n3", "relu", "ReLU"),
        Node("n4", "even", "Even"),
        Node("n5", "head", "Dense"),
    )
    edges = tuple(Edge(f"n{number}", 0, f"n{number + 1}", 0) for number in range(1, 5))
    problems = {problem.node: problem.kind for problem in analyse(GraphSnapshot(nodes, edges)).problems}
    assert problems == {"n2": "unknown_layer", "n4": "unknown_layer", "n5": "missing_params"}


def test_weights_of_judged_layers_are_neither_kept_nor_initialised_later() -> None:
    forget()
    before = list(global_state.get_global_attribute("uninitialized_variables") or ())
    assert analyse(chain((4,), ("Dense", {"units": 3}))).parameters == 15
    assert list(global_state.get_global_attribute("uninitialized_variables") or ()) == before
