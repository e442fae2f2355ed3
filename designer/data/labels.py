"""Gives labels the form that a loss wants, and refuses those outside the classes."""

from typing import Literal

import numpy as np

from designer.data.info import LabelInfo
from designer.data.sources.base import Array
from designer.errors import DataError

LabelForm = Literal["sparse", "one_hot", "values"]
"""A class number, a vector with a single 1, or numbers as they are."""


def stored_labels(labels: Array, info: LabelInfo, form: LabelForm, num_classes: int, split: str) -> Array:
    """Labels as a pipeline keeps them: class numbers for `sparse` and `one_hot`, float32 for `values`.

    Args:
        num_classes: Number of classes that the network tells apart; not used where the labels are values.
        split: Where the labels are from, for the message.

    Raises:
        DataError: A label is outside the classes, or numbers were to become classes.
    """
    if info.kind in ("values", "probabilities"):
        if form != "values":
            raise DataError(
                "The loss wants classes, but the labels are numbers to predict.",
                "Choose a loss for numbers, such as MeanSquaredError, or data with classes.",
            )
        return np.asarray(labels, np.float32)
    if form == "values" and info.kind == "one_hot":
        return np.asarray(labels, np.float32)
    numbers = labels.argmax(axis=1) if info.kind == "one_hot" else labels
    check_classes(numbers, num_classes, split)
    return numbers.astype(np.float32 if form == "values" else np.int32)


def check_classes(labels: Array, num_classes: int, split: str) -> None:
    """Refuse class numbers outside 0 to `num_classes` − 1.

    Raises:
        DataError: With the first such label and where it is.
    """
    outside = np.flatnonzero((labels < 0) | (labels >= num_classes))
    if outside.size:
        first = int(outside[0])
        raise DataError(
            f"Label {labels[first]} of sample {first:,} in {split} is outside the {num_classes} classes "
            f"0 to {num_classes - 1} ({outside.size:,} of {len(labels):,} labels are).",
            "Give the last layer a unit for each class, or number the classes from 0.",
        )
