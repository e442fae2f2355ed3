"""Runs are found, named, tagged, noted, archived, exported and deleted in their table."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from designer.catalog.values import KerasObject
from designer.errors import TrainingError
from designer.training import run_edits
from designer.training.folder import RunFolder
from designer.training.runs import summarise
from designer.ui import dialogs
from designer.ui.monitor.runs import RunsPanel
from tests.qt.runs_helpers import cells, names, record_run, show_runs, titles

Wait = Callable[[], None]


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> RunsPanel:
    """Three runs: Deep and Plain, which differ in their learning rate, and an archived one."""
    for name, rate in (("Deep", 0.1), ("Plain", 0.001)):
        record_run(tmp_path, name, optimizer=KerasObject("Adam", {"learning_rate": rate}))
    run_edits.archive(RunFolder(record_run(tmp_path, "Old")))
    panel = show_runs(qtbot, tmp_path)
    panel.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    return panel


@pytest.fixture
def settle(qtbot: QtBot, panel: RunsPanel) -> Wait:
    """A function that waits until all changes are done and read."""
    return lambda: qtbot.waitUntil(lambda: not panel.is_reading)


def stored(panel: RunsPanel, row: int = 0) -> RunFolder:
    panel.table.selectRow(row)
    run = panel.selected()
    assert run
    return RunFolder(run.folder)


def choose(panel: RunsPanel, words: str) -> None:
    """Take an entry of the menu."""
    menu = QMenu(panel)
    panel._fill_menu(menu)
    [entry] = [action for action in menu.actions() if words in action.text().replace("&", "")]
    entry.trigger()
    menu.deleteLater()


def enter(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_metrics_and_settings_that_differ_have_columns(panel: RunsPanel) -> None:
    assert titles(panel)[4:] == ["Best val_loss", "Best val_accuracy", "learning_rate", "Folder"]
    assert [row[6] for row in cells(panel)] == ["0.1", "0.001"]


def test_the_filter_leaves_what_applies(panel: RunsPanel) -> None:
    field = panel.findChild(QLineEdit, "runsFilter")
    assert field
    for text, expected in (("plain", ["Plain"]), ("learning_rate>0.01", ["Deep"]), ("", ["Deep", "Plain"])):
        field.setText(text)
        assert names(panel) == expected
    field.setText("nothing")
    label = panel.findChild(QLabel, "runsNoMatch")
    assert label
    assert label.isVisible()


def test_numbers_are_sorted_as_numbers_and_the_order_outlasts_new_columns(
    panel: RunsPanel, settle: Wait, tmp_path: Path
) -> None:
    panel.table.sortByColumn(6, Qt.SortOrder.AscendingOrder)
    assert names(panel) == ["Plain", "Deep"]
    record_run(tmp_path, "Batches", batch_size=7, optimizer=KerasObject("Adam", {"learning_rate": 0.01}))
    panel.refresh()
    settle()
    assert titles(panel)[6:8] == ["learning_rate", "batch_size"]
    assert names(panel) == ["Plain", "Batches", "Deep"]


def test_f2_renames_a_run_where_it_stands(panel: RunsPanel, settle: Wait, qtbot: QtBot) -> None:
    run = stored(panel)
    QTest.keyClick(panel.table, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor
    assert editor.text() == "Deep"
    enter(editor, "Wide")
    qtbot.waitUntil(lambda: names(panel) == ["Plain", "Wide"])
    settle()
    assert summarise(run).label == "Wide"
    assert names(panel) == ["Plain", "Wide"]
    assert panel.selected() == summarise(run)


def test_tags_of_several_runs_change_only_where_they_were_changed(panel: RunsPanel, settle: Wait) -> None:
    runs = [stored(panel, 0), stored(panel, 1)]
    run_edits.set_tags(runs[0], ["own", "both", "old"])
    run_edits.set_tags(runs[1], ["both", "old"])
    panel.refresh()
    settle()
    panel.table.selectAll()
    field = panel.findChild(QLineEdit, "runTags")
    assert field
    assert field.text() == "both, old"
    enter(field, "both, new")
    settle()
    assert [summarise(run).tags for run in runs] == [("own", "both", "new"), ("both", "new")]
    assert "Tags" in titles(panel)


def test_a_note_is_kept_and_shown_as_a_tool_tip(panel: RunsPanel, settle: Wait) -> None:
    run = stored(panel)
    field = panel.findChild(QLineEdit, "runNote")
    assert field
    enter(field, "Seed 7.")
    settle()
    assert summarise(run).note == "Seed 7."
    assert panel.table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Seed 7."
    panel.table.selectAll()
    assert not field.isEnabled()


def test_what_is_typed_outlasts_a_refresh(panel: RunsPanel, settle: Wait) -> None:
    stored(panel)
    field = panel.findChild(QLineEdit, "runNote")
    assert field
    field.setFocus()
    QTest.keyClicks(field, "half a th")
    panel.refresh()
    settle()
    assert field.text() == "half a th"


def test_archived_runs_are_shown_on_request_and_come_back(panel: RunsPanel, settle: Wait) -> None:
    stored(panel)
    choose(panel, "Archive")
    settle()
    assert names(panel) == ["Plain"]
    panel._bar.archived.setChecked(True)
    assert names(panel) == ["Deep", "Old", "Plain"]
    panel.table.selectRow(1)
    choose(panel, "Bring back")
    settle()
    panel._bar.archived.setChecked(False)
    assert names(panel) == ["Old", "Plain"]


def test_several_runs_are_deleted_after_one_question(
    panel: RunsPanel, settle: Wait, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[object] = []

    def refuse(_parent: object, labels: list[str]) -> bool:
        asked.append(labels)
        return False

    trashed: list[tuple[str, threading.Thread]] = []

    def remove(path: Path) -> None:
        trashed.append((path.name, threading.current_thread()))
        path.rename(tmp_path.parent / f"trash-{path.name}")

    monkeypatch.setattr("send2trash.send2trash", remove)
    monkeypatch.setattr(dialogs, "ask_to_delete_runs", refuse)
    QTest.keyClick(panel.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert (asked, trashed) == ([["Deep", "Plain"]], [])
    monkeypatch.setattr(dialogs, "ask_to_delete_runs", lambda _parent, _labels: True)
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    settle()
    assert names(panel) == []
    assert len(trashed) == 2
    assert threading.main_thread() not in [thread for _, thread in trashed]


def test_one_run_that_can_not_be_deleted_keeps_no_other_from_it(
    panel: RunsPanel, settle: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[Path] = []

    def delete(run: RunFolder) -> None:
        if not done:
            done.append(run.path)
            raise TrainingError("There is no trash.")
        done.append(run.path)

    monkeypatch.setattr(run_edits, "delete", delete)
    monkeypatch.setattr(dialogs, "ask_to_delete_runs", lambda _parent, _labels: True)
    panel.table.selectAll()
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    settle()
    assert len(done) == 2
    problem = panel.findChild(QLabel, "runsProblem")
    assert problem
    assert "There is no trash." in problem.text()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_run_is_exported_where_the_user_wants(
    panel: RunsPanel, settle: Wait, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / f"out.{kind}"
    monkeypatch.setattr(dialogs, "ask_export_file", lambda *_: target)
    stored(panel)
    choose(panel, f"Export as {kind.upper()}")
    settle()
    assert "val_accuracy" in target.read_text()


def test_quick_changes_are_all_made(panel: RunsPanel, settle: Wait) -> None:
    run = stored(panel)
    for number in range(5):
        panel._changes.change_tags([run.path], [f"tag {number}"], [])
    settle()
    assert summarise(run).tags == tuple(f"tag {number}" for number in range(5))
