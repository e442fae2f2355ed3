"""Imported weights stay with their layers whatever these are called since."""

import keras
import numpy as np
import pytest

import designer
from designer.compiler.catalogs import current_catalog
from designer.compiler.weights import build_with_weights
from designer.document.block_fold import fold
from designer.document.document import Document
from designer.document.fold_repeats import fold_repeats
from designer.document.weight_names import rename_node
from designer.graph.repeats import find_repeats


def residual(x: keras.KerasTensor) -> keras.KerasTensor:
    inner = keras.layers.Conv2D(4, 3, padding="same")(x)
    inner = keras.layers.ReLU()(keras.layers.BatchNormalization()(inner))
    return keras.layers.Add()([inner, x])


@pytest.fixture
def model() -> keras.Model:
    x = image = keras.Input((8, 8, 4), name="image")
    for _ in range(4):
        x = residual(x)
    model = keras.Model(image, keras.layers.Flatten()(x))
    model.set_weights([np.random.default_rng(0).normal(size=w.shape) for w in model.get_weights()])
    return model


def outputs(model: keras.Model) -> np.ndarray:
    image = np.random.default_rng(1).normal(size=(2, 8, 8, 4)).astype("float32")
    return np.asarray(model(image))


def assert_computes(document: Document, model: keras.Model) -> None:
    notices: list[str] = []
    np.testing.assert_allclose(
        outputs(build_with_weights(document.project(), notices.append)), outputs(model), rtol=1e-5
    )
    assert notices == []


def named(document: Document, name: str) -> str:
    return next(node.id for node in document.graph.nodes.values() if node.name == name)


def test_folding_repeats_keeps_the_weights(model: keras.Model) -> None:
    document = Document(designer.from_model(model))
    catalog = current_catalog()
    document.push(fold_repeats(document, find_repeats(document.snapshot(), catalog)))
    assert any(node.block_id for node in document.graph.nodes.values())
    assert_computes(document, model)
    document.undo()
    assert_computes(document, model)


def test_a_block_of_a_selection_keeps_its_weights(model: keras.Model) -> None:
    document = Document(designer.from_model(model))
    selected = [named(document, name) for name in (model.layers[1].name, model.layers[2].name)]
    command, node_id = fold(document, selected, "Pair")
    document.push(command)
    document.push(rename_node(document, node_id, "first"))
    inside = document.inside(document.graph.node(node_id).block_id)
    inside.push(rename_node(inside, named(inside, model.layers[1].name), "kernel"))
    assert_computes(document, model)


def test_a_renamed_layer_keeps_its_weights_and_a_new_one_of_its_name_gets_none(model: keras.Model) -> None:
    document = Document(designer.from_model(model))
    first, second, *_ = (layer.name for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    document.push(rename_node(document, named(document, first), "stem"))
    document.push(rename_node(document, named(document, second), first))
    assert_computes(document, model)
