"""A run that is killed at any moment goes on as if nothing had been, bit for bit."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from designer.document.project import Project
from designer.training.checkpoints import list_checkpoints
from designer.training.folder import RunFolder
from designer.training.runs import list_runs
from designer.training.trainer import resume, train
from tests.tf.killing import (
    KINDS,
    Moment,
    at_step,
    in_validation,
    killed,
    normalised,
    project_file,
    recorded,
    two_outputs,
    weights,
    while_saving,
)
from tests.tf.training_rig import Listener

_NUM_STEPS = {"normalised": 32, "recurrent": 32, "two_outputs": 15, "plateau": 32}
NUM_KILLS = 20


def check_kills(kind: Callable[[Path], Project], folder: Path, *moments: Moment) -> None:
    """Kill a run at each moment, let it go on, and compare it with one that was never killed."""
    project = kind(folder)
    whole = train(project, run_dir=folder / "whole", emit=Listener())
    run_dir = folder / "killed"
    run_dir.mkdir()
    run = killed("train", project_file(project, folder), run_dir, moments[0])
    for moment in moments[1:]:
        check_readable(run)
        killed("resume", run, run_dir, moment)
    check_readable(run)
    result = resume(run, emit=Listener())
    assert result.history == whole.history
    assert recorded(run) == recorded(whole.folder)
    assert weights(run) == weights(whole.folder)


def check_readable(folder: Path) -> None:
    """What a kill leaves behind is a whole run, known as interrupted."""
    [run] = list_runs(folder.parent)
    assert run.status == "interrupted"
    assert all(list_checkpoints(RunFolder(folder), verify=True))


def test_a_killed_run_of_a_normalised_network_goes_on_bit_for_bit(tmp_path: Path) -> None:
    check_kills(normalised, tmp_path, at_step(50))


def test_a_run_killed_while_it_validates_two_outputs_goes_on_bit_for_bit(tmp_path: Path) -> None:
    check_kills(two_outputs, tmp_path, in_validation(_NUM_STEPS["two_outputs"]))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(NUM_KILLS))
def test_a_run_killed_at_any_moment_goes_on_bit_for_bit(tmp_path: Path, number: int) -> None:
    kind, chance = KINDS[number % len(KINDS)], random.Random(number)
    num_steps = _NUM_STEPS[kind.__name__]
    last = 3 * num_steps - 2  # early stopping ends a run after three epochs
    moments = (
        at_step(chance.randint(1, last)),
        while_saving(chance.randint(1, last // 2)),
        in_validation(num_steps),
    )
    moment = moments[number // len(KINDS) % len(moments)]
    if number % 5:
        check_kills(kind, tmp_path, moment)
    else:
        first, second = sorted(chance.sample(range(2, last), 2))
        check_kills(kind, tmp_path, at_step(first), at_step(second))
