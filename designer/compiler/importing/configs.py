"""Keras's JSON description of a model, of Keras 3 or older, read without making anything of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from designer.compiler.importing.records import (
    DEEPEST,
    MOST_CALLS,
    MOST_LAYERS,
    SOME_OPERATION,
    Call,
    LayerRecord,
    ModelRecord,
    TensorRef,
    tensors_in,
)
from designer.compiler.importing.values import is_text, shown
from designer.errors import ImportModelError

_MODELS = frozenset(("Functional", "Model", "Sequential"))
_MOST_OUTPUTS = 10_000
_LONGEST_NAME = 200
_DEEPEST_ARGUMENT = 32
_CONSTANT = "_CONSTANT_VALUE"


def read_config(data: Any) -> ModelRecord:
    """Read the object that Keras writes as JSON.

    Raises:
        ImportModelError: It describes no functional or Sequential model, or contradicts itself.
    """
    if not isinstance(data, dict) or not isinstance(data.get("class_name"), str):
        raise ImportModelError(
            "It describes no Keras model.", "Save it with model.save() or model.to_json()."
        )
    if not _is_model(data):
        raise ImportModelError(
            f"It describes a {shown(data['class_name'])} with code of its own, which no graph tells.",
            "Only functional and Sequential models can be imported.",
        )
    return _Reader().model(data, 0)


def _is_model(data: Mapping[str, Any]) -> bool:
    """Whether the layers of a model are listed: of every Sequential and functional one."""
    config = data.get("config")
    if _text(data.get("class_name")) in _MODELS and isinstance(config, list):
        return True
    return isinstance(config, dict) and isinstance(config.get("layers"), list)


class _Reader:
    def __init__(self) -> None:
        self._num_layers = 0
        self._num_calls = 0

    def model(self, data: Mapping[str, Any], depth: int) -> ModelRecord:
        if depth > DEEPEST:
            raise ImportModelError(f"Its models are nested more than {DEEPEST} deep.")
        config = data["config"] if isinstance(data["config"], dict) else {"layers": data["config"]}
        found = ModelRecord(_text(config.get("name")) or "model", _text(data.get("class_name")) or "Model")
        items = [item for item in config["layers"] if isinstance(item, dict)]
        self._num_layers += len(items)
        if self._num_layers > MOST_LAYERS:
            raise ImportModelError(f"It has more than {MOST_LAYERS:,} layers.")
        found.layers = [self._layer(item, depth) for item in items]
        if "input_layers" in config or "output_layers" in config:
            self._connect(found, items, config)
        else:
            _chain(found, config)
        _refuse_loops(found)
        return found

    def _layer(self, data: Mapping[str, Any], depth: int) -> LayerRecord:
        config = data.get("config")
        inner = self.model(data, depth + 1) if _is_model(data) else None
        config = config if isinstance(config, dict) else {}
        name = _text(data.get("name")) or _text(config.get("name")) or "layer"
        module, registered = data.get("module"), data.get("registered_name")
        if inner is not None:
            config = {"trainable": config.get("trainable", True)}
        if module is None and _looks_like_operation(data, config):
            module = SOME_OPERATION
        return LayerRecord(
            name,
            _class_name(data.get("class_name")) or "Layer",
            module if isinstance(module, str) else None,
            _class_name(registered) or None,
            config,
            inner=inner,
        )

    def _connect(
        self, found: ModelRecord, items: Sequence[Mapping[str, Any]], config: Mapping[str, Any]
    ) -> None:
        numbers = {layer.name: number for number, layer in enumerate(found.layers)}
        if len(numbers) < len(found.layers):
            raise ImportModelError("It is damaged: several of its layers have the same name.")
        nodes = [_nodes(item) for item in items]
        self._num_calls += sum(map(len, nodes))
        if self._num_calls > MOST_CALLS:
            raise ImportModelError(f"It calls its layers more than {MOST_CALLS:,} times.")
        places = _Places(numbers, found.layers, [len(own) for own in nodes])
        for layer, own in zip(found.layers, nodes, strict=True):
            layer.calls = [_call(node, places) for node in own] or ([Call()] if layer.is_input else [])
        found.inputs = list(places.ends(config.get("input_layers")))
        found.outputs = list(places.ends(config.get("output_layers")))
        _check(found)


def _looks_like_operation(data: Mapping[str, Any], config: Mapping[str, Any]) -> bool:
    """Whether an .h5 file, which tells no modules, means a function: layers always say whether they learn."""
    nodes = _nodes(data)
    is_new = bool(nodes) and isinstance(nodes[0], dict)
    return is_new and "trainable" not in config and not data.get("registered_name")


class _Places:
    """Finds tensors by the name of a layer and the numbers of a call and an output."""

    def __init__(
        self, numbers: Mapping[str, int], layers: Sequence[LayerRecord], num_calls: Sequence[int]
    ) -> None:
        self._numbers = numbers
        self._layers = layers
        self._num_calls = num_calls

    def is_ref(self, value: Any) -> bool:
        return (
            isinstance(value, list)
            and len(value) in {3, 4}
            and isinstance(value[0], str)
            and value[0] in self._numbers
            and all(isinstance(number, int) for number in value[1:3])
        )

    def ref(self, history: Any, *, counts_from_one: bool = False) -> TensorRef:
        """A tensor; the first call of a nested model may be number 1, as the model itself was number 0."""
        if not isinstance(history, list) or len(history) < 3 or not isinstance(history[0], str):
            raise ImportModelError("It is damaged: a layer gets data from nowhere.")
        name, call, output = history[:3]
        number = self._numbers.get(name)
        if number is None:
            raise ImportModelError(
                f'It is damaged: a layer gets data from "{shown(name)}", which isn\'t there.'
            )
        if not _is_number(call) or not _is_number(output):
            raise ImportModelError(f'It is damaged: "{shown(name)}" has no such output.')
        layer, num_calls = self._layers[number], max(self._num_calls[number], 1)
        if layer.inner is not None and call and (counts_from_one or call >= num_calls):
            call -= 1
        return TensorRef(number, call, output)

    def ends(self, value: Any) -> Iterator[TensorRef]:
        """The inputs or outputs of the model, in order."""
        if isinstance(value, dict):
            for name in sorted(value, key=str):
                yield from self.ends(value[name])
        elif isinstance(value, list) and value and isinstance(value[0], str):
            yield self.ref(value, counts_from_one=self._is_functional(value[0]))
        elif isinstance(value, list):
            for item in value:
                yield from self.ends(item)

    def _is_functional(self, name: str) -> bool:
        number = self._numbers.get(name)
        inner = None if number is None else self._layers[number].inner
        return inner is not None and inner.class_name != "Sequential"


def _nodes(item: Mapping[str, Any]) -> list[Any]:
    nodes = item.get("inbound_nodes") or []
    return [node for node in nodes if node] if isinstance(nodes, list) else []


def _call(node: Any, places: _Places) -> Call:
    if isinstance(node, dict):
        args, kwargs = node.get("args"), node.get("kwargs")
        named = kwargs if isinstance(kwargs, dict) else {}
        return Call(
            tuple(_argument(item, places, 0) for item in args) if isinstance(args, list) else (),
            {str(name): _argument(value, places, 0) for name, value in named.items()},
        )
    return _old_call(node, places)


def _old_call(node: Any, places: _Places) -> Call:
    """A call as Keras 1 and 2 write it: a list of `[layer, call, output, keyword arguments]`."""
    if isinstance(node, list) and node and isinstance(node[0], str):
        node = [node]
    inputs: list[Any] = []
    kwargs: dict[str, Any] = {}
    for item in node if isinstance(node, list) else ():
        is_constant = isinstance(item, list) and len(item) > 2 and item[0] == _CONSTANT
        inputs.append(item[2] if is_constant else places.ref(item))
        if isinstance(item, list) and len(item) > 3 and isinstance(item[3], dict):
            kwargs.update((str(name), _argument(value, places, 0)) for name, value in item[3].items())
    return Call((inputs[0] if len(inputs) == 1 else inputs,), kwargs)


def _argument(value: Any, places: _Places, depth: int) -> Any:
    if depth > _DEEPEST_ARGUMENT:
        raise ImportModelError("It is damaged: the arguments of a call are nested too deeply.")
    if isinstance(value, list):
        if places.is_ref(value):
            return places.ref(value)
        return [_argument(item, places, depth + 1) for item in value]
    if isinstance(value, dict):
        config = value.get("config")
        if value.get("class_name") == "__keras_tensor__" and isinstance(config, dict):
            return places.ref(config.get("keras_history"))
        if isinstance(value.get("class_name"), str):
            return value
        return {str(name): _argument(item, places, depth + 1) for name, item in value.items()}
    return value


def _chain(found: ModelRecord, config: Mapping[str, Any]) -> None:
    """The layers of a Sequential model, one after the other; without an InputLayer they get one."""
    first = found.layers[0] if found.layers else None
    if first is None or not first.is_input:
        shape = _first_shape(first, config)
        own = {"batch_shape": shape} if shape else {}
        found.layers.insert(0, LayerRecord("input", "InputLayer", "keras.layers", config=own))
    for number, layer in enumerate(found.layers):
        layer.calls = [Call((TensorRef(number - 1, 0),) if number else ())]
    found.inputs, found.outputs = [TensorRef(0, 0)], [TensorRef(len(found.layers) - 1, 0)]


def _first_shape(first: LayerRecord | None, config: Mapping[str, Any]) -> Any:
    given = first.config if first else {}
    shapes = (given.get("batch_shape"), given.get("batch_input_shape"), config.get("build_input_shape"))
    return next((shape for shape in shapes if isinstance(shape, list) and shape), None)


def _check(found: ModelRecord) -> None:
    refs = [*found.inputs, *found.outputs]
    refs += [ref for layer in found.layers for call in layer.calls for ref in _refs(call)]
    for ref in refs:
        layer = found.layers[ref.layer]
        if ref.call >= len(layer.calls):
            raise ImportModelError(f'It is damaged: "{shown(layer.name)}" is never called so often.')
    for ref in found.inputs:
        if not found.layers[ref.layer].is_input:
            name = shown(found.layers[ref.layer].name)
            raise ImportModelError(f'It is damaged: "{name}" is named as an input and is no InputLayer.')
    found.inputs = list(dict.fromkeys(found.inputs))
    if not found.inputs or not found.outputs:
        raise ImportModelError("It is damaged: it names no inputs or no outputs.")


def _refs(call: Call) -> list[TensorRef]:
    return [*tensors_in(list(call.args)), *tensors_in(dict(call.kwargs))]


def _refuse_loops(found: ModelRecord) -> None:
    needs = {
        (row, number): {(ref.layer, ref.call) for ref in _refs(call)}
        for row, layer in enumerate(found.layers)
        for number, call in enumerate(layer.calls)
    }
    users: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, sources in needs.items():
        for source in sources:
            users.setdefault(source, []).append(place)
    ready = [place for place, sources in needs.items() if not sources]
    num_left = {place: len(sources) for place, sources in needs.items()}
    for place in ready:
        for user in users.get(place, ()):
            num_left[user] -= 1
            if not num_left[user]:
                ready.append(user)
    if len(ready) < len(needs):
        names = [found.layers[row].name for (row, _), left in num_left.items() if left]
        raise ImportModelError(
            f'It is damaged: its layers feed each other in a circle ("{shown(names[0])}").'
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_OUTPUTS


def _class_name(value: Any) -> str:
    """The name of a class, which becomes the type of a node."""
    name = _text(value)
    if len(name) > _LONGEST_NAME or not is_text(name):
        raise ImportModelError(f'It is damaged: no class is called "{shown(name)}".')
    return name


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
