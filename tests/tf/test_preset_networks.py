"""The presets are the networks that their descriptions say: counted, built, and computed alike."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import keras
import numpy as np
import pytest

from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.document.presets import PresetInfo, list_presets, load_preset
from tests.tf import plain_networks as plain

Facts = tuple[int | None, int, int | None]

# Layers, parameters, trainable parameters; None where the description doesn't say. Then the shape of each
# output of one sample.
CLASSES = ((10,),)
FACTS: list[tuple[str, Mapping[str, Any], Facts, tuple[tuple[int, ...], ...]]] = [
    ("digits_resnet", {}, (35, 43_530, 43_114), CLASSES),
    ("mnist_mlp", {}, (5, 238_510, 238_510), CLASSES),
    ("mnist_cnn", {}, (8, 3_132_356, 3_132_356), CLASSES),
    ("tf2_cifar_cnn", {}, (11, 884_100, None), CLASSES),
    ("regularised_cifar_cnn", {}, (12, 2_356_842, None), CLASSES),
    ("svgg", {}, (20, 5_354_570, None), CLASSES),
    ("residual_cnn", {}, (32, 2_254_858, 2_254_218), CLASSES),
    ("resnet30", {}, (108, 15_619_978, 15_607_562), CLASSES),
    ("plain30", {}, (91, 15_447_050, None), CLASSES),
    ("wide_resnet", {}, (155, 2_268_394, 2_262_986), CLASSES),
    ("wide_resnet", {"num_convs": 10, "width": 1}, (None, 87_898, None), CLASSES),
    ("wide_resnet", {"num_convs": 16, "width": 1}, (59, 185_786, None), CLASSES),
    ("wide_resnet", {"num_convs": 16, "width": 4}, (None, 2_786_378, None), CLASSES),
    ("wide_resnet", {"num_convs": 28, "width": 10}, (None, 36_584_170, None), CLASSES),
    ("wide_resnet", {"num_convs": 40, "width": 4}, (None, 8_997_450, None), CLASSES),
    ("cats_dogs_fc", {}, (17, 988_861, None), ((1,),)),
    ("cats_dogs_fc_dropout", {}, (19, 988_861, None), ((1,),)),
    ("cats_dogs_gap", {}, (15, 57_025, None), ((1,),)),
    ("resnet50_transfer", {}, (4, 23_589_761, 2_049), ((1,),)),
    ("two_inputs", {}, (6, 436, 436), ((4,),)),
    ("siamese_lstm", {}, (6, 20_736, 20_736), ((10, 32),)),
    ("two_branch_lstm", {}, (7, 29_056, 29_056), ((10, 32),)),
    ("alphago_zero", {}, (148, 22_857_838, None), ((362,), (1,))),
    ("init_lab", {}, (4, 89_610, 89_610), CLASSES),
    ("dqn", {}, (4, 2_853, 2_853), ((3,),)),
]
# Larger ones are judged without their weights.
MOST_BUILT = 10_000_000
PLAIN: list[tuple[str, Mapping[str, Any], Callable[[], Any]]] = [
    ("resnet30", {}, plain.resnet30),
    ("plain30", {}, partial(plain.resnet30, shortcuts=False)),
    ("svgg", {}, plain.svgg),
    ("wide_resnet", {"num_convs": 16, "width": 1}, plain.wide_resnet),
    ("mnist_mlp", {}, plain.mnist_mlp),
    ("mnist_cnn", {}, plain.mnist_cnn),
    ("tf2_cifar_cnn", {}, plain.tf2_cifar_cnn),
    ("regularised_cifar_cnn", {}, plain.regularised_cifar_cnn),
    ("cats_dogs_fc", {"size": 32}, partial(plain.cats_dogs, 32, dropout=False)),
    ("cats_dogs_fc_dropout", {"size": 32}, partial(plain.cats_dogs, 32, dropout=True)),
    ("two_inputs", {}, plain.two_inputs),
    ("siamese_lstm", {}, partial(plain.lstm_pair, shared=True)),
    ("two_branch_lstm", {}, partial(plain.lstm_pair, shared=False)),
    ("alphago_zero", {"blocks": 2, "filters": 8, "board": 9}, partial(plain.alphago_zero, 2, 8, 9)),
    ("init_lab", {"activation": "relu", "initialiser": "he", "layers": 5, "width": 20}, plain.init_lab),
]


def trainable(model: keras.Model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def settings(layer: keras.Layer) -> dict[str, Any]:
    """All that makes a layer, but its name."""
    return {name: value for name, value in layer.get_config().items() if name != "name"}


def test_every_preset_is_held_against_its_facts() -> None:
    assert list(dict.fromkeys(name for name, *_ in FACTS)) == [info.name for info in list_presets()]


@pytest.mark.parametrize(("name", "params", "facts", "outputs"), FACTS)
def test_the_facts_of_a_preset_hold(
    name: str, params: Mapping[str, Any], facts: Facts, outputs: tuple[tuple[int, ...], ...]
) -> None:
    project = load_preset(name, **params)
    analysis = analyse(project.graph)
    found = analysis.layers, analysis.parameters, analysis.trainable
    assert all(fact in {None, number} for fact, number in zip(facts, found, strict=True))
    assert tuple(spec.shape[1:] for spec in analysis.outputs) == outputs
    assert analysis.problems == ()
    if analysis.parameters <= MOST_BUILT:
        model = build_model(project.graph, project.name)
        assert found == (len(model.layers), model.count_params(), trainable(model))
        assert tuple(output.shape[1:] for output in model.outputs) == outputs


@pytest.mark.parametrize("info", list_presets(), ids=lambda info: info.name)
def test_a_preset_with_the_least_of_everything_is_a_network(info: PresetInfo) -> None:
    least = {param.name: param.minimum for param in info.params if param.minimum is not None}
    assert analyse(load_preset(info.name, **least).graph).problems == ()


@pytest.mark.parametrize(("name", "params", "make"), PLAIN)
def test_a_preset_computes_what_plain_keras_code_does(
    name: str, params: Mapping[str, Any], make: Callable[[], Any]
) -> None:
    model, other = build_model(load_preset(name, **params).graph), make()
    assert [layer.__class__ for layer in model.layers] == [layer.__class__ for layer in other.layers]
    assert [*map(settings, model.layers)] == [*map(settings, other.layers)]
    model.set_weights(other.get_weights())
    draw = np.random.default_rng(0).random
    samples = [draw((2, *source.shape[1:]), np.float32) for source in model.inputs]
    x: Any = samples if len(samples) > 1 else samples[0]
    for ours, theirs in zip(keras.tree.flatten(model(x)), keras.tree.flatten(other(x)), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", ["resnet30", "svgg", "digits_resnet"])
def test_every_node_has_the_shape_of_its_layer(name: str) -> None:
    project = load_preset(name)
    analysis, model = analyse(project.graph), build_model(project.graph)
    for node in project.graph.nodes:
        layer = model.get_layer(node.name)
        assert analysis.nodes[node.id].outputs[0].shape == layer.output.shape
        assert analysis.nodes[node.id].outputs[0].dtype == layer.output.dtype
        assert analysis.nodes[node.id].parameters == layer.count_params()
