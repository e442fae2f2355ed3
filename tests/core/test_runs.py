import os
import time
from pathlib import Path

import pytest

from designer.document.files import open_project
from designer.document.project import Project
from designer.errors import RequestError, TrainingError
from designer.training import runs
from designer.training.events import RunEvent
from designer.training.folder import RunFolder, replacing
from designer.training.lock import RunLock
from designer.training.reader import RunReader
from designer.training.reporter import RunReporter
from designer.training.runs import find_run, list_runs, monitored
from designer.training.schema import SILENCE_S
from designer.training.store import RunWriter


def recorded_run(run_dir: Path, name: str = "Net", *losses: float) -> RunFolder:
    folder = RunFolder.create(run_dir, Project(name=name))
    reporter = RunReporter(folder, Project(name=name), lambda _event: None)
    for epoch, loss in enumerate(losses, start=1):
        reporter.epoch_ended(epoch, epoch * 10, {"loss": 0.0, "val_loss": loss})
    reporter.finish("finished")
    return folder


def test_a_run_folder_freezes_the_project(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "runs", Project(name="Größe: 3×3 Net!"))
    assert open_project(folder.project_file).name == "Größe: 3×3 Net!"
    assert folder.path.parent == tmp_path / "runs"
    assert folder.name == "gr-e-3-3-net"
    assert folder.path.name.endswith(folder.id)


def test_half_a_surrogate_pair_can_be_logged(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path, Project())
    folder.log("There is no file \ud800.npz.")
    assert "no file \\ud800.npz" in folder.log_file.read_text(encoding="utf-8")


def test_runs_of_one_second_do_not_collide(tmp_path: Path) -> None:
    assert len({RunFolder.create(tmp_path, Project()).path for _ in range(20)}) == 20


def test_a_run_folder_that_can_not_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingError, match=r"can't be written.*Choose another run folder"):
        RunFolder.create(tmp_path / "file", Project())


def test_runs_are_listed_newest_first_with_last_and_best_metrics(tmp_path: Path) -> None:
    recorded_run(tmp_path, "First", 3.0, 1.0, 2.0)
    time_passes(tmp_path)
    recorded_run(tmp_path, "Second")
    second, first = list_runs(tmp_path)
    assert (second.name, second.epochs_done, second.metrics, second.best) == ("Second", 0, {}, {})
    assert (first.name, first.status, first.epochs_done) == ("First", "finished", 3)
    assert first.metrics["val_loss"] == 2.0
    assert first.best["val_loss"] == 1.0


def time_passes(run_dir: Path) -> None:
    """Date a run back, since folders are ordered by the second."""
    [run] = run_dir.iterdir()
    run.rename(run.with_name("20200101-000000" + run.name[15:]))


@pytest.mark.parametrize("damage", ["missing", "empty", "garbage"])
def test_a_damaged_run_is_listed_as_such(tmp_path: Path, damage: str) -> None:
    folder = recorded_run(tmp_path, "Net", 1.0)
    if damage == "missing":
        folder.database.unlink()
    else:
        folder.database.write_bytes(b"" if damage == "empty" else os.urandom(8192))
    [run] = list_runs(tmp_path)
    assert (run.status, run.name, run.started) == ("damaged", "net", None)
    assert "can't be read" in run.message


def test_other_folders_are_no_runs(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    assert list_runs(tmp_path) == []
    assert list_runs(tmp_path / "missing") == []


def test_a_run_is_found_by_path_name_and_id(tmp_path: Path) -> None:
    folder = recorded_run(tmp_path)
    for run in (folder.path, folder.path.name, folder.id):
        assert find_run(run, tmp_path).path == folder.path


def test_an_unknown_run_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r'No run has the folder or id "abc"'):
        find_run("abc", tmp_path)


def running(run_dir: Path) -> tuple[RunFolder, RunWriter]:
    folder = RunFolder.create(run_dir, Project())
    writer = RunWriter(folder.database, status="running")
    return folder, writer


def test_a_run_whose_process_died_is_interrupted_at_once(tmp_path: Path) -> None:
    folder, writer = running(tmp_path)
    lock = RunLock(folder.path)
    lock.acquire()
    assert list_runs(tmp_path)[0].status == "running"
    lock.release()
    assert list_runs(tmp_path)[0].status == "interrupted"
    writer.close(status="stopped")
    assert list_runs(tmp_path)[0].status == "stopped"


def test_a_run_that_holds_its_lock_is_running_however_long_it_says_nothing(tmp_path: Path) -> None:
    folder, writer = running(tmp_path)
    writer.close(alive=time.time() - SILENCE_S - 1)
    lock = RunLock(folder.path)
    lock.acquire()
    assert list_runs(tmp_path)[0].status == "running"
    lock.release()


def test_a_run_that_ends_while_it_is_looked_at_is_not_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, writer = running(tmp_path)
    RunLock(folder.path).acquire()

    def end_meanwhile(_folder: Path) -> bool:
        writer.close(status="finished")
        return False

    monkeypatch.setattr(runs, "is_locked", end_meanwhile)
    assert list_runs(tmp_path)[0].status == "finished"


def test_a_run_of_an_earlier_program_is_interrupted_when_it_says_nothing_for_long(tmp_path: Path) -> None:
    _, writer = running(tmp_path)
    assert list_runs(tmp_path)[0].status == "running"
    writer.close(alive=time.time() - SILENCE_S - 1)
    assert list_runs(tmp_path)[0].status == "interrupted"


def test_epochs_without_validation_are_not_mixed_up_with_others(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path, Project())
    reporter = RunReporter(folder, Project(), lambda _event: None)
    for epoch, metrics in enumerate(
        [
            {"loss": 3.0},
            {"loss": 2.0, "val_loss": 5.0},
            {"loss": 1.0},
            {"loss": 1.5, "val_loss": 6.0},
            {"loss": 0.5},
        ],
        start=1,
    ):
        reporter.epoch_ended(epoch, epoch * 10, metrics)
    reporter.finish("finished")
    [run] = list_runs(tmp_path)
    assert (run.epochs_done, run.metrics, run.best) == (5, {"loss": 0.5}, {"loss": 2.0, "val_loss": 5.0})


def test_listing_runs_reads_no_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded_run(tmp_path, "Net", 1.0)
    for method in ("history", "points", "events"):
        monkeypatch.delattr(RunReader, method)
    assert list_runs(tmp_path)[0].best["val_loss"] == 1.0


def test_the_last_event_is_told_even_when_the_folder_is_gone(tmp_path: Path) -> None:
    events: list[RunEvent] = []
    folder = RunFolder.create(tmp_path, Project())
    reporter = RunReporter(folder, Project(), events.append)
    folder.project_file.unlink()
    folder.database.rename(folder.path / "gone")
    reporter.finish("failed", "Out of luck.")
    assert [event.event for event in events] == ["run_finished"]


def test_a_replaced_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "best.keras"
    target.write_text("old")
    with pytest.raises(OSError, match="full"), replacing(target) as part:  # noqa: PT012 - one block, one failure
        part.write_text("ne")
        raise OSError("full")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("best.keras", "old")]
    with replacing(target) as part:
        part.write_text("new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("best.keras", "new")]


@pytest.mark.parametrize(
    ("metrics", "value"),
    [
        ({"loss": 1.0, "val_loss": 2.0}, 2.0),
        ({"loss": 1.0}, 1.0),
        ({"loss": float("nan")}, float("inf")),
        ({}, float("inf")),
    ],
)
def test_the_best_epoch_has_the_least_validation_loss(metrics: dict[str, float], value: float) -> None:
    assert monitored(metrics) == value
