"""From data settings to the tf.data pipelines that a run trains and validates on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from designer.data.adaptation import SampleShape, adapted_shape, apply
from designer.data.division import Indices, divide
from designer.data.feeding import Feed, Target
from designer.data.info import DataInfo
from designer.data.progress import OnProgress, ignore_progress
from designer.data.sources.base import Array, Source
from designer.data.sources.registry import open_source
from designer.document.settings import DataSettings
from designer.errors import DataError

_ALIGNMENT = 64


@dataclass(frozen=True, eq=False)
class _Part:
    """Samples for one purpose: rows `indices` of tensors, which parts may share.

    Args:
        x: A tensor for each array of samples of the source that is used; None for the others.
        y: The labels of each output.
    """

    x: Sequence[Any]
    y: Sequence[Any]
    indices: Indices


@dataclass(frozen=True, eq=False)
class Pipeline:
    """Batches of adapted samples and labels for one run.

    A batch is a pair of samples and labels: each a tensor, or a tuple of them in the order of the network's
    inputs and outputs where there are several.

    Args:
        info: The source.
        feeds: One for each input of the network.
        targets: One for each output.
        seed: Seed of the order of training samples.
    """

    info: DataInfo
    feeds: tuple[Feed, ...]
    targets: tuple[Target, ...]
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
    def sample_shapes(self) -> tuple[SampleShape, ...]:
        """Shape of one adapted sample for each input, without the batch axis."""
        x = self._train.x
        return tuple(adapted_shape(feed.adaptation, tuple(x[feed.array].shape[1:])) for feed in self.feeds)

    def train_labels(self, output: int) -> Array:
        """The stored labels of the training samples for an output: class numbers, or values."""
        return np.asarray(self._train.y[output])[self._train.indices]

    def train_dataset(self, epochs: int, *, start_step: int = 0) -> Any:
        """One tf.data.Dataset over all epochs, each in an order of its own; for `fit` with `steps_per_epoch`.

        Args:
            start_step: Number of batches to leave out at the beginning: where an interrupted run goes on.
        """
        import tensorflow as tf

        first_epoch, first_batch = divmod(start_step, self.steps_per_epoch)
        order, index_batches = _orders_of(self.seed, self._train.indices), self._index_batches
        orders = tf.data.Dataset.range(first_epoch, epochs).map(_as_it_is(order))
        batches = orders.prefetch(1).flat_map(_as_it_is(index_batches)).skip(first_batch)
        num_batches = epochs * self.steps_per_epoch - start_step
        return self._dataset(batches.apply(tf.data.experimental.assert_cardinality(num_batches)), self._train)

    def validation_dataset(self) -> Any | None:
        """The validation samples once, in a fixed order; None where there are none."""
        return self._in_order(self._validation)

    def test_dataset(self) -> Any | None:
        """The samples held back for a test once, in a fixed order; None where there are none."""
        return self._in_order(self._test)

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
            samples = (apply(feed.adaptation, tf.gather(part.x[feed.array], indices)) for feed in self.feeds)
            labels = (
                _formed(target, tf.gather(y, indices), self.info)
                for target, y in zip(self.targets, part.y, strict=True)
            )
            return _alone(tuple(samples)), _alone(tuple(labels))

        options = tf.data.Options()
        # There is nothing to optimise, and trying takes longer than small runs do.
        options.experimental_optimization.apply_default_optimizations = False
        dataset = index_batches.map(_as_it_is(batch), num_parallel_calls=tf.data.AUTOTUNE, deterministic=True)
        return dataset.with_options(options).prefetch(tf.data.AUTOTUNE)


def open_pipeline(
    settings: DataSettings,
    *,
    batch_size: int,
    seed: int,
    feeds: Sequence[Feed] = (Feed(),),
    targets: Sequence[Target] = (Target(),),
    source: Source | None = None,
    progress: OnProgress = ignore_progress,
) -> Pipeline:
    """Read the samples and divide them; training never sees a validation or test sample.

    Args:
        seed: Seed of the order of training samples; that of the division is in the settings.
        feeds: What each input of the network takes; by default one takes the samples as they are.
        targets: What each output is compared with; by default one with class numbers.
        source: The source of the settings, where it is open already.

    Raises:
        RequestError: There is no such source.
        DownloadNeeded: The data set isn't on this computer.
        DataError: The data can't be read, divided, or labelled as asked.
    """
    source = source or open_source(settings.source)
    size = next((feed.adaptation.resize for feed in feeds if feed.adaptation.resize), None)
    used = {feed.array for feed in feeds}

    def load(split: str) -> tuple[list[Any], list[Any]]:
        arrays = source.load(split, size=size, progress=progress)
        samples = [_in_main_memory(x) if row in used else None for row, x in enumerate(arrays.inputs)]
        kept = {target: target.stored(arrays.targets, source.info.targets, split) for target in targets}
        labels = {target: _in_main_memory(y) for target, y in kept.items()}  # equal targets share a tensor
        return samples, [labels[target] for target in targets]

    parts = _parts(settings, source, load)
    return Pipeline(source.info, tuple(feeds), tuple(targets), batch_size, seed, *parts)


def _as_it_is(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function that AutoGraph doesn't rewrite, which takes 0.4 s: none here branches by tensors."""
    import tensorflow as tf

    plain: Callable[[Any], Any] = tf.autograph.experimental.do_not_convert(function)
    return plain


def _orders_of(seed: int, indices: Indices) -> Callable[[Any], Any]:
    """The permutation of an epoch: NumPy's, since it is the same whatever TensorFlow's global seed is.

    TensorFlow keeps every NumPy function for good, with all that it holds; so this one holds no samples.
    """
    import tensorflow as tf

    def permuted(epoch_number: int) -> Indices:
        generator = np.random.default_rng([seed, int(epoch_number)])
        return generator.permutation(indices)

    def order(epoch: Any) -> Any:
        return tf.ensure_shape(tf.numpy_function(permuted, [epoch], tf.int64), [len(indices)])

    return order


def _parts(
    settings: DataSettings, source: Source, load: Callable[[str], tuple[list[Any], list[Any]]]
) -> tuple[_Part, _Part, _Part]:
    """Samples for training, validation and test."""
    validation_split = _validation_split(settings, source)
    x, y = load(source.train_split)
    division = divide(
        int(y[0].shape[0]),
        validation_percent=0 if validation_split else settings.validation_percent,
        test_percent=settings.test_percent,
        seed=settings.seed,
    )
    validation = _Part(x, y, division.validation)
    if validation_split:
        x_validation, y_validation = load(validation_split)
        validation = _Part(x_validation, y_validation, np.arange(int(y_validation[0].shape[0])))
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


def _formed(target: Target, y: Any, info: DataInfo) -> Any:
    """Stored labels in the form that a loss takes."""
    import tensorflow as tf

    return tf.one_hot(y, target.classes(info.targets)) if target.form == "one_hot" else y


def _alone(tensors: tuple[Any, ...]) -> Any:
    """A single tensor as itself, as a model with one input or output takes it."""
    return tensors[0] if len(tensors) == 1 else tensors


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
