"""What a crash left is offered, a file that others change is noticed, and neither holds anyone up."""

import errno
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.document.backup import BackupWriter, new_backup_file
from designer.document.commands import RenameProject
from designer.document.document import Document
from designer.document.files import open_project, save_project
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.ui.bench import Bench
from designer.ui.hub import Done, Failed, Hub
from designer.ui.theme import Themes
from designer.ui.window import MainWindow
from designer.ui.workbench import Workbench
from tests.qt.panel_helpers import click, find

NET = load_preset("digits_resnet")
LOOK_MS = 20
Leave = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MODEL_DESIGNER_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "data" / "backups"


@pytest.fixture
def leave(folder: Path) -> Leave:
    """A function that leaves a backup as a process that crashed would."""

    def write(project: Project, path: Path | None = None) -> Path:
        file = new_backup_file(folder)
        BackupWriter(file).write(project, path, None, 1)
        origin, text = file.read_text().split("\n", 1)
        data = json.loads(origin)
        data["owner"]["start_s"] -= 100
        file.write_text(f"{json.dumps(data)}\n{text}")
        return file

    return write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return NET.save(tmp_path / "net.json")


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path, folder: Path) -> Iterator[Workbench]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    bench = Workbench(qapp, Bench(Catalog.load(), Themes(qapp), settings, Hub(), tmp_path / "runs"))
    yield bench
    for window in list(bench.windows):
        window.session.document.mark_clean(tmp_path / "saved.json")
        window.close()


def start(bench: Workbench, document: Document) -> MainWindow:
    window = bench.open(document)
    window.show()
    window.bench.hub.backups.look()
    return window


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs are done a moment later; the hub itself would start the engine too."""

    def submit(_hub: Hub, _session: int, job: Callable[[], object], done: Done, _failed: Failed) -> None:
        QTimer.singleShot(0, lambda: done(job()))

    monkeypatch.setattr(Hub, "submit", submit)


def bars(window: MainWindow) -> list[str]:
    return window.safekeeping.bars.names()


def press(window: MainWindow, bar: str, button: str) -> None:
    click(find(window, QPushButton, f"{bar}{button}"))


def answer(text: str) -> list[str]:
    """Presses a button of the message box that is about to open; gives what the box said."""
    said: list[str] = []

    def act() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(LOOK_MS, act)
            return
        said.append(box.text())
        next(button for button in box.buttons() if button.text().replace("&", "") == text).click()

    QTimer.singleShot(0, act)
    return said


def wait_for_bar(qtbot: QtBot, window: MainWindow, words: str) -> str:
    """Waits for a bar that says these words; gives its name."""

    def names() -> list[str]:
        shown = window.findChildren(QLabel)
        return [name for name in bars(window) for label in shown if is_text_of(label, name, words)]

    def is_text_of(label: QWidget, name: str, words: str) -> bool:
        return isinstance(label, QLabel) and label.objectName() == f"{name}Text" and words in label.text()

    qtbot.waitUntil(lambda: bool(names()), timeout=3000)
    return names()[0]


def test_an_unsaved_network_is_offered_and_comes_back(qtbot: QtBot, bench: Workbench, leave: Leave) -> None:
    file = leave(NET)
    window = start(bench, Document())
    bar = wait_for_bar(qtbot, window, 'Unsaved network "Digits ResNet" found')
    press(window, bar, "Restore")
    assert bench.windows == [window]  # which nobody had worked in
    assert window.session.document.project() == NET
    assert window.isWindowModified()
    assert bars(window) == []
    assert not file.exists()


def test_changes_come_back_in_the_window_on_their_file(
    qtbot: QtBot, bench: Workbench, leave: Leave, path: Path
) -> None:
    leave(NET.replace(name="Changed"), path)
    window = start(bench, Document(NET, path))
    press(window, wait_for_bar(qtbot, window, "Unsaved changes to net.json found"), "Restore")
    document = window.session.document
    assert (document.name, document.path, document.is_clean) == ("Changed", path, False)
    assert bench.windows == [window]


def test_beside_a_network_at_work_it_comes_back_in_a_window_of_its_own(
    qtbot: QtBot, bench: Workbench, leave: Leave, path: Path
) -> None:
    leave(NET.replace(name="Found"))
    window = start(bench, Document(NET, path))
    press(window, wait_for_bar(qtbot, window, "found"), "Restore")
    assert [each.session.document.name for each in bench.windows] == [NET.name, "Found"]


def test_later_keeps_it_for_the_next_start(qtbot: QtBot, bench: Workbench, leave: Leave) -> None:
    file = leave(NET)
    window = start(bench, Document())
    press(window, wait_for_bar(qtbot, window, "found"), "Later")
    assert bars(window) == []
    assert file.exists()


def test_it_is_discarded_only_after_a_question(qtbot: QtBot, bench: Workbench, leave: Leave) -> None:
    file = leave(NET)
    window = start(bench, Document())
    bar = wait_for_bar(qtbot, window, "found")
    said = answer("Keep")
    press(window, bar, "Discard")
    assert said == ['Discard the unsaved changes of "Digits ResNet"?']
    assert bars(window) == [bar]
    answer("Discard")
    press(window, bar, "Discard")
    assert bars(window) == []
    qtbot.waitUntil(lambda: not file.exists())


def test_what_another_window_took_is_told(qtbot: QtBot, bench: Workbench, leave: Leave) -> None:
    file = leave(NET)
    window = start(bench, Document())
    bar = wait_for_bar(qtbot, window, "found")
    file.unlink()
    said = answer("OK")
    press(window, bar, "Restore")
    assert said == ['The unsaved edits of "Digits ResNet" are no longer there.']
    assert bars(window) == []


def test_a_clean_close_leaves_nothing_to_offer(qtbot: QtBot, bench: Workbench, folder: Path) -> None:
    window = start(bench, Document(NET))
    window.session.document.push(RenameProject("Edited"))
    qtbot.waitUntil(lambda: folder.is_dir() and bool(list(folder.iterdir())))
    answer("Discard")
    window.close()
    assert list(folder.iterdir()) == []


def change(path: Path) -> None:
    save_project(NET.replace(name="Theirs"), path)


@pytest.mark.usefixtures("worker")
def test_a_changed_file_is_noticed_and_reloaded(qtbot: QtBot, bench: Workbench, path: Path) -> None:
    window = start(bench, Document(NET, path))
    change(path)
    press(window, wait_for_bar(qtbot, window, "net.json was changed by another program."), "Reload")
    qtbot.waitUntil(lambda: window.session.document.name == "Theirs")
    assert window.session.document.is_clean
    assert bars(window) == []


def test_reloading_asks_before_edits_are_lost(qtbot: QtBot, bench: Workbench, path: Path) -> None:
    window = start(bench, Document(NET, path))
    window.session.document.push(RenameProject("Mine"))
    change(path)
    bar = wait_for_bar(qtbot, window, "changed")
    answer("Cancel")
    press(window, bar, "Reload")
    assert (window.session.document.name, bars(window)) == ("Mine", [bar])


def test_keeping_mine_makes_it_unsaved_and_saves_without_another_question(
    qtbot: QtBot, bench: Workbench, path: Path
) -> None:
    window = start(bench, Document(NET, path))
    change(path)
    press(window, wait_for_bar(qtbot, window, "changed"), "KeepMine")
    assert window.isWindowModified()
    assert window.files.save()
    assert open_project(path) == NET


def test_a_second_change_is_noticed_too(qtbot: QtBot, bench: Workbench, path: Path) -> None:
    window = start(bench, Document(NET, path))
    for name in ("One", "Two"):
        path.write_text(path.read_text().replace('"name"', f'"name":"{name}","name"', 1))
        press(window, wait_for_bar(qtbot, window, "changed"), "KeepMine")
        qtbot.waitUntil(lambda: bars(window) == [])


def test_own_saves_and_a_mere_touch_raise_no_alarm(qtbot: QtBot, bench: Workbench, path: Path) -> None:
    window = start(bench, Document(NET, path))
    for name in ("a", "b"):
        window.session.document.push(RenameProject(name))
        assert window.files.save()
        qtbot.wait(300)
    path.touch()
    qtbot.wait(400)
    assert bars(window) == []


def test_a_deleted_file_is_told_and_leaves_the_network_unsaved(
    qtbot: QtBot, bench: Workbench, path: Path
) -> None:
    window = start(bench, Document(NET, path))
    path.unlink()
    wait_for_bar(qtbot, window, "net.json was deleted or moved")
    assert window.isWindowModified()
    assert window.files.save()
    assert open_project(path) == NET
    qtbot.waitUntil(lambda: bars(window) == [])


@pytest.mark.parametrize(("button", "name"), [("Overwrite", "Mine"), ("Cancel", "Theirs")])
def test_saving_over_a_change_asks_first(
    qtbot: QtBot, bench: Workbench, path: Path, button: str, name: str
) -> None:
    window = start(bench, Document(NET, path))
    window.session.document.push(RenameProject("Mine"))
    change(path)  # a moment ago: no event has told of it yet
    said = answer(button)
    assert window.files.save() == (button == "Overwrite")
    assert said == ["net.json was changed by another program."]
    assert open_project(path).name == name
    assert window.isWindowModified() == (button == "Cancel")


def test_a_full_disk_keeps_the_old_file_and_the_network_unsaved(
    qtbot: QtBot, bench: Workbench, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    window = start(bench, Document(NET, path))
    window.session.document.push(RenameProject("Mine"))
    said = answer("OK")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        assert not window.files.save()
    assert said == [f"{path} can't be saved: No space left on device."]
    assert open_project(path) == NET
    assert window.isWindowModified()
