"""What became of training on one batch is said in words, with the likeliest reason first."""

import math
from typing import Any

import numpy as np
import pytest

from designer.training.trials.judgement import Evidence, OverfitResult, cancelled, judge
from designer.training.trials.overfitting import num_contradictions

FALLEN = tuple(2.3 * 0.95**step for step in range(200))
STUCK = (2.3, *(1.5 for _ in range(199)))


def verdict_on(losses: tuple[float, ...], **facts: Any) -> OverfitResult:
    return judge(Evidence(**{"losses": losses, "rate": 0.001, "ignorance": 2.3, **facts}))


def test_a_loss_near_its_floor_is_memorised() -> None:
    result = verdict_on(FALLEN, accuracy=1.0)
    assert result.is_memorised
    assert result.verdict == (
        "The network can memorise one batch: the loss went from 2.3 to 0.0001443 in 200 steps, "
        "with 100% of its samples right."
    )
    assert not result.remedy


def test_the_floor_need_not_be_zero() -> None:
    losses = tuple(1.0 + loss for loss in FALLEN)
    assert verdict_on(losses, floor=1.0, ignorance=3.3).is_memorised
    assert not verdict_on(losses, floor=0.0, ignorance=3.3).is_memorised


def test_all_samples_right_is_memorised_though_dropout_keeps_the_loss_up() -> None:
    losses = (2.3, *(0.8 for _ in range(199)))
    assert verdict_on(losses, accuracy=1.0).is_memorised
    assert not verdict_on(losses, accuracy=0.8).is_memorised


def test_what_regularisers_add_is_no_failure_to_memorise() -> None:
    result = verdict_on(tuple(5.0 + loss for loss in FALLEN), penalty=5.0, ignorance=2.3)
    assert result.is_memorised
    assert "mostly regularisation" in result.remedy


@pytest.mark.parametrize(
    ("losses", "facts", "said"),
    [
        (STUCK, {"num_trainable": 0}, "No weight may change"),
        (STUCK, {"misfits": ('"scores" has no softmax.',)}, '"scores" has no softmax.'),
        (
            STUCK,
            {"num_contradictions": 3},
            "3 samples of the batch are equal to another one",
        ),
        (STUCK, {"same_outputs": ("scores",)}, 'The output "scores" is the same for all samples'),
        (STUCK, {"penalty": 1.0}, "67% of the loss is regularisation"),
        (STUCK, {"plain_loss": 0.01}, "Without dropout the loss would be 0.01: the dropout is too strong"),
        (STUCK, {}, "Try another learning rate than 0.001"),
        ((2.3,) * 200, {}, "The loss hardly moves: the learning rate 0.001 is too low"),
        ((2.3, *(9.0 for _ in range(199))), {}, "The loss rises: the learning rate 0.001 is too high"),
    ],
)
def test_what_keeps_it_from_memorising_is_said(losses: Any, facts: dict[str, Any], said: str) -> None:
    result = verdict_on(losses, **facts)
    assert result.is_memorised is False
    assert result.verdict.startswith("The network can't memorise one batch")
    assert result.remedy.startswith(said)


def test_one_that_still_learns_is_told_from_one_that_is_stuck() -> None:
    result = verdict_on(tuple(2.3 - step / 200 for step in range(200)))
    assert result.is_memorised is False
    assert result.verdict.startswith("The network learns, but 200 steps don't suffice")
    assert "The loss still falls at the end" in result.remedy


@pytest.mark.parametrize(
    ("losses", "facts", "said"),
    [
        ((math.nan,), {}, "The very first loss isn't finite"),
        ((2.3, 4.0, math.inf), {}, "The learning rate 0.001 is probably too high"),
        ((math.nan,), {"bad_inputs": True}, "The batch itself holds NaN"),
    ],
)
def test_a_loss_that_is_not_finite_is_blamed_on_what_it_comes_from(
    losses: Any, facts: dict[str, Any], said: str
) -> None:
    result = verdict_on(losses, **facts)
    assert f"isn't finite at step {len(losses)}" in result.verdict
    assert result.remedy.startswith(said)


def test_a_single_step_is_judged_too() -> None:
    assert verdict_on((2.3,)).is_memorised is False


def test_a_cancelled_trial_has_no_verdict() -> None:
    assert cancelled([1.0]).is_memorised is None


def test_equal_samples_with_other_labels_are_counted() -> None:
    x = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [3.0, 4.0], [3.0, 4.0]])
    assert num_contradictions([x], [np.array([0, 1, 0, 1, 1])]) == 1
    assert num_contradictions([x, np.arange(5)], [np.array([0, 1, 0, 1, 1])]) == 0
