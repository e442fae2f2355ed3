"""Weights come from files of models, from files of weights alone, and from those that projects have."""

from pathlib import Path

import keras
import pytest
from keras import layers

import designer
from designer.compiler.weights import fit_of
from designer.compiler.weights_joining import joined
from designer.compiler.weights_taking import take_weights
from designer.document.weight_names import with_names
from designer.errors import WeightsError
from tests.tf.models import difference, spread


def model(units: int = 3) -> keras.Model:
    x = keras.Input((4,), name="x")
    return spread(keras.Model(x, layers.Dense(2, name="head")(layers.Dense(units, name="body")(x))))


@pytest.mark.parametrize("name", ["net.keras", "net.h5", "net.weights.h5"])
def test_a_file_of_any_kind_gives_its_weights(name: str, tmp_path: Path) -> None:
    plain = model()
    path = tmp_path / name
    plain.save_weights(path) if ".weights" in name else plain.save(path)
    project = designer.from_model(model()).replace(weights=None)
    taken, report = take_weights(project, path, lambda _text: None)
    assert report.is_whole
    assert difference(plain, designer.build_model(taken)) < 1e-6


def test_weights_alone_of_another_network_are_refused_in_a_line(tmp_path: Path) -> None:
    model(units=5).save_weights(tmp_path / "other.weights.h5")
    project = designer.from_model(model()).replace(weights=None)
    with pytest.raises(WeightsError, match="belongs to another network"):
        take_weights(project, tmp_path / "other.weights.h5", lambda _text: None)


def test_weights_that_came_in_with_other_layers_are_joined_to_those_of_the_project() -> None:
    mine, others = designer.from_model(model()), designer.from_model(model(units=5))
    assert mine.weights
    assert others.weights
    both = joined(mine.weights, with_names(others.weights, {"body": "body_1", "head": "head_1"}))
    report = fit_of(mine.graph, both)
    assert not report.missing
    assert set(report.unused) == {"body_1/kernel", "body_1/bias", "head_1/kernel", "head_1/bias"}
