"""Every entry of the catalogue against the installed Keras."""

import inspect
from collections.abc import Callable
from typing import Any

import keras
import pytest

from designer.catalog.catalog import Catalog, ObjectKind
from designer.catalog.spec import LayerSpec, ObjectSpec, ParamSpec
from designer.catalog.values import KerasObject
from designer.compiler.introspect import generate_catalog, keras_module
from designer.compiler.introspect_params import COMMON
from designer.compiler.overlay_params import is_offered
from designer.compiler.values import make_layer, make_object
from designer.errors import BuildError
from tests.tf.catalog_samples import arguments, editor_values, input_dtype, input_shape, partners, refused

_CATALOG = Catalog.load()
_KINDS: tuple[ObjectKind, ...] = (
    "layers",
    "cells",
    "optimizers",
    "losses",
    "metrics",
    "initializers",
    "regularizers",
    "constraints",
    "schedules",
)
_NOT_MADE_ALONE = {"Input", "Lambda"}
_ENTRIES = [
    pytest.param(kind, spec, id=f"{kind}-{spec.type}")
    for kind in _KINDS
    for spec in _CATALOG.objects(kind)
    if spec.type not in _NOT_MADE_ALONE
]
_LAYERS = [
    pytest.param(spec, id=spec.type)
    for spec in _CATALOG.layers
    if spec.type not in _NOT_MADE_ALONE and not spec.is_operation
]
_WITH_PORTS = [
    pytest.param(spec, id=spec.type)
    for spec in _CATALOG.layers
    if spec.inputs.style in {"list", "positional"} and not (spec.is_operation or spec.is_lambda)
]

each_entry = pytest.mark.parametrize(("kind", "spec"), _ENTRIES)
each_layer = pytest.mark.parametrize("spec", _LAYERS)


def test_shipped_catalogue_is_what_introspection_gives() -> None:
    if keras.__version__ != _CATALOG.keras_version:
        pytest.skip(f"the shipped catalogue is of Keras {_CATALOG.keras_version}")
    assert generate_catalog().model_dump_json() == _CATALOG.model_dump_json(), "run `make catalog`"


@each_entry
def test_parameters_are_those_of_the_signature(kind: ObjectKind, spec: ObjectSpec) -> None:
    signature = inspect.signature(getattr(keras_module(kind), spec.type).__init__)
    own = {
        name: argument.default
        for name, argument in list(signature.parameters.items())[1:]
        if argument.kind is argument.POSITIONAL_OR_KEYWORD and is_offered(spec.type, name)
    }
    common = [param.name for param in spec.params if param.name not in own]

    assert [param.name for param in spec.params] == [*own, *common]
    assert set(common) <= (set(COMMON) if kind == "layers" else set())
    assert {param.name for param in spec.params if param.required} == {
        name for name, default in own.items() if default is inspect.Parameter.empty
    }
    defaults = {param.name: param.default for param in spec.params if not param.required}
    assert {name: (default, type(default)) for name, default in defaults.items() if name in own} == {
        name: (default, type(default)) for name, default in own.items() if name in defaults
    }


@each_entry
def test_made_object_survives_its_config(kind: ObjectKind, spec: ObjectSpec) -> None:
    given = arguments(spec)
    made: Any = make_object(kind, KerasObject(spec.type, given))
    config = made.get_config()
    copied = type(made).from_config(made.get_config())

    assert type(copied) is type(made)
    assert copied.get_config().keys() == config.keys()
    for name, value in given.items():
        if isinstance(value, int | float | str | bool) and isinstance(config.get(name), type(value)):
            assert config[name] == value


@each_entry
def test_editors_offer_what_keras_takes(kind: ObjectKind, spec: ObjectSpec) -> None:
    for param in spec.params:
        given = {**arguments(spec), **partners(spec, param)}
        for value in editor_values(param):
            attempt = KerasObject(spec.type, {**given, param.name: value})
            if value in refused(spec, param):
                with pytest.raises(BuildError):
                    make_object(kind, attempt)
            else:
                make_object(kind, attempt)


@each_layer
def test_layer_can_be_called(spec: LayerSpec) -> None:
    _call(spec, make_layer(spec.type, "called", arguments(spec)))


@each_layer
def test_layer_can_be_called_with_every_choice(spec: LayerSpec) -> None:
    for param in spec.params:
        if param.kind == "choice" and param.name != "data_format":
            for word in editor_values(param):
                given = {**arguments(spec), **partners(spec, param), param.name: word}
                _call(spec, make_layer(spec.type, None, given))


@pytest.mark.parametrize("spec", _WITH_PORTS)
def test_keras_takes_as_many_tensors_as_there_are_ports(spec: LayerSpec) -> None:
    most = spec.inputs.usual or spec.inputs.minimum + 3
    for number in range(spec.inputs.minimum, most + 1):
        _call(spec, make_layer(spec.type, None, arguments(spec)), number)


@pytest.mark.parametrize(
    "layer_type", ["Subtract", "Dot", "HashedCrossing", "Attention", "AdditiveAttention"]
)
def test_keras_refuses_more_tensors_than_there_are_ports(layer_type: str) -> None:
    spec = _layer_spec(layer_type)
    assert spec.inputs.maximum is not None
    with pytest.raises(ValueError, match="2"):
        _call(spec, make_layer(layer_type, None, arguments(spec)), spec.inputs.maximum + 1)


def test_input_takes_its_parameters() -> None:
    spec = _layer_spec("Input")
    for dtype in _param(spec, "dtype").choices:
        tensor = keras.Input(shape=(8, None), dtype=dtype, batch_size=4)
        assert (tensor.shape, tensor.dtype) == ((4, 8, None), dtype)
    signature = inspect.signature(keras.Input)
    assert all(param.name in signature.parameters for param in spec.params)


def test_entries_that_need_more_than_a_form_are_marked() -> None:
    assert {spec.type for spec in _CATALOG.layers if spec.needs} == {
        "Discretization",
        "IntegerLookup",
        "MaxNumBoundingBoxes",
        "Normalization",
        "StringLookup",
        "TextVectorization",
    }


@pytest.mark.parametrize("name", _CATALOG.activations)
def test_activation_is_known_and_needs_nothing_else(name: str) -> None:
    activation: Callable[[Any], Any] = keras.activations.get(name)
    tensor = keras.ops.convert_to_tensor([[0.5, -0.5]])
    assert activation(tensor).shape[0] == 1


@pytest.mark.parametrize("cell", _CATALOG.cells, ids=lambda spec: spec.type)
def test_cell_runs_in_an_rnn(cell: ObjectSpec) -> None:
    spec = _layer_spec("RNN")
    _call(spec, make_layer("RNN", None, {"cell": KerasObject(cell.type, arguments(cell))}))


def _layer_spec(layer_type: str) -> LayerSpec:
    spec = _CATALOG.layer(layer_type)
    assert spec is not None
    return spec


def _param(spec: LayerSpec, name: str) -> ParamSpec:
    param = spec.param(name)
    assert param is not None
    return param


def _call(spec: LayerSpec, layer: Any, num_inputs: int | None = None) -> None:
    tensor = keras.KerasTensor(input_shape(spec), input_dtype(spec))
    tensors = [tensor] * (spec.inputs.minimum if num_inputs is None else num_inputs)
    with keras.StatelessScope(initialize_variables=False):
        layer(*(tensors if spec.inputs.style != "list" else [tensors]))
