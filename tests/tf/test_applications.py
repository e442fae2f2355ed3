"""Architectures of keras.applications come in, are saved, opened and built, and compute what they did."""

from pathlib import Path

import keras
import pytest

import designer
from designer.compiler.importing.projects import import_live
from tests.tf.models import difference

SHAPE = (32, 32, 3)
QUICK = ("MobileNetV2", "ResNet50", "EfficientNetB0")
# Chosen for variety; some refuse smaller images.
VARIED = {
    "ConvNeXtTiny": SHAPE,
    "DenseNet121": SHAPE,
    "EfficientNetV2B0": SHAPE,
    "InceptionResNetV2": (75, 75, 3),
    "InceptionV3": (75, 75, 3),
    "MobileNetV3Small": SHAPE,
    "NASNetMobile": SHAPE,
    "ResNet101V2": SHAPE,
    "VGG16": SHAPE,
    "Xception": (71, 71, 3),
}


def application(name: str, shape: tuple[int, ...]) -> keras.Model:
    return getattr(keras.applications, name)(weights=None, include_top=False, input_shape=shape)


@pytest.mark.parametrize("name", QUICK)
def test_an_application_comes_back_the_same(name: str, tmp_path: Path) -> None:
    come_back(application(name, SHAPE), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIED)
def test_ten_more_come_back_the_same(name: str, tmp_path: Path) -> None:
    come_back(application(name, VARIED[name]), tmp_path)


def come_back(model: keras.Model, folder: Path) -> None:
    imported = import_live(model)
    assert not imported.missing
    path = imported.project.save(folder / "net.json")
    built = designer.build_model(designer.open_project(path))
    assert built.count_params() == model.count_params()
    assert len(built.trainable_weights) == len(model.trainable_weights)
    assert difference(model, built) < 1e-5


def test_a_file_of_an_application_with_its_head_comes_back_the_same(tmp_path: Path) -> None:
    model = keras.applications.MobileNet(weights=None, input_shape=SHAPE, classes=5)
    model.save(tmp_path / "net.keras")
    built = designer.build_model(designer.import_model(tmp_path / "net.keras"))
    assert built.count_params() == model.count_params()
    assert difference(model, built) < 1e-5
