"""A Keras model becomes a project that builds the same model again."""

from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

import designer
from designer.compiler.importing.projects import import_live
from designer.errors import RequestError
from tests.tf.models import MODELS, difference, nested, sequential, shared, spread


@pytest.mark.parametrize("name", MODELS)
def test_the_model_of_the_project_is_the_same(name: str, tmp_path: Path) -> None:
    model = spread(MODELS[name]())
    project = designer.from_model(model)
    path = project.save(tmp_path / "net.json")
    again = designer.build_model(designer.open_project(path))
    assert again.count_params() == model.count_params()
    assert len(again.trainable_weights) == len(model.trainable_weights)
    assert difference(model, again) < 1e-6


def test_only_what_differs_from_the_default_is_a_parameter() -> None:
    nodes = {node.name: node for node in designer.from_model(sequential()).graph.nodes}
    found = [dict(node.params) for node in nodes.values()]
    assert found[0] == {"shape": (8, 8, 3)}
    assert {name: found[1][name] for name in ("filters", "padding", "activation")} == {
        "filters": 4,
        "padding": "same",
        "activation": "relu",
    }
    assert found[1].keys() == {"filters", "kernel_size", "padding", "activation", "kernel_regularizer"}
    assert found[2:5] == [{}, {}, {}]


def test_a_layer_called_twice_is_a_node_that_shares() -> None:
    project = designer.from_model(shared())
    nodes = [node for node in project.graph.nodes if node.type == "LSTM"]
    assert [node.shares for node in nodes] == [None, nodes[0].id]
    assert nodes[1].params == {}


def test_the_order_of_inputs_and_outputs_is_kept() -> None:
    project = designer.from_model(shared())
    names = {node.id: node.name for node in project.graph.nodes}
    assert [names[node_id] for node_id in project.graph.inputs] == ["right", "left"]
    joined, state = project.graph.outputs
    assert names[joined.node].startswith("concatenate")
    assert (names[state.node].startswith("lstm"), state.port) == (True, 1)


def test_a_nested_model_is_a_block_that_stays_nested() -> None:
    project = designer.from_model(nested())
    assert [(block.name, block.is_nested) for block in project.graph.blocks] == [
        ("body", True),
        ("head", True),
    ]
    calls = [node for node in project.graph.nodes if node.type == "block:b1"]
    assert [(dict(node.params), node.shares) for node in calls] == [
        ({"trainable": False}, None),
        ({}, calls[0].id),
    ]
    inside = project.graph.blocks[0].graph.nodes
    assert all("trainable" not in node.params for node in inside)


def test_names_that_cannot_be_drawn_are_made_legal() -> None:
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="größte Schicht")])
    assert [node.name for node in designer.from_model(model).graph.nodes][1] == "gr_te_Schicht"


def test_an_unknown_class_is_marked_and_the_rest_works() -> None:
    class Doubled(layers.Layer):
        def call(self, inputs: object) -> object:
            return inputs

    x = keras.Input((4,))
    model = keras.Model(x, layers.Dense(2)(Doubled()(layers.Dense(3)(x))))
    imported = import_live(model)
    [remark] = imported.missing
    assert remark.message.startswith("Doubled is no layer of Keras.")
    analysis = designer.analyse(imported.project)
    assert [problem.message for problem in analysis.problems if problem.severity == "error"] == [
        'Keras 3.15.1 has no layer "Doubled".'.replace("3.15.1", keras.__version__)
    ]


def test_a_lambda_is_marked_and_its_code_left_out() -> None:
    x = keras.Input((4,))
    imported = import_live(keras.Model(x, layers.Lambda(lambda value: value * 2)(x)))
    assert [dict(node.params) for node in imported.project.graph.nodes][1] == {}
    assert "never taken out" in imported.missing[0].message


def test_a_custom_class_named_as_one_of_keras_is_not_taken_for_it() -> None:
    class Dense(layers.Dense):
        pass

    model = keras.Sequential([keras.Input((3,)), Dense(2)])
    assert designer.from_model(model).graph.nodes[1].type == "Custom>Dense"


def test_a_model_with_code_of_its_own_is_refused() -> None:
    class Own(keras.Model):
        def call(self, inputs: object) -> object:
            return inputs

    with pytest.raises(RequestError, match="a Own with code of its own"):
        designer.from_model(Own())
    with pytest.raises(RequestError, match="doesn't know its input shape"):
        designer.from_model(keras.Sequential([layers.Dense(2)]))


def test_training_goes_on_from_the_weights() -> None:
    model = spread(sequential())
    again = designer.build_model(designer.from_model(model))
    for ours, theirs in zip(again.weights, model.weights, strict=True):
        assert np.array_equal(ours.numpy(), theirs.numpy())
