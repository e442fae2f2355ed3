"""Parameter values to what Keras takes: words stay words, `KerasObject`s become real objects.

Classes are found by name in the catalogue's own list, never by a path or code out of a file.
"""

from typing import Any

from designer.catalog.catalog import OBJECTS_OF_PARAM, ObjectKind
from designer.catalog.formulas import Formula, read_formula
from designer.catalog.spec import OPERATION, LayerSpec, ObjectSpec, ParamKind, ParamSpec
from designer.catalog.values import Expr, KerasObject, Params, Value
from designer.compiler.catalogs import current_catalog
from designer.compiler.introspect import keras_module
from designer.compiler.messages import clean
from designer.compiler.operations import FormulaCall, OperationCall
from designer.compiler.plugins import load_plugins
from designer.errors import BuildError, RequestError, did_you_mean

# Their class isn't a layer that can be called like the others.
_REFUSED = {
    "Input": ("Input is where data enters the network, not a layer that can be made alone.", ""),
}
_OTHERWISE = {"layer": "Replace it, or install the package that has it."}
_SINGULAR: dict[ObjectKind, str] = {
    "layers": "layer",
    "cells": "recurrent cell",
    "optimizers": "optimizer",
    "losses": "loss",
    "metrics": "metric",
    "initializers": "initializer",
    "regularizers": "regularizer",
    "constraints": "constraint",
    "schedules": "learning rate schedule",
}


def to_keras(param: ParamSpec | ParamKind, value: Value) -> object:
    """Turn the value of a parameter into what Keras takes for it.

    Raises:
        BuildError: The value is an expression, or holds an object that Keras doesn't know or refuses.
    """
    kind = param.kind if isinstance(param, ParamSpec) else param
    match value:
        case Expr(text=text):
            raise BuildError(f'"{text}" is an expression outside a block.', "Give a number instead.")
        case KerasObject():
            return _object_of(kind, value)
        case list():
            return [to_keras(_kind_of_item(kind), item) for item in value]
        case tuple():
            return tuple(to_keras(_kind_of_item(kind), item) for item in value)
        case str() if kind == "list":
            # Keras would take it for the path of a file and read that.
            raise BuildError(f'A list is needed here, not "{value}".', 'Write it as ["a", "b"].')
        case _:
            return value


def _kind_of_item(kind: ParamKind) -> ParamKind:
    return "any" if kind == "list" else kind


def make_object(kind: ObjectKind, value: KerasObject) -> object:
    """Make an initialiser, optimiser, loss, inner layer or another object.

    Raises:
        BuildError: There is no such class, or Keras refuses its arguments.
    """
    spec = _spec(kind, value.type)
    if isinstance(spec, LayerSpec) and (spec.is_operation or spec.is_lambda):
        raise BuildError(f"{spec.type} is built of operations, and no layer that can stand here.")
    return _make(kind, spec, value.params)


def make_layer(layer_type: str, name: str | None, params: Params) -> Any:
    """Make a layer, not yet built, or an operation that is called like one.

    Args:
        layer_type: The layer's name in Keras, or that of an operation (`ops.mean`).
        name: Its name in the model; Keras invents one where this is None.
        params: Its arguments; those left out keep Keras's default.

    Raises:
        BuildError: There is no such layer, or Keras refuses its arguments.
    """
    spec = _spec("layers", layer_type)
    if isinstance(spec, LayerSpec) and spec.is_operation:
        return OperationCall(spec, name, _arguments(spec, params))
    if isinstance(spec, LayerSpec) and spec.is_lambda:
        return FormulaCall(name, _formula(spec, _arguments(spec, params)))
    named = params if name is None else {**params, "name": name}
    return _make("layers", spec, named)


def _formula(spec: LayerSpec, arguments: dict[str, object]) -> Formula:
    """The expression of a Lambda.

    Raises:
        BuildError: It is none, such as a function that another program has saved.
    """
    function, param = arguments["function"], spec.param("function")
    if not isinstance(function, str):
        raise BuildError("A Lambda takes an expression over x.", "Write one, such as ops.sin(x) * 2.")
    try:
        return read_formula(function, param.choices if param else ())
    except RequestError as error:
        raise BuildError(error.message, error.hint) from error


def _object_of(kind: ParamKind, value: KerasObject) -> object:
    if kind not in OBJECTS_OF_PARAM:
        raise BuildError(f"{value.type} can't stand here: this parameter takes plain values.")
    return make_object(OBJECTS_OF_PARAM[kind], value)


def _spec(kind: ObjectKind, type_name: str) -> ObjectSpec | LayerSpec:
    catalog = current_catalog()
    spec = catalog.object(kind, type_name)
    if kind == "layers" and spec and spec.type in _REFUSED:
        raise BuildError(*_REFUSED[spec.type])
    if spec is None:
        known = [known.type for known in (catalog.layers if kind == "layers" else catalog.objects(kind))]
        noun = "operation" if type_name.startswith(OPERATION) else _SINGULAR[kind]
        raise BuildError(
            f'Keras {catalog.keras_version} has no {noun} "{type_name}".',
            did_you_mean(type_name, known, _OTHERWISE.get(noun, "")),
        )
    return spec


def _make(kind: ObjectKind, spec: ObjectSpec, params: Params) -> Any:
    arguments = _arguments(spec, params)
    try:
        return _class_of(kind, spec.type)(**arguments)
    except Exception as error:
        raise BuildError(f"{spec.type}: {clean(error)}", _hint_on(spec, params)) from error


def _arguments(spec: ObjectSpec, params: Params) -> dict[str, object]:
    """What Keras is given for the parameters."""
    missing = [param.name for param in spec.params if param.required and param.name not in params]
    if missing:
        raise BuildError(f"{spec.type} needs {' and '.join(missing)}.", _hint_on(spec, params))
    return {name: to_keras(spec.param(name) or "any", value) for name, value in params.items()}


def _class_of(kind: ObjectKind, name: str) -> Any:
    plugin = load_plugins().classes.get(name) if kind == "layers" else None
    return plugin or getattr(keras_module(kind), name)


def _hint_on(spec: ObjectSpec, params: Params) -> str:
    """An argument that the catalogue doesn't list is the likely reason when Keras refuses."""
    known = [param.name for param in spec.params]
    unknown = [name for name in params if name not in known and name != "name"]
    if not unknown:
        return ""
    return f'It has no parameter "{unknown[0]}". {did_you_mean(unknown[0], known)}'.rstrip()
