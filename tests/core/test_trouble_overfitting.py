"""Overfitting is told from smoothed losses; noise, plateaus and losses near 0 are not."""

import json

import numpy as np
import pytest

from tests.core.trouble_series import make_watch, noisy, validate_on

FALLING = [float(value) for value in 2.0 * np.exp(-np.arange(30) / 6)]


def test_a_rising_validation_loss_while_training_falls_is_told_once_with_its_epochs() -> None:
    validation = [*FALLING[:8], *np.linspace(FALLING[8], 2.0, 22)]
    [finding] = validate_on(make_watch(), FALLING, validation)
    assert finding.kind == "overfitting"
    assert finding.message == "The network is overfitting since epoch 9."
    assert finding.step is not None
    assert 120 <= finding.step <= 150
    assert "rose from 0.5272 at epoch 9" in finding.evidence


def test_a_much_worse_case_is_told_again() -> None:
    validation = [*FALLING[:8], *np.linspace(FALLING[8], 20.0, 22)]
    found = validate_on(make_watch(), FALLING, validation)
    assert [finding.kind for finding in found] == ["overfitting"] * len(found)
    assert 2 <= len(found) <= 3


@pytest.mark.parametrize(
    ("training", "validation"),
    [
        pytest.param(FALLING, [value + 0.1 for value in FALLING], id="both fall"),
        pytest.param(FALLING, noisy([value + 0.5 for value in FALLING], 0.3), id="noisy validation"),
        pytest.param(FALLING, [3.0, 5.0, 4.0, 2.0, 1.0, *([0.6] * 25)], id="a start that is far off"),
        pytest.param(FALLING, [*FALLING[:8], *([FALLING[8] * 1.03] * 22)], id="plateau"),
        pytest.param([0.5] * 30, [*([0.5] * 5), *np.linspace(0.5, 2.0, 25)], id="training does not fall"),
        pytest.param(
            [value * 1e-4 for value in FALLING],
            [1.0, 0.1, *([1e-5] * 5), *np.linspace(1e-5, 9e-5, 23)],
            id="a regression near 0",
        ),
    ],
)
def test_what_is_not_overfitting_is_not_told(training: list[float], validation: list[float]) -> None:
    assert not validate_on(make_watch(), training, validation)


def test_three_epochs_are_too_few_to_judge() -> None:
    assert not validate_on(make_watch(), FALLING[:4], [1.0, 1.5, 2.0, 2.5])


def test_epochs_without_validation_do_not_count() -> None:
    watch = make_watch()
    for epoch, loss in enumerate(FALLING, start=1):
        assert not watch.epoch(epoch, 10 * epoch, {"loss": loss})


def test_a_resumed_watch_does_not_tell_it_twice() -> None:
    validation = [*FALLING[:8], *np.linspace(FALLING[8], 2.0, 22)]
    watch = make_watch()
    assert validate_on(watch, FALLING[:20], validation[:20])
    resumed = make_watch()
    resumed.restore(json.loads(json.dumps(watch.state())))
    assert not validate_on(resumed, FALLING[20:], validation[20:])
