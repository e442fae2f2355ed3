"""Keys that the user has changed hold in all windows, and only they are stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.ui.keymap import Keymap, is_key
from designer.ui.preferences_dialog.keyboard import KeyboardPage
from designer.ui.window import MainWindow
from designer.ui.workbench import Workbench
from tests.qt.bench_helpers import open_bench
from tests.qt.panel_helpers import click, find, show, type_keys

DEFAULTS = {"redo": ("Ctrl+Shift+Z", "Ctrl+Y"), "duplicate": ("Ctrl+D",), "fit": ("Ctrl+0",), "pull_out": ()}
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "keys.ini"), QSettings.Format.IniFormat)


def keymap_of(settings: QSettings) -> Keymap:
    keymap = Keymap(settings)
    keymap.learn(DEFAULTS)
    return keymap


def all_keys(keymap: Keymap) -> dict[str, tuple[str, ...]]:
    return {name: keymap.keys(name) for name in DEFAULTS}


def test_only_what_differs_is_stored_and_comes_back(settings: QSettings) -> None:
    keymap = keymap_of(settings)
    keymap.assign("pull_out", ("Ctrl+P",))
    keymap.assign("fit", ("Ctrl+9",))
    keymap.assign("fit", ("Ctrl+0",))
    assert settings.allKeys() == ["shortcuts/pull_out"]
    assert all_keys(keymap_of(settings)) == {**DEFAULTS, "pull_out": ("Ctrl+P",)}


def test_keys_given_to_an_action_are_taken_from_whoever_had_them(settings: QSettings) -> None:
    keymap = keymap_of(settings)
    assert keymap.holder("Ctrl+Y", besides="fit") == "redo"
    keymap.assign("fit", ("Ctrl+Y",))
    assert (keymap.keys("redo"), keymap.keys("fit")) == (("Ctrl+Shift+Z",), ("Ctrl+Y",))
    assert all_keys(keymap_of(settings)) == all_keys(keymap)


def test_reset_takes_the_keys_of_the_table_back(settings: QSettings) -> None:
    keymap = keymap_of(settings)
    keymap.assign("fit", ("Ctrl+D",))
    keymap.reset("duplicate")
    assert (keymap.keys("fit"), keymap.keys("duplicate")) == ((), ("Ctrl+D",))
    keymap.reset_all()
    assert all_keys(keymap) == DEFAULTS
    assert not settings.allKeys()


@pytest.mark.parametrize("stored", ["Nonsense+Q", "Return", "Ctrl+K, Ctrl+C", ["Ctrl+K", "x"], "Ctrl+K Bad"])
def test_stored_values_that_are_no_keys_are_passed_over(settings: QSettings, stored: object) -> None:
    settings.setValue("shortcuts/fit", stored)
    settings.setValue("shortcuts/unknown", "Ctrl+U")
    assert all_keys(keymap_of(settings)) == DEFAULTS


def test_a_key_stored_for_two_actions_belongs_to_the_first(settings: QSettings) -> None:
    for name in ("duplicate", "fit"):
        settings.setValue(f"shortcuts/{name}", "Ctrl+K")
    keymap = keymap_of(settings)
    assert (keymap.keys("duplicate"), keymap.keys("fit")) == (("Ctrl+K",), ("Ctrl+0",))


def test_keys_that_move_the_focus_or_confirm_are_kept_free() -> None:
    assert not any(is_key(key) for key in ("Return", "Tab", "Esc", "Space", "", "Ctrl+A, Ctrl+B"))
    assert all(is_key(key) for key in ("Ctrl++", "F5", "Alt+1", "Ctrl+Shift+Z", "Del"))


@pytest.fixture
def workbench(qapp: QApplication, tmp_path: Path) -> Iterator[Workbench]:
    with open_bench(qapp, tmp_path) as workbench:
        yield workbench


def make_page(qtbot: QtBot, window: MainWindow, search: str) -> KeyboardPage:
    page = KeyboardPage(window.bench.keymap, window.actions_by_name.rows())
    show(qtbot, page, 560, 480)
    type_keys(find(page, QLineEdit, "keySearch"), search)
    return page


def press_new_keys(page: KeyboardPage, key: Qt.Key, keys: Qt.KeyboardModifier = CONTROL) -> None:
    QTest.keyClick(find(page, QKeySequenceEdit, "newKeys"), key, keys)


def test_new_keys_hold_at_once_in_all_windows_and_in_new_ones(workbench: Workbench, qtbot: QtBot) -> None:
    first, second = workbench.open(Document()), workbench.open(Document())
    press_new_keys(make_page(qtbot, first, "straighten"), Qt.Key.Key_J)
    for window in (first, second, workbench.open(Document())):
        action = window.actions_by_name["straighten"]
        assert action.shortcut().toString() == "Ctrl+J"
        row = next(row for row in window.actions_by_name.rows() if row.name == "straighten")
        assert row.shortcut == "Ctrl+J"
    first.actions_by_name.enable("straighten", when=True)
    assert first.actions_by_name["straighten"].toolTip().endswith("(Ctrl+J)")


def test_keys_of_another_action_are_taken_only_when_agreed(workbench: Workbench, qtbot: QtBot) -> None:
    window = workbench.open(Document())
    page, keymap = make_page(qtbot, window, "tidy the layout"), window.bench.keymap
    press_new_keys(page, Qt.Key.Key_D)
    assert find(page, QLabel, "keyMessage").text() == "Ctrl+D belongs to “Duplicate”."
    click(find(page, QPushButton, "leaveKeys"))
    assert (keymap.keys("tidy"), keymap.keys("duplicate")) == (("Ctrl+L",), ("Ctrl+D",))
    press_new_keys(page, Qt.Key.Key_D)
    click(find(page, QPushButton, "takeKeys"))
    assert (keymap.keys("tidy"), keymap.keys("duplicate")) == (("Ctrl+D",), ())
    assert window.actions_by_name["duplicate"].shortcuts() == []


def test_keys_are_removed_and_reset_for_one_or_for_all(workbench: Workbench, qtbot: QtBot) -> None:
    window = workbench.open(Document())
    page, keymap = make_page(qtbot, window, "invert"), window.bench.keymap
    click(find(page, QPushButton, "removeKeys"))
    assert keymap.keys("invert") == ()
    click(find(page, QPushButton, "resetKeys"))
    assert keymap.keys("invert") == ("Ctrl+I",)
    press_new_keys(page, Qt.Key.Key_J)
    click(find(page, QPushButton, "resetAllKeys"))
    assert not keymap.is_changed("invert")


def test_reserved_keys_are_refused_with_their_meaning(workbench: Workbench, qtbot: QtBot) -> None:
    window = workbench.open(Document())
    page = make_page(qtbot, window, "invert")
    press_new_keys(page, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    assert find(page, QLabel, "keyMessage").text() == "Space presses buttons. Choose other keys."
    assert window.bench.keymap.keys("invert") == ("Ctrl+I",)


def test_changed_keys_are_told_from_the_others(workbench: Workbench, qtbot: QtBot) -> None:
    window = workbench.open(Document())
    page = make_page(qtbot, window, "invert")
    press_new_keys(page, Qt.Key.Key_J)
    index = find(page, QTreeView, "keys").model().index(0, 2)
    assert index.data() == "Ctrl+J"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Changed; by default Ctrl+I"
