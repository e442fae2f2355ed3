"""The optimiser's slots are those that Keras makes."""

import inspect
from itertools import product

import keras
import pytest

from designer.catalog.values import KerasObject, Params
from designer.compiler.memory import num_slots

SIZE = 256
# Abstract, made of others, or keeping rows and columns instead of whole values.
LEFT_OUT = ("Optimizer", "LossScaleOptimizer", "MultiOptimizer", "OptimizerMap", "Adafactor")
NAMES = [
    name for name, found in vars(keras.optimizers).items() if inspect.isclass(found) and name not in LEFT_OUT
]
OPTIONS: tuple[Params, ...] = (
    {},
    {"momentum": 0.9},
    {"amsgrad": True},
    {"centered": True},
    {"use_ema": True},
)


@pytest.mark.parametrize(("name", "params"), [*product(NAMES, OPTIONS)])
def test_slots_are_counted_as_keras_makes_them(name: str, params: Params) -> None:
    kind = getattr(keras.optimizers, name)
    if not set(params) <= set(inspect.signature(kind).parameters):
        return
    optimizer = kind(**params)
    optimizer.build([keras.Variable(keras.ops.zeros((SIZE, SIZE)))])
    made = sum(int(keras.ops.size(variable)) for variable in optimizer.variables)
    assert round(made / SIZE**2) == num_slots(KerasObject(name, params))
