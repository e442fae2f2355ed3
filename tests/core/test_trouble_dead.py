"""Dead units are told by layer, from probes of a fixed batch."""

import json

import pytest

from designer.training.trouble.dead import LayerProbe
from designer.training.trouble.finding import Told, names_text
from tests.core.trouble_series import make_watch


def test_a_layer_all_of_whose_units_are_dead_is_told_at_once() -> None:
    [finding] = make_watch().probed(200, {"relu": LayerProbe(64, 64), "other": LayerProbe(64, 3)}, 32)
    assert finding.kind == "dead_relu"
    assert finding.layer == "relu"
    assert finding.message == "All units of relu are dead."
    assert finding.evidence == "64 of 64 units of relu gave 0 for all of 32 training samples."
    assert "LeakyReLU" in finding.remedy


def test_a_layer_most_of_whose_units_are_dead_is_told_at_the_second_probe() -> None:
    watch, probe = make_watch(), {"relu": LayerProbe(64, 60)}
    assert not watch.probed(200, probe, 32)
    [finding] = watch.probed(400, probe, 32)
    assert finding.message == "Most units of relu are dead."
    assert not watch.probed(600, probe, 32)


def test_twice_as_many_layers_are_news() -> None:
    watch = make_watch()
    assert watch.probed(200, {"a": LayerProbe(8, 8)}, 32)
    [finding] = watch.probed(400, {"a": LayerProbe(8, 8), "b": LayerProbe(8, 8)}, 32)
    assert finding.message == "All units of a and b are dead."


@pytest.mark.parametrize(
    ("probe", "num_samples"),
    [
        pytest.param(LayerProbe(64, 30), 32, id="half of them"),
        pytest.param(LayerProbe(4, 3), 32, id="few units"),
        pytest.param(LayerProbe(64, 60), 8, id="few samples"),
        pytest.param(LayerProbe(64, 64), 3, id="very few samples"),
        pytest.param(LayerProbe(0, 0), 32, id="no units"),
    ],
)
def test_what_may_be_chance_is_not_told(probe: LayerProbe, num_samples: int) -> None:
    watch = make_watch()
    assert not watch.probed(200, {"relu": probe}, num_samples)
    assert not watch.probed(400, {"relu": probe}, num_samples)


def test_activations_that_are_not_finite_are_told_once_and_are_not_called_dead() -> None:
    watch = make_watch()
    probe = {"relu": LayerProbe(64, 64, is_finite=False), "other": LayerProbe(64, 0)}
    [finding] = watch.probed(200, probe, 32)
    assert finding.kind == "nonfinite"
    assert finding.layer == "relu"
    assert finding.message == "NaN or infinity comes out of relu."
    assert not watch.probed(700, probe, 32)


def test_a_layer_that_recovered_in_between_is_not_told() -> None:
    watch = make_watch()
    for dead in (60, 10, 60):
        assert not watch.probed(200, {"relu": LayerProbe(64, dead)}, 32)


def test_a_resumed_watch_remembers_the_probe_before() -> None:
    watch, resumed = make_watch(), make_watch()
    watch.probed(200, {"relu": LayerProbe(64, 60)}, 32)
    resumed.restore(json.loads(json.dumps(watch.state())))
    assert resumed.probed(400, {"relu": LayerProbe(64, 60)}, 32)


def test_a_trouble_is_told_again_only_when_it_is_much_worse() -> None:
    told = Told()
    assert [told.may_tell("dead_relu", severity) for severity in (1.0, 2.0, 4.0, 5.0)] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and 1 other"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 others"),
    ],
)
def test_layers_are_listed_in_words(names: list[str], text: str) -> None:
    assert names_text(names) == text
