"""Calling Keras layers the way a graph's ports say, and making Inputs: shared by analysis and build."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from designer.catalog.spec import InputPorts
from designer.catalog.values import Params
from designer.compiler.messages import clean
from designer.compiler.overlay_layers import INITIAL_STATE
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
        result = layer(tensors[0], **_with_states(layer, ports, named))
    else:
        result = layer(tensors[0])
    import keras

    return list(keras.tree.flatten(result))


def _with_states(layer: Any, ports: InputPorts, named: dict[str, Any]) -> dict[str, Any]:
    """Tensors by argument: initial states as one, nested as the layer wants them.

    Raises:
        BuildError: A state is missing before one that is connected.
    """
    names = [name for name in ports.names if name.startswith(INITIAL_STATE)]
    given = [name for name in names if name in named]
    if not given:
        return named
    if missing := [name for name in names[: names.index(given[-1])] if name not in named]:
        raise BuildError(
            f"The input {given[-1]} is connected, and {missing[0]} isn't.", f"Connect {missing[0]} too."
        )
    import keras

    states: Any = [named[name] for name in given]
    sizes = getattr(layer, "state_size", None)
    if isinstance(sizes, list | tuple) and len(keras.tree.flatten(sizes)) == len(states) != len(sizes):
        states = keras.tree.pack_sequence_as(sizes, states)
    others = {name: tensor for name, tensor in named.items() if name not in given}
    return {**others, INITIAL_STATE: states}
