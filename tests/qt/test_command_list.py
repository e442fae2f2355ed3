"""The command list finds every action, tells why some can't be used, and does the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.ui.command_list.popup import CommandList
from designer.ui.search_model import KEYS_ROLE, PATH_ROLE, REASON_ROLE
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import open_bench
from tests.qt.canvas_helpers import chain

Key = Qt.Key


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_bench(qapp, tmp_path) as workbench:
        window = workbench.open(Document(chain()))
        with qtbot.waitExposed(window):
            window.show()
        yield window


class Hand:
    """Opens the list of a window and types into it."""

    def __init__(self, window: MainWindow) -> None:
        window.actions_by_name["command_list"].trigger()
        popup = window.findChild(CommandList, "commandList")
        line, view = window.findChild(QLineEdit, "commandSearch"), window.findChild(QListView, "commandRows")
        message = window.findChild(QLabel, "commandMessage")
        assert popup
        assert line
        assert view
        assert message
        self.popup, self.line, self.view, self.message = popup, line, view, message

    def type(self, text: str) -> None:
        QTest.keyClicks(self.line, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.line, key)

    def rows(self) -> list[str]:
        model = self.view.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_every_action_of_the_window_is_listed(window: MainWindow) -> None:
    listed = Hand(window).rows()
    assert {row.text for row in window.actions_by_name.rows()} <= set(listed)
    assert {"Inspector", "Dark", "1 Chain"} <= set(listed)


def test_a_few_letters_and_enter_do_it(window: MainWindow, qtbot: QtBot) -> None:
    hand = Hand(window)
    hand.type("selall")
    assert hand.rows()[0] == "Select all"
    hand.press(Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.canvas.selected_ids()) == 4)
    assert not hand.popup.isVisible()


def test_what_cannot_be_used_says_why_and_does_nothing(window: MainWindow) -> None:
    hand = Hand(window)
    hand.type("dupl")
    index = hand.view.currentIndex()
    assert index.data() == "Duplicate"
    assert index.data(REASON_ROLE) == "No layer is selected, nor a note or frame. Click one first."
    hand.press(Key.Key_Return)
    assert hand.popup.isVisible()
    assert "No layer is selected" in hand.message.text()
    assert len(window.session.document.graph.nodes) == 4


def test_a_screen_reader_hears_keys_menu_and_reason(window: MainWindow) -> None:
    hand = Hand(window)
    hand.type("dupl")
    index = hand.view.currentIndex()
    assert (index.data(KEYS_ROLE), index.data(PATH_ROLE)) == ("Ctrl+D", "Edit")
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "Duplicate, Ctrl+D, in the menu Edit, can't be used now:"
        " No layer is selected, nor a note or frame. Click one first."
    )


def test_keys_move_through_the_rows_and_esc_closes(window: MainWindow) -> None:
    hand = Hand(window)
    hand.press(Key.Key_Down)
    hand.press(Key.Key_Down)
    hand.press(Key.Key_Up)
    assert hand.view.currentIndex().row() == 1
    hand.press(Key.Key_PageDown)
    assert hand.view.currentIndex().row() > 3
    hand.press(Key.Key_Escape)
    assert not hand.popup.isVisible()


def test_what_was_used_last_comes_first_also_in_the_next_window(window: MainWindow, qtbot: QtBot) -> None:
    for typed in ("fit the", "selall"):
        hand = Hand(window)
        hand.type(typed)
        hand.press(Key.Key_Return)
        qtbot.wait(1)
    assert Hand(window).rows()[:2] == ["Select all", "Fit the network"]
    assert window.bench.settings.value("commands/recent") == ["select_all", "fit"]


def test_words_that_fit_nothing_leave_a_line_and_no_choice(window: MainWindow) -> None:
    hand = Hand(window)
    hand.type("qqqq")
    assert hand.rows() == []
    assert hand.message.text() == "No command fits what you typed."
    hand.press(Key.Key_Return)
    assert hand.popup.isVisible()


def test_it_is_made_once_and_then_shown_again(window: MainWindow) -> None:
    first = Hand(window)
    first.type("undo")
    first.press(Key.Key_Escape)
    again = Hand(window)
    assert again.popup is first.popup
    assert again.line.text() == ""
    assert len(again.rows()) > 1
