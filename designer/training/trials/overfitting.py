"""Trains on one fixed batch, which any network that can learn at all soon knows by heart."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from designer.document.project import Project
from designer.errors import RequestError
from designer.training.control import Control
from designer.training.final_activation import mismatches
from designer.training.heads import Head, heads
from designer.training.preparation import StoppedError
from designer.training.trials.curve import RunningLoss
from designer.training.trials.events import Emit, TrialEnded, TrialPrepared, TrialStep, ignore
from designer.training.trials.judgement import Evidence, OverfitResult, cancelled, judge
from designer.training.trials.perfection import BatchLoss
from designer.training.trials.practice import Practice, explained, prepare_practice, trial_scope

NUM_STEPS = 200
_MOST_STEPS = 100_000
_TAIL = 20
_SAME = 1e-6


def overfit_one_batch(
    project: Project, *, control: Control | None = None, emit: Emit = ignore, num_steps: int = NUM_STEPS
) -> OverfitResult:
    """Train a fresh copy of the network on the first batch, again and again, and judge whether it learns it.

    What can't even memorise one batch has a mistake: in the last layer, the loss, the labels, the learning
    rate or the data. The test is A. Karpathy's, "A Recipe for Training Neural Networks" (2019). Dropout and
    regularisers stay as they are drawn; the project's schedule is left out. The project, its weights and
    later runs aren't touched.

    Args:
        control: Cancels the trial from another thread (`stop`).
        emit: Called with each event, in this thread.
        num_steps: Weight updates.

    Raises:
        RequestError: The number of steps can't be.
        DesignerError: The network doesn't build, the data can't be opened, or they don't fit each other.
    """
    if not 1 <= num_steps <= _MOST_STEPS:
        raise RequestError(f"{num_steps} steps won't do.", f"Give a number from 1 to {_MOST_STEPS:,}.")
    control = control or Control()
    try:
        with explained(), trial_scope(project):
            result = _try(project, control, emit, num_steps)
    except StoppedError:
        result = cancelled(())
    emit(TrialEnded(result=result))
    return result


def _try(project: Project, control: Control, emit: Emit, num_steps: int) -> OverfitResult:
    practice = prepare_practice(project, control, emit)
    dataset = practice.prepared.train_dataset(0, 1).take(1).cache()
    batch = next(iter(dataset))
    emit(TrialPrepared(num_steps=num_steps, batch_size=int(_each(batch[1])[0].shape[0])))
    watch = _Watch(practice, emit)
    practice.fit(dataset.repeat(num_steps), num_steps, before=lambda _step: None, after=watch.after)
    is_whole = len(watch.losses) == num_steps or not math.isfinite(watch.losses[-1])
    return judge(_evidence(project, practice, batch, watch)) if is_whole else cancelled(watch.losses)


class _Watch:
    """Takes note of loss and accuracy."""

    def __init__(self, practice: Practice, emit: Emit) -> None:
        self._optimizer = practice.prepared.model.optimizer
        self._emit = emit
        self._running = RunningLoss()
        self._accuracies: list[float] = []
        self.losses: list[float] = []

    @property
    def rate(self) -> float:
        return float(self._optimizer.learning_rate)

    @property
    def accuracy(self) -> float | None:
        last = self._accuracies[-_TAIL:]
        return sum(last) / len(last) if last else None

    def after(self, logs: dict[str, float]) -> bool:
        loss = logs["loss"]
        self.losses.append(loss)
        smoothed = self._running.take(loss) if math.isfinite(loss) else loss
        if found := [value for name, value in logs.items() if name.endswith("accuracy")]:
            self._accuracies.append(min(found))  # all outputs are to be right
        self._emit(TrialStep(step=len(self.losses), rate=self.rate, loss=loss, smoothed=smoothed))
        return math.isfinite(loss)


def _evidence(project: Project, practice: Practice, batch: Any, watch: _Watch) -> Evidence:
    model: Any = practice.prepared.model
    inputs, labels = _each(batch[0]), _each(batch[1])
    predictions = _each(model(batch[0], training=True))
    # Those of the call above; the call below would add its own.
    penalty = sum(float(loss) for loss in model.losses)
    plain = _each(model(batch[0], training=False))
    prepared = practice.prepared
    loss = BatchLoss(model.loss, labels, project.training.loss_weights, prepared.class_weight)
    found = loss.bounds(predictions)
    outputs = heads(project.graph, [output.shape for output in model.outputs])
    return Evidence(
        losses=tuple(watch.losses),
        rate=watch.rate,
        accuracy=watch.accuracy,
        floor=found.floor,
        ignorance=found.ignorance,
        penalty=penalty,
        plain_loss=loss.of(plain),
        num_trainable=sum(math.prod(weight.shape) for weight in model.trainable_weights),
        misfits=tuple(mismatch.text for mismatch in mismatches(prepared.chosen.loss, outputs)),
        same_outputs=_same_outputs(outputs, predictions),
        num_contradictions=num_contradictions(inputs, labels),
        bad_inputs=any(_is_broken(array) for array in (*inputs, *labels)),
    )


def num_contradictions(inputs: Sequence[Any], labels: Sequence[Any]) -> int:
    """Number of samples that are equal to another one that has other labels."""
    found: dict[bytes, dict[bytes, int]] = defaultdict(lambda: defaultdict(int))
    x, y = [np.asarray(array) for array in inputs], [np.asarray(array) for array in labels]
    for row in range(len(y[0])):
        sample = b"".join(array[row].tobytes() for array in x)
        found[sample][b"".join(array[row].tobytes() for array in y)] += 1
    return sum(sum(counts.values()) - max(counts.values()) for counts in found.values())


def _same_outputs(outputs: Sequence[Head], predictions: Sequence[Any]) -> tuple[str, ...]:
    """Names of the outputs that don't depend on the sample."""
    same = []
    for head, prediction in zip(outputs, predictions, strict=True):
        values = np.asarray(prediction, dtype=np.float64)
        spread = float(np.abs(values - values[:1]).max()) if len(values) > 1 else math.inf
        if spread <= _SAME * max(1.0, float(np.abs(values).max())):
            same.append(head.name)
    return tuple(same)


def _is_broken(array: Any) -> bool:
    values = np.asarray(array)
    return values.dtype.kind == "f" and not np.isfinite(values).all()


def _each(tensors: Any) -> list[Any]:
    return list(tensors) if isinstance(tensors, tuple | list) else [tensors]
