"""A backup gives unsaved edits back after a crash, and never says so without need."""

import errno
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from designer.document import backup as backups
from designer.document.backup import (
    BackupWriter,
    Owner,
    backups_left,
    claim_backup,
    new_backup_file,
    read_backup,
    this_process,
)
from designer.document.file_mark import FileMark
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import ProjectFileError
from tests.core.random_projects import projects

NET = load_preset("svgg")
DAY_S = 24 * 3600


def write(folder: Path, project: Project = NET, path: Path | None = None, **owner: object) -> Path:
    """Writes a backup as another process would; by default one that ended and whose number is used again."""
    file = new_backup_file(folder)
    BackupWriter(file).write(project, path, FileMark.of(path) if path else None, 7)
    origin, text = file.read_text().split("\n", 1)
    data = json.loads(origin)
    data["owner"] |= {"start_s": data["owner"]["start_s"] - 100} | owner
    file.write_text(f"{json.dumps(data)}\n{text}")
    return file


@given(project=projects)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_project_comes_back_as_it_was(tmp_path: Path, project: Project) -> None:
    file = new_backup_file(tmp_path)
    BackupWriter(file).write(project, None, None, 3)
    backup = read_backup(file)
    assert backup.project() == project
    assert (backup.owner, backup.revision, backup.path) == (this_process(), 3, None)


def test_a_backup_remembers_its_file(tmp_path: Path) -> None:
    path = NET.save(tmp_path / "net.json")
    backup = read_backup(write(tmp_path, path=path))
    assert (backup.path, backup.mark) == (path, FileMark.of(path))


def test_edits_of_an_ended_process_are_found_newest_first(tmp_path: Path) -> None:
    files = [write(tmp_path), write(tmp_path, NET.replace(name="Second"))]
    assert [backup.file for backup in backups_left(tmp_path)] == files[::-1]


def test_a_killed_process_is_told_from_a_living_one() -> None:
    command = [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        owner = Owner(this_process().host, process.pid, backups._start_s(process.pid) or 0.0)
        assert owner.is_alive()
        process.kill()
        deadline = time.monotonic() + 5
        while owner.is_alive() and time.monotonic() < deadline:  # nobody has waited for it yet
            time.sleep(0.01)
        assert not owner.is_alive()
    assert not owner.is_alive()


def test_a_process_that_got_the_same_number_is_another() -> None:
    assert this_process().is_alive()
    assert not replace(this_process(), start_s=this_process().start_s - 100).is_alive()


def test_edits_of_a_living_process_are_left_alone(tmp_path: Path) -> None:
    file = write(tmp_path, start_s=this_process().start_s)
    assert backups_left(tmp_path) == []
    assert file.exists()


def test_another_computer_is_left_alone_until_it_is_silent_for_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, host="elsewhere")
    assert backups_left(tmp_path) == []
    later_s = time.time() + DAY_S + 60
    monkeypatch.setattr(time, "time", lambda: later_s)
    assert len(backups_left(tmp_path)) == 1


@pytest.mark.parametrize("is_saved", [True, False], ids=["saved", "untouched"])
def test_a_backup_without_news_is_removed_unseen(tmp_path: Path, is_saved: bool) -> None:
    path = NET.save(tmp_path / "net.json") if is_saved else None
    file = write(tmp_path, NET if is_saved else Project(), path)
    assert backups_left(tmp_path) == []
    assert not file.exists()


@pytest.mark.parametrize("content", ["", "damaged", '{"format": "model-designer/1"}'])
def test_edits_survive_that_their_file_is_damaged_or_gone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "net.json"
    if content:
        path.write_text(content)
    write(tmp_path, path=path)
    assert [backup.path for backup in backups_left(tmp_path)] == [path]


@pytest.mark.parametrize("text", ["", "{}", "{}\n{}", "[]\n", "\xff\n", '{"format": "other"}\n'])
def test_what_is_no_backup_is_passed_over_and_kept(tmp_path: Path, text: str) -> None:
    file = tmp_path / "1.backup"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(ProjectFileError, match="no backup"):
        read_backup(file)
    assert backups_left(tmp_path) == []
    assert file.exists()


def test_only_one_window_gets_a_backup(tmp_path: Path) -> None:
    backup = read_backup(write(tmp_path))
    file = claim_backup(backup, tmp_path)
    assert read_backup(file).project() == NET
    with pytest.raises(ProjectFileError, match="no longer there"):
        claim_backup(backup, tmp_path)


def test_parts_that_a_kill_left_go_after_a_day(tmp_path: Path) -> None:
    old, new = tmp_path / ".1.backup.ab.part", tmp_path / ".2.backup.cd.part"
    for part in (old, new):
        part.touch()
    os.utime(old, (time.time() - DAY_S - 60,) * 2)
    backups_left(tmp_path)
    assert list(tmp_path.iterdir()) == [new]


def test_a_full_disk_leaves_the_backup_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = new_backup_file(tmp_path)
    writer = BackupWriter(file)
    writer.write(NET, None, None, 1)

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ProjectFileError, match="can't be backed up: No space left on device"):
        writer.write(NET, None, None, 2)
    assert read_backup(file).revision == 1


def test_backups_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "backups"
    BackupWriter(new_backup_file(folder)).write(NET, None, None, 1)
    assert folder.stat().st_mode & 0o077 == 0
