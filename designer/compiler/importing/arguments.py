"""What the arguments of a call mean for a node: tensors are edges, constants are parameters."""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from designer.catalog.spec import OPERATION, LayerSpec
from designer.compiler.importing.records import Call, LayerRecord, TensorRef, tensors_in
from designer.compiler.overlay_layers import INITIAL_STATE

_OPERATIONS = re.compile(r"keras\.src\.ops\.[a-z_]{1,30}")
_MASKS = re.compile(r"(?:.*_)?mask")


@dataclass
class Arguments:
    """The arguments of one call.

    Args:
        ports: Tensors by input port.
        constants: All else that was given and isn't the usual, by argument.
        masks: Tensors that say which steps count, by argument.
        loose: Arguments whose tensors no port takes.
    """

    ports: dict[int, TensorRef] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    masks: dict[str, TensorRef] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)


def read_call(call: Call, record: LayerRecord, spec: LayerSpec | None) -> Arguments:
    """Sort out the arguments of a call.

    Args:
        spec: What the catalogue knows of the layer; None where it knows nothing, or for a model.
    """
    if spec is None:
        kwargs = {name: value for name, value in call.kwargs.items() if not _MASKS.fullmatch(name)}
        found = Arguments(dict(enumerate(tensors_in([*call.args, list(kwargs.values())]))))
        named = call.kwargs.items()
        found.constants = {
            name: value for name, value in named if not [*tensors_in(value)] and value is not None
        }
        found.masks = {
            name: ref for name, value in named if _MASKS.fullmatch(name) for ref in tensors_in(value)
        }
        return found
    found = Arguments()
    if spec.inputs.style == "none":
        return found
    defaults = _defaults(record, spec)
    for name, value in _named(call, spec, list(defaults)):
        _sort_in(found, name, value, spec, defaults.get(name, inspect.Parameter.empty))
    return found


def operation_type(record: LayerRecord) -> str:
    """What a node of an operation is called: its class `LogSumExp` belongs to `ops.logsumexp`."""
    return OPERATION + _functions().get(record.class_name.lower(), record.class_name.lower())


@lru_cache(maxsize=1)
def _functions() -> Mapping[str, str]:
    import keras

    names = (name for name, _ in inspect.getmembers(keras.ops, inspect.isfunction))
    return {name.replace("_", ""): name for name in [*names, "get_item"]}


def _named(call: Call, spec: LayerSpec, names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    if spec.inputs.style == "list" and len(call.args) > 1 and _are_tensors(call.args):
        yield spec.inputs.names[0], list(call.args)
    elif spec.inputs.style == "list" and call.args:
        yield spec.inputs.names[0], call.args[0]
        yield from zip(names[1:], call.args[1:], strict=False)
    else:
        ports = spec.inputs.names
        is_positional = spec.inputs.style == "positional" and names
        yield from zip(names if is_positional else [ports[0], *names[1:]], call.args, strict=False)
    first = names[0] if names else ""
    for name, value in call.kwargs.items():
        yield (spec.inputs.names[0] if name == first and not call.args else name), value


def _are_tensors(values: Sequence[Any]) -> bool:
    return all(isinstance(value, TensorRef) for value in values)


def _sort_in(found: Arguments, name: str, value: Any, spec: LayerSpec, default: Any) -> None:
    tensors = list(tensors_in(value))
    ports = spec.inputs.names
    if not tensors:
        if value is not None and value != default:
            found.constants[name] = value
    elif _MASKS.fullmatch(name) and name not in ports:
        found.masks[name] = tensors[0]
    elif spec.inputs.style == "list" and name == ports[0]:
        found.ports.update(enumerate(tensors))
        if isinstance(value, list | tuple) and len(tensors) < len(value):
            found.loose.append(f"constants in {name}")
    elif (first := _first_port(name, ports)) is not None:
        found.ports.update(enumerate(tensors, start=first))
    else:
        found.loose.append(name)


def _first_port(name: str, ports: Sequence[str]) -> int | None:
    """The port of an argument, or the first of several; None where it has none."""
    if name == INITIAL_STATE:
        return next((number for number, port in enumerate(ports) if port.startswith(name)), None)
    return ports.index(name) if name in ports else None


def _defaults(record: LayerRecord, spec: LayerSpec) -> dict[str, Any]:
    """The arguments of a class's `call`, in order, with their defaults."""
    cls = _class_of(record, spec)
    if cls is None:
        return {}
    parameters = list(inspect.signature(cls.call).parameters.values())[1:]
    named = (one for one in parameters if one.kind in {one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY})
    return {one.name: one.default for one in named}


def _class_of(record: LayerRecord, spec: LayerSpec) -> Any:
    """The Keras class of a layer or operation; nothing is imported for it."""
    import keras

    if record.layer is not None and record.saved_as is None:
        return type(record.layer)
    if not record.is_operation:
        return getattr(keras.layers, spec.type, None)
    module = record.module or ""
    modules = (
        [module] if _OPERATIONS.fullmatch(module) else sorted(filter(_OPERATIONS.fullmatch, sys.modules))
    )
    found = (getattr(sys.modules.get(name), record.class_name, None) for name in modules)
    return next((cls for cls in found if isinstance(cls, type) and issubclass(cls, keras.Operation)), None)


def key_text(value: Any) -> str:
    """The key of `ops.get_item` as in Python: ":, 0".

    Raises:
        ValueError: It can't be written so.
    """
    places = value if isinstance(value, list | tuple) else [value]
    return ", ".join(map(_place_text, places))


def _place_text(place: Any) -> str:
    match place:
        case None:
            return "None"
        case bool():
            raise ValueError(place)
        case int():
            return str(place)
        case {"class_name": "__ellipsis__"}:
            return "..."
        case {"class_name": "__slice__", "config": {"start": start, "stop": stop, "step": step}}:
            parts = [start, stop] if step is None else [start, stop, step]
            if not all(
                part is None or (isinstance(part, int) and not isinstance(part, bool)) for part in parts
            ):
                raise ValueError(place)
            return ":".join("" if part is None else str(part) for part in parts)
    raise ValueError(place)
