"""Calling Keras layers the way a graph's ports say, and making Inputs: shared by analysis and build."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from designer.catalog.spec import InputPorts
from designer.catalog.values import Params
from designer.compiler.messages import clean
from designer.compiler.values import to_keras
from designer.errors import BuildError

if TYPE_CHECKING:
    import keras


def make_input(name: str | None, params: Params) -> "keras.KerasTensor":
    """Make the tensor of an Input node.

    Raises:
        BuildError: The shape is missing or Keras refuses it.
    """
    import keras

    if "shape" not in params:
        raise BuildError("An Input needs a shape: the sizes of one sample, such as 32, 32, 3.")
    arguments = {key: to_keras("any", value) for key, value in params.items()}
    try:
        return keras.Input(**{**arguments, "name": name})
    except Exception as error:
        raise BuildError(f"Input: {clean(error)}") from error


def call_layer(
    layer: "keras.layers.Layer", ports: InputPorts, tensors: Sequence[Any], taken: Sequence[int]
) -> list[Any]:
    """Call a layer on its inputs, in port order.

    Args:
        layer: The layer.
        ports: How its type takes inputs.
        tensors: One for each connected port.
        taken: The connected ports, ascending.

    Returns:
        One tensor for each output port.
    """
    if ports.style == "list":
        result = layer(list(tensors))
    elif ports.style == "positional":
        named = {ports.names[port]: tensor for port, tensor in zip(taken[1:], tensors[1:], strict=True)}
        result = layer(tensors[0], **named)
    else:
        result = layer(tensors[0])
    import keras

    return list(keras.tree.flatten(result))
