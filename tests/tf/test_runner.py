import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from designer.errors import TrainingError
from designer.training.events import BatchEnded, RunEvent, RunFinished
from designer.training.runner import Runner
from tests.tf.training_rig import digits_project

_tick = threading.Event()


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    assert runner.close()


def poll_until(runner: Runner, is_enough: Callable[[list[RunEvent]], bool]) -> list[RunEvent]:
    events: list[RunEvent] = []
    deadline = time.monotonic() + 60
    while not is_enough(events):
        assert time.monotonic() < deadline
        _tick.wait(0.01)
        events += runner.poll()
    return events


def has_batch(events: list[RunEvent]) -> bool:
    return any(isinstance(event, BatchEnded) for event in events)


def has_finished(events: list[RunEvent]) -> bool:
    return any(isinstance(event, RunFinished) for event in events)


def test_a_run_in_the_background_can_be_followed(runner: Runner, tmp_path: Path) -> None:
    runner.start(digits_project(2), tmp_path)
    events = poll_until(runner, has_finished)
    assert runner.close()
    assert not runner.is_running
    assert sum(isinstance(event, BatchEnded) for event in events) == 24
    assert events[-1].event == "run_finished"
    assert not runner.poll()


def test_polling_is_bounded(runner: Runner, tmp_path: Path) -> None:
    runner.start(digits_project(1000), tmp_path)
    poll_until(runner, has_batch)
    assert runner.close()  # two checkpoints and the last event are still to come
    assert len(runner.poll(limit=2)) == 2


def test_a_paused_run_computes_no_batch_until_it_goes_on(runner: Runner, tmp_path: Path) -> None:
    runner.start(digits_project(1000), tmp_path)
    poll_until(runner, has_batch)
    runner.pause()
    assert runner.is_paused
    events_of(0.2, runner)  # the batch at hand
    assert not events_of(0.5, runner)
    runner.resume()
    assert poll_until(runner, has_batch)


def test_a_step_computes_one_batch_of_a_paused_run(runner: Runner, tmp_path: Path) -> None:
    runner.start(digits_project(1000), tmp_path)
    poll_until(runner, has_batch)
    runner.pause()
    events_of(0.5, runner)
    for _ in range(3):
        runner.step_once()
        assert sum(isinstance(event, BatchEnded) for event in events_of(0.5, runner)) == 1
    assert runner.is_paused


def events_of(duration_s: float, runner: Runner) -> list[RunEvent]:
    """All events of a while in which many batches could be computed."""
    end = time.monotonic() + duration_s
    return poll_until(runner, lambda _events: time.monotonic() > end)


def test_a_stopped_run_says_so(runner: Runner, tmp_path: Path) -> None:
    runner.start(digits_project(1000), tmp_path)
    poll_until(runner, has_batch)
    runner.stop()
    last = poll_until(runner, has_finished)[-1]
    assert isinstance(last, RunFinished)
    assert last.status == "stopped"


def test_a_failed_run_leaves_the_runner_ready_for_the_next(runner: Runner, tmp_path: Path) -> None:
    runner.start(digits_project(units=5), tmp_path)
    last = poll_until(runner, has_finished)[-1]
    assert isinstance(last, RunFinished)
    assert last.status == "failed"
    assert runner.close()
    runner.start(digits_project(1), tmp_path)
    poll_until(runner, has_finished)


def test_only_one_run_goes_on_at_a_time(runner: Runner, tmp_path: Path) -> None:
    runner.start(digits_project(1000), tmp_path)
    with pytest.raises(TrainingError, match="A run is going on"):
        runner.start(digits_project(), tmp_path)


def test_closing_stops_a_paused_run(runner: Runner, tmp_path: Path) -> None:
    runner.start(digits_project(1000), tmp_path)
    poll_until(runner, has_batch)
    runner.pause()
    assert runner.close()
    assert has_finished(runner.poll())
