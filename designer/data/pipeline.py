"""From data settings to the tf.data pipelines that a run trains and validates on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from designer.data.adaptation import SampleShape, adapted_shape, apply
from designer.data.division import Indices, divide
from designer.data.info import DataInfo
from designer.data.labels import LabelForm, stored_labels
from designer.data.progress import OnProgress, ignore_progress
from designer.data.sources.base import Array, Source
from designer.data.sources.registry import open_source
from designer.document.settings import Adaptation, DataSettings
from designer.errors import DataError

_ALIGNMENT = 64


@dataclass(frozen=True, eq=False)
class _Part:
    """Samples for one purpose: rows `indices` of the tensors `x` and `y`, which parts may share."""

    x: Any
    y: Any
    indices: Indices


@dataclass(frozen=True, eq=False)
class Pipeline:
    """Batches of adapted samples and labels for one run.

    Args:
        info: The source.
        label_form: Form of the labels in a batch.
        num_classes: Number of classes that labels are checked against and one-hot vectors have.
        seed: Seed of the order of training samples.
    """

    info: DataInfo
    adaptation: Adaptation
    label_form: LabelForm
    num_classes: int
    batch_size: int
    seed: int
    _train: _Part
    _validation: _Part
    _test: _Part

    @property
    def num_train(self) -> int:
        """Number of samples to train on."""
        return len(self._train.indices)

    @property
    def num_validation(self) -> int:
        """Number of samples to validate on."""
        return len(self._validation.indices)

    @property
    def num_test(self) -> int:
        """Number of samples held back for a test."""
        return len(self._test.indices)

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch; the last may be smaller."""
        return -(-self.num_train // self.batch_size)

    @property
    def sample_shape(self) -> SampleShape:
        """Shape of one adapted sample, without the batch axis."""
        return adapted_shape(self.adaptation, tuple(self._train.x.shape[1:]))

    def train_dataset(self, epochs: int, *, start_step: int = 0) -> Any:
        """One tf.data.Dataset over all epochs, each in an order of its own; for `fit` with `steps_per_epoch`.

        Args:
            start_step: Number of batches to leave out at the beginning: where an interrupted run goes on.
        """
        import tensorflow as tf

        first_epoch, first_batch = divmod(start_step, self.steps_per_epoch)
        orders = tf.data.Dataset.range(first_epoch, epochs).map(self._order)
        batches = orders.prefetch(1).flat_map(self._index_batches).skip(first_batch)
        num_batches = epochs * self.steps_per_epoch - start_step
        return self._dataset(batches.apply(tf.data.experimental.assert_cardinality(num_batches)), self._train)

    def validation_dataset(self) -> Any | None:
        """The validation samples once, in a fixed order; None where there are none."""
        return self._in_order(self._validation)

    def test_dataset(self) -> Any | None:
        """The samples held back for a test once, in a fixed order; None where there are none."""
        return self._in_order(self._test)

    def _order(self, epoch: Any) -> Any:
        """The permutation of an epoch: NumPy's, since it is the same whatever TensorFlow's global seed is."""
        import tensorflow as tf

        def permuted(epoch_number: int) -> Indices:
            generator = np.random.default_rng([self.seed, int(epoch_number)])
            return generator.permutation(self._train.indices)

        return tf.ensure_shape(tf.numpy_function(permuted, [epoch], tf.int64), [self.num_train])

    def _index_batches(self, indices: Any) -> Any:
        import tensorflow as tf

        num_whole, num_left = divmod(indices.shape[0], self.batch_size)
        whole = tf.reshape(indices[: num_whole * self.batch_size], (num_whole, self.batch_size))
        batches = tf.data.Dataset.from_tensor_slices(whole)
        if num_left:
            batches = batches.concatenate(tf.data.Dataset.from_tensors(indices[-num_left:]))
        return batches

    def _in_order(self, part: _Part) -> Any | None:
        import tensorflow as tf

        if not len(part.indices):
            return None
        return self._dataset(self._index_batches(tf.constant(part.indices)), part)

    def _dataset(self, index_batches: Any, part: _Part) -> Any:
        import tensorflow as tf

        def batch(indices: Any) -> tuple[Any, Any]:
            y = tf.gather(part.y, indices)
            labels = tf.one_hot(y, self.num_classes) if self.label_form == "one_hot" else y
            return apply(self.adaptation, tf.gather(part.x, indices)), labels

        options = tf.data.Options()
        # There is nothing to optimise, and trying takes longer than small runs do.
        options.experimental_optimization.apply_default_optimizations = False
        dataset = index_batches.map(batch, num_parallel_calls=tf.data.AUTOTUNE, deterministic=True)
        return dataset.with_options(options).prefetch(tf.data.AUTOTUNE)


def open_pipeline(
    settings: DataSettings,
    *,
    adaptation: Adaptation | None,
    batch_size: int,
    seed: int,
    label_form: LabelForm,
    num_classes: int | None = None,
    source: Source | None = None,
    progress: OnProgress = ignore_progress,
) -> Pipeline:
    """Read the samples and divide them; training never sees a validation or test sample.

    Args:
        adaptation: What is done to each sample; None for nothing.
        seed: Seed of the order of training samples; that of the division is in the settings.
        num_classes: Number of classes that the network tells apart; None for as many as the source has.
        source: The source of the settings, where it is open already.

    Raises:
        RequestError: There is no such source.
        DownloadNeeded: The data set isn't on this computer.
        DataError: The data can't be read, divided, or labelled as asked.
    """
    adaptation = adaptation or Adaptation()
    source = source or open_source(settings.source)
    num_classes = num_classes or source.info.labels.num_classes

    def load(split: str) -> tuple[Any, Any]:
        arrays = source.load(split, size=adaptation.resize, progress=progress)
        labels = stored_labels(arrays.y, source.info.labels, label_form, num_classes, split)
        return _in_main_memory(arrays.x), _in_main_memory(labels)

    parts = _parts(settings, source, load)
    return Pipeline(source.info, adaptation, label_form, num_classes, batch_size, seed, *parts)


def _parts(
    settings: DataSettings, source: Source, load: Callable[[str], tuple[Any, Any]]
) -> tuple[_Part, _Part, _Part]:
    """Samples for training, validation and test."""
    validation_split = _validation_split(settings, source)
    x, y = load(source.train_split)
    division = divide(
        len(y),
        validation_percent=0 if validation_split else settings.validation_percent,
        test_percent=settings.test_percent,
        seed=settings.seed,
    )
    validation = _Part(x, y, division.validation)
    if validation_split:
        x_validation, y_validation = load(validation_split)
        validation = _Part(x_validation, y_validation, np.arange(len(y_validation)))
    return _Part(x, y, division.train), validation, _Part(x, y, division.test)


def _validation_split(settings: DataSettings, source: Source) -> str | None:
    """The split to validate on, where it isn't a part of the training split."""
    if not settings.validation_split:
        return "validation" if "validation" in source.info.splits else None
    if source.overlap(source.train_split, settings.validation_split):
        raise DataError(
            f"Validating {settings.source} on {settings.validation_split} would use samples of "
            f"{source.train_split}, which are trained on.",
            "Choose a split that doesn't overlap, or hold back a percentage.",
        )
    return settings.validation_split


def _in_main_memory(array: Array) -> Any:
    """A tensor in main memory, even where there is an accelerator, whose memory the network needs.

    `tf.constant` holds two more copies for a while and takes several times as long. Sharing memory needs
    alignment, which NumPy's seldom has: TensorFlow aborts the process without it.
    """
    import tensorflow as tf

    memory = np.empty(array.nbytes + _ALIGNMENT, np.uint8)
    start = -memory.ctypes.data % _ALIGNMENT
    aligned = memory[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
    aligned[...] = array
    with tf.device("CPU:0"):
        return tf.experimental.dlpack.from_dlpack(aligned.__dlpack__())
