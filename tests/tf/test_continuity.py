"""A run that goes on says what isn't as it was when it began."""

from pathlib import Path

import numpy as np
import pytest

from designer.document.project import Project
from designer.document.settings import DataSettings
from designer.errors import TrainingError
from designer.training.control import Control
from designer.training.events import BatchEnded, Notice, RunEvent
from designer.training.trainer import resume, train
from tests.tf.training_rig import Listener, digits_project


def write_data(file: Path, num_samples: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.random((num_samples, 8, 8, 1), dtype=np.float32), np.arange(num_samples) % 10
    np.savez(file, x_train=x, y_train=y)


def stopped(project: Project, run_dir: Path) -> Path:
    control = Control()

    def react(event: RunEvent) -> None:
        if isinstance(event, BatchEnded):
            control.stop()

    return train(project, run_dir=run_dir, emit=react, control=control).folder


@pytest.fixture
def run(tmp_path: Path) -> Path:
    write_data(tmp_path / "data.npz", 640, seed=0)
    project = digits_project(2).replace(data=DataSettings(source=f"numpy:{tmp_path / 'data.npz'}"))
    return stopped(project, tmp_path / "runs")


def test_a_run_goes_on_without_a_word_where_all_is_as_it_was(run: Path) -> None:
    listener = Listener()
    assert resume(run, emit=listener).status == "finished"
    assert not [notice for notice in listener.of_type(Notice) if "began" in notice.message]


def test_other_samples_are_told(tmp_path: Path, run: Path) -> None:
    write_data(tmp_path / "data.npz", 640, seed=1)
    listener = Listener()
    resume(run, emit=listener)
    assert any("aren't what they were" in notice.message for notice in listener.of_type(Notice))


def test_more_or_fewer_batches_are_refused_and_cost_nothing(tmp_path: Path, run: Path) -> None:
    write_data(tmp_path / "data.npz", 1280, seed=0)
    with pytest.raises(TrainingError, match="had 4 batches, it has 8 now"):
        resume(run, emit=Listener())
    write_data(tmp_path / "data.npz", 640, seed=0)
    assert resume(run, emit=Listener()).status == "finished"
