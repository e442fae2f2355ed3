"""A run in a process of its own is the same run; whatever happens to the process, the window hears of it."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from designer.errors import TrainingError
from designer.training.control import LearningRateChange
from designer.training.events import BatchEnded, CheckpointSaved, Marked, RunEvent, RunFinished, to_json
from designer.training.process import ProcessRunner
from designer.training.runner import Runner
from designer.training.running import Running
from tests.tf.training_rig import digits_project

_tick = threading.Event()


@pytest.fixture
def runner() -> Iterator[ProcessRunner]:
    runner = ProcessRunner()
    yield runner
    assert runner.close(60)


def poll_until(runner: Running, is_enough: Callable[[list[RunEvent]], bool]) -> list[RunEvent]:
    events: list[RunEvent] = []
    deadline = time.monotonic() + 120
    while not is_enough(events):
        assert time.monotonic() < deadline
        _tick.wait(0.01)
        events += runner.poll()
    return events


def has_batch(events: list[RunEvent]) -> bool:
    return any(isinstance(event, BatchEnded) for event in events)


def has_finished(events: list[RunEvent]) -> bool:
    return any(isinstance(event, RunFinished) for event in events)


def children() -> list[psutil.Process]:
    found = psutil.Process().children()
    return [child for child in found if "designer.training.child" in " ".join(child.cmdline())]


def told(events: list[RunEvent]) -> list[dict[str, Any]]:
    """Events without what differs from run to run, such as when a checkpoint has reached the disk."""
    found = [to_json(event) for event in events if event.event != "checkpoint"]
    return [{name: event[name] for name in event if name not in ("run", "time", "path")} for event in found]


def stored(folder: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(Path(folder) / "run.db") as database:
        series = "SELECT scope, name, step, epoch, value FROM metrics JOIN series ON series.id = series"
        values = database.execute(f"{series} ORDER BY 1, 2, 3").fetchall()
        return values + database.execute("SELECT * FROM histograms ORDER BY 1, 2").fetchall()


def train(runner: Running, run_dir: Path) -> list[RunEvent]:
    runner.start(digits_project(2), run_dir)
    events = poll_until(runner, has_finished)
    assert runner.close(60)
    return events


def test_a_run_in_a_process_is_the_same_as_in_a_thread(runner: ProcessRunner, tmp_path: Path) -> None:
    in_thread, in_process = train(Runner(), tmp_path / "a"), train(runner, tmp_path / "b")
    assert told(in_process) == told(in_thread)
    assert stored(in_process[-1].run) == stored(in_thread[-1].run)
    assert not runner.poll()


def test_a_killed_process_ends_the_run_with_what_to_do(runner: ProcessRunner, tmp_path: Path) -> None:
    runner.start(digits_project(10_000), tmp_path)
    begun = poll_until(runner, has_batch)
    (child,) = children()
    child.kill()
    last = poll_until(runner, has_finished)[-1]
    assert isinstance(last, RunFinished)
    assert (last.status, last.message, last.remedy) == (
        "failed",
        "The worker process was killed (signal 9).",
        "Resume it.",
    )
    assert last.run == begun[0].run
    assert runner.close()
    runner.resume_run(Path(last.run))
    assert poll_until(runner, has_batch)[-1].run == last.run


def test_a_stopped_run_says_so_and_its_process_which_loads_no_qt_is_gone(
    runner: ProcessRunner, tmp_path: Path
) -> None:
    runner.start(digits_project(10_000), tmp_path)
    poll_until(runner, has_batch)
    (child,) = children()
    maps = Path(f"/proc/{child.pid}/maps")
    if os.access(maps, os.R_OK):  # this system tells what a process has loaded
        loaded = maps.read_text()
        assert "tensorflow" in loaded
        assert "PySide6" not in loaded
    runner.stop()
    assert runner.is_stopping
    last = poll_until(runner, has_finished)[-1]
    assert isinstance(last, RunFinished)
    assert last.status == "stopped"
    assert (Path(last.run) / "last.keras").is_file()
    assert runner.close()
    assert not children()


@pytest.mark.slow
def test_a_paused_run_computes_no_batch_until_it_goes_on(runner: ProcessRunner, tmp_path: Path) -> None:
    runner.start(digits_project(10_000), tmp_path)
    poll_until(runner, has_batch)
    runner.pause()
    assert runner.is_paused
    events_of(0.5, runner)  # the batch at hand
    assert not events_of(0.5, runner)
    runner.resume()
    assert poll_until(runner, has_batch)


def test_the_process_is_steered(runner: ProcessRunner, tmp_path: Path) -> None:
    runner.start(digits_project(10_000), tmp_path)
    poll_until(runner, has_batch)
    runner.pause()
    events_of(0.5, runner)
    runner.set_learning_rate(LearningRateChange(rate=0.5))
    runner.checkpoint_now()
    events = poll_until(runner, lambda events: any(isinstance(event, CheckpointSaved) for event in events))
    assert any(isinstance(event, Marked) and event.kind == "learning_rate" for event in events)
    runner.step_once()
    assert sum(isinstance(event, BatchEnded) for event in events_of(1.0, runner)) == 1
    assert runner.is_paused
    runner.stop_after_epoch()
    assert runner.is_stopping_after_epoch
    runner.resume()
    last = poll_until(runner, has_finished)[-1]
    assert isinstance(last, RunFinished)
    assert last.status == "stopped"


def events_of(duration_s: float, runner: Running) -> list[RunEvent]:
    end = time.monotonic() + duration_s
    return poll_until(runner, lambda _events: time.monotonic() > end)


@pytest.mark.slow
def test_a_failed_run_leaves_the_runner_ready_for_the_next(runner: ProcessRunner, tmp_path: Path) -> None:
    runner.start(digits_project(units=5), tmp_path)
    last = poll_until(runner, has_finished)[-1]
    assert isinstance(last, RunFinished)
    assert last.status == "failed"
    assert "worker process" not in last.message
    assert runner.close()
    runner.start(digits_project(1), tmp_path)
    with pytest.raises(TrainingError, match="A run is going on"):
        runner.start(digits_project(1), tmp_path)
    poll_until(runner, has_finished)


_PARENT = """
    import sys, time
    from pathlib import Path
    from designer.training.process import ProcessRunner
    from tests.tf.training_rig import digits_project
    runner = ProcessRunner()
    runner.start(digits_project(10_000), Path(sys.argv[1]))
    while not any(event.event == "batch" for event in runner.poll()):
        time.sleep(0.01)
    loaded = [name for name in ("tensorflow", "keras", "PySide6") if name in sys.modules]
    print(loaded, flush=True)
    time.sleep(60)
"""


def test_a_killed_parent_ends_the_run_with_its_weights_saved(tmp_path: Path) -> None:
    script = textwrap.dedent(_PARENT)
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        loaded = parent.stdout.readline()
        (child,) = psutil.Process(parent.pid).children()
        parent.send_signal(signal.SIGKILL)
    assert loaded == "[]\n"  # nor does the parent load what only the child needs
    child.wait(60)
    (folder,) = tmp_path.iterdir()
    assert (folder / "last.keras").is_file()
    with sqlite3.connect(folder / "run.db") as database:
        (status,) = database.execute("SELECT value FROM meta WHERE key = 'status'").fetchone()
    assert "stopped" in status


@pytest.mark.slow
def test_ctrl_c_on_the_command_line_saves_the_weights(tmp_path: Path) -> None:
    project = digits_project(10_000).save(tmp_path / "net.json")
    runs = tmp_path / "runs"
    command = [sys.executable, "-m", "designer", "train", str(project), "--process", "--json"]
    with subprocess.Popen(
        [*command, "--run-dir", str(runs)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        assert any('"batch"' in line for line in parent.stdout)
        for process in (*psutil.Process(parent.pid).children(), parent):  # as a terminal does
            process.send_signal(signal.SIGINT)
        last = parent.stdout.readlines()[-1]
    assert '"run_finished"' in last
    assert '"stopped"' in last
    (folder,) = runs.iterdir()
    assert (folder / "last.keras").is_file()
