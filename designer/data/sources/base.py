"""What every data source offers, and the source whose samples are arrays in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from designer.data.info import DataInfo
from designer.data.progress import OnProgress, ignore_progress
from designer.errors import DataError

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Arrays:
    """Samples `x` and their labels `y`, in the same order along the first axis.

    Args:
        further_x: Other arrays of the same samples, for further Inputs.
        further_y: Other arrays of labels, for further outputs.
    """

    x: Array
    y: Array
    further_x: tuple[Array, ...] = ()
    further_y: tuple[Array, ...] = ()

    @property
    def inputs(self) -> tuple[Array, ...]:
        """All arrays of samples, as `DataInfo.inputs` has them."""
        return (self.x, *self.further_x)

    @property
    def targets(self) -> tuple[Array, ...]:
        """All arrays of labels, as `DataInfo.targets` has them."""
        return (self.y, *self.further_y)

    def __len__(self) -> int:
        return len(self.x)


class Source(Protocol):
    """Where samples come from."""

    @property
    def info(self) -> DataInfo:
        """What it holds; class counts may be missing, since counting can take a while."""

    @property
    def train_split(self) -> str:
        """Name of the split to train on."""

    def load(
        self, split: str, *, size: tuple[int, int] | None = None, progress: OnProgress = ignore_progress
    ) -> Arrays:
        """Read a whole split into memory.

        Args:
            size: Height and width to resize images to; used only where the images vary in size.

        Raises:
            DataError: The split is unknown, empty or damaged, or too large for this computer's memory.
        """

    def iterate(self, split: str) -> Iterator[tuple[Array, Array]]:
        """Samples with their labels one by one, as stored, in a fixed order."""

    def count_classes(self) -> Mapping[str, tuple[int, ...]]:
        """Samples per class by split name, in class order; empty where there are no classes."""

    def overlap(self, split: str, other: str) -> bool:
        """Whether two splits share samples."""


@dataclass(frozen=True)
class ArraySource:
    """A source that is small enough to be read whole when it is opened."""

    info: DataInfo
    arrays: Mapping[str, Arrays]
    train_split: str = "train"

    def load(
        self,
        split: str,
        *,
        size: tuple[int, int] | None = None,  # noqa: ARG002
        progress: OnProgress = ignore_progress,  # noqa: ARG002
    ) -> Arrays:
        """See `Source.load`."""
        if split not in self.arrays:
            raise unknown_split(self.info.source, split, self.arrays)
        return self.arrays[split]

    def iterate(self, split: str) -> Iterator[tuple[Array, Array]]:
        """See `Source.iterate`."""
        arrays = self.load(split)
        yield from zip(arrays.x, arrays.y, strict=True)

    def count_classes(self) -> Mapping[str, tuple[int, ...]]:
        """See `Source.count_classes`."""
        num_classes = self.info.labels.num_classes
        if not num_classes:
            return {}
        return {split: count_labels(arrays.y, num_classes) for split, arrays in self.arrays.items()}

    def overlap(self, split: str, other: str) -> bool:
        """See `Source.overlap`."""
        return split == other


def unknown_split(source: str, split: str, known: Mapping[str, object]) -> DataError:
    """The error for a split that a source doesn't have."""
    return DataError(f"{source} has no split '{split}'; it has {', '.join(known)}.")


def count_labels(labels: Array, num_classes: int) -> tuple[int, ...]:
    """Number of labels of each class; labels outside the classes aren't counted."""
    numbers = labels.argmax(axis=1) if labels.ndim == 2 else labels
    legal = numbers[(numbers >= 0) & (numbers < num_classes)].astype(np.int64)
    return tuple(np.bincount(legal, minlength=num_classes).tolist())


def check_memory(num_bytes: int, what: str) -> None:
    """Refuse to read what would fill more than half of the memory that is free now.

    Raises:
        DataError: It would.
    """
    import psutil

    limit = psutil.virtual_memory().available // 2
    if num_bytes > limit:
        raise DataError(
            f"{what} needs {bytes_text(num_bytes)} of memory; half of what is free is {bytes_text(limit)}.",
            "Use a part of it (such as tfds:NAME:train[:10%]), smaller images, or a larger machine.",
        )


def bytes_text(num_bytes: int) -> str:
    """A number of bytes as people read it: `11.6 MB`."""
    size = float(num_bytes)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
