"""Weights follow the names of layers: what fits is copied, what doesn't is listed."""

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

import designer
from designer.catalog.values import Value
from designer.compiler.weight_copying import copy_weights
from designer.compiler.weights import build_with_weights
from designer.document.project import Project
from designer.errors import WeightsError
from tests.tf.models import difference, nested, spread


def two_layers(units: int = 4, last: int = 3) -> keras.Model:
    x = keras.Input((5,))
    return keras.Model(x, layers.Dense(last, name="last")(layers.Dense(units, name="first")(x)))


def with_params(project: Project, name: str, **params: Value) -> Project:
    nodes = [
        replace(node, params={**node.params, **params}) if node.name == name else node
        for node in project.graph.nodes
    ]
    return project.replace(graph=replace(project.graph, nodes=tuple(nodes)))


def test_weights_survive_edits_of_other_layers() -> None:
    model = spread(two_layers())
    edited = with_params(designer.from_model(model), "last", units=7)
    lines: list[str] = []
    built = build_with_weights(edited, lines.append)
    assert np.array_equal(built.get_layer("first").kernel.numpy(), model.get_layer("first").kernel.numpy())
    assert lines == [
        "The project's weights: 2 weights were copied; last/kernel, last/bias are of another shape."
    ]


def test_a_weight_more_or_less_moves_none_of_the_others() -> None:
    model = spread(keras.Sequential([keras.Input((3,)), layers.BatchNormalization(name="norm")]))
    built = build_with_weights(with_params(designer.from_model(model), "norm", scale=False))
    own = {weight.name: weight.numpy() for weight in built.get_layer("norm").weights}
    theirs = {weight.name: weight.numpy() for weight in model.get_layer("norm").weights}
    assert own.keys() == {"beta", "moving_mean", "moving_variance"}
    assert all(np.array_equal(own[name], theirs[name]) for name in own)


def test_a_nested_block_keeps_its_weights_when_it_is_built_inline() -> None:
    model = spread(nested())
    project = designer.from_model(model)
    blocks = tuple(replace(block, is_nested=False) for block in project.graph.blocks)
    inline = project.replace(graph=replace(project.graph, blocks=blocks))
    assert difference(model, designer.build_model(inline)) < 1e-6


def test_weights_are_copied_by_name_from_a_file(tmp_path: Path) -> None:
    source = spread(two_layers(units=4, last=2))
    source.save(tmp_path / "net.keras")
    project, report = copy_weights(designer.from_model(two_layers()), tmp_path / "net.keras")
    assert report.copied == ("first/kernel", "first/bias")
    assert report.unlike == (("last/kernel", (4, 3), (4, 2)), ("last/bias", (3,), (2,)))
    assert (report.missing, report.unused) == ((), ())
    built = designer.build_model(project)
    assert np.array_equal(built.get_layer("first").bias.numpy(), source.get_layer("first").bias.numpy())


def test_what_the_project_had_stays_where_nothing_comes(tmp_path: Path) -> None:
    own = spread(two_layers(), seed=1)
    x = keras.Input((5,))
    spread(keras.Model(x, layers.Dense(4, name="first")(x))).save(tmp_path / "net.h5")
    project, report = copy_weights(designer.from_model(own), tmp_path / "net.h5")
    assert report.missing == ("last/kernel", "last/bias")
    built = designer.build_model(project)
    assert np.array_equal(built.get_layer("last").kernel.numpy(), own.get_layer("last").kernel.numpy())
    assert not np.array_equal(built.get_layer("first").bias.numpy(), own.get_layer("first").bias.numpy())


def test_a_model_goes_into_the_node_that_stands_for_it(tmp_path: Path) -> None:
    x = keras.Input((6,))
    y = layers.Dense(6, name="first")(x)
    spread(keras.Model(x, layers.BatchNormalization(name="other")(y))).save(tmp_path / "body.keras")
    _, report = copy_weights(designer.from_model(nested()), tmp_path / "body.keras", under="body.")
    assert report.copied == ("body.first/kernel", "body.first/bias")
    assert all(name.startswith("body.batch_normalization") for name in report.missing)
    assert all(name.startswith("other/") for name in report.unused)


def test_the_best_weights_of_a_run_come_back(tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(10)])
    project = designer.from_model(model)
    run = designer.train(project, data="digits", epochs=1, run_dir=tmp_path, steps_per_epoch=2)
    trained, report = copy_weights(project, run.folder)
    assert report.is_whole
    saved = keras.models.load_model(run.folder / "best.keras")
    assert np.array_equal(designer.build_model(trained).get_weights()[0], saved.get_weights()[0])


def test_another_project_gives_its_weights(tmp_path: Path) -> None:
    path = designer.from_model(spread(two_layers())).save(tmp_path / "net.json")
    _, report = copy_weights(designer.from_model(two_layers()), path)
    assert (len(report.copied), report.is_whole) == (4, True)


def test_what_has_no_weights_says_so(tmp_path: Path) -> None:
    project = designer.from_model(two_layers())
    path = project.replace(weights=None).save(tmp_path / "net.json")
    for source, message in (
        (path, "has no weights of its own"),
        (tmp_path, "it is no run"),
        (tmp_path / "none.keras", "There is no"),
    ):
        with pytest.raises(WeightsError, match=message):
            copy_weights(project, source)
