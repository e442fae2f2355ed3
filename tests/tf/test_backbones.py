"""The networks of keras.applications: listed without Keras, made as it makes them, never fetched unasked."""

import inspect
from dataclasses import replace
from pathlib import Path

import h5py
import keras
import pytest
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

import designer
from designer import paths
from designer.compiler.analysis import analyse
from designer.compiler.backbone_table import drawing_of
from designer.compiler.backbones import (
    WeightsNeeded,
    backbone,
    backbone_project,
    backbones,
    take_backbone_weights,
)
from designer.data.download import DownloadNeeded, prepare
from designer.data.keras_weights import weights_download
from designer.document.files import open_project
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import DataError, RequestError, WeightsError
from tests.tf.models import difference, spread

SHAPE = (32, 32, 3)
NAME = "MobileNetV2"


def plain(**params: object) -> keras.Model:
    return keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=SHAPE, **params)


def published(path: Path, model: keras.Model) -> Path:
    """Write weights the way Keras publishes them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as file:
        save_weights_to_hdf5_group(file, model)
    return path


def test_the_list_that_ships_is_that_of_keras() -> None:
    functions = dict(inspect.getmembers(keras.applications, inspect.isfunction))
    assert [found.name for found in backbones()] == sorted(name for name in functions if name[0].isupper())
    assert backbone(NAME).parameters == plain().count_params()
    with pytest.raises(RequestError, match="Did you mean MobileNetV2"):
        backbone("MobilNetV2")


@pytest.mark.parametrize("nested", [True, False])
def test_a_backbone_is_a_node_or_its_layers(*, nested: bool) -> None:
    project = backbone_project(NAME, SHAPE, nested=nested)
    assert (len(project.graph.nodes), len(project.graph.blocks)) == ((2, 1) if nested else (154, 0))
    assert project.weights is None
    analysis = analyse(project.graph)
    assert (analysis.parameters, analysis.outputs[0].shape) == (2_257_984, (None, 1, 1, 1280))


@pytest.mark.parametrize("nested", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_weights_come_from_a_local_file(tmp_path: Path, *, nested: bool) -> None:
    model = spread(plain())
    path = published(tmp_path / "any.h5", model)
    built = designer.build_model(backbone_project(NAME, SHAPE, weights=path, nested=nested))
    assert difference(model, built) < 1e-5
    model.save(tmp_path / "net.keras")
    built = designer.build_model(backbone_project(NAME, SHAPE, weights=tmp_path / "net.keras", nested=nested))
    assert difference(model, built) < 1e-5


def test_a_backbone_in_a_project_is_given_its_weights(tmp_path: Path) -> None:
    model = spread(plain())
    project, report = take_backbone_weights(
        backbone_project(NAME, SHAPE), "mobilenetv2_1.00_32", NAME, published(tmp_path / "any.h5", model)
    )
    assert report.is_whole
    assert difference(model, designer.build_model(project)) < 1e-5


def test_published_weights_are_found_where_keras_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    with pytest.raises(WeightsNeeded) as needed:
        backbone_project(NAME, SHAPE, weights="imagenet")
    assert needed.value.file == backbone(NAME).file
    model = spread(plain())
    published(tmp_path / "models" / needed.value.file, model)
    project = backbone_project(NAME, SHAPE, weights="imagenet")
    assert difference(model, designer.build_model(project)) < 1e-5


def test_without_a_network_the_answer_comes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    found = backbone(NAME)
    monkeypatch.setattr("designer.data.download.is_reachable", lambda _url: False)
    with pytest.raises(
        DataError, match=f"^The ImageNet weights of {NAME} can't be .* doesn't answer"
    ) as caught:
        prepare(weights_download(NAME, found.file, found.url), lambda _progress: None, lambda: False)
    assert not isinstance(caught.value, DownloadNeeded)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    path = published(tmp_path / "other.h5", plain(alpha=0.35))
    with pytest.raises(WeightsError, match="belongs to another network"):
        backbone_project(NAME, SHAPE, weights=path)


def test_an_input_that_is_too_small_is_refused() -> None:
    with pytest.raises(RequestError, match="can't be made"):
        backbone_project(NAME, (8, 8, 3))


def test_it_can_be_given_up_between_its_steps() -> None:
    def stop(_text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backbone_project(NAME, SHAPE, on_step=stop)


def test_a_project_with_a_nested_backbone_is_saved_and_opened(tmp_path: Path) -> None:
    project = backbone_project(NAME, SHAPE)
    assert isinstance(project, Project)
    assert designer.open_project(project.save(tmp_path / "net.json")).graph == project.graph


def test_the_frozen_preset_has_all_its_layers_when_it_is_built_inline() -> None:
    graph = load_preset("resnet50_transfer").graph
    inline = replace(graph, blocks=tuple(replace(block, is_nested=False) for block in graph.blocks))
    analysis = analyse(inline)
    assert (analysis.layers, analysis.parameters, analysis.trainable) == (177, 23_589_761, 2_049)


def test_the_graph_that_ships_is_that_of_keras() -> None:
    shipped = open_project(paths.resources_dir() / "backbones" / "resnet50.json")
    assert drawing_of("ResNet50").graph == shipped.graph
