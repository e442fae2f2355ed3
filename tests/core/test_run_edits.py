"""What people say about a run is kept in it, also while it goes on."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from designer.document.project import Project
from designer.errors import TrainingError
from designer.training import run_edits
from designer.training.folder import RunFolder
from designer.training.lock import RunLock
from designer.training.reader import RunReader
from designer.training.runs import RunSummary, list_runs, summarise
from designer.training.store import RunWriter
from tests.core.run_makers import make_run

DELETE = """
import sys
from pathlib import Path
from designer.training.folder import RunFolder
from designer.training.run_edits import delete
delete(RunFolder(Path(sys.argv[1])))
"""


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return make_run(tmp_path / "runs")


def test_a_title_takes_the_place_of_the_projects_name_until_it_is_empty(run: RunFolder) -> None:
    run_edits.rename(run, "  Wide,\nno dropout ")
    assert (summarise(run).label, summarise(run).name) == ("Wide, no dropout", "Net")
    run_edits.rename(run, " ")
    assert summarise(run).label == "Net"


def test_tags_are_added_once_and_taken_away(run: RunFolder) -> None:
    run_edits.add_tags(run, ["baseline", "for  paper", ""])
    run_edits.add_tags(run, ["baseline", "slow"])
    assert summarise(run).tags == ("baseline", "for paper", "slow")
    run_edits.remove_tags(run, ["for paper", "unknown"])
    assert summarise(run).tags == ("baseline", "slow")


def test_the_newest_note_counts_and_the_others_stay_in_the_file(run: RunFolder) -> None:
    for text in ("first try\n", "second thought"):
        run_edits.set_note(run, text)
    assert summarise(run).note == "second thought"
    with RunReader(run.database) as reader:
        assert reader._rows("SELECT text FROM notes ORDER BY id") == [("first try",), ("second thought",)]


def test_a_run_is_archived_and_comes_back(run: RunFolder) -> None:
    run_edits.archive(run)
    assert summarise(run).is_archived
    run_edits.unarchive(run)
    assert not summarise(run).is_archived


def test_a_run_is_changed_while_it_goes_on_and_loses_nothing(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path, Project())
    writer = RunWriter(run.database, status="running")
    loss = writer.series("batch", "loss")
    has_ended = threading.Event()

    def edit() -> None:
        number = 0
        while number < 2 or not has_ended.is_set():
            number += 1
            run_edits.set_note(run, str(number))

    thread = threading.Thread(target=edit)
    thread.start()
    for step in range(1, 301):
        writer.add_metrics([(loss, step, 1, 0.5)])
        writer.flush()
    has_ended.set()
    thread.join()
    writer.close()
    with RunReader(run.database) as reader:
        assert reader.points("loss").steps.tolist() == list(range(1, 301))
        assert int(reader.note()) > 1


def test_a_damaged_run_can_not_be_changed(run: RunFolder) -> None:
    run.database.write_bytes(b"no database" * 1000)
    with pytest.raises(TrainingError, match="can't be changed"):
        run_edits.rename(run, "Title")


@pytest.mark.skipif(sys.platform != "linux", reason="where the trash is can be told by a variable on Linux")
def test_a_deleted_run_is_in_the_trash(run: RunFolder, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "home")}
    subprocess.run([sys.executable, "-c", DELETE, str(run.path)], env=environment, check=True)
    assert list_runs(run.path.parent) == []
    in_trash = RunFolder(tmp_path / "home" / "Trash" / "files" / run.path.name)
    assert summarise(in_trash).status == "finished"


def test_a_run_that_goes_on_is_not_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = RunFolder.create(tmp_path, Project())
    writer, lock = RunWriter(run.database, status="running"), RunLock(run.path)
    lock.acquire()
    with pytest.raises(TrainingError, match="is still going on"):
        run_edits.delete(run)
    writer.close()
    lock.release()
    assert run.path.is_dir()


def test_a_missing_trash_is_one_clear_line(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("send2trash.send2trash", refuse)
    with pytest.raises(TrainingError, match=r"moved to the trash: Permission denied\. Delete the folder"):
        run_edits.delete(run)
    assert isinstance(summarise(run), RunSummary)


def test_a_run_keeps_on_what_it_was_trained(run: RunFolder) -> None:
    with RunReader(run.database) as reader:
        environment = reader.meta()["environment"]
    assert environment["num_cpus"] == os.cpu_count()
    assert environment["platform"]
