"""A user's hands: real mouse and key events from the X server, aimed at real widgets.

`xdotool` runs beside the Qt event loop, never instead of it, since drags and popups need the loop.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, QProcess, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

Place = QWidget | QPoint
"""The centre of a widget, or a point of the screen in pixels."""

BUTTONS = {"left": "1", "middle": "2", "right": "3"}
SETTLE_MS = 30
PAINT_MS = 250
TIMEOUT_MS = 10_000


class Robot:
    """Moves the mouse and types, and returns once the program has seen it.

    `held` names keys that are down meanwhile, such as "ctrl" or "ctrl+shift".
    Give conditions that take time to `qtbot.waitUntil`.
    """

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def show(self, window: QWidget) -> None:
        """Shows the window and waits until it has the keyboard."""
        with self._qtbot.waitActive(window, timeout=TIMEOUT_MS):
            window.show()
            window.activateWindow()
        self._qtbot.wait(SETTLE_MS)

    def move(self, place: Place) -> None:
        """Moves the pointer there."""
        self._act(_move_to(_point(place)))

    def click(self, place: Place, button: str = "left", *, double: bool = False, held: str = "") -> None:
        """Clicks there, once or twice."""
        repeat = ["--repeat", "2", "--delay", "50"] if double else []
        self._act(_move_to(_point(place)), ["click", *repeat, BUTTONS[button]], held=held)

    def scroll(self, place: Place, notches: int, *, held: str = "") -> None:
        """Turns the wheel there: away from the user if `notches` is positive."""
        turn = ["click", "--repeat", str(abs(notches)), "--delay", "20", "4" if notches > 0 else "5"]
        self._act(_move_to(_point(place)), turn, held=held)

    def drag(
        self, start: Place, end: Place, steps: int = 12, *, button: str = "left", held: str = ""
    ) -> None:
        """Presses at `start`, moves to `end` in steps, and releases there."""
        self.drag_along([start, end], steps, button=button, held=held)

    def drag_along(
        self, places: Sequence[Place], steps: int = 12, *, button: str = "left", held: str = ""
    ) -> None:
        """Presses at the first place, moves from one to the next in steps, and releases at the last."""
        points = [_point(place) for place in places]
        path = [a + (b - a) * (step / steps) for a, b in pairwise(points) for step in range(1, steps + 1)]
        pause = ["sleep", "0.02"]
        moves = [word for point in path for word in (*_move_to(point), *pause)]
        press, release = ["mousedown", BUTTONS[button]], ["mouseup", BUTTONS[button]]
        self._act(_move_to(points[0]), press, pause, moves, pause, release, held=held)

    def type(self, text: str) -> None:
        """Types the text into the widget that has the focus."""
        self._act(["type", "--delay", "15", "--", text])

    def key(self, keys: str) -> None:
        """Presses a key or a combination, such as "Return" or "ctrl+z"."""
        self._act(["key", keys])

    def soon(self, action: Callable[[], None], delay_ms: int = 300) -> None:
        """Runs `action` from the event loop, for menus and dialogs that hold it until they close."""
        QTimer.singleShot(delay_ms, action)

    def shot(self, name: str) -> None:
        """Saves a picture of the screen in the folder `MODEL_DESIGNER_SHOTS`, if that is set."""
        if folder := os.environ.get("MODEL_DESIGNER_SHOTS"):
            self._qtbot.wait(PAINT_MS)
            path = Path(folder) / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            QGuiApplication.primaryScreen().grabWindow(0).save(str(path))

    def _act(self, *commands: Iterable[str], held: str = "") -> None:
        words = [word for command in commands for word in command]
        if held:
            words = ["keydown", held, *words, "keyup", held]
        process = QProcess()
        process.start("xdotool", words)
        self._qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.NotRunning, timeout=TIMEOUT_MS)
        assert process.exitCode() == 0, process.readAllStandardError().toStdString()
        self._qtbot.wait(SETTLE_MS)


def _point(place: Place) -> QPoint:
    return place.mapToGlobal(place.rect().center()) if isinstance(place, QWidget) else place


def _move_to(point: QPoint) -> list[str]:
    return ["mousemove", str(point.x()), str(point.y())]
