"""The guards of conftest see what a test leaves behind."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.qt_leaks import living_objects, objects_left


def test_an_open_window_is_seen_until_it_is_deleted(qtbot: QtBot) -> None:
    before = living_objects()
    window = QWidget()
    window.setObjectName("forgotten")
    assert objects_left(before) == ["QWidget 'forgotten'"]
    window.deleteLater()
    assert not objects_left(before)


def test_a_running_timer_is_seen_until_it_stops(qtbot: QtBot) -> None:
    before = living_objects()
    timer = QTimer()
    timer.start(1000)
    assert objects_left(before) == ["QTimer ''"]
    timer.stop()
    assert not objects_left(before)


@pytest.mark.parametrize("keeps_itself", [False, True])
def test_an_unreachable_window_is_not_a_leak(qtbot: QtBot, keeps_itself: bool) -> None:
    before = living_objects()
    window = QWidget()
    if keeps_itself:
        window.itself = window  # type: ignore[attr-defined]
    del window
    assert not objects_left(before)
