"""The tour sees what is done, does the rest for whoever asks, and never stands in the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.training.events import EpochEnded, RunFinished
from designer.ui.tour.block import find as find_block
from designer.ui.tour.card import TourCard
from designer.ui.tour.steps import STEPS
from designer.ui.window import MainWindow
from designer.ui.workbench import Workbench
from tests.qt.bench_helpers import open_bench
from tests.qt.canvas_helpers import chain
from tests.qt.panel_helpers import find, line_of, press_key, retype, type_keys

Key = Qt.Key


@pytest.fixture
def workbench(qapp: QApplication, tmp_path: Path) -> Iterator[Workbench]:
    with open_bench(qapp, tmp_path) as workbench:
        yield workbench


@pytest.fixture
def window(workbench: Workbench, qtbot: QtBot) -> MainWindow:
    """A window in which the tour was begun from the start page."""
    window = workbench.open(Document())
    window.resize(1280, 800)
    window.start.show_page()
    with qtbot.waitExposed(window):
        window.show()
    press_key(find(window, QPushButton, "startTour"), Key.Key_Space)
    return window


def press(window: MainWindow, name: str) -> None:
    press_key(find(window, QPushButton, name), Key.Key_Space)


def said(window: MainWindow, name: str) -> str:
    return find(window, QLabel, name).text()


def step(window: MainWindow) -> int:
    return int(said(window, "tourProgress").split()[1])


def do_steps(window: MainWindow, count: int) -> None:
    for _ in range(count):
        press(window, "tourDo")


def test_it_begins_in_an_untouched_window(workbench: Workbench, window: MainWindow) -> None:
    assert workbench.windows == [window]
    assert not window.start.is_shown
    assert said(window, "tourProgress") == "Step 1 of 9"
    assert window.focusWidget() is find(window, QPushButton, "tourDo")


def test_a_window_with_work_in_it_keeps_it(workbench: Workbench) -> None:
    first = workbench.open(Document(chain()))
    first.panels.palette.layer_chosen.emit("Dense")
    first.actions_by_name["tour"].trigger()
    assert len(workbench.windows) == 2
    assert workbench.windows[1].tour.is_shown
    assert not first.tour.is_shown


def test_what_the_user_does_by_hand_leads_on(window: MainWindow) -> None:
    window.actions_by_name["find_layer"].trigger()
    search = find(window, QLineEdit, "paletteSearch")
    type_keys(search, "input")
    press_key(search, Key.Key_Return)
    assert step(window) == 2
    shape = line_of(window, "param_shape")
    retype(shape, "8, 8, 1")
    press_key(shape, Key.Key_Return)
    assert step(window) == 3
    retype(search, "conv2d")
    press_key(search, Key.Key_Return)
    assert step(window) == 4
    assert find_block(window.session.document).first


def test_done_for_the_user_it_leads_to_a_trained_residual_block(window: MainWindow) -> None:
    do_steps(window, 8)
    block = find_block(window.session.document)
    assert block.joint
    assert window.canvas.selected_ids() == [block.joint.id]
    assert step(window) == 9
    press(window, "tourDo")
    assert "TensorFlow is starting" in said(window, "tourMessage")
    epoch = EpochEnded(run="r", time=1.0, epoch=1, step=1, metrics={"val_accuracy": 0.93})
    ended = RunFinished(run="r", time=2.0, status="finished", message="")
    window.session.run_events.emit([epoch, ended])
    assert said(window, "tourProgress") == "Done"
    assert "93 % of the digits" in said(window, "tourText")


def test_what_is_missing_of_earlier_steps_is_made_up_for(window: MainWindow) -> None:
    for _ in range(5):
        press(window, "tourNext")
    assert step(window) == 6
    press(window, "tourDo")
    assert find_block(window.session.document).head
    assert step(window) == 7


def test_back_shows_what_is_done_and_stays_there(window: MainWindow) -> None:
    assert not find(window, QPushButton, "tourBack").isEnabled()
    do_steps(window, 2)
    press(window, "tourBack")
    assert step(window) == 2
    assert said(window, "tourMessage") == "This is done."
    press(window, "tourNext")
    assert step(window) == 3


def test_undone_steps_do_not_disturb_the_step_of_undo_and_redo(window: MainWindow) -> None:
    do_steps(window, 7)
    assert step(window) == 8
    window.actions_by_name["undo"].trigger()
    assert step(window) == 8
    window.actions_by_name["redo"].trigger()
    assert step(window) == 9


def test_it_can_be_left_and_begun_again(window: MainWindow, workbench: Workbench) -> None:
    do_steps(window, 1)
    press(window, "tourEnd")
    assert not window.tour.is_shown
    assert window.focusWidget() is window.canvas
    assert len(window.session.document.graph.nodes) == 1
    window.actions_by_name["tour"].trigger()
    assert step(workbench.windows[-1]) == 1


def test_it_ends_when_another_project_takes_its_place(window: MainWindow) -> None:
    window.set_document(Document(chain()))
    assert not window.tour.is_shown


def test_keys_in_its_words_are_those_that_the_user_has_chosen(window: MainWindow) -> None:
    assert "By keyboard: Ins," in said(window, "tourText")
    window.actions_by_name["quick_add"].setShortcuts([])
    window.tour.start()
    assert "Edit → Quick add" in said(window, "tourText")


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1440)])
@pytest.mark.parametrize("text_percent", [100, 125])
def test_every_step_can_be_read(
    window: MainWindow, workbench: Workbench, size: tuple[int, int], text_percent: int
) -> None:
    workbench._bench.themes.set_mode("light", text_percent)
    window.resize(*size)
    card = find(window, TourCard, "tour")
    for number, _ in enumerate(STEPS, start=1):
        QTest.qWait(1)
        text, button = find(window, QLabel, "tourText"), find(window, QPushButton, "tourDo")
        assert text.height() >= text.heightForWidth(text.width()), number
        assert text.mapTo(card, QPoint(0, text.height())).y() <= button.mapTo(card, QPoint()).y()
        assert card.rect().contains(card.childrenRect())
        press(window, "tourNext")
    workbench._bench.themes.set_mode("light", 100)
