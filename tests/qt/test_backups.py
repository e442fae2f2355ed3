"""Unsaved edits are backed up within a second, and the backup goes when they are saved or given up."""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.document.backup import BackupWriter, new_backup_file, read_backup
from designer.document.commands import RenameProject
from designer.document.document import Document
from designer.document.files import save_project
from designer.document.project import Project
from designer.ui.backups import Backups
from tests.qt.panel_helpers import small_document

WITHIN_MS = 1000
RETRY_MS = 8000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def backups(qtbot: QtBot, folder: Path) -> Iterator[Backups]:
    backups = Backups(folder=folder)
    yield backups
    backups.close()


@pytest.fixture
def has_backup(qtbot: QtBot, folder: Path) -> Callable[[Document], bool]:
    """Whether there is just one backup, of a document as it is now."""

    def check(document: Document) -> bool:
        files = list(folder.glob("*.backup"))
        return len(files) == 1 and read_backup(files[0]).project() == document.project()

    return check


def is_empty(folder: Path) -> bool:
    return not folder.is_dir() or not list(folder.iterdir())


def edit(document: Document, name: str = "Edited") -> None:
    document.push(RenameProject(name))


def test_an_edit_of_an_untitled_network_is_backed_up_within_a_second(
    qtbot: QtBot, backups: Backups, has_backup: Callable[[Document], bool]
) -> None:
    document = small_document()
    backups.add(document)
    edit(document)
    qtbot.waitUntil(lambda: has_backup(document), timeout=WITHIN_MS)


def test_steady_editing_does_not_put_the_backup_off(qtbot: QtBot, backups: Backups, folder: Path) -> None:
    document = small_document()
    backups.add(document)
    start_s = time.monotonic()
    while not list(folder.glob("*.backup")):
        edit(document, f"{time.monotonic()}")
        qtbot.wait(10)
        assert time.monotonic() - start_s < 1


def test_what_is_untouched_or_undone_has_no_backup(qtbot: QtBot, backups: Backups, folder: Path) -> None:
    document = small_document()
    backups.add(document)
    qtbot.wait(WITHIN_MS)
    assert is_empty(folder)
    edit(document)
    qtbot.waitUntil(lambda: not is_empty(folder))
    document.undo()
    qtbot.waitUntil(lambda: is_empty(folder), timeout=WITHIN_MS)


def test_a_save_removes_the_backup(
    qtbot: QtBot, backups: Backups, folder: Path, has_backup: Callable[[Document], bool], tmp_path: Path
) -> None:
    document = small_document()
    backups.add(document)
    edit(document)
    qtbot.waitUntil(lambda: has_backup(document))
    document.mark_clean(save_project(document.project(), tmp_path / "net.json"))
    qtbot.waitUntil(lambda: is_empty(folder), timeout=WITHIN_MS)


def test_a_closed_document_leaves_nothing(qtbot: QtBot, folder: Path) -> None:
    backups, document = Backups(folder=folder), small_document()
    backups.add(document)
    edit(document)
    qtbot.waitUntil(lambda: not is_empty(folder))
    edit(document, "Again")
    backups.remove(document)
    backups.close()
    assert is_empty(folder)


def test_each_document_has_its_own(qtbot: QtBot, backups: Backups, folder: Path) -> None:
    documents = [small_document(), Document()]
    for number, document in enumerate(documents):
        backups.add(document)
        edit(document, f"{number}")
    qtbot.waitUntil(lambda: len(list(folder.glob("*.backup"))) == 2)
    assert {read_backup(file).name for file in folder.iterdir()} == {"0", "1"}


def test_a_restored_document_is_dirty_keeps_its_path_and_its_backup(
    qtbot: QtBot, backups: Backups, folder: Path, tmp_path: Path, has_backup: Callable[[Document], bool]
) -> None:
    project = small_document().project()
    path = save_project(project, tmp_path / "net.json")
    file = new_backup_file(folder)
    BackupWriter(file).write(project.replace(name="Edited"), path, None, 1)
    document = backups.restore(read_backup(file))
    assert (document.name, document.path, document.is_clean) == ("Edited", path, False)
    assert not file.exists()
    assert has_backup(document)  # at every moment: it may crash again
    before = folder.stat().st_mtime_ns
    qtbot.waitUntil(lambda: folder.stat().st_mtime_ns != before)
    assert has_backup(document)
    document.mark_clean(path)
    qtbot.waitUntil(lambda: is_empty(folder))


def test_a_full_disk_is_told_once_and_tried_again(
    qtbot: QtBot, backups: Backups, monkeypatch: pytest.MonkeyPatch, has_backup: Callable[[Document], bool]
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    told: list[str] = []
    backups.failed.connect(told.append)
    document = small_document()
    backups.add(document)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        edit(document)
        qtbot.waitUntil(lambda: bool(told))
        edit(document, "Again")
        qtbot.wait(WITHIN_MS)
    assert told == ["Unsaved edits can't be backed up: No space left on device. Save often."]
    qtbot.waitUntil(lambda: has_backup(document), timeout=RETRY_MS)


def test_the_window_puts_nothing_in_order_for_a_backup(
    qtbot: QtBot, backups: Backups, monkeypatch: pytest.MonkeyPatch, has_backup: Callable[[Document], bool]
) -> None:
    threads, in_order = list[threading.Thread](), Project.in_order

    def noting(project: Project) -> Project:
        threads.append(threading.current_thread())
        return in_order(project)

    document = small_document()
    backups.add(document)
    with monkeypatch.context() as patch:
        patch.setattr(Project, "in_order", noting)
        edit(document)
        qtbot.waitUntil(lambda: bool(threads))
    assert threading.current_thread() not in threads
    qtbot.waitUntil(lambda: has_backup(document))
