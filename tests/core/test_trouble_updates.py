"""Updates are compared with the size of the weights, by layer."""

import json
from collections.abc import Mapping

import numpy as np
import pytest

from designer.training.histograms import SampledWeights
from designer.training.trouble.watch import Watch
from tests.core.trouble_series import make_watch, walk, weights


def test_updates_as_large_as_the_weights_are_told_with_the_layer() -> None:
    [finding] = walk(make_watch(), {"conv": 1e-3, "dense": 0.3}, samplings=3)
    assert finding.kind == "exploding_updates"
    assert finding.layer == "dense"
    assert finding.step == 20
    assert finding.message == "The updates of dense explode."
    assert "the weights of dense moved by 3" in finding.evidence


def test_updates_that_replace_the_weights_are_told_at_once() -> None:
    [finding, *_] = walk(make_watch(), {"dense": 3.0}, samplings=1)
    assert finding.step == 10


def test_layers_that_stand_still_while_others_move_are_told() -> None:
    speeds = {"first": 1e-10, "second": 2e-9, "third": 1e-3}
    [finding] = walk(make_watch(), speeds, samplings=4, size=1.0)
    assert finding.kind == "vanishing_updates"
    assert finding.layer == "first"
    assert finding.step == 30
    assert finding.message == "The updates of first and second vanish."
    assert "those of third by 0.001" in finding.evidence


@pytest.mark.parametrize(
    "speeds",
    [
        pytest.param({"conv": 1e-4, "dense": 1e-2}, id="usual"),
        pytest.param({"conv": 1e-9, "dense": 1e-8}, id="all stand still: the rate is at its end"),
        pytest.param({"conv": 1e-6, "dense": 1e-2}, id="slow"),
    ],
)
def test_usual_updates_are_not_told(speeds: Mapping[str, float]) -> None:
    assert not walk(make_watch(), speeds, samplings=20)


def test_a_wild_beginning_that_calms_down_is_not_told() -> None:
    watch = make_watch()
    assert not walk(watch, {"dense": 0.2}, samplings=1)


def test_weights_that_begin_at_0_may_grow() -> None:
    watch = make_watch()
    found = watch.sampled(0, weights(gamma=[0.0] * 50))
    for sampling in range(1, 10):
        found += watch.sampled(10 * sampling, weights(gamma=[1e-4 * 3**sampling] * 50))
        if 1e-4 * 3**sampling > 3e-3:
            break
    assert not found


def test_weights_that_are_lost_are_left_to_another_rule() -> None:
    watch = make_watch()
    watch.sampled(0, weights(dense=[1.0, 2.0]))
    assert not watch.sampled(10, weights(dense=[float("nan"), 2.0]))
    assert not watch.sampled(20, weights(dense=[1.0, 2.0]))


def test_weights_that_no_loss_depends_on_may_stand_still() -> None:
    watch = Watch(lambda: None, frozenset({"trained/kernel", "other/kernel"}))
    assert not walk(watch, {"idle": 0.0, "trained": 1e-3, "other": 1e-3}, samplings=10)


def test_a_model_without_weights_is_calm() -> None:
    empty = SampledWeights((), (), np.empty(0, np.float32))
    assert not make_watch().sampled(0, empty)


def test_a_resumed_watch_tells_at_the_same_step_as_the_undisturbed_one() -> None:
    generator = np.random.default_rng(2)
    series = [weights(dense=(4.0**number * generator.standard_normal(900)).tolist()) for number in range(4)]
    undisturbed, interrupted, resumed = make_watch(), make_watch(), make_watch()
    expected = [undisturbed.sampled(10 * number, each) for number, each in enumerate(series)]
    found = [interrupted.sampled(10 * number, each) for number, each in enumerate(series[:2])]
    resumed.restore(json.loads(json.dumps(interrupted.state())))
    found += [resumed.sampled(10 * (number + 2), each) for number, each in enumerate(series[2:])]
    assert found == expected
    assert sum(map(len, found)) == 1
    assert resumed.state() == undisturbed.state()
