"""Arguments and tensors to try every function of `keras.ops` with."""

from typing import Any

import numpy as np

from designer.catalog.spec import LayerSpec
from designer.catalog.starting import starting_params
from designer.catalog.values import Value

Shape = tuple[int, ...]
Array = np.ndarray[Any, np.dtype[Any]]

_ARGUMENTS: dict[str, dict[str, Value]] = {
    "ops.broadcast_to": {"shape": (2, 4, 3)},
    "ops.array_split": {"axis": 1},
    "ops.batch_normalization": {"axis": -1},
    "ops.concatenate": {"axis": 1},
    "ops.einsum": {"subscripts": "abc,abc->ab"},
    "ops.extract_sequences": {"sequence_length": 2, "sequence_stride": 1},
    "ops.fold": {"output_size": (4, 4), "kernel_size": (2, 2), "stride": 2},
    "ops.istft": {"sequence_length": 4, "sequence_stride": 2, "fft_length": 4},
    "ops.moments": {"axes": (1,)},
    "ops.moveaxis": {"source": 1, "destination": 2},
    "ops.norm": {"axis": -1},
    "ops.pad": {"pad_width": ((0, 0), (1, 1), (0, 2))},
    "ops.psnr": {"max_val": 1.0},
    "ops.reshape": {"newshape": (-1, 12)},
    "ops.scatter": {"shape": (6, 3)},
    "ops.segment_sum": {"num_segments": 4},
    "ops.segment_max": {"num_segments": 4},
    "ops.segment_min": {"num_segments": 4},
    "ops.segment_prod": {"num_segments": 4},
    "ops.slice": {"start_indices": (0, 1, 0), "shape": (2, 2, 3)},
    "ops.slice_update": {"start_indices": (0, 0, 0)},
    "ops.split": {"axis": 1},
    "ops.squeeze": {"axis": 2},
    "ops.stft": {"sequence_length": 4, "sequence_stride": 2, "fft_length": 4},
    "ops.swapaxes": {"axis1": 1, "axis2": 2},
    "ops.take": {"axis": 1, "indices": [0, 2]},
    "ops.take_along_axis": {"axis": 1},
    "ops.tensordot": {"axes": 1},
    "ops.threshold": {"threshold": 0.5, "default_value": 0.0},
    "ops.trace": {"axis1": 1, "axis2": 2},
    "ops.transpose": {"axes": (0, 2, 1)},
    "ops.unstack": {"axis": 1},
}

_CUBE, _SQUARE, _IMAGE, _VECTOR = (2, 4, 3), (2, 3, 3), (2, 8, 8, 4), (2,)
_INT_WORDS = ("bitwise", "ldexp", "one_hot", "bincount")
_SHAPES: dict[str, tuple[Shape, ...]] = {
    "ops.average": (_CUBE, _CUBE),
    "ops.batch_normalization": (_CUBE, (3,), (3,), (3,), (3,)),
    "ops.bincount": ((2, 4),),
    "ops.conv": (_IMAGE, (3, 3, 4, 5)),
    "ops.cross": (_CUBE, _CUBE),
    "ops.ctc_loss": (_SQUARE[:2], (2, 6, 5), _VECTOR, _VECTOR),
    "ops.depthwise_conv": (_IMAGE, (3, 3, 4, 1)),
    "ops.diag": (_SQUARE[1:],),
    "ops.dot": (_CUBE, (3, 5)),
    "ops.dot_product_attention": ((2, 4, 2, 3), (2, 5, 2, 3), (2, 5, 2, 3)),
    "ops.dsplit": (_IMAGE,),
    "ops.fold": ((2, 8, 4),),
    "ops.glu": (_IMAGE,),
    "ops.hsplit": (_CUBE,),
    "ops.in_top_k": (_VECTOR, (2, 5)),
    "ops.istft": ((2, 5, 3), (2, 5, 3)),
    "ops.layer_normalization": (_CUBE, (3,), (3,)),
    "ops.lstsq": ((4, 3), (4,)),
    "ops.matmul": (_CUBE, (2, 3, 5)),
    "ops.rms_normalization": (_CUBE, (3,)),
    "ops.rot90": (_CUBE,),
    "ops.scatter": ((2, 1), (2, 3)),
    "ops.scatter_update": (_CUBE, (2, 1), (2, 4, 3)),
    "ops.separable_conv": (_IMAGE, (3, 3, 4, 1), (1, 1, 4, 5)),
    "ops.slice_update": (_CUBE, (2, 2, 3)),
    "ops.solve": (_SQUARE, (2, 3, 2)),
    "ops.solve_triangular": (_SQUARE, (2, 3, 2)),
    "ops.sparse_categorical_crossentropy": (_VECTOR, (2, 5)),
    "ops.squeeze": ((2, 3, 1),),
    "ops.stft": ((2, 8),),
    "ops.take": (_CUBE,),
    "ops.tensordot": (_CUBE, (3, 5)),
    "ops.vander": ((4,),),
    "ops.vsplit": ((4, 3),),
    **dict.fromkeys(("ops.depth_to_space", "ops.space_to_depth"), (_IMAGE,)),
    **dict.fromkeys(("ops.max_pool", "ops.average_pool"), (_IMAGE,)),
    **{f"ops.segment_{word}": (_CUBE, _VECTOR) for word in ("sum", "max", "min", "prod")},
    **{f"ops.{word}": (_SQUARE,) for word in ("det", "logdet", "inv", "cholesky", "eigh")},
    **{f"ops.{word}": (_SQUARE,) for word in ("cholesky_inverse", "trace")},
}
"""Of the tensors, batch axis included; others get the same shape for all."""

HAS_NO_BATCH = ("ops.lstsq",)
"""Functions for which the first axis isn't one among others."""

_INTS = {
    "ops.ctc_loss": (0, 2, 3),
    "ops.in_top_k": (0,),
    "ops.scatter": (0,),
    "ops.scatter_update": (1,),
    "ops.sparse_categorical_crossentropy": (0,),
    "ops.take_along_axis": (1,),
    **{f"ops.segment_{word}": (1,) for word in ("sum", "max", "min", "prod")},
}
"""Which tensors hold integers, of functions that mix both."""

_POSITIVE = ("cholesky", "cholesky_inverse", "inv", "solve", "solve_triangular", "eigh", "logdet")
"""Functions that want a positive definite matrix first."""


def operation_arguments(spec: LayerSpec) -> dict[str, Value]:
    """What the function needs at least."""
    return {**starting_params(spec), **_ARGUMENTS.get(spec.type, {})}


def operation_arrays(spec: LayerSpec) -> list[Array]:
    """An array for each tensor that the function takes at most."""
    count = spec.inputs.maximum or 2
    shapes = _SHAPES.get(spec.type, (_CUBE,) * count)
    make = np.random.default_rng(1)
    return [_array(make, spec.type, port, shape) for port, shape in enumerate(shapes)]


def _array(make: np.random.Generator, layer_type: str, port: int, shape: Shape) -> Array:
    if any(word in layer_type for word in _INT_WORDS) or port in _INTS.get(layer_type, ()):
        if layer_type == "ops.ctc_loss":
            return np.array([[1, 2, 3], [2, 1, 1]]) if port == 0 else np.full(shape, 3 * port // 2, np.int32)
        return make.integers(0, 2, shape).astype(np.int32)
    if "complex" in layer_type and "as_real" in layer_type:
        return make.random(shape).astype(np.complex64)
    values = (make.random(shape) * 0.8 + 0.1).astype(np.float32)
    if layer_type[4:] in _POSITIVE and len(shape) == 3 and shape[1] == shape[2] and port == 0:
        values = values @ values.swapaxes(1, 2) + np.eye(shape[1], dtype=np.float32)
    return values
