"""What arrays of samples and labels hold, found by looking at them."""

import math

import numpy as np

from designer.data.info import FeatureInfo, LabelInfo
from designer.data.sources.base import Array

_MAX_CLASSES = 10_000
_SUM_TOLERANCE = 1e-3  # of shares that were written with three digits or more


def feature_info(x: Array, name: str = "") -> FeatureInfo:
    """Describe an array of samples."""
    return FeatureInfo(x.shape[1:], str(x.dtype), _value_range(x), name)


def label_info(y: Array, name: str = "") -> LabelInfo:
    """Describe an array of labels: classes, one-hot vectors, probabilities or values."""
    if y.ndim == 2 and y.shape[1] > 1 and len(y):
        if _is_one_hot(y):
            return LabelInfo("one_hot", y.shape[1:], str(y.dtype), _numbered(y.shape[1]), name)
        if y.dtype.kind == "f" and _are_shares(y):
            return LabelInfo("probabilities", y.shape[1:], "float32", name=name)
    if _are_class_numbers(y):
        return LabelInfo("classes", class_names=_numbered(max(int(y.max()) + 1, 2)), name=name)
    return LabelInfo("values", y.shape[1:], "float32", name=name)


def _value_range(x: Array) -> tuple[float, float] | None:
    if x.dtype == np.uint8:
        return (0.0, 255.0)
    if x.dtype.kind != "f" or not FeatureInfo(x.shape[1:], "float32").is_image or not x.size:
        return None
    low, high = float(x.min()), float(x.max())
    return (low, high) if math.isfinite(low) and math.isfinite(high) else None


def _are_class_numbers(y: Array) -> bool:
    if y.dtype.kind not in "biu" or y.size != len(y) or not y.size or y.max() >= _MAX_CLASSES:
        return False
    return not (y.min() < 0 and y.max() <= 1)  # -1, 0 and 1 are how games end, and no classes


def _is_one_hot(y: Array) -> bool:
    return bool(np.all((y == 0) | (y == 1)) and np.all(y.sum(axis=1) == 1))


def _are_shares(y: Array) -> bool:
    return bool(np.all(y >= 0) and np.all(np.abs(y.sum(axis=1) - 1) < _SUM_TOLERANCE))


def _numbered(num_classes: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(num_classes))
