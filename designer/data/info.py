"""What a data source holds, as frozen values that may cross threads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class FeatureInfo:
    """One array of samples.

    Args:
        shape: Shape of one sample, without the batch axis; None where sizes vary.
        dtype: As stored.
        value_range: Least and greatest legal value, where known (0 to 255 for photographs).
        name: The Input that it is meant for; empty where the source has one array of samples.
    """

    shape: tuple[int | None, ...]
    dtype: str
    value_range: tuple[float, float] | None = None
    name: str = ""

    @property
    def is_image(self) -> bool:
        """Whether a sample has the axes height, width, channels with 1, 3 or 4 channels."""
        return len(self.shape) == 3 and self.shape[2] in (1, 3, 4)


@dataclass(frozen=True, slots=True)
class LabelInfo:
    """What is to be predicted.

    Args:
        kind: "classes" (whole numbers from 0), "one_hot" (a vector with a single 1), "probabilities" (a
            vector of shares that sum to 1), or "values" (numbers to regress).
        shape: Shape of one label, without the batch axis; () for a class number.
        class_names: Name of each class; empty for values.
        name: The output that it is meant for; empty where the source has one array of labels.
    """

    kind: Literal["classes", "one_hot", "probabilities", "values"]
    shape: tuple[int, ...] = ()
    dtype: str = "int64"
    class_names: tuple[str, ...] = ()
    name: str = ""

    @property
    def num_classes(self) -> int:
        """Number of classes; 0 for values."""
        return len(self.class_names)


@dataclass(frozen=True)
class DataInfo:
    """A data source at a glance.

    Args:
        source: As the user wrote it.
        title: For people: "Handwritten digits (scikit-learn)".
        features: The samples; those of the first Input where there are several arrays.
        labels: The labels; those of the first output where there are several arrays.
        splits: Number of samples by split name.
        class_counts: Samples per class by split name, in class order; of `labels`.
        further_features: Arrays of samples beside `features`.
        further_labels: Arrays of labels beside `labels`.
    """

    source: str
    title: str
    features: FeatureInfo
    labels: LabelInfo
    splits: Mapping[str, int]
    class_counts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    further_features: tuple[FeatureInfo, ...] = ()
    further_labels: tuple[LabelInfo, ...] = ()

    @property
    def inputs(self) -> tuple[FeatureInfo, ...]:
        """All arrays of samples."""
        return (self.features, *self.further_features)

    @property
    def targets(self) -> tuple[LabelInfo, ...]:
        """All arrays of labels."""
        return (self.labels, *self.further_labels)
