"""A training that was killed is offered when the window opens, and runs to its end; no other one is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from designer.document.files import save_project
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.training.runs import list_runs, run_folders
from tests.conftest import ROOT
from tests.journeys.conftest import SitDown
from tests.journeys.projects import convolutions, long_run

EPOCHS = 12


def project(epochs: int = EPOCHS) -> Project:
    return convolutions().replace(training=TrainingSettings(epochs=epochs, batch_size=64))


@contextmanager
def training(tmp_path: Path, epochs: int = EPOCHS) -> Iterator[subprocess.Popen[bytes]]:
    """A training from the command line; goes on when its first checkpoint is there, or it has ended."""
    file = tmp_path / "project.json"
    save_project(project(epochs), file)
    command = [sys.executable, "main.py", "train", str(file), "--run-dir", str(tmp_path / "runs")]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stdout=quiet, stderr=quiet) as process:
        deadline = time.monotonic() + 120
        before = num_with_checkpoints(tmp_path)
        while process.poll() is None and num_with_checkpoints(tmp_path) == before:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield process


def num_with_checkpoints(tmp_path: Path) -> int:
    """How many runs have saved something."""
    folders = run_folders(tmp_path / "runs")
    return sum(any(path.name.isdecimal() for path in folder.checkpoints.glob("*")) for folder in folders)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_killed_training_is_offered_and_runs_to_its_end(sit_down: SitDown, tmp_path: Path) -> None:
    with training(tmp_path) as process:
        kill(process)
    [run] = list_runs(tmp_path / "runs")
    assert run.status == "interrupted"
    person = sit_down(long_run())
    person.wait(lambda: "was interrupted in epoch" in person.text("interruptedBarText"))
    person.shot("offer")
    person.press("interruptedBarResume")
    person.wait(lambda: person.text("statusRun").startswith("Finished"))
    person.wait(lambda: "resumed from step" in person.curves())
    person.shot("finished")
    [run] = list_runs(tmp_path / "runs")
    assert (run.status, run.epochs_done) == ("finished", EPOCHS)
    [window] = person.windows
    assert window.session.document.name == "Convolutions"


def test_not_now_is_remembered(sit_down: SitDown, tmp_path: Path) -> None:
    with training(tmp_path) as process:
        kill(process)
    person = sit_down(project())
    person.wait(lambda: bool(person.text("interruptedBarText")))
    person.press("interruptedBarNotNow")
    person.wait(lambda: not person.text("interruptedBarText"))
    person.wait(lambda: person.window.session.engine_state is not None)
    person.window.steering.resuming.look()
    person.wait(lambda: not person.window.bench.hub._jobs)
    assert not person.text("interruptedBarText")


@pytest.mark.slow
def test_neither_a_finished_nor_a_running_training_is_offered(sit_down: SitDown, tmp_path: Path) -> None:
    with training(tmp_path, epochs=1) as process:
        process.wait()
    with training(tmp_path, epochs=10_000) as process:
        person = sit_down(project())
        person.wait(lambda: person.window.session.engine_state is not None)
        person.wait(lambda: not person.window.bench.hub._jobs)
        assert "interruptedBar" not in person.window.safekeeping.bars.names()
        statuses = {run.status for run in list_runs(tmp_path / "runs")}
        kill(process)
    assert statuses == {"finished", "running"}
