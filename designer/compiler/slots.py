"""Where each weight of a model is, under names that stay when Keras numbers its layers otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Slot:
    """One weight of a layer.

    Args:
        key: Its name within the layer: `kernel`, `forward_layer/cell/kernel`.
        keras_key: Where Keras's own weight files have it within the layer: `vars/0`.
    """

    key: str
    keras_key: str
    variable: "keras.Variable"

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape; weights have no open sizes."""
        return tuple(self.variable.shape)


def layers_of(model: "keras.Model", prefix: str = "") -> "Iterator[tuple[str, keras.layers.Layer]]":
    """All layers of a model with what is in nested models, by their names in the flat network."""
    import keras

    for layer in model.layers:
        name = prefix + layer.name
        if isinstance(layer, keras.Model):
            yield from layers_of(layer, f"{name}.")
        else:
            yield name, layer


def slots_of(layer: "keras.layers.Layer") -> list[Slot]:
    """The weights of a layer and of all layers in it, in the order in which Keras saves them."""
    return list(_walk(layer, "", set()))


def slots(layers: "Iterable[tuple[str, keras.layers.Layer]]") -> Iterator[tuple[str, Slot]]:
    """The weights of several layers, under their full names: `residual.conv2d/kernel`."""
    for name, layer in layers:
        for slot in slots_of(layer):
            yield f"{name}/{slot.key}", slot


def _walk(layer: Any, path: str, seen: set[int]) -> Iterator[Slot]:
    if id(layer) in seen:
        return
    seen.add(id(layer))
    names: set[str] = set()
    for number, variable in enumerate([*layer._trainable_variables, *layer._non_trainable_variables]):
        name = variable.name if variable.name not in names else f"{variable.name}_{number}"
        names.add(name)
        yield Slot(f"{path}{name}", f"{path}vars/{number}", variable)
    if layer._layers:
        for name, child in _children(layer):
            yield from _walk(child, f"{path}{name}/", seen)


def _children(layer: Any) -> Iterator[tuple[str, Any]]:
    """The layers in a layer, under the names of Keras's weight files."""
    import keras
    from keras.src.saving.saving_lib import _walk_saveable

    for name, child in _walk_saveable(layer):
        if isinstance(child, keras.layers.Layer):
            yield name, child
        elif isinstance(child, list | tuple | dict):
            yield from ((f"{name}/{own}", item) for own, item in _contained(child))


def _contained(container: Any) -> Iterator[tuple[str, Any]]:
    import keras
    from keras.src.utils.naming import to_snake_case

    counts: dict[str, int] = {}
    for item in container.values() if isinstance(container, dict) else container:
        if isinstance(item, keras.layers.Layer):
            stem = to_snake_case(type(item).__name__)
            count = counts[stem] = counts.get(stem, -1) + 1
            yield (f"{stem}_{count}" if count else stem), item
