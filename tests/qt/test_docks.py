"""Panels behind a tab stay out of the way, and every panel is reached by its key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QTabBar
from pytestqt.qtbot import QtBot

from designer.ui.docks import Docks, Panel


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def docks(window: QMainWindow, qtbot: QtBot) -> Docks:
    canvas = QLineEdit()
    window.setCentralWidget(canvas)
    right = Qt.DockWidgetArea.RightDockWidgetArea
    left, bottom = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
    docks = Docks(
        window,
        (
            Panel("palette", "Palette", left, QLineEdit()),
            Panel("inspector", "Inspector", right, QLineEdit()),
            Panel("data", "Data", right, QLineEdit()),
            Panel("curves", "Curves", bottom, QLineEdit()),
        ),
        canvas.setFocus,
    )
    menu = QMenu(window)
    menu.setObjectName("panels")
    docks.fill_menu(menu)
    with qtbot.waitExposed(window):
        window.show()
    return docks


def test_only_the_panel_in_front_takes_the_focus(docks: Docks, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: docks["inspector"].widget().isEnabled() and not docks["data"].widget().isEnabled()
    )
    docks.show("data")
    qtbot.waitUntil(
        lambda: docks["data"].widget().isEnabled() and not docks["inspector"].widget().isEnabled()
    )


def test_choosing_a_panel_brings_the_keyboard_there_and_then_hides_it(
    window: QMainWindow, docks: Docks, qtbot: QtBot
) -> None:
    menu = window.findChild(QMenu, "panels")
    assert menu is not None
    data = next(action for action in menu.actions() if action.objectName() == "action_show_data")
    data.trigger()
    qtbot.waitUntil(lambda: docks["data"].widget().isEnabled())
    data.trigger()
    assert docks["data"].isHidden()


def test_a_panel_behind_a_tab_has_no_second_title(docks: Docks, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: docks["data"].titleBarWidget() is not None)
    assert docks["palette"].titleBarWidget() is None
    docks["inspector"].hide()
    qtbot.waitUntil(lambda: docks["data"].titleBarWidget() is None)
    docks["inspector"].show()
    qtbot.waitUntil(lambda: docks["data"].titleBarWidget() is not None)


def test_a_double_click_on_a_tab_floats_the_panel_with_a_title(
    window: QMainWindow, docks: Docks, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: docks["data"].titleBarWidget() is not None)
    bar = next(bar for bar in window.findChildren(QTabBar) if "Data" in texts(bar))
    spot = bar.tabRect(texts(bar).index("Data")).center()
    QTest.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=spot)
    assert docks["data"].isFloating()
    qtbot.waitUntil(lambda: docks["data"].titleBarWidget() is None)


def texts(bar: QTabBar) -> list[str]:
    return [bar.tabText(place) for place in range(bar.count())]


def test_escape_in_a_panel_leads_back_to_the_canvas(window: QMainWindow, docks: Docks) -> None:
    panel, canvas = docks["inspector"].widget(), window.centralWidget()
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert window.focusWidget() is canvas
