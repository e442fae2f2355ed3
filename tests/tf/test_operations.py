"""Every function of `keras.ops` that is offered: called, built, saved and read back as Keras does it."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec
from designer.catalog.values import KerasObject, Params, Value
from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.compiler.values import make_layer
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node
from tests.tf.graphs import Shape, join
from tests.tf.operation_samples import HAS_NO_BATCH, Array, operation_arguments, operation_arrays

_SPECS = [spec for spec in Catalog.load().layers if spec.is_operation]

each_operation = pytest.mark.parametrize("spec", _SPECS, ids=lambda spec: spec.type)


def drawn(spec: LayerSpec, arrays: list[Array]) -> GraphSnapshot:
    """An Input for each array, all into the operation; a batch axis of another size is fixed."""
    inputs = []
    for port, array in enumerate(arrays):
        params: Params = {"shape": array.shape[1:], "dtype": str(array.dtype)}
        if len(array) != len(arrays[0]) or spec.type in HAS_NO_BATCH:
            params = {**params, "batch_size": len(array)}
        inputs.append(Node(f"n{port}", f"in{port}", INPUT, params))
    node = Node("n9", "operation", spec.type, operation_arguments(spec))
    edges = [Edge(f"n{port}", 0, "n9", port) for port in range(len(arrays))]
    return GraphSnapshot((*inputs, node), tuple(edges))


def called(spec: LayerSpec, arrays: list[Array]) -> list[Any]:
    """What Keras itself makes of the arrays."""
    arrays = [keras.ops.convert_to_tensor(array) for array in arrays]
    call = make_layer(spec.type, None, operation_arguments(spec))
    if spec.inputs.style == "list":
        return list(keras.tree.flatten(call(arrays)))
    named = dict(zip(spec.inputs.names[1:], arrays[1:], strict=False))
    return list(keras.tree.flatten(call(arrays[0], **named)))


@each_operation
def test_a_built_operation_gives_what_keras_gives(spec: LayerSpec, tmp_path: Path) -> None:
    arrays = operation_arrays(spec)
    graph = drawn(spec, arrays)
    analysis = analyse(graph)
    assert analysis.problems == ()
    expected = [np.asarray(tensor) for tensor in called(spec, arrays)]
    found = analysis.nodes["n9"].outputs
    assert [len(output.shape) for output in found] == [value.ndim for value in expected]
    assert [output.dtype for output in found] == [value.dtype.name for value in expected]
    model = build_model(graph)
    assert analysis.layers == len(model.layers)
    model.save(tmp_path / "model.keras")
    for one in (model, keras.saving.load_model(tmp_path / "model.keras")):
        result = keras.tree.flatten(one(arrays if len(arrays) > 1 else arrays[0]))
        np.testing.assert_allclose(np.asarray(result[0]), expected[0], rtol=1e-4, atol=1e-5)


def _single(layer_type: str, **params: Value) -> GraphSnapshot:
    return join(layer_type, (4, 3), **params)


def test_a_number_stands_for_a_tensor_that_is_not_connected() -> None:
    model = build_model(_single("ops.multiply", x2=2.5))
    assert np.allclose(model(np.ones((1, 4, 3), np.float32)), 2.5)
    [problem] = analyse(_single("ops.multiply")).problems
    assert problem.message == "ops.multiply needs x2."
    assert problem.fix == "Connect x2, or give a value for it."


def test_operations_are_named_as_their_nodes_and_count_as_no_layer() -> None:
    graph = join("ops.log_sigmoid", (4, 3))
    model = build_model(graph)
    assert model.operations[-1].name == "layer"
    assert analyse(graph).layers == len(model.layers) == 1


@pytest.mark.parametrize(
    ("key", "shape"),
    [
        (":, 0", (None, 3)),
        ("..., 1:3", (None, 4, 2)),
        (":, None", (None, 1, 4, 3)),
        ("[:, ::2]", (None, 2, 3)),
    ],
)
def test_a_part_of_a_tensor_is_written_as_in_python(key: str, shape: Shape, tmp_path: Path) -> None:
    graph = _single("ops.get_item", key=key)
    assert analyse(graph).nodes["layer"].outputs[0].shape == shape
    model = build_model(graph)
    model.save(tmp_path / "model.keras")
    assert keras.saving.load_model(tmp_path / "model.keras").output_shape == shape


def test_no_code_is_run_for_a_part_of_a_tensor() -> None:
    [problem] = analyse(_single("ops.get_item", key="__import__('os')")).problems
    assert "no part of a tensor" in problem.message


@pytest.mark.parametrize(
    ("layer_type", "params", "flops"),
    [
        ("ops.square", {}, 12),
        ("ops.tanh", {}, 60),
        ("ops.mean", {"axis": 1}, 12),
        ("ops.transpose", {}, 0),
        ("ops.einsum", {"subscripts": "abc->ab"}, 12),
    ],
)
def test_flops_are_counted(layer_type: str, params: dict[str, Value], flops: int) -> None:
    assert analyse(_single(layer_type, **params)).flops == flops


def test_a_matrix_product_counts_a_multiply_add_as_two() -> None:
    assert analyse(join("ops.matmul", (4, 3), (3, 5))).flops == 2 * 4 * 3 * 5
    assert analyse(join("ops.einsum", (4, 3), (3, 5), subscripts="abc,acd->abd")).flops == 2 * 4 * 3 * 5


def test_what_keras_refuses_is_told_at_the_operation() -> None:
    [problem] = analyse(join("ops.matmul", (4, 3), (4, 5))).problems
    assert problem.node == "layer"
    [problem] = analyse(_single("ops.mena")).problems
    assert problem.fix.startswith("Did you mean ops.mean")


def test_an_operation_is_no_inner_layer() -> None:
    graph = _single("TimeDistributed", layer=KerasObject("ops.mean"))
    [problem] = analyse(graph).problems
    assert problem.message == "ops.mean is built of operations, and no layer that can stand here."
