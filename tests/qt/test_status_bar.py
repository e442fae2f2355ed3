"""The status bar gives the totals way to a run, whose values matter most while it lasts."""

import pytest
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, NodeAnalysis, TensorSpec
from designer.ui.statusbar import StatusBar
from tests.monitor_events import EPOCHS, batch, epoch, started
from tests.qt.panel_helpers import find

NODES = {"n1": NodeAnalysis((TensorSpec((None, 8)),))}
NETWORK = Analysis(nodes=NODES, layers=20, parameters=9930, flops=1_222_000)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setStatusBar(StatusBar(window))
    window.resize(1280, 200)
    with qtbot.waitExposed(window):
        window.show()
    bar_of(window).show_analysis(NETWORK, 32)
    return window


def bar_of(window: QMainWindow) -> StatusBar:
    return find(window, StatusBar, "statusBar")


def totals_of(window: QMainWindow) -> str:
    return find(window, QLabel, "statusNetwork").text()


def test_the_values_of_a_run_are_not_cut_off_in_a_small_window(window: QMainWindow) -> None:
    bar_of(window).handle([started(), *map(batch, range(1, 5)), epoch(1, EPOCHS[0]), batch(5)])
    run = find(window, QLabel, "statusRun")
    assert "val_accuracy" in run.text()
    assert run.fontMetrics().horizontalAdvance(run.text()) <= run.width()
    assert totals_of(window).startswith("20 layers")


def test_the_totals_come_back_when_the_run_is_forgotten(window: QMainWindow) -> None:
    before = totals_of(window)
    bar_of(window).handle([started(), batch(1)])
    assert totals_of(window) != before
    bar_of(window).forget_run()
    assert totals_of(window) == before


def test_a_long_message_is_elided_before_the_totals_and_whole_in_the_tool_tip(window: QMainWindow) -> None:
    bar, message = bar_of(window), "An edge was refused for a reason that takes many words to tell. " * 6
    bar.say(message)
    shown = bar.shown_message()
    assert shown.endswith("…")
    totals = find(window, QLabel, "statusNetwork")
    assert bar.fontMetrics().horizontalAdvance(shown) < totals.x()
    assert bar.toolTip() == message
    bar.say("Done.")
    assert bar.shown_message() == "Done."
    bar.clearMessage()
    assert bar.toolTip() == ""
