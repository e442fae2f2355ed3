"""Calling layers on the tensors of a TensorFlow graph, where a symbolic call says too little.

Keras answers a symbolic call of some layers from a formula for the output shape, without looking at the
computation: an Attention accepts features that can't be multiplied, a RandomFlip vectors. Their computation
is traced too; that costs 3 to 600 ms, so the layers that are known to judge for themselves are left out.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from designer.catalog.catalog import Catalog
from designer.catalog.spec import InputPorts
from designer.compiler.calls import call_layer
from designer.compiler.results import TensorSpec

if TYPE_CHECKING:
    import keras

_CATEGORIES = frozenset(
    {
        "Attention",
        "Operations",
        "Plug-ins",
        "Image preprocessing",
        "Image augmentation",
        "Audio preprocessing",
        "Text preprocessing",
        "Tabular preprocessing",
    }
)
_TYPES = (
    "EinsumDense",
    "Lambda",
    "RNN",
    "AdaptiveAveragePooling1D",
    "AdaptiveAveragePooling2D",
    "AdaptiveAveragePooling3D",
    "AdaptiveMaxPooling1D",
    "AdaptiveMaxPooling2D",
    "AdaptiveMaxPooling3D",
)


def must_be_traced(catalog: Catalog, layer_type: str) -> bool:
    """Whether a symbolic call of this layer type accepts what its computation doesn't."""
    spec = catalog.layer(layer_type)
    return spec is not None and (spec.category in _CATEGORIES or spec.type in _TYPES)


def trace(
    layer: "keras.layers.Layer", ports: InputPorts, inputs: Sequence[TensorSpec], taken: Sequence[int]
) -> None:
    """Trace a call of a built layer, without running it.

    Raises:
        Exception: Whatever TensorFlow or the layer says against it.
    """
    import tensorflow as tf

    traced = tf.function(lambda *tensors: call_layer(layer, ports, tensors, taken), autograph=False)
    traced.get_concrete_function(*[tf.TensorSpec(spec.shape, spec.dtype) for spec in inputs])
