"""Whether a network has learnt one batch by heart, and what else keeps it from that: arithmetic only."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MEMORISED = 0.1
_NEARLY = 0.5
_ALL_RIGHT = 0.99
_UNMOVED = 0.05
_STEADY = 1e-3
_EXPLODED = 4
_HALF = 0.5
_TAIL = 20
_FALLING = 0.05


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What was seen while a network was trained on one batch.

    Args:
        losses: The loss of each step, with penalties and dropout; all are finite but perhaps the last.
        rate: The learning rate.
        accuracy: Part of the samples that were right in the last steps; None where nothing measures it.
        floor: The loss of perfect predictions.
        ignorance: The loss of the best answer that is the same for all samples; None where nobody knows.
        penalty: Part of the last loss that doesn't depend on the labels (regularisers).
        plain_loss: The last loss without penalty and dropout, where that could be computed.
        num_trainable: Weights that training may change, in scalars.
        misfits: Where the last activation and the loss don't belong together, in one line each.
        same_outputs: Names of outputs that are the same for all samples.
        num_contradictions: Samples that are equal to another one with other labels.
        bad_inputs: Whether the batch holds NaN or infinite numbers.
    """

    losses: tuple[float, ...]
    rate: float
    accuracy: float | None = None
    floor: float = 0.0
    ignorance: float | None = None
    penalty: float = 0.0
    plain_loss: float | None = None
    num_trainable: int = 1
    misfits: tuple[str, ...] = ()
    same_outputs: tuple[str, ...] = ()
    num_contradictions: int = 0
    bad_inputs: bool = False


@dataclass(frozen=True)
class OverfitResult:
    """What came of training on one batch.

    Args:
        losses: The loss of each step.
        accuracy: Part of the samples that were right in the last steps; None where nothing measures it.
        is_memorised: Whether the batch was learnt by heart; None where the trial was cancelled.
        verdict: In one or two sentences: what happened.
        remedy: What to do about it, the likeliest first; empty where nothing is wrong.
    """

    losses: tuple[float, ...]
    accuracy: float | None
    is_memorised: bool | None
    verdict: str
    remedy: str = ""


def judge(evidence: Evidence) -> OverfitResult:
    """Whether the batch was memorised, in words, and if not why not."""
    losses = evidence.losses
    if not all(map(math.isfinite, losses)):
        return _not_finite(evidence)
    last = _mean(losses[-_TAIL:])
    right = "" if evidence.accuracy is None else f", with {evidence.accuracy:.0%} of its samples right"
    course = f"from {losses[0]:.4g} to {last:.4g} in {len(losses)} steps{right}"
    if not _is_memorised(evidence, last):
        verdict = f"{_verb(evidence, last)}: the loss went {course}."
        remedy = " ".join(_reasons(evidence, last))
        return OverfitResult(losses, evidence.accuracy, is_memorised=False, verdict=verdict, remedy=remedy)
    verdict = f"The network can memorise one batch: the loss went {course}."
    remark = _remark(evidence, last)
    return OverfitResult(losses, evidence.accuracy, is_memorised=True, verdict=verdict, remedy=remark)


def cancelled(losses: Sequence[float]) -> OverfitResult:
    """The result of a trial that somebody broke off."""
    return OverfitResult(tuple(losses), None, None, "The trial was cancelled.")


def _verb(evidence: Evidence, last: float) -> str:
    if _still_falls(evidence, last) and not evidence.misfits:
        return f"The network learns, but {len(evidence.losses)} steps don't suffice to memorise one batch"
    return "The network can't memorise one batch"


def _still_falls(evidence: Evidence, last: float) -> bool:
    losses = evidence.losses
    middle = _mean(losses[-2 * _TAIL : -_TAIL] or losses)
    is_falling = middle - last > max(_FALLING * abs(losses[0] - last), _STEADY * abs(losses[0]))
    return is_falling and not _is_exploded(evidence, last)


def _not_finite(evidence: Evidence) -> OverfitResult:
    losses = evidence.losses
    step = next(row for row, loss in enumerate(losses, start=1) if not math.isfinite(loss))
    verdict = f"The network can't memorise one batch: the loss isn't finite at step {step}."
    if evidence.bad_inputs:
        remedy = "The batch itself holds NaN or infinite numbers: correct the data."
    elif step == 1:
        remedy = "The very first loss isn't finite: scale the samples to about 0 to 1, and check the loss."
    else:
        remedy = (
            f"The learning rate {evidence.rate:g} is probably too high: try a tenth of it, or clipnorm=1."
        )
    remedy = " ".join((remedy, *evidence.misfits))
    return OverfitResult(losses, None, is_memorised=False, verdict=verdict, remedy=remedy)


def _is_memorised(evidence: Evidence, last: float) -> bool:
    share = _share(evidence, last - evidence.penalty)
    is_right = evidence.accuracy is not None and evidence.accuracy >= _ALL_RIGHT
    return share <= _MEMORISED or (is_right and share <= _NEARLY)


def _share(evidence: Evidence, loss: float) -> float:
    """Where a loss lies between that of perfect predictions (0) and that of knowing nothing (1)."""
    reference = evidence.losses[0] if evidence.ignorance is None else evidence.ignorance
    room = reference - evidence.floor
    if room <= 0:
        return 0.0 if loss <= evidence.floor else 1.0
    return (loss - evidence.floor) / room


def _reasons(evidence: Evidence, last: float) -> Iterator[str]:
    """Likely reasons with their remedies, the surest first."""
    if not evidence.num_trainable:
        yield "No weight may change: all layers are frozen, or none has weights."
        return
    yield from evidence.misfits
    if evidence.num_contradictions:
        yield (
            f"{evidence.num_contradictions} samples of the batch are equal to another one with other labels, "
            "which nothing can learn: look at the data."
        )
    yield from _hindrances(evidence)
    is_exploded = _is_exploded(evidence, last)
    if is_exploded:
        yield f"The loss rises: the learning rate {evidence.rate:g} is too high; try a tenth of it."
    if evidence.same_outputs:
        names = " and ".join(f'"{name}"' for name in evidence.same_outputs)
        yield (
            f"The output {names} is the same for all samples: its units are dead or saturated. Look at "
            "its activation, initial weights and the scale of the samples."
        )
    if not is_exploded:
        yield from _about_rate(evidence, last)


def _is_exploded(evidence: Evidence, last: float) -> bool:
    start = evidence.losses[0]
    return max(evidence.losses) > start + _EXPLODED * abs(start) or last > start + _UNMOVED * abs(start)


def _hindrances(evidence: Evidence) -> Iterator[str]:
    plain, last = evidence.plain_loss, _mean(evidence.losses[-_TAIL:])
    if evidence.penalty > _HALF * abs(last):
        yield f"{evidence.penalty / last:.0%} of the loss is regularisation: make that weaker."
    elif plain is not None and _share(evidence, plain) <= _MEMORISED:
        yield f"Without dropout the loss would be {plain:.4g}: the dropout is too strong for the network."


def _about_rate(evidence: Evidence, last: float) -> Iterator[str]:
    start, rate = evidence.losses[0], evidence.rate
    if _still_falls(evidence, last):
        yield f"The loss still falls at the end: the learning rate {rate:g} is low; find a better one."
    elif abs(start - last) <= _UNMOVED * abs(start):
        yield f"The loss hardly moves: the learning rate {rate:g} is too low, or no gradient comes through."
    elif not evidence.misfits:
        yield (
            f"Try another learning rate than {rate:g}; if none helps, the network is too small, or the "
            "labels don't belong to the samples."
        )


def _remark(evidence: Evidence, last: float) -> str:
    if evidence.penalty > _HALF * abs(last) and _share(evidence, last) > _MEMORISED:
        return f"What is left of the loss is mostly regularisation ({evidence.penalty:.4g})."
    return ""


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
