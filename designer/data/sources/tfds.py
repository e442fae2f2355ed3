"""Data sets of tensorflow-datasets that are prepared on this computer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.data.progress import OnProgress, Progress, ignore_progress
from designer.data.sources.base import Array, Arrays, check_memory, count_labels, unknown_split
from designer.data.tfds_import import load_tfds
from designer.errors import DataError

_READ_BATCH = 256
_COUNTED_BYTES = 1 << 30


@dataclass(frozen=True)
class TfdsSource:
    """A prepared data set.

    Args:
        source: As the user wrote it.
        builder: tensorflow-datasets' handle of the data set.
        keys: Names of the features that serve as sample and as label.
        chosen_split: The split the user wrote, such as `train[:80%]`; empty where none was written.
    """

    source: str
    builder: Any
    keys: tuple[str, str]
    chosen_split: str = ""

    @cached_property
    def info(self) -> DataInfo:
        """See `Source.info`."""
        features = self.builder.info.features
        splits = {name: int(split.num_examples) for name, split in self._splits.items()}
        return DataInfo(
            source=self.source,
            title=self.builder.info.full_name,
            features=feature_info(features[self.keys[0]]),
            labels=label_info(features[self.keys[1]]),
            splits=splits | {self.train_split: self.count_samples(self.train_split)},
        )

    @property
    def name(self) -> str:
        """The data set without the split."""
        return f"tfds:{self.builder.name}"

    @property
    def train_split(self) -> str:
        """See `Source.train_split`."""
        return self.chosen_split or ("train" if "train" in self._splits else next(iter(self._splits)))

    def load(
        self, split: str, *, size: tuple[int, int] | None = None, progress: OnProgress = ignore_progress
    ) -> Arrays:
        """See `Source.load`."""
        features, labels = self.info.features, self.info.labels
        num_samples = self.count_samples(split)
        shape = self._fixed_shape(size)
        dtype = np.dtype(features.dtype)
        check_memory(num_samples * int(np.prod(shape)) * dtype.itemsize, f"{self.source} ({split})")
        x = np.empty((num_samples, *shape), dtype)
        y = np.empty((num_samples, *labels.shape), labels.dtype)
        done = 0
        for x_part, y_part in self._batches(split, None if shape == features.shape else size):
            part = slice(done, done + len(x_part))
            x[part], y[part] = x_part, y_part
            done += len(x_part)
            progress(Progress(f"Reading {self.builder.name}", done, num_samples))
        if done != num_samples:
            raise self._damaged(f"{done:,} of {num_samples:,} samples of {split} are there")
        return Arrays(x, y)

    def iterate(self, split: str) -> Iterator[tuple[Array, Array]]:
        """See `Source.iterate`."""
        self.count_samples(split)
        return self._read(self._dataset(split).map(self._pair))

    def count_classes(self) -> Mapping[str, tuple[int, ...]]:
        """See `Source.count_classes`; empty too where counting would mean to read more than a gibibyte."""
        num_classes = self.info.labels.num_classes
        if not num_classes or int(self.builder.info.dataset_size) > _COUNTED_BYTES:
            return {}
        splits = [split for split, num_samples in self.info.splits.items() if num_samples]
        return {split: count_labels(self._labels(split), num_classes) for split in splits}

    def overlap(self, split: str, other: str) -> bool:
        """See `Source.overlap`."""
        pairs = product(self._split(split).file_instructions, self._split(other).file_instructions)
        return any(
            one.filename == two.filename and one.skip < two.skip + two.take and two.skip < one.skip + one.take
            for one, two in pairs
        )

    def count_samples(self, split: str) -> int:
        """Number of samples of a split.

        Raises:
            DataError: There is no such split, or it is empty.
        """
        num_samples = int(self._split(split).num_examples)
        if not num_samples:
            sizes = ", ".join(f"{name} has {part.num_examples:,}" for name, part in self._splits.items())
            raise DataError(
                f"The split {split} of {self.name} is empty; {sizes} samples.", "Choose a larger part."
            )
        return num_samples

    @property
    def _splits(self) -> Mapping[str, Any]:
        splits: Mapping[str, Any] = self.builder.info.splits
        return splits

    def _split(self, split: str) -> Any:
        try:
            return self._splits[split]
        except (ValueError, KeyError, AssertionError) as error:
            raise unknown_split(self.name, split, self._splits) from error

    def _fixed_shape(self, size: tuple[int, int] | None) -> tuple[int, ...]:
        features = self.info.features
        fixed = tuple(axis for axis in features.shape if axis is not None)
        if len(fixed) == len(features.shape):
            return fixed
        if not features.is_image:
            raise DataError(f"The samples of {self.source} vary in shape {features.shape}; only images may.")
        if size is None:
            raise DataError(
                f"The images of {self.source} vary in size.",
                "Give the Input a height and width to resize them to.",
            )
        return (*size, *fixed[-1:])

    def _labels(self, split: str) -> Array:
        tfds = load_tfds()
        key = self.keys[1]
        dataset = self._dataset(split, tfds.decode.PartialDecoding({key: True}))
        return np.concatenate([part[key] for part in self._read(dataset.batch(_READ_BATCH))])

    def _batches(self, split: str, size: tuple[int, int] | None) -> Iterator[tuple[Array, Array]]:
        dataset = self._dataset(split).map(self._pair)
        if size:
            dataset = dataset.map(lambda x, y: (_resized(x, size), y), num_parallel_calls=2)
        return self._read(dataset.batch(_READ_BATCH))

    def _pair(self, sample: Mapping[str, Any]) -> tuple[Any, Any]:
        return sample[self.keys[0]], sample[self.keys[1]]

    def _dataset(self, split: str, decoders: Any = None) -> Any:
        tfds = load_tfds()
        config = tfds.ReadConfig(try_autocache=False)
        with self._reading():
            return self.builder.as_dataset(split=split, decoders=decoders, read_config=config)

    def _read(self, dataset: Any) -> Iterator[Any]:
        with self._reading():
            yield from dataset.as_numpy_iterator()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        import tensorflow as tf

        try:
            yield
        except (tf.errors.OpError, OSError, ValueError, AssertionError) as error:
            raise self._damaged(str(error).splitlines()[0][:200]) from error

    def _damaged(self, reason: str) -> DataError:
        return DataError(
            f"{self.source} is damaged in {self.builder.data_path}: {reason}.",
            "Delete this folder and download the data set again, or copy it again.",
        )


def supervised_keys(info: Any) -> tuple[str, str]:
    """Names of the features that serve as sample and as label.

    Raises:
        DataError: The data set doesn't say which, and it has no single image with a single class either.
    """
    tfds = load_tfds()
    keys = info.supervised_keys
    if keys and len(keys) == 2 and all(isinstance(key, str) for key in keys):
        return (keys[0], keys[1])
    images = [key for key, feature in info.features.items() if isinstance(feature, tfds.features.Image)]
    classes = [key for key, feature in info.features.items() if isinstance(feature, tfds.features.ClassLabel)]
    if len(images) == len(classes) == 1:
        return (images[0], classes[0])
    raise DataError(
        f"tfds:{info.name} has no clear pair of sample and label among {', '.join(info.features)}.",
        "Choose a data set of images or numbers with one label, or save your arrays as numpy:FILE.npz.",
    )


def feature_info(feature: Any) -> FeatureInfo:
    """What a sample looks like.

    Raises:
        DataError: It is neither an image nor numbers.
    """
    dtype = _number_type(feature)
    return FeatureInfo(tuple(feature.shape), dtype, (0.0, 255.0) if dtype == "uint8" else None)


def label_info(feature: Any) -> LabelInfo:
    """What a label looks like.

    Raises:
        DataError: It is neither a class nor numbers of a fixed shape.
    """
    tfds = load_tfds()
    if isinstance(feature, tfds.features.ClassLabel):
        return LabelInfo("classes", class_names=tuple(feature.names))
    if _number_type(feature) == "bool" and not feature.shape:
        return LabelInfo("classes", class_names=("False", "True"))
    if None in feature.shape:
        raise DataError(f"Labels of varying shape {tuple(feature.shape)} can't be learnt from.")
    return LabelInfo("values", tuple(feature.shape), "float32")


def _number_type(feature: Any) -> str:
    tfds = load_tfds()
    if not isinstance(feature, tfds.features.Tensor | tfds.features.Image):
        raise DataError(f"{type(feature).__name__} features are not offered yet; images and numbers are.")
    dtype = np.dtype(feature.np_dtype)
    if dtype.kind not in "biuf":
        raise DataError(f"Features of dtype {dtype} are not offered yet; images and numbers are.")
    return "float32" if dtype.kind == "f" else str(dtype)


def _resized(image: Any, size: tuple[int, int]) -> Any:
    import tensorflow as tf

    resized = tf.image.resize(image, size)
    return tf.saturate_cast(tf.round(resized), image.dtype) if image.dtype.is_integer else resized
