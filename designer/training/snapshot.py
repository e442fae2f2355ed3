"""The whole state of a run at one step: taken in moments, written to disk later by another thread."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import numpy as np

from designer.compiler.build import deep_recursion
from designer.errors import TrainingError

if TYPE_CHECKING:
    import keras

Memory = dict[str, Any]

_WEIGHTS = "model.weights.h5"
_STATE = "state"
_METRIC = "metric"


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a run needs to go on exactly from a step.

    Args:
        step: Weight updates so far.
        epoch: Whole epochs so far.
        values: Of all variables of model and optimiser, as tensors that no update touches any more.
        accumulators: Of the metrics, for an epoch that isn't over.
        memory: What isn't a tensor, such as what callbacks remember; JSON.
        metrics: Of the epoch that ended here; empty in the middle of one.
    """

    step: int
    epoch: int
    values: Sequence[Any]
    accumulators: Sequence[Any]
    memory: Memory = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)


class ModelState:
    """Takes, writes and restores snapshots of one compiled model.

    Keras's own files hold weights and optimiser. What they leave out, the states of the seed generators and
    the accumulators of the metrics, goes into an `.npz` beside them.

    Args:
        model: Built and compiled, its optimiser and metrics built too.
    """

    def __init__(self, model: "keras.Model") -> None:
        self._model = model
        self._variables = [*model.variables, *model.optimizer.variables]
        weights = {id(variable) for variable in model.weights}
        self._states = [i for i, variable in enumerate(model.variables) if id(variable) not in weights]

        trainable = {id(variable) for variable in model.trainable_variables}
        self._trainable = [i for i, variable in enumerate(model.variables) if id(variable) in trainable]

    def take(
        self, step: int, epoch: int, memory: Memory, metrics: Mapping[str, float] | None = None
    ) -> Snapshot:
        """The state at this moment; call it between two batches."""
        return Snapshot(step, epoch, _read(self._variables), self.accumulators(), memory, metrics or {})

    def accumulators(self) -> list[Any]:
        """What the metrics have counted of the epoch so far."""
        return _read(self._model.metrics_variables)

    def is_finite(self, snapshot: Snapshot) -> bool:
        """Whether all trainable weights of a snapshot are numbers."""
        values = (snapshot.values[i] for i in self._trainable)
        return all(bool(np.isfinite(np.asarray(value, np.float32)).all()) for value in values)

    def write(self, snapshot: Snapshot, model_file: Path, state_file: Path) -> None:
        """Write a snapshot, from any thread, while the model is trained on.

        Raises:
            OSError: A file can't be written.
        """
        import keras

        _prepare_keras_for_saving()
        state = list(zip(self._variables, snapshot.values, strict=True))
        with keras.StatelessScope(state_mapping=state), deep_recursion(len(self._model.layers)):
            self._model.save(model_file)
        arrays = {f"{_STATE}{i}": np.asarray(snapshot.values[i]) for i in self._states}
        arrays |= {f"{_METRIC}{i}": np.asarray(value) for i, value in enumerate(snapshot.accumulators)}
        with state_file.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    def assign(self, snapshot: Snapshot) -> None:
        """Bring weights, optimiser and seed generators to what a snapshot holds."""
        for variable, value in zip(self._variables, snapshot.values, strict=True):
            variable.assign(value)

    def restore(self, model_file: Path, state_file: Path, *, with_optimizer: bool = True) -> list[Any]:
        """Bring the model into the state that a checkpoint holds.

        Args:
            with_optimizer: Whether the state of the optimizer is brought back too.

        Returns:
            The accumulators of the metrics, which `fit` resets when it begins an epoch; see `accumulate`.

        Raises:
            TrainingError: The checkpoint is of another network, or can't be read.
        """
        _prepare_keras_for_saving()
        try:
            without = nullcontext() if with_optimizer else _without_optimizer(self._model)
            with without, _unpacked(model_file) as weights_file:
                self._model.load_weights(weights_file)
            with np.load(state_file) as file:
                arrays = dict(file)
            for i in self._states:
                self._variables[i].assign(arrays[f"{_STATE}{i}"])
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise TrainingError(
                f"The checkpoint {model_file.parent} doesn't fit the network: {error}.",
                "Go on from another checkpoint, or train again.",
            ) from error
        num_metrics = len(self._model.metrics_variables)
        return [arrays[f"{_METRIC}{i}"] for i in range(num_metrics) if f"{_METRIC}{i}" in arrays]

    def accumulate(self, accumulators: Sequence[Any]) -> None:
        """Set the metrics to what they had counted of an epoch."""
        for variable, value in zip(self._model.metrics_variables, accumulators, strict=True):
            variable.assign(value)


@contextmanager
def _unpacked(model_file: Path) -> Iterator[Path]:
    """The weights of a `.keras` file as a file of their own.

    Keras reads them inside of the archive by jumps to and fro, each of which reads it from its beginning.
    """
    with ExitStack() as stack:
        path = model_file
        with suppress(OSError):  # no room for them
            folder = stack.enter_context(TemporaryDirectory())
            with ZipFile(model_file) as archive:
                path = Path(archive.extract(_WEIGHTS, folder))
        yield path


@contextmanager
def _without_optimizer(model: "keras.Model") -> Iterator[None]:
    optimizer, model.optimizer = model.optimizer, None
    try:
        yield
    finally:
        model.optimizer = optimizer


def _read(variables: Sequence[Any]) -> list[Any]:
    """Their values as tensors, which share memory with the variables until those are next assigned.

    A compiled function would read faster, but takes longer to be made than many snapshots do.
    """
    import tensorflow as tf

    return [tf.identity(variable.value) for variable in variables]


def build_for_training(model: "keras.Model", dataset: Any) -> None:
    """Build what Keras would build at the first batch, the optimiser and the metrics, from shapes alone.

    Args:
        dataset: Of batches to train on.
    """
    import keras
    import tensorflow as tf

    batch = tf.nest.map_structure(
        lambda spec: keras.KerasTensor(tuple(spec.shape), spec.dtype.name), dataset.element_spec
    )
    model.optimizer.build(model.trainable_variables)
    # As `fit` does it where it needs them before the first batch.
    model._symbolic_build(data_batch=batch)


def _prepare_keras_for_saving() -> None:
    """Fill what Keras keeps for each thread about the attributes that it skips when it saves and loads.

    Keras 3.15 writes it under one name and looks it up under another. So every save makes an optimiser, with
    a variable, in order to know its attributes, which a `StatelessScope` forbids; and it takes long.
    """
    from keras.src.backend.common import global_state
    from keras.src.saving.saving_lib import get_attr_skipset

    for kind in ("Operation", "Layer", "Functional", "Sequential", "Metric", "Optimizer", "Loss"):
        name = f"saving_attr_skiplist_{kind}"
        if global_state.get_global_attribute(name) is None:
            global_state.set_global_attribute(name, get_attr_skipset(kind))
