"""A Lambda computes an expression, and is built of nothing but operations of Keras."""

import json
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from tests.tf.graphs import Shape, join

SAMPLE = np.linspace(-1, 1, 12, dtype=np.float32).reshape(1, 4, 3)


@pytest.mark.parametrize(
    ("text", "expected", "flops"),
    [
        ("ops.sin(x) * 2 + x", np.sin(SAMPLE) * 2 + SAMPLE, 36),
        ("1 - x ** 2", 1 - SAMPLE**2, 24),
        ("-x / 4", -SAMPLE / 4, 24),
        ("ops.square(x)", SAMPLE**2, 12),
        ("x - ops.mean(x, axis=-1, keepdims=True)", SAMPLE - SAMPLE.mean(-1, keepdims=True), 24),
        ("ops.softmax(x, axis=1)", np.exp(SAMPLE) / np.exp(SAMPLE).sum(1, keepdims=True), 60),
    ],
)
def test_an_expression_is_computed_and_counted(text: str, expected: Any, flops: int) -> None:
    graph = join("Lambda", (4, 3), function=text)
    analysis, model = analyse(graph), build_model(graph)
    assert analysis.problems == ()
    assert analysis.flops == flops
    assert analysis.layers == len(model.layers) == 1
    np.testing.assert_allclose(model(SAMPLE), expected, rtol=1e-5, atol=1e-6)


def test_a_saved_model_holds_only_operations_and_opens_without_our_program(tmp_path: Path) -> None:
    model = build_model(join("Lambda", (4, 3), function="ops.sin(x) * 2 + x"))
    path = tmp_path / "model.keras"
    model.save(path)
    with zipfile.ZipFile(path) as file:
        config = json.loads(file.read("config.json"))
    classes = {layer["class_name"] for layer in config["config"]["layers"]}
    assert classes == {"InputLayer", "Sin", "Multiply", "Add"}
    assert model.operations[-1].name == "layer"
    np.testing.assert_allclose(keras.saving.load_model(path)(SAMPLE), model(SAMPLE))


def test_several_inputs_are_told_apart_by_number() -> None:
    model = build_model(join("Lambda", (4, 3), (4, 3), function="x[0] - 2 * x[1]"))
    np.testing.assert_allclose(model([SAMPLE, SAMPLE + 1]), SAMPLE - 2 * (SAMPLE + 1), rtol=1e-5)


@pytest.mark.parametrize(
    ("text", "shapes", "message"),
    [
        ("x[1]", ((4, 3),), "The expression uses x[1], and 1 input is connected."),
        ("x", ((4, 3),), "Keras leaves Lambda out of a network."),
        ("ops.matmul(x, x)", ((4, 3),), ""),
        ("ops.sin(y)", ((4, 3),), '"y" is unknown here.'),
        ("ops.mean(x, axes=1)", ((4, 3),), "axes"),
    ],
)
def test_what_cannot_be_computed_is_told_at_the_node(
    text: str, shapes: tuple[Shape, ...], message: str
) -> None:
    [problem] = analyse(join("Lambda", *shapes, function=text)).problems
    assert (problem.severity, problem.node) == ("error", "layer")
    assert message in problem.message


def test_two_lambdas_have_names_of_their_own() -> None:
    graph = join("Lambda", (4, 3), function="ops.sin(x) + 1")
    names = [operation.name for operation in build_model(graph).operations]
    assert names == ["n1", "layer.1", "layer"]
