"""A run on a disk that fills up waits, loses nothing, and can be killed while it waits."""

from pathlib import Path

import pytest

from designer.training.events import Notice, RunEvent
from designer.training.trainer import resume, train
from tests.tf.killing import Moment, killed, normalised, project_file, recorded, weights
from tests.tf.test_kills import check_readable
from tests.tf.training_rig import Listener

_BALLAST = 1 << 16


def fill(folder: Path) -> None:
    """Leave no room at all on a small disk."""
    with (folder / "ballast").open("ab", buffering=0) as file:
        for size in (_BALLAST, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue


def make_room(folder: Path) -> None:
    (folder / "ballast").unlink()


def test_a_run_on_a_full_disk_waits_for_room_and_ends_as_ever(tmp_path: Path, small_disk: Path) -> None:
    def react(event: RunEvent) -> None:
        said.append(event)
        if event.event == "batch" and getattr(event, "step", 0) == 20:
            fill(small_disk)
        elif isinstance(event, Notice) and "is full" in event.message:
            make_room(small_disk)

    said: list[RunEvent] = []
    project = normalised(tmp_path)
    result = train(project, run_dir=small_disk / "runs", emit=Listener(react))
    notices = [event.message for event in said if isinstance(event, Notice)]
    assert any("so the run waits" in message for message in notices)
    assert notices[-1] == "There is room on the disk again; the run goes on."
    whole = train(project, run_dir=tmp_path / "whole", emit=Listener())
    assert result.history == whole.history
    assert recorded(result.folder) == recorded(whole.folder)
    assert weights(result.folder) == weights(whole.folder)


@pytest.mark.slow
def test_a_run_killed_on_a_full_disk_goes_on_once_there_is_room(tmp_path: Path, small_disk: Path) -> None:
    project, run_dir = normalised(tmp_path), small_disk / "runs"
    run_dir.mkdir()
    run = killed("train", project_file(project, tmp_path), run_dir, once_it_waits(small_disk, 20))
    make_room(small_disk)
    check_readable(run)
    result = resume(run, emit=Listener())
    whole = train(project, run_dir=tmp_path / "whole", emit=Listener())
    assert result.history == whole.history
    assert recorded(run) == recorded(whole.folder)
    assert weights(run) == weights(whole.folder)


def once_it_waits(disk: Path, step: int) -> Moment:
    """Fill the disk at a step; the moment comes when the run says that it waits."""

    def is_now(_run_dir: Path, line: str) -> bool:
        if line == f"batch {step}":
            fill(disk)
        return line.startswith("notice") and (disk / "ballast").exists()

    return is_now
