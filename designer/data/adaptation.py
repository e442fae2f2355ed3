"""Makes samples fit a network's Input: proposes what is to be done, says it in words, and does it."""

import math
from dataclasses import dataclass
from typing import Any

from designer.data.info import DataInfo, FeatureInfo
from designer.document.settings import Adaptation
from designer.errors import DataError

SampleShape = tuple[int | None, ...]
"""Shape of one sample, without the batch axis; None where it varies."""

_COLORS = {1: "grey", 3: "RGB", 4: "RGB with alpha"}
_GREY_WEIGHTS = (0.2989, 0.5870, 0.1140)  # ITU-R BT.601, as tf.image.rgb_to_grayscale has them


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would make the samples fit.

    Args:
        steps: The adaptation in words, one sentence a step; empty where the samples fit as they are.
    """

    adaptation: Adaptation
    steps: tuple[str, ...]


def propose(
    info: DataInfo, input_shape: SampleShape, input_dtype: str, *, first_layer_scales: bool = False
) -> Proposal:
    """Find the least that makes the samples of a source fit an Input.

    Args:
        input_shape: The Input's shape, without the batch axis.
        first_layer_scales: Whether the network itself scales, as `Rescaling` or `Normalization` do.

    Raises:
        DataError: Nothing reasonable does.
    """
    features = info.features
    if not _accepts(input_dtype, features.dtype):
        raise DataError(
            f"The Input wants {input_dtype}, but {samples_text(info)} are {features.dtype}.",
            "Change the Input's dtype or the data.",
        )
    shape_change = _shape_change(features, input_shape)
    if shape_change is None:
        raise DataError(
            f"T{samples_text(info)[1:]} are {text_of(features.shape)}; they can't become the "
            f"{text_of(input_shape)} that the Input wants.",
            f"Give the Input the shape {text_of(features.shape)}, or choose other data.",
        )
    scales = input_dtype.startswith(("float", "bfloat")) and not first_layer_scales
    adaptation = shape_change.model_copy(update={"scale": _scale(features) if scales else None})
    return Proposal(adaptation, describe_steps(adaptation, features))


def describe_steps(adaptation: Adaptation, features: FeatureInfo) -> tuple[str, ...]:
    """An adaptation in words, one sentence a step, in the order in which the steps are done."""
    steps = []
    shape = _as_image(features.shape)
    if adaptation.resize:
        steps.append(f"Resize {text_of(shape[:2])} to {text_of(adaptation.resize)} (bilinear)")
    if adaptation.channels:
        steps.append(_color_step(shape[-1], adaptation.channels))
    if adaptation.scale:
        low, high = features.value_range or (0.0, 1 / adaptation.scale)
        factor = adaptation.scale
        steps.append(f"Scale values from {low:g}–{high:g} to {low * factor:g}–{high * factor:g}")
    if adaptation.reshape:
        before = adapted_shape(adaptation.model_copy(update={"reshape": None}), features.shape)
        steps.append(f"Reshape {text_of(before)} to {text_of(adaptation.reshape)}")
    return tuple(steps)


def adapted_shape(adaptation: Adaptation, shape: SampleShape) -> SampleShape:
    """Shape of a sample after the adaptation."""
    if adaptation.reshape:
        return adaptation.reshape
    if adaptation.resize or adaptation.channels:
        height, width, channels = _as_image(shape)
        return (*(adaptation.resize or (height, width)), adaptation.channels or channels)
    return shape


def apply(adaptation: Adaptation, x: Any) -> Any:
    """Adapt a batch of samples; the result is a float32 tensor, or `x` itself where nothing is to be done."""
    import tensorflow as tf

    if adaptation == Adaptation():
        return x
    if adaptation.resize or adaptation.channels or adaptation.scale:
        x = tf.cast(x, tf.float32)
    if (adaptation.resize or adaptation.channels) and len(x.shape) == 3:
        x = x[..., tf.newaxis]
    if adaptation.resize and tuple(x.shape[1:3]) != adaptation.resize:
        x = tf.image.resize(x, adaptation.resize)
    if adaptation.channels:
        x = _convert_channels(x, adaptation.channels)
    if adaptation.scale:
        x *= adaptation.scale
    return tf.reshape(x, (-1, *adaptation.reshape)) if adaptation.reshape else x


def samples_text(info: DataInfo) -> str:
    """The samples of a source in words, with their array's name where there are several."""
    name = info.features.name
    return f"the samples x_train.{name} of {info.source}" if name else f"the samples of {info.source}"


def text_of(shape: SampleShape) -> str:
    """A sample's shape as people write it: `32×32×3`; `?` where it varies."""
    return "×".join("?" if axis is None else str(axis) for axis in shape) or "a single number"


def _convert_channels(x: Any, channels: int) -> Any:
    import tensorflow as tf

    if x.shape[-1] == channels:
        return x
    if x.shape[-1] == 1:
        return tf.repeat(x, channels, axis=-1)
    color = x[..., :3]
    return color if channels == 3 else tf.tensordot(color, _GREY_WEIGHTS, 1)[..., tf.newaxis]


def _accepts(input_dtype: str, data_dtype: str) -> bool:
    """Whether casting to the Input's dtype keeps the values."""
    if input_dtype.startswith(("float", "bfloat")):
        return True
    return input_dtype.startswith(("int", "uint")) and not data_dtype.startswith("float")


def _shape_change(features: FeatureInfo, target: SampleShape) -> Adaptation | None:
    """The first change of shape that fits, from the least to the most; None where none does."""
    if _fits(features.shape, target):
        return Adaptation()
    image = _as_image(features.shape)
    if _is_image_shape(image) and _is_image_shape(target):
        return _image_change(features.shape, image, target)
    if _num_values(features.shape) == _num_values(target) is not None:
        return Adaptation(reshape=_known(target))
    if features.is_image and len(target) == 1:
        return _flat_image_change(features.shape, target[0])
    return None


def _image_change(shape: SampleShape, image: SampleShape, target: SampleShape) -> Adaptation | None:
    if target[2] != image[2] and target[2] not in (1, 3):
        return None
    size = tuple(wanted or have for wanted, have in zip(target[:2], image[:2], strict=True))
    if None in size:
        raise DataError(
            "The images vary in size, and so does the Input.",
            "Give the Input a height and width to resize them to, such as 128×128×3.",
        )
    change = Adaptation.model_validate(
        {
            "resize": size if size != image[:2] else None,
            "channels": target[2] if target[2] != image[2] else None,
        }
    )
    if len(shape) == 3 or change != Adaptation():
        return change
    return Adaptation(reshape=_known(image))


def _flat_image_change(shape: SampleShape, num_values: int | None) -> Adaptation | None:
    """Resize to the square image that has as many values, then flatten."""
    if num_values is None:
        return None
    side = math.isqrt(num_values // (shape[2] or 1))
    if not side or side * side * (shape[2] or 1) != num_values:
        return None
    return Adaptation(resize=(side, side), reshape=(num_values,))


def _scale(features: FeatureInfo) -> float | None:
    low, high = features.value_range or (0.0, 1.0)
    return 1 / high if low == 0 and high > 1 else None


def _color_step(before: int | None, after: int) -> str:
    if before == 1:
        return f"Repeat {_COLORS[1]} to {after} channels"
    return f"Convert {_COLORS.get(before or 0, f'{before} channels')} to {_COLORS[after]}"


def _fits(shape: SampleShape, target: SampleShape) -> bool:
    if len(shape) != len(target) or None in shape:
        return False
    return all(want is None or have == want for have, want in zip(shape, target, strict=True))


def _as_image(shape: SampleShape) -> SampleShape:
    """The shape with a channel axis: a sample of rank 2 is taken as a grey image."""
    return (*shape, 1) if len(shape) == 2 else shape


def _is_image_shape(shape: SampleShape) -> bool:
    return len(shape) == 3 and shape[2] in (1, 3, 4)


def _num_values(shape: SampleShape) -> int | None:
    return None if None in shape else math.prod(_known(shape))


def _known(shape: SampleShape) -> tuple[int, ...]:
    return tuple(axis for axis in shape if axis is not None)
