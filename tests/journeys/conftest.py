"""Journeys run on a virtual X display with a window manager, which `.ci/test journeys` provides."""

import os
import subprocess
import time

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from tests.journeys.robot import Robot


@pytest.fixture(scope="session", autouse=True)
def x_display() -> None:
    """Waits for the window manager; skips where the mouse would be a person's own."""
    if os.environ["QT_QPA_PLATFORM"] != "xcb":
        pytest.skip("journeys need a display of their own: run .ci/test journeys")
    deadline = time.monotonic() + 10
    while subprocess.run(["xdotool", "get_desktop"], capture_output=True, check=False).returncode:
        assert time.monotonic() < deadline, "no window manager on the X display"
        time.sleep(0.05)


@pytest.fixture
def robot(qtbot: QtBot) -> Robot:
    """Hands that start with the pointer in the corner, so that it hovers over nothing."""
    robot = Robot(qtbot)
    robot.move(QPoint(0, 0))
    return robot
