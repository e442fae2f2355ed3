"""The presets are the networks that their descriptions say: counted, built, and computed alike."""

from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np
import pytest

from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.document.presets import load_preset
from tests.tf.plain_networks import resnet30, svgg, wide_resnet

# Layers, parameters, trainable parameters; None where the description doesn't say.
FACTS: list[tuple[str, Mapping[str, int], tuple[int | None, int, int | None]]] = [
    ("resnet30", {}, (108, 15_619_978, 15_607_562)),
    ("plain30", {}, (91, 15_447_050, None)),
    ("svgg", {}, (20, 5_354_570, None)),
    ("wide_resnet", {"num_convs": 10, "width": 1}, (None, 87_898, None)),
    ("wide_resnet", {"num_convs": 16, "width": 1}, (59, 185_786, None)),
    ("wide_resnet", {"num_convs": 16, "width": 4}, (None, 2_786_378, None)),
    ("wide_resnet", {"num_convs": 28, "width": 10}, (None, 36_584_170, None)),
    ("wide_resnet", {"num_convs": 40, "width": 2}, (155, 2_268_394, 2_262_986)),
    ("wide_resnet", {"num_convs": 40, "width": 4}, (None, 8_997_450, None)),
]
PLAIN: list[tuple[str, Mapping[str, int], Callable[[], Any]]] = [
    ("resnet30", {}, resnet30),
    ("plain30", {}, lambda: resnet30(shortcuts=False)),
    ("svgg", {}, svgg),
    ("wide_resnet", {"num_convs": 16, "width": 1}, wide_resnet),
]


def trainable(model: keras.Model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


@pytest.mark.parametrize(("name", "params", "facts"), FACTS)
def test_the_facts_of_a_preset_hold(
    name: str, params: Mapping[str, int], facts: tuple[int | None, int, int | None]
) -> None:
    project = load_preset(name, **params)
    analysis, model = analyse(project.graph), build_model(project.graph, project.name)
    built = (len(model.layers), model.count_params(), trainable(model))
    assert (analysis.layers, analysis.parameters, analysis.trainable) == built
    assert all(fact in {None, number} for fact, number in zip(facts, built, strict=True))
    assert analysis.problems == ()


@pytest.mark.parametrize(("name", "params", "plain"), PLAIN)
def test_a_preset_computes_what_plain_keras_code_does(
    name: str, params: Mapping[str, int], plain: Callable[[], Any]
) -> None:
    model, other = build_model(load_preset(name, **params).graph), plain()
    assert [layer.__class__ for layer in model.layers] == [layer.__class__ for layer in other.layers]
    model.set_weights(other.get_weights())
    x = np.random.default_rng(0).random((2, 32, 32, 3), np.float32)
    np.testing.assert_allclose(model(x), other(x), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", ["resnet30", "svgg", "digits_resnet"])
def test_every_node_has_the_shape_of_its_layer(name: str) -> None:
    project = load_preset(name)
    analysis, model = analyse(project.graph), build_model(project.graph)
    for node in project.graph.nodes:
        layer = model.get_layer(node.name)
        assert analysis.nodes[node.id].outputs[0].shape == layer.output.shape
        assert analysis.nodes[node.id].outputs[0].dtype == layer.output.dtype
        assert analysis.nodes[node.id].parameters == layer.count_params()
