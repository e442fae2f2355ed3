"""Arguments in Keras's serialised form, as parameters of a node: only what differs from Keras's default."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard, get_args

from designer.catalog.catalog import OBJECTS_OF_PARAM, Catalog, ObjectKind
from designer.catalog.spec import ObjectSpec, ParamSpec
from designer.catalog.values import KerasObject, Value

# Where the catalogue doesn't list them: names and shapes, what Keras sets itself, and what Keras 2 wrote.
_NOT_PARAMS = frozenset(
    (
        *("name", "batch_input_shape", "batch_shape", "build_input_shape", "ragged", "sparse", "time_major"),
        *("quantization_config", "implementation", "optional", "data_format", "zero_output_for_mask"),
        *("vocabulary_size", "oov_method"),
    )
)
_TUPLES = frozenset(("int_tuple", "float_tuple", "shape", "int_pairs"))
_KINDS: tuple[ObjectKind, ...] = get_args(ObjectKind)
_USUAL_DTYPE = "float32"
_OWN_NAMES = frozenset(("name", "shared_object_id"))
_LONGEST = 4096
_DEEPEST = 16
_SHOWN = 60
_HALVES = re.compile("[\\ud800-\\udfff]")


class UnreadableError(Exception):
    """A value that a parameter can't hold; its text says what it is."""


class Values:
    """Reads parameters against a catalogue; what couldn't be read is noted in `lost`.

    Args:
        catalog: Of the installed Keras.

    Attributes:
        lost: One line for each argument that was left out.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.lost: list[str] = []

    def take_lost(self) -> list[str]:
        """Hand over what was noted since the last time."""
        lost, self.lost = self.lost, []
        return lost

    def params(self, spec: ObjectSpec, config: Mapping[str, Any], depth: int = 0) -> dict[str, Value]:
        """The arguments of a class that the catalogue knows, in its order."""
        known = {param.name: param for param in spec.params}
        found = dict(self._known(spec, known, _settled(spec, config), depth))
        for name in filter(is_text, config.keys() - known.keys() - _NOT_PARAMS):
            if name not in {"dtype", "trainable"} and config[name] not in (None, False, {}, []):
                self.lost.append(
                    f'Keras {self._catalog.keras_version} has no "{shown(name)}" of {spec.type}.'
                )
        return found

    def any_params(self, config: Mapping[str, Any]) -> dict[str, Value]:
        """The arguments of a class that nobody knows: all that can be read."""
        found: dict[str, Value] = {}
        for name, raw in config.items():
            if name in _NOT_PARAMS or not is_text(name) or (name, raw) == ("trainable", True):
                continue
            try:
                value = self.value(None, raw)
            except UnreadableError as error:
                self.lost.append(f'"{shown(name)}" is {error}.')
                continue
            if (name, value) != ("dtype", _USUAL_DTYPE):
                found[name] = value
        return found

    def value(self, param: ParamSpec | None, raw: Any, depth: int = 0) -> Value:
        """One value.

        Raises:
            UnreadableError: No parameter can hold it.
        """
        if depth > _DEEPEST:
            raise UnreadableError("nested too deeply")
        match raw:
            case dict():
                return self._object(param, raw, depth)
            case list() | tuple():
                if len(raw) > _LONGEST:
                    raise UnreadableError(f"a list of {len(raw):,} values, too long for a parameter")
                items = [self.value(param, item, depth + 1) for item in raw]
                is_list = param.kind in {"list", "any"} if param else isinstance(raw, list)
                return items if is_list and not (param and param.kind in _TUPLES) else tuple(items)
            case float() if not math.isfinite(raw):
                raise UnreadableError(f"{raw}, which a project can't hold")
            case str() if not is_text(raw):
                raise UnreadableError("text with characters that don't exist")
            case None | bool() | int() | float() | str():
                return raw
        raise UnreadableError(f"a {type(raw).__name__}")

    def _known(
        self, spec: ObjectSpec, known: Mapping[str, ParamSpec], config: Mapping[str, Any], depth: int
    ) -> Iterator[tuple[str, Value]]:
        for name, param in known.items():
            if name not in config:
                continue
            try:
                value = self.value(param, config[name], depth)
            except UnreadableError as error:
                self.lost.append(f'"{name}" of {spec.type} is {error}.')
                continue
            if param.required or not self._is_default(param, value):
                yield name, value

    def _is_default(self, param: ParamSpec, value: Value) -> bool:
        return self._plain(param, value) == self._plain(param, param.default) or (
            param.name == "data_format" and value == "channels_last"
        )

    def _plain(self, param: ParamSpec, value: Any) -> Any:
        """A value in the one form that all ways of writing it have."""
        if param.kind == "activation" and value == "linear":
            return None
        if param.kind == "dtype" and value == _USUAL_DTYPE:
            return None
        if param.kind == "int_pairs" and param.length:
            return _pairs(value, param.length)
        if param.scalar and isinstance(value, int | float) and param.length:
            return (value,) * param.length
        kind = OBJECTS_OF_PARAM.get(param.kind)
        if kind and isinstance(value, str) and (spec := self._catalog.object(kind, value)):
            return KerasObject(spec.type)
        return tuple(value) if isinstance(value, list) else value

    def _object(self, param: ParamSpec | None, raw: Mapping[str, Any], depth: int) -> Value:
        class_name, config = raw.get("class_name"), raw.get("config")
        if not isinstance(class_name, str):
            raise UnreadableError("a mapping, which no parameter can hold")
        match class_name:
            case "function":
                return _function(raw)
            case "__lambda__":
                raise UnreadableError("a Python lambda, which is never run")
            case "__tuple__":
                return tuple(self.value(param, item, depth + 1) for item in _list(raw.get("items", config)))
            case "__numpy__" | "__tensor__":
                values = config.get("value") if isinstance(config, dict) else None
                if values is None:
                    raise UnreadableError("an array, too large for a parameter")
                return self.value(param, values, depth + 1)
            case "DTypePolicy" | "Policy" if isinstance(config, dict) and isinstance(config.get("name"), str):
                return str(config["name"])
        spec, own = self._spec(param, class_name), _module(raw)
        if spec is None or (own and own != "keras" and not own.startswith("keras.")):
            raise UnreadableError(f"an object of the class {shown(class_name)}, which Keras doesn't have")
        return KerasObject(
            spec.type, self.params(spec, config if isinstance(config, dict) else {}, depth + 1)
        )

    def _spec(self, param: ParamSpec | None, class_name: str) -> ObjectSpec | None:
        kind = OBJECTS_OF_PARAM.get(param.kind) if param else None
        for tried in (kind,) if kind else _KINDS:
            if spec := self._catalog.object(tried, class_name):
                return spec
        return None


def is_text(value: Any) -> TypeGuard[str]:
    """Whether it is text that a file can hold: JSON may have halves of characters."""
    return isinstance(value, str) and not _HALVES.search(value)


def shown(text: str) -> str:
    """Text as part of a message."""
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return " ".join(text.encode(errors="replace").decode().split())


def _module(raw: Mapping[str, Any]) -> str:
    module = raw.get("module")
    return module if isinstance(module, str) else ""


def _function(raw: Mapping[str, Any]) -> str:
    config, module = raw.get("config"), _module(raw)
    name = config if isinstance(config, str) else config.get("name") if isinstance(config, dict) else None
    if not is_text(name):
        raise UnreadableError("a function without a name")
    is_own = module in {"", "builtins"} or module.startswith("keras.")
    return name if is_own else name.rpartition(">")[2]


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise UnreadableError("a tuple without items")
    return value


def _pairs(value: Any, length: int) -> Any:
    if isinstance(value, int):
        return ((value, value),) * length
    if isinstance(value, list | tuple):
        return tuple((item, item) if isinstance(item, int) else _tuple(item) for item in value)
    return value


def _settled(spec: ObjectSpec, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Arguments without those that Keras itself has worked out from others."""
    found = dict(config)
    axis = found.get("axis")
    if spec.type == "BatchNormalization" and isinstance(axis, list) and len(axis) == 1:
        found["axis"] = axis[0]
    if "pool_size" in found and _tuple(found.get("strides")) == _tuple(found["pool_size"]):
        found.pop("strides")
    if found.get("value_dim") is not None and found.get("value_dim") == found.get("key_dim"):
        found.pop("value_dim")
    if spec.type == "Bidirectional" and _is_mirror(found.get("layer"), found.get("backward_layer")):
        found.pop("backward_layer")
    return found


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _is_mirror(forward: Any, backward: Any) -> bool:
    """Whether Bidirectional has made its second layer from the first."""
    if not isinstance(forward, dict) or not isinstance(backward, dict):
        return False
    ours, theirs = _anonymous(forward.get("config") or {}), _anonymous(backward.get("config") or {})
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return False
    turned = ours.pop("go_backwards", False) is not theirs.pop("go_backwards", False)
    return turned and ours == theirs and forward.get("class_name") == backward.get("class_name")


def _anonymous(value: Any, depth: int = 0) -> Any:
    """A serialised object without what tells two equal ones apart; one nested too deeply equals nothing."""
    if depth > _DEEPEST:
        return object()
    if isinstance(value, list):
        return [_anonymous(item, depth + 1) for item in value]
    if isinstance(value, dict):
        own = value.items()
        return {key: _anonymous(item, depth + 1) for key, item in own if key not in _OWN_NAMES}
    return value
