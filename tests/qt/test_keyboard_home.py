"""Tab goes in the order of reading; the keyboard never stays where it would change something unasked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import chain
from tests.qt.panel_helpers import find, line_of


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(chain())) as window:
        yield window


def is_at_home(window: MainWindow) -> bool:
    focus = window.focusWidget()
    return focus is not None and window.canvas.isAncestorOf(focus)


def walk(window: MainWindow, count: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    """Where Tab leads to."""
    met = []
    for _ in range(count):
        focus = (QApplication.activePopupWidget() or window).focusWidget()
        QTest.keyClick(focus, key)
        QApplication.processEvents()
        met.append(window.focusWidget().objectName())
    return met


def test_tab_goes_from_the_name_of_a_layer_to_its_parameters_and_back(window: MainWindow) -> None:
    window.canvas.select(["n2"])
    find(window.panels.inspector, QWidget, "nodeName").setFocus()
    assert walk(window, 3) == ["param_filters", "param_kernel_size", "param_strides"]
    assert walk(window, 3, Qt.Key.Key_Backtab) == ["param_kernel_size", "param_filters", "nodeName"]


def test_tab_goes_through_what_selected_layers_share_and_on_to_the_other_panels(window: MainWindow) -> None:
    window.canvas.select(["n2", "n4"])
    find(window.panels.inspector, QWidget, "shared_filters").setFocus()
    met = walk(window, 30)
    order = ("shared_use_bias", "paletteSearch", "canvasNodes", "xAxisChoice", "shared_filters")
    assert sorted(order, key=met.index) == list(order)


def test_a_window_begins_on_the_canvas_and_tab_asks_for_a_layer(window: MainWindow, qtbot: QtBot) -> None:
    assert is_at_home(window)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    search = window.canvas.findChild(QLineEdit, "quickAddSearch")
    assert search
    qtbot.waitUntil(search.hasFocus)
    QTest.keyClick(search, Qt.Key.Key_Escape)


def test_after_quick_add_from_a_field_the_arrow_keys_change_no_number(window: MainWindow) -> None:
    window.canvas.select(["n2"])
    line_of(window, "param_filters").setFocus()
    QTest.keyClick(window, Qt.Key.Key_Insert)
    search = find(window.canvas, QLineEdit, "quickAddSearch")
    QTest.keyClicks(search, "relu")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert is_at_home(window)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Up)
    assert window.session.document.undo_text == "Add ReLU"


def test_undo_takes_the_keyboard_home_with_the_layer_it_was_in(window: MainWindow) -> None:
    window.canvas.select(["n2"])
    window.canvas.place("ReLU")
    find(window.panels.inspector, QWidget, "param_max_value").setFocus()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.canvas.selected_ids() == ["n2"]
    assert is_at_home(window)


def test_escape_in_a_field_goes_to_the_canvas(window: MainWindow) -> None:
    window.canvas.select(["n2"])
    field = line_of(window, "param_filters")
    field.setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert is_at_home(window)
