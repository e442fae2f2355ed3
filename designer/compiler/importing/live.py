"""A Keras model in memory, read by Keras's own records of how its layers were called."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from designer.compiler.importing.records import Call, LayerRecord, ModelRecord, TensorRef
from designer.errors import RequestError

if TYPE_CHECKING:
    import keras

_MOST_VALUES = 1024
_PLAIN = (str, int, float, bool, type(None))


def read_model(model: "keras.Model") -> ModelRecord:
    """Read a functional or Sequential model.

    Raises:
        RequestError: It is neither, or a Sequential model that doesn't know its input yet.
    """
    import keras

    if not isinstance(model, keras.Model):
        raise RequestError(
            f"A {type(model).__name__} is no keras.Model.", "Give a functional or Sequential model."
        )
    if not _has_graph(model):
        raise RequestError(
            _why_not(model), "Give a functional model, or a Sequential one that begins with an Input."
        )
    return _Reader().read(model)


def _has_graph(layer: Any) -> bool:
    """Whether Keras has recorded what is in a layer: it is a functional or a Sequential model."""
    from keras.src.models.functional import Functional

    functional = getattr(layer, "_functional", None) or layer
    return isinstance(functional, Functional) and type(functional).call is Functional.call


def _why_not(model: "keras.Model") -> str:
    import keras

    if isinstance(model, keras.Sequential):
        return f'The Sequential model "{model.name}" doesn\'t know its input shape yet.'
    return f'"{model.name}" is a {type(model).__name__} with code of its own, which no graph tells.'


class _Reader:
    """Reads models; one that is met again is the same record."""

    def __init__(self) -> None:
        self._known: dict[int, ModelRecord] = {}

    def read(self, model: "keras.Model") -> ModelRecord:
        if id(model) not in self._known:
            self._known[id(model)] = self._read(model)
        return self._known[id(model)]

    def _read(self, model: Any) -> ModelRecord:
        from keras.src.ops.function import make_node_key

        functional = getattr(model, "_functional", None) or model
        record = ModelRecord(model.name, type(model).__name__)
        places: dict[tuple[int, int], TensorRef] = {}
        calls = []
        for number, operation in enumerate(functional.operations):
            record.layers.append(self._layer(operation))
            indices = range(len(operation._inbound_nodes))
            kept = [index for index in indices if make_node_key(operation, index) in functional._nodes]
            places.update(
                ((id(operation), index), TensorRef(number, call)) for call, index in enumerate(kept)
            )
            calls.append([operation._inbound_nodes[index].arguments for index in kept])
        for layer, arguments in zip(record.layers, calls, strict=True):
            layer.calls = [Call(*_with_refs((found.args, found.kwargs), places)) for found in arguments]
        record.inputs = [_ref(tensor, places) for tensor in functional.inputs]
        record.outputs = [_ref(tensor, places) for tensor in functional.outputs]
        return record

    def _layer(self, operation: Any) -> LayerRecord:
        cls = type(operation)
        own = cls.__module__.startswith("keras.src.")
        return LayerRecord(
            operation.name,
            cls.__name__,
            cls.__module__ if own else None,
            None if own else _registered_name(cls),
            {"trainable": operation.trainable} if _has_graph(operation) else _config(operation),
            inner=self.read(operation) if _has_graph(operation) else None,
            layer=operation,
        )


def _registered_name(cls: type) -> str:
    import keras

    return str(keras.saving.get_registered_name(cls))


def _config(operation: Any) -> Mapping[str, Any]:
    """The constructor's arguments; empty where the class doesn't tell them, or they are code."""
    import keras

    if isinstance(operation, keras.layers.Lambda):
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return {name: _plain(value) for name, value in operation.get_config().items()}
        except Exception:  # noqa: BLE001 - a class of the user's own may raise anything
            return {"trainable": getattr(operation, "trainable", True)}


def _plain(value: Any) -> Any:
    """A value in Keras's serialised form."""
    from keras.src.saving.serialization_lib import serialize_keras_object

    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, list | tuple):
        return type(value)(map(_plain, value)) if type(value) in {list, tuple} else list(map(_plain, value))
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if getattr(value, "shape", None) is not None and _size(value) > _MOST_VALUES:
        return {"class_name": "__numpy__", "config": {"shape": list(value.shape)}}
    return serialize_keras_object(value)


def _size(array: Any) -> int:
    size = 1
    for length in array.shape:
        size *= length or 1
    return size


def _with_refs(value: Any, places: Mapping[tuple[int, int], TensorRef]) -> Any:
    import keras

    if isinstance(value, keras.KerasTensor):
        return _ref(value, places)
    if isinstance(value, list | tuple):
        items = [_with_refs(item, places) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    if isinstance(value, dict):
        return {name: _with_refs(item, places) for name, item in value.items()}
    return _plain(value)


def _ref(tensor: "keras.KerasTensor", places: Mapping[tuple[int, int], TensorRef]) -> TensorRef:
    operation, node_index, output = tensor._keras_history
    found = places[id(operation), node_index]
    return TensorRef(found.layer, found.call, output)
