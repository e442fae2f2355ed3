"""With which settings a run was made, as a flat table, so that runs can be told apart by them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from designer.training.folder import RunFolder

Parameters = Mapping[str, str | float | bool]

# Of the training settings, what changes nothing about the result.
_LEFT_OUT = frozenset({"checkpoints", "histogram_interval", "tensorboard"})
_OF_DATA = frozenset({"source", "validation_percent", "test_percent", "validation_split", "seed"})


def read_parameters(run: RunFolder) -> Parameters:
    """Training and data settings by name, such as `optimizer`, `learning_rate` and `data.source`.

    Arguments of Keras objects have the name of their setting before them, but for those of the optimiser.
    Nothing is given for a run whose project can't be read.
    """
    try:
        project = json.loads(run.project_file.read_text(encoding="utf-8"))
        training, data = dict(project["training"]), dict(project["data"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    found: dict[str, Any] = {}
    for name, value in training.items():
        if name not in _LEFT_OUT:
            _flatten(name, value, found)
    for name in sorted(_OF_DATA & data.keys()):
        _flatten(f"data.{name}", data[name], found)
    return {name.removeprefix("optimizer."): value for name, value in found.items()}


def differing(tables: Iterable[Parameters]) -> list[str]:
    """Names of the parameters that don't have the same value everywhere, in the order of the settings."""
    tables = [table for table in tables if table]
    names = dict.fromkeys(name for table in tables for name in table)
    return [name for name in names if len({repr(table.get(name)) for table in tables}) > 1]


def _flatten(name: str, value: Any, found: dict[str, Any]) -> None:
    match value:
        case {"object": str(keras_class), **rest}:
            found[name] = keras_class
            params = rest.get("params")
            _flatten(name, params if isinstance(params, dict) else None, found)
        case {"kind": str(kind), **rest}:
            found[name] = kind
            for key, item in rest.items():
                _flatten(f"{name}.{key}", item, found)
        case dict():
            for key, item in value.items():
                _flatten(f"{name}.{key}", item, found)
        case list() if value:
            found[name] = ", ".join(_word(item) for item in value)
        case str() | bool() | int() | float():
            found[name] = value


def _word(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("object", json.dumps(value)))
    return value if isinstance(value, str) else json.dumps(value)
