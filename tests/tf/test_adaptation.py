"""Adapted samples are what the words of the adaptation say."""

from typing import Any

import numpy as np
import pytest

from designer.data.adaptation import adapted_shape, apply, propose
from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.data.samples import samples
from designer.document.settings import Adaptation


def adapted(adaptation: Adaptation, x: Any) -> Any:
    return np.asarray(apply(adaptation, x))


def test_empty_adaptation_changes_nothing() -> None:
    x = np.arange(4, dtype=np.uint8)
    assert apply(Adaptation(), x) is x


def test_constant_image_stays_constant() -> None:
    x = np.full((2, 8, 8, 1), 16, np.uint8)
    result = adapted(Adaptation(resize=(32, 32), channels=3, scale=1 / 16), x)
    assert result.shape == (2, 32, 32, 3)
    assert np.allclose(result, 1.0)


def test_grey_is_the_eye_s_weighting_of_rgb() -> None:
    x = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255]], np.uint8).reshape(1, 1, 3, 3)
    result = adapted(Adaptation(channels=1), x)
    assert np.allclose(result.ravel() / 255, [0.2989, 0.5870, 0.1140])


def test_alpha_is_dropped() -> None:
    x = np.arange(4, dtype=np.uint8).reshape(1, 1, 1, 4)
    assert adapted(Adaptation(channels=3), x).ravel().tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("shape", "input_shape"),
    [((8, 8, 1), (64,)), ((8, 8), (8, 8, 1)), ((8, 8), (16, 16, 3)), ((8, 8, 1), (784,)), ((64,), (8, 8, 1))],
)
def test_proposal_is_carried_out_in_full(shape: tuple[int, ...], input_shape: tuple[int, ...]) -> None:
    info = DataInfo("s", "S", FeatureInfo(shape, "uint8", (0.0, 255.0)), LabelInfo("classes"), {})
    adaptation = propose(info, input_shape, "float32").adaptation
    result = adapted(adaptation, np.full((3, *shape), 255, np.uint8))
    assert result.shape[1:] == adapted_shape(adaptation, shape) == input_shape
    assert np.allclose(result, 1.0)


def test_samples_of_each_class_are_shown_as_the_network_sees_them() -> None:
    shown = samples("digits", Adaptation(resize=(16, 16), channels=3, scale=1 / 16), per_class=2)
    assert shown.class_names == tuple("0123456789")
    images = [image for of_class in shown.images for image in of_class]
    assert len(images) == 20
    assert {(image.shape, image.dtype) for image in images} == {((16, 16, 3), np.dtype(np.uint8))}
    assert max(int(image.max()) for image in images) == 255
