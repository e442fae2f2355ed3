"""The generator of the catalogue: every layer and helper object of the installed Keras, as data.

`python -m designer.compiler.introspect [PATH]` writes it, by default over the one that ships.
"""

import inspect
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from designer import paths
from designer.catalog.catalog import Catalog
from designer.catalog.spec import OPERATION, InputPorts, LayerSpec, ObjectSpec, ParamSpec
from designer.compiler import overlay_layers as notes
from designer.compiler.introspect_operations import gives_one_tensor, operation_specs
from designer.compiler.introspect_params import function_params, layer_params, object_params
from designer.compiler.overlay_objects import FIRST, SKIPPED, title

_CELLS = re.compile(r"Cells?$")
_INPUT_PARAMS = ("shape", "dtype", "batch_size")
_BASES = {
    "optimizers": "Optimizer",
    "losses": "Loss",
    "metrics": "Metric",
    "initializers": "Initializer",
    "regularizers": "Regularizer",
    "constraints": "Constraint",
    "schedules": "LearningRateSchedule",
}


def generate_catalog() -> Catalog:
    """Describe the installed Keras; takes seconds where TensorFlow isn't loaded yet."""
    import keras

    operations = operation_specs()
    layers = (*(_with_formula(spec, operations) for spec in _layer_specs()), *operations)
    return Catalog(
        keras_version=keras.__version__,
        categories=tuple(dict.fromkeys(layer.category for layer in layers)),
        activations=_activations(),
        layers=layers,
        cells=_cell_specs(),
        **{kind: _object_specs(kind) for kind in _BASES},
    )


def keras_module(kind: str) -> ModuleType:
    """The public Keras module that exports the classes of one `ObjectKind`."""
    import keras

    places = {"cells": keras.layers, "schedules": keras.optimizers.schedules}
    module: ModuleType = places[kind] if kind in places else getattr(keras, kind)
    return module


def public_name(cls: type, exported: Iterable[str]) -> str:
    """The name a class is written with: its own where Keras exports that, else the first exported one."""
    names = sorted(exported)
    return cls.__name__ if cls.__name__ in names else names[0]


def _exported(module: ModuleType, base: type) -> dict[str, type]:
    """Every subclass of `base` in a module, once, under its public name."""
    names: dict[type, list[str]] = {}
    for name, cls in inspect.getmembers(module, inspect.isclass):
        if issubclass(cls, base) and cls is not base:
            names.setdefault(cls, []).append(name)
    return {public_name(cls, exported): cls for cls, exported in names.items()}


def _aliases(kind: str, cls: type, name: str) -> tuple[str, ...]:
    """Other names that Keras takes for a class: older exports, and words such as "he_normal" or "mse"."""
    names = {alias for alias, other in vars(keras_module(kind)).items() if other is cls}
    names |= {word for word, found in _words(kind).items() if found in {cls, _function_of(cls)}}
    return tuple(sorted((names | {cls.__name__}) - {name}))


def _words(kind: str) -> dict[str, object]:
    """The table behind `keras.losses.get("mse")` and its like."""
    words: dict[str, object] = getattr(sys.modules.get(f"keras.src.{kind}"), "ALL_OBJECTS_DICT", {})
    return words


def _function_of(cls: type) -> object:
    """Losses have a function for every class, and their short names stand for that."""
    from keras.src.utils.naming import to_snake_case

    return getattr(sys.modules[cls.__module__], to_snake_case(cls.__name__), None)


def _layer_specs() -> tuple[LayerSpec, ...]:
    import keras

    classes = _exported(keras.layers, keras.layers.Layer)
    placeable = {name: cls for name, cls in classes.items() if _is_placeable(name)}
    known = {name: family for family, members in notes.FAMILIES.items() for name in members}
    ordered = [name for name in known if name in placeable] + sorted(placeable.keys() - known.keys())
    specs = (_layer_spec(name, placeable[name], known.get(name, notes.OTHER)) for name in ordered)
    return (_input_spec(), *specs)


def _is_placeable(name: str) -> bool:
    return name not in SKIPPED["layers"] and not _CELLS.search(name)


def _layer_spec(name: str, cls: type, category: str) -> LayerSpec:
    note = notes.FAMILIES.get(category, {}).get(name, notes.Note(""))
    return LayerSpec(
        type=name,
        title=title(name),
        aliases=_aliases("layers", cls, name),
        params=_unfold(layer_params(cls, name), note.headline),
        category=category,
        summary=note.summary,
        inputs=notes.PORTS.get(name, InputPorts()),
        outputs=tuple(notes.OUTPUTS.get(name, "").split()),
        headline=tuple(note.headline.split()),
        needs=notes.NEEDS.get(name, ""),
        keywords=tuple(note.keywords.split()),
    )


def _unfold(params: tuple[ParamSpec, ...], headline: str) -> tuple[ParamSpec, ...]:
    """What a node shows isn't folded away in the inspector."""
    shown = headline.split()
    return tuple(
        param.model_copy(update={"advanced": False}) if param.name in shown else param for param in params
    )


def _input_spec() -> LayerSpec:
    """`keras.Input`: a function in Keras, a node like any other on the canvas."""
    import keras

    (category,) = (family for family, members in notes.FAMILIES.items() if "Input" in members)
    spec = _layer_spec("Input", keras.layers.InputLayer, category)
    params = tuple(
        param.model_copy(update={"required": param.name == "shape", "nullable": param.name != "shape"})
        for param in function_params(keras.Input, "Input", _INPUT_PARAMS)
    )
    return spec.model_copy(update={"params": _unfold(params, " ".join(spec.headline))})


def _with_formula(spec: LayerSpec, operations: Iterable[LayerSpec]) -> LayerSpec:
    """A Lambda with an expression in the place of a function of Python's."""
    if not spec.is_lambda:
        return spec
    names = tuple(each.type.removeprefix(OPERATION) for each in operations if gives_one_tensor(each))
    function = ParamSpec(name="function", kind="formula", required=True, choices=names)
    ports = InputPorts(style="list", names=("x",), minimum=1, maximum=None)
    return spec.model_copy(update={"params": (function,), "inputs": ports})


def _cell_specs() -> tuple[ObjectSpec, ...]:
    import keras

    classes = _exported(keras.layers, keras.layers.Layer)
    cells = {name: cls for name, cls in classes.items() if _CELLS.search(name)}
    return tuple(_object_spec("cells", name, cls) for name, cls in _in_order("cells", cells))


def _object_specs(kind: str) -> tuple[ObjectSpec, ...]:
    module = keras_module(kind)
    classes = _exported(module, getattr(module, _BASES[kind]))
    offered = {name: cls for name, cls in classes.items() if name not in SKIPPED[kind]}
    return tuple(_object_spec(kind, name, cls) for name, cls in _in_order(kind, offered))


def _object_spec(kind: str, name: str, cls: type) -> ObjectSpec:
    aliases = _aliases(kind, cls, name)
    return ObjectSpec(type=name, title=title(name), aliases=aliases, params=object_params(cls, name))


def _in_order(kind: str, classes: dict[str, Any]) -> list[tuple[str, Any]]:
    """What a student looks for first, then the alphabet."""
    first = [name for name in FIRST[kind] if name in classes]
    return [(name, classes[name]) for name in first + sorted(classes.keys() - set(first))]


def _activations() -> tuple[str, ...]:
    """Functions that need nothing but the tensor."""
    import keras

    functions = dict(inspect.getmembers(keras.activations, inspect.isfunction))
    usable = {name: function for name, function in functions.items() if _takes_one_tensor(name, function)}
    return tuple(name for name, _ in _in_order("activations", usable))


def _takes_one_tensor(name: str, function: Any) -> bool:
    required = [
        argument
        for argument in inspect.signature(function).parameters.values()
        if argument.default is argument.empty
    ]
    return len(required) == 1 and name not in SKIPPED["activations"]


def main(arguments: list[str]) -> None:
    """Write the catalogue to the path given, by default to the one that ships."""
    path = Path(arguments[0]) if arguments else paths.resources_dir() / "catalog.json"
    generate_catalog().save(path)


if __name__ == "__main__":
    main(sys.argv[1:])
