"""Preferences are in force at once in all windows, come back, and bad ones are passed over."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QPushButton, QSpinBox, QTabWidget
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.ui.motion import motion_ms
from designer.ui.preferences import Choices, Preferences
from designer.ui.preferences_dialog.dialog import PreferencesDialog
from designer.ui.recent_files import recent_files, remember_file
from designer.ui.theme import TEXT_PX
from designer.ui.window import MainWindow
from designer.ui.workbench import Workbench
from tests.qt.bench_helpers import open_bench
from tests.qt.canvas_helpers import Desk
from tests.qt.panel_helpers import choose, click, find

OTHER = Choices("dark", "off", 125, "horizontal", False, False, "flops", 3, False)


def settings_in(folder: Path) -> QSettings:
    return QSettings(str(folder / "some.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def workbench(qapp: QApplication, tmp_path: Path) -> Iterator[Workbench]:
    with open_bench(qapp, tmp_path) as workbench:
        yield workbench
        workbench.windows[0].bench.preferences.restore_defaults()


def open_dialog(window: MainWindow, page: str = "Appearance") -> QDialog:
    window.actions_by_name["preferences"].trigger()
    dialog = window.findChild(PreferencesDialog, "preferencesDialog")
    assert dialog
    tabs = find(dialog, QTabWidget, "preferencePages")
    tabs.setCurrentIndex([tabs.tabText(place) for place in range(tabs.count())].index(page))
    return dialog


def test_all_preferences_come_back_from_the_file(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    Preferences(settings).choose(**{field.name: getattr(OTHER, field.name) for field in fields(Choices)})
    settings.sync()
    assert Preferences(settings_in(tmp_path)).now == OTHER


def test_stored_values_that_cannot_be_are_passed_over(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    for key in ("window/theme", "window/text_percent", "canvas/snaps_to_grid", "files/num_recent"):
        settings.setValue(key, "-7 pink")
    assert Preferences(settings).now == Choices()


def test_theme_and_text_size_hold_at_once_and_the_menu_follows(workbench: Workbench, qtbot: QtBot) -> None:
    first, second = workbench.open(Document()), workbench.open(Document())
    dialog = open_dialog(first)
    choose(find(dialog, QComboBox, "preference_theme"), "Dark")
    choose(find(dialog, QComboBox, "preference_text_percent"), "125 %")
    assert first.bench.themes.theme.is_dark
    assert QApplication.font().pixelSize() == round(TEXT_PX * 1.25)
    for window in (first, second):
        assert window.actions_by_name["theme_dark"].isChecked()
    second.actions_by_name["theme_light"].trigger()
    assert find(dialog, QComboBox, "preference_theme").currentText() == "Light"


def test_motion_can_be_switched_off_and_on_against_the_system(workbench: Workbench) -> None:
    dialog = open_dialog(workbench.open(Document()))
    choose(find(dialog, QComboBox, "preference_motion"), "Off")
    assert motion_ms() == 0
    choose(find(dialog, QComboBox, "preference_motion"), "On")
    assert motion_ms() > 0


def test_new_networks_flow_as_preferred(workbench: Workbench) -> None:
    window = workbench.open(Document())
    dialog = open_dialog(window, "Canvas")
    choose(find(dialog, QComboBox, "preference_orientation"), "From left to right")
    window.files.new()
    assert window.session.document.orientation == "horizontal"
    assert window.session.document.is_clean


def test_the_number_on_layers_is_chosen_in_the_menu_or_here(workbench: Workbench) -> None:
    window, other = workbench.open(Document()), workbench.open(Document())
    dialog = open_dialog(window, "Canvas")
    choose(find(dialog, QComboBox, "preference_node_number"), "FLOPs")
    for each in (window, other):
        assert each.actions_by_name["footer_flops"].isChecked()
    other.actions_by_name["footer_memory"].trigger()
    assert find(dialog, QComboBox, "preference_node_number").currentText() == "Activation memory"


def test_snapping_to_the_grid_is_switched_in_every_window(workbench: Workbench) -> None:
    window, other = workbench.open(Document()), workbench.open(Document())
    click(find(open_dialog(window, "Canvas"), QCheckBox, "preference_snaps_to_grid"))
    for each in (window, other, workbench.open(Document())):
        assert not each.canvas.tools.interaction.snaps_to_grid


def test_without_the_grid_nodes_move_by_pixels(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.zoom_100()
    before = desk.content.center("n3")
    desk.view.tools.interaction.snaps_to_grid = False
    desk.drag(desk.node("n3"), QPointF(before[0] + 13, before[1] + 21))
    assert desk.content.center("n3") == pytest.approx((before[0] + 13, before[1] + 21), abs=1)


def test_recent_files_are_limited_and_forgotten(workbench: Workbench, tmp_path: Path) -> None:
    window = workbench.open(Document())
    settings = window.bench.settings
    for number in range(4):
        (tmp_path / f"{number}.json").touch()
        remember_file(settings, tmp_path / f"{number}.json", 3)
    assert [path.name for path in recent_files(settings)] == ["3.json", "2.json", "1.json"]
    dialog = open_dialog(window, "Files")
    spin = find(dialog, QSpinBox, "preference_num_recent_files")
    QTest.keyClick(spin, Qt.Key.Key_Up)
    assert window.bench.preferences.now.num_recent_files == 11
    button = find(dialog, QPushButton, "clearRecent")
    click(button)
    assert recent_files(settings) == []
    assert not button.isEnabled()


def test_defaults_come_back_by_one_button(workbench: Workbench) -> None:
    window = workbench.open(Document())
    window.bench.preferences.choose(theme="dark", snaps_to_grid=False)
    dialog = open_dialog(window)
    click(find(dialog, QPushButton, "restoreDefaults"))
    assert window.bench.preferences.now == Choices()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
