"""FLOPs of the functions of `keras.ops`: 0 where they only move data, or have no usual count."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from designer.compiler.overlay_operations import GROUP_OF
from designer.compiler.results import Shape, num_values

PER_VALUE: Mapping[str, int] = {
    "linear": 0,
    "relu": 1,
    "softmax": 5,
    "log_softmax": 5,
    "sigmoid": 4,
    "silu": 5,
    "tanh": 5,
    "gelu": 4,
    "elu": 3,
    "selu": 4,
    "hard_sigmoid": 3,
    "hard_silu": 4,
}
"""Of activations, for each value."""

_FREE = frozenset(
    ("cast", "copy", "view", "view_as_complex", "view_as_real", "stop_gradient", "real", "imag")
)


def operation_flops(operation: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """FLOPs of an `OperationCall`; unknown sizes count as 1."""
    return _flops(operation.function, operation, inputs, outputs)


def formula_flops(formula: Any, _inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    """FLOPs of a `FormulaCall`: those of all functions in it."""
    return sum(_flops(name, formula, shapes, (shape,)) for name, shapes, shape in formula.calls)


def _flops(name: str, operation: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    if formula := _FORMULAS.get(name):
        return formula(operation, inputs, outputs)
    match GROUP_OF.get(name):
        case "arithmetic" | "function" | "comparison" | "network" if name not in _FREE:
            return PER_VALUE.get(name, 1) * num_values(outputs[0])
        case "reduction":
            return num_values(inputs[0])
        case _:
            return 0


def _matmul(_operation: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return 2 * (inputs[0][-1] or 1) * num_values(outputs[0])


def _contraction(_operation: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """What is summed over is in both inputs and not in the output."""
    summed = math.sqrt(_size(inputs[0]) * _size(inputs[1]) / max(1, _size(outputs[0])))
    return round(2 * summed) * _size(outputs[0])


def _einsum(operation: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    """A multiply-add for each combination of places on all axes."""
    terms = str(operation.arguments["subscripts"]).replace(" ", "").partition("->")[0].split(",")
    sizes = {
        axis: size or 1
        for term, shape in zip(terms, inputs, strict=False)
        for axis, size in zip(term, shape, strict=False)
    }
    return (2 if len(inputs) > 1 else 1) * math.prod(sizes.values()) if "." not in sizes else 0


def _conv(_operation: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return 2 * math.prod(size or 1 for size in inputs[1][:-1]) * num_values(outputs[0])


def _pool(_operation: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    return num_values(inputs[0])


def _attention(_operation: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    """Scores of all pairs, their softmax and the weighted sum; axes are batch, position, head, feature."""
    _, queries, heads, features = (size or 1 for size in inputs[0])
    pairs = queries * (inputs[1][1] or 1) * heads
    return pairs * (4 * features + PER_VALUE["softmax"])


def _size(shape: Shape) -> int:
    return math.prod(size or 1 for size in shape)


def _none(_operation: Any, _inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    return 0


_FORMULAS: Mapping[str, Callable[[Any, tuple[Shape, ...], tuple[Shape, ...]], int]] = {
    "matmul": _matmul,
    **dict.fromkeys(("dot", "tensordot", "inner", "vdot"), _contraction),
    "outer": lambda _operation, _inputs, outputs: num_values(outputs[0]),
    "einsum": _einsum,
    "conv": _conv,
    **dict.fromkeys(("max_pool", "average_pool", "adaptive_max_pool", "adaptive_average_pool"), _pool),
    "dot_product_attention": _attention,
    **dict.fromkeys(("depthwise_conv", "separable_conv", "conv_transpose", "ctc_loss", "nonzero"), _none),
}
