"""Journeys run on a virtual X display with a window manager, which `.ci/test journeys` provides."""

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, QSize
from pytestqt.qtbot import QtBot

from designer.app import make_window
from designer.document.document import Document
from designer.document.project import Project
from tests.journeys.person import Person
from tests.journeys.robot import Robot

SitDown = Callable[[Project], Person]
FRAME = QSize(16, 56)
"""Room for the window manager's frame, in pixels."""


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


@pytest.fixture
def sit_down(
    qtbot: QtBot,
    robot: Robot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[SitDown]:
    """A function that opens the real window on a project, its engine running, and puts a person before it.

    `MODEL_DESIGNER_SHOTS_THEME` chooses the theme, for screenshots in both.
    """
    monkeypatch.setenv("MODEL_DESIGNER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    theme = os.environ.get("MODEL_DESIGNER_SHOTS_THEME", "light")
    path = str(tmp_path / "home" / "config" / "settings.ini")
    QSettings(path, QSettings.Format.IniFormat).setValue("window/theme", theme)
    people: list[Person] = []

    def open_window(project: Project) -> Person:
        hooks = sys.excepthook, threading.excepthook
        _, window = make_window(Document(project), tmp_path / "runs")
        sys.excepthook, threading.excepthook = hooks  # those that fail the test
        person = Person(window, robot, qtbot, request.node.name)
        people.append(person)
        window.resize(window.screen().availableSize() - FRAME)
        robot.show(window)
        window.bench.hub.start()
        return person

    yield open_window
    for person in people:
        person.leave()
    people.clear()
    gc.unfreeze()  # the engine's import of TensorFlow froze what lived then, the window included
