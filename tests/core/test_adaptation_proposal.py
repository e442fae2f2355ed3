"""What is done to samples is the least that makes them fit, and is said in words."""

import pytest

from designer.data.adaptation import SampleShape, adapted_shape, propose
from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.errors import DataError

BYTES = (0.0, 255.0)


def source(
    shape: SampleShape, dtype: str = "uint8", value_range: tuple[float, float] | None = None
) -> DataInfo:
    features = FeatureInfo(shape, dtype, value_range)
    return DataInfo("digits", "Digits", features, LabelInfo("classes"), {"train": 10})


@pytest.mark.parametrize(
    ("shape", "input_shape", "steps"),
    [
        ((8, 8, 1), (8, 8, 1), ()),
        ((8, 8, 1), (None, None, 1), ()),
        ((13,), (13,), ()),
        ((8, 8, 1), (64,), ("Reshape 8×8×1 to 64",)),
        ((64,), (8, 8, 1), ("Reshape 64 to 8×8×1",)),
        ((28, 28), (28, 28, 1), ("Reshape 28×28 to 28×28×1",)),
        ((28, 28), (32, 32, 1), ("Resize 28×28 to 32×32 (bilinear)",)),
        ((8, 8, 1), (32, 32, 3), ("Resize 8×8 to 32×32 (bilinear)", "Repeat grey to 3 channels")),
        ((32, 32, 3), (32, 32, 1), ("Convert RGB to grey",)),
        ((32, 32, 4), (32, 32, 3), ("Convert RGB with alpha to RGB",)),
        ((8, 8, 1), (784,), ("Resize 8×8 to 28×28 (bilinear)", "Reshape 28×28×1 to 784")),
        ((None, None, 3), (128, 128, 3), ("Resize ?×? to 128×128 (bilinear)",)),
        ((8, 8, 3), (8, 24, 1), ("Resize 8×8 to 8×24 (bilinear)", "Convert RGB to grey")),
    ],
)
def test_least_change_of_shape_is_proposed(
    shape: SampleShape, input_shape: SampleShape, steps: tuple[str, ...]
) -> None:
    proposal = propose(source(shape), input_shape, "float32")
    assert proposal.steps == steps
    reached = adapted_shape(proposal.adaptation, shape)
    assert all(wanted in (None, have) for have, wanted in zip(reached, input_shape, strict=True))


def test_known_range_is_scaled_to_one() -> None:
    proposal = propose(source((8, 8, 1), value_range=(0.0, 16.0)), (8, 8, 1), "float32")
    assert proposal.adaptation.scale == 1 / 16
    assert proposal.steps == ("Scale values from 0–16 to 0–1",)


@pytest.mark.parametrize(
    ("value_range", "dtype", "first_layer_scales"),
    [
        (BYTES, "float32", True),
        (BYTES, "int32", False),
        ((0.0, 1.0), "float32", False),
        (None, "float32", False),
    ],
)
def test_values_stay_where_scaling_is_not_wanted(
    value_range: tuple[float, float] | None, dtype: str, first_layer_scales: bool
) -> None:
    info = source((8, 8, 1), value_range=value_range)
    assert propose(info, (8, 8, 1), dtype, first_layer_scales=first_layer_scales).steps == ()


@pytest.mark.parametrize(
    ("shape", "input_shape"),
    [
        ((13,), (32, 32, 3)),
        ((8, 8, 1), (13,)),
        ((8, 8, 3), (8, 8, 16)),
        ((None, 5), (10, 5)),
        ((8, 8, 1), (8, 8, 4)),
    ],
)
def test_shapes_that_cannot_fit_are_both_named(shape: SampleShape, input_shape: SampleShape) -> None:
    wanted = "×".join(map(str, input_shape))
    with pytest.raises(DataError, match=f"can't become the {wanted} that the Input wants"):
        propose(source(shape), input_shape, "float32")


def test_images_of_varying_size_need_a_size() -> None:
    with pytest.raises(DataError, match="vary in size"):
        propose(source((None, None, 3)), (None, None, 3), "float32")


def test_fractions_do_not_go_into_an_input_of_whole_numbers() -> None:
    with pytest.raises(DataError, match="wants int32, but the samples of digits are float32"):
        propose(source((13,), "float32"), (13,), "int32")
