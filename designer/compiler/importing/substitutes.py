"""Layers of Keras's own applications that it offers nobody: others that do the same stand in for them."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from designer.compiler.importing.records import Call, LayerRecord, ModelRecord, TensorRef, tensors_in

_HOME = "keras.layers"


def substitute(record: ModelRecord) -> None:
    """Put other layers into the place of those, in a model and all that is nested in it."""
    for layer in list(record.layers):
        if layer.inner is not None:
            substitute(layer.inner)
        elif layer.class_name in _SUBSTITUTES and layer.is_from_keras:
            _SUBSTITUTES[layer.class_name](record, layer)


def _scale_channels(_record: ModelRecord, layer: LayerRecord) -> None:
    """ConvNeXt: a factor for each channel, as a depthwise convolution with windows of one pixel."""
    channels, value = layer.config.get("projection_dim"), layer.config.get("init_values")
    if not isinstance(channels, int) or not isinstance(value, int | float):
        return
    start = {"class_name": "Constant", "module": "keras.initializers", "config": {"value": value}}
    own = {"kernel_size": 1, "use_bias": False, "depthwise_initializer": start}
    _become(layer, "DepthwiseConv2D", own)
    layer.stored = (("kernel", (1, 1, channels, 1)),)


def _add_scaled(record: ModelRecord, layer: LayerRecord) -> None:
    """Inception-ResNet: the sum of a tensor and a scaled one."""
    pairs = [list(tensors_in(list(call.args))) for call in layer.calls]
    scale = layer.config.get("scale")
    if (
        len(pairs) != 1
        or len(pairs[0]) != 2
        or not isinstance(scale, int | float)
        or not math.isfinite(scale)
    ):
        return
    [[one, two]] = pairs
    scaling = LayerRecord(f"{layer.name}_scale", "Rescaling", _HOME, config={"scale": scale}, saved_as="")
    scaling.calls = [Call((two,))]
    record.layers.append(scaling)
    _become(layer, "Add", {})
    layer.calls = [Call(([one, TensorRef(len(record.layers) - 1, 0)],))]


def _become(layer: LayerRecord, class_name: str, config: Mapping[str, Any]) -> None:
    common = {name: layer.config[name] for name in ("trainable", "dtype") if name in layer.config}
    layer.saved_as = layer.class_name
    layer.class_name, layer.module, layer.registered_name = class_name, _HOME, None
    layer.config = {**common, **config}


_SUBSTITUTES: Mapping[str, Callable[[ModelRecord, LayerRecord], None]] = {
    "LayerScale": _scale_channels,
    "CustomScaleLayer": _add_scaled,
}
