"""Values for the parameters that Keras leaves to the user, so that a layer works the moment it is placed."""

from collections.abc import Sequence

from designer.catalog.spec import ObjectSpec, ParamSpec
from designer.catalog.values import KerasObject, Value

_SIZE_OF_UNKNOWN = 128
_VALUES: dict[str, Value] = {
    "activation": "relu",
    "axes": 1,
    "axis": -1,
    "block_size": 2,
    "dtype": "float32",
    "factor": 0.1,
    "fill_value": 0.0,
    "filters": 32,
    "head_dim": 32,
    "height": 32,
    "height_factor": 0.1,
    "indices_or_sections": 2,
    "input_dim": 1000,
    "k": 3,
    "key": ":, 0",
    "kernel_size": 3,
    "key_dim": 32,
    "max_number": 16,
    "n": 4,
    "num_bins": 16,
    "num_classes": 10,
    "num_heads": 4,
    "num_key_value_heads": 2,
    "num_query_heads": 4,
    "output_dim": 64,
    "output_size": 1,
    "pool_size": 2,
    "q": 0.5,
    "rate": 0.5,
    "repeats": 2,
    "scale": 1 / 255,
    "shape": (32, 32, 3),
    "shift": 1,
    "stddev": 0.1,
    "target_shape": (-1,),
    "units": 64,
    "width": 32,
    "width_factor": 0.1,
    "x_max": 1.0,
    "x_min": 0.0,
}


_CELL = KerasObject("LSTMCell", {"units": 64})
_OWN_VALUES: dict[str, Value] = {
    "Bidirectional.layer": KerasObject("LSTM", {"units": 64}),
    "Lambda.function": "ops.square(x)",
    "RNN.cell": _CELL,
    "SpectralNormalization.layer": KerasObject("Dense", {"units": 64}),
    "StackedRNNCells.cells": [_CELL, _CELL],
    "TimeDistributed.layer": KerasObject("Dense", {"units": 64}),
}
"""Of one type only, as `Type.parameter`."""


def starting_params(spec: ObjectSpec, sample_shape: Sequence[int | None] = ()) -> dict[str, Value]:
    """What a new layer, cell or other object is given: usual values for what is required.

    Args:
        sample_shape: Of the data, for an Input; empty where it isn't known.
    """
    if spec.type == "Input" and sample_shape:
        return {"shape": known_sizes(sample_shape)}
    usual = {param.name: _spread(param) for param in spec.params if param.required and param.name in _VALUES}
    names = {param.name: f"{spec.type}.{param.name}" for param in spec.params}
    return usual | {name: _OWN_VALUES[own] for name, own in names.items() if own in _OWN_VALUES}


def known_sizes(sample_shape: Sequence[int | None]) -> tuple[int, ...]:
    """A shape whose sizes are all known: a usual one stands where samples differ."""
    return tuple(size or _SIZE_OF_UNKNOWN for size in sample_shape)


def _spread(param: ParamSpec) -> Value:
    value = _VALUES[param.name]
    is_one_for_each = param.kind == "int_tuple" and param.length is not None and isinstance(value, int)
    return (value,) * (param.length or 1) if is_one_for_each else value
