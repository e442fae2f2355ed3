"""Labels take the form the loss wants, and stay inside the classes."""

import numpy as np
import pytest

from designer.data.info import LabelInfo
from designer.data.labels import LabelForm, stored_labels
from designer.errors import DataError

CLASSES = LabelInfo("classes", class_names=("a", "b", "c"))
ONE_HOT = LabelInfo("one_hot", (3,), class_names=("a", "b", "c"))
VALUES = LabelInfo("values")


@pytest.mark.parametrize("label", [3, -1])
def test_label_outside_the_classes_is_named_with_its_place(label: int) -> None:
    with pytest.raises(
        DataError, match=rf"Label {label} of sample 2 in test is outside the 3 classes 0 to 2"
    ):
        stored_labels(np.array([0, 1, label]), CLASSES, "sparse", 3, "test")


def test_labels_are_checked_against_the_network_s_classes() -> None:
    with pytest.raises(DataError, match="outside the 2 classes"):
        stored_labels(np.array([0, 1, 2]), CLASSES, "one_hot", 2, "train")


@pytest.mark.parametrize("form", ["sparse", "one_hot"])
def test_one_hot_labels_become_class_numbers(form: LabelForm) -> None:
    stored = stored_labels(np.eye(3)[[2, 0, 1]], ONE_HOT, form, 3, "train")
    assert stored.tolist() == [2, 0, 1]
    assert stored.dtype == np.int32


def test_classes_serve_as_values_for_a_binary_loss() -> None:
    stored = stored_labels(np.array([0, 1]), CLASSES, "values", 3, "train")
    assert stored.dtype == np.float32


def test_numbers_are_no_classes() -> None:
    with pytest.raises(DataError, match="wants classes"):
        stored_labels(np.array([0.5]), VALUES, "sparse", 0, "train")
