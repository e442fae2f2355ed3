"""Ways in which a run could be lost, each found once."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from designer.document.files import open_project
from designer.document.project import Project
from designer.document.settings import Checkpointing, DataSettings, EarlyStopping
from designer.errors import RequestError, TrainingError
from designer.training import checkpoints
from designer.training.checkpoints import clear_parts, list_checkpoints, write_checkpoint
from designer.training.control import Control
from designer.training.events import BatchEnded, CheckpointSaved, EpochEnded, RunEvent, RunFinished
from designer.training.folder import RunFolder
from designer.training.trainer import resume, train
from tests.tf.killing import at_step, killed, recorded, weights
from tests.tf.training_rig import STEPS, Listener, digits_project, run

_OFTEN = Checkpointing(every=7, unit="batches")


def steps(folder: Path) -> list[int]:
    return [info.step for info in list_checkpoints(RunFolder(folder))]


def at_batch(step: int, act: Callable[[], None]) -> Listener:
    """Acts once a batch was told, each by itself."""

    def react(event: RunEvent) -> None:
        if isinstance(event, BatchEnded):
            time.sleep(0.025)
        if isinstance(event, BatchEnded) and event.step == step:
            act()

    return Listener(react)


def interrupt_soon() -> None:
    threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_a_run_interrupted_within_a_batch_goes_on_bit_for_bit(tmp_path: Path) -> None:
    project = digits_project(2, seed=3, checkpoints=_OFTEN, histogram_interval=0)
    whole = run(project, tmp_path / "whole")

    def slow_and_interrupted() -> None:
        interrupt_soon()
        time.sleep(0.1)

    with pytest.raises(KeyboardInterrupt):
        run(project, tmp_path / "cut", at_batch(9, slow_and_interrupted))
    [folder] = (tmp_path / "cut").iterdir()
    assert steps(folder)[-1] >= 9
    resume(folder, emit=Listener())
    assert recorded(folder) == recorded(whole.folder)
    assert weights(folder) == weights(whole.folder)


def test_weights_within_a_batch_are_not_taken_for_those_of_a_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from designer.training.conductor import Conductor

    original = Conductor.batch_ended

    def interrupted(self: Conductor, batch: int, logs: dict[str, float]) -> None:
        if self.step == 9:
            raise KeyboardInterrupt
        original(self, batch, logs)

    monkeypatch.setattr(Conductor, "batch_ended", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(digits_project(2, checkpoints=_OFTEN), tmp_path)
    assert steps(next(tmp_path.iterdir())) == [7]


def test_checkpoints_outlive_a_damaged_later_one(tmp_path: Path) -> None:
    project, control = digits_project(3, checkpoints=_OFTEN), Control()
    folder = run(project, tmp_path, at_batch(STEPS + 8, control.stop), control).folder
    damaged = list_checkpoints(RunFolder(folder))[-1]
    damaged.model_file.write_bytes(b"damaged")
    control = Control()
    listener = at_batch(STEPS + 1, control.stop)
    resume(folder, emit=listener, control=control)
    last = listener.of_type(BatchEnded)[-1].step
    assert steps(folder)[-1] == last < damaged.step


def test_a_validation_that_was_cut_short_is_recorded_once(tmp_path: Path) -> None:
    project = digits_project(3, seed=3, checkpoints=_OFTEN)
    project = project.replace(data=DataSettings(validation_percent=30))
    whole = run(project, tmp_path / "whole")
    num_steps, control = 10, Control()
    stopped = run(project, tmp_path / "cut", at_batch(num_steps, control.stop), control)
    assert steps(stopped.folder) == [num_steps]
    killed("resume", stopped.folder, tmp_path / "cut", at_step(num_steps + 3))
    assert resume(stopped.folder, emit=Listener()).history == whole.history
    assert recorded(stopped.folder) == recorded(whole.folder)


def test_no_epochs_are_refused_before_the_project_is_written(tmp_path: Path) -> None:
    control = Control()
    control.stop()
    folder = run(digits_project(2), tmp_path, control=control).folder
    with pytest.raises(RequestError, match="too few"):
        resume(folder, emit=Listener(), epochs=0)
    assert open_project(RunFolder(folder).project_file).training.epochs == 2


def test_every_checkpoint_that_is_to_be_kept_is_kept(tmp_path: Path) -> None:
    folder = run(digits_project(8, checkpoints=Checkpointing(keep_every=1)), tmp_path).folder
    assert steps(folder) == [STEPS * epoch for epoch in range(1, 9)]


def test_batches_computed_together_are_counted_for_checkpoints(tmp_path: Path) -> None:
    listener = Listener(lambda event: time.sleep(0.05) if isinstance(event, BatchEnded) else None)
    project = digits_project(1, checkpoints=_OFTEN, steps_per_execution=4)
    train(project, run_dir=tmp_path, emit=listener)
    assert [event.step for event in listener.of_type(CheckpointSaved)] == [8, STEPS]


def test_a_kill_between_the_old_and_the_new_checkpoint_of_a_step_costs_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = RunFolder(tmp_path)

    def fill(model: Path, state: Path) -> None:
        model.write_bytes(b"model")
        state.write_bytes(b"state")

    def write() -> None:
        write_checkpoint(folder, 12, 1, {}, {}, fill, lambda: None)

    write()
    original = Path.rename

    def dies(path: Path, target: Path) -> Path:
        if path.name.startswith(".part-"):
            raise KeyboardInterrupt
        return original(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dies)
        patch.setattr(checkpoints, "_settle", lambda _old: None)  # a killed process does nothing more
        with pytest.raises(KeyboardInterrupt):
            write()
    assert steps(tmp_path) == []
    clear_parts(folder)
    assert steps(tmp_path) == [12]


def test_a_run_cut_off_after_its_last_epoch_is_brought_to_its_end(tmp_path: Path) -> None:
    optimizer = {"object": "Adam", "params": {"use_ema": True}}
    project = digits_project(1, seed=3, optimizer=optimizer)
    whole = run(project, tmp_path / "whole")
    control = Control()
    stop = Listener(lambda event: control.stop() if isinstance(event, EpochEnded) else None)
    part = run(project, tmp_path / "part", stop, control)
    assert part.status == "stopped"
    assert resume(part.folder, emit=Listener()).status == "finished"
    assert recorded(part.folder) == recorded(whole.folder)
    assert weights(part.folder) == weights(whole.folder)
    with pytest.raises(RequestError, match="all of its 1 epochs"):
        resume(part.folder, emit=Listener())


def ends_early(epochs: int = 9) -> Project:
    return digits_project(epochs, seed=3, early_stopping=EarlyStopping(patience=2, min_delta=9))


def test_a_run_cut_off_where_it_ended_early_has_ended(tmp_path: Path) -> None:
    whole = run(ends_early(), tmp_path / "whole")
    control = Control()

    def stop_at_end(event: RunEvent) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 3:
            control.stop()

    part = run(ends_early(), tmp_path / "part", Listener(stop_at_end), control)
    assert part.status == "stopped"
    assert resume(part.folder, emit=Listener()).status == "finished"
    assert recorded(part.folder) == recorded(whole.folder)
    assert weights(part.folder) == weights(whole.folder)


def test_a_run_that_ended_early_goes_on_with_all_its_patience(tmp_path: Path) -> None:
    whole = run(ends_early(), tmp_path)
    assert len(whole.history["loss"]) == 3
    again = resume(whole.folder, emit=Listener())
    assert again.status == "finished"
    assert len(again.history["loss"]) == 5


def test_a_run_whose_folder_vanishes_does_not_claim_to_have_been_saved(tmp_path: Path) -> None:
    def take_away() -> None:
        next((tmp_path / "runs").iterdir()).rename(tmp_path / "away")

    listener = at_batch(3, take_away)
    with pytest.raises(TrainingError, match="can't be written"):
        run(digits_project(2), tmp_path / "runs", listener)
    assert listener.of_type(RunFinished)[-1].status == "failed"
    assert not list((tmp_path / "runs").iterdir())
