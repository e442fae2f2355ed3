"""Which array of a source goes to which input and output of a network, and in which form."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from designer.data.info import LabelInfo
from designer.data.labels import LabelForm, stored_labels
from designer.data.sources.base import Array
from designer.document.settings import Adaptation


@dataclass(frozen=True, slots=True)
class Feed:
    """What an Input takes.

    Args:
        array: Index of the array of samples among `DataInfo.inputs`.
        adaptation: What is done to each sample.
    """

    array: int = 0
    adaptation: Adaptation = field(default_factory=Adaptation)


@dataclass(frozen=True, slots=True)
class Target:
    """What an output is compared with.

    Args:
        form: Form of the labels in a batch.
        num_classes: Number of classes that labels are checked against and one-hot vectors have; None for as
            many as the source has.
        array: Index of the array of labels among `DataInfo.targets`; None where the output isn't trained.
    """

    form: LabelForm = "sparse"
    num_classes: int | None = None
    array: int | None = 0

    def classes(self, infos: Sequence[LabelInfo]) -> int:
        """Number of classes."""
        return self.num_classes or (0 if self.array is None else infos[self.array].num_classes)

    def stored(self, labels: Sequence[Array], infos: Sequence[LabelInfo], split: str) -> Array:
        """Labels as a pipeline keeps them; zeros, which nothing looks at, where the output isn't trained.

        Raises:
            DataError: A label is outside the classes, or numbers were to become classes.
        """
        if self.array is None:
            return np.zeros(len(labels[0]), np.int32)
        info = infos[self.array]
        return stored_labels(labels[self.array], info, self.form, self.classes(infos), split)
