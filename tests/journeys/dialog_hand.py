"""Answering dialogs, which hold the event loop until they are closed."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.robot import Robot

WidgetType = TypeVar("WidgetType", bound=QWidget)

LOOK_MS = 50
PATIENCE_MS = 60_000


class DialogHand:
    """Answers dialogs of a window. Call it before what opens the dialog."""

    def __init__(self, window: QWidget, robot: Robot, qtbot: QtBot, test: str) -> None:
        self.window = window
        self.robot = robot
        self._qtbot = qtbot
        self._test = test
        self._shots = 0

    def wait(self, condition: Callable[[], bool], timeout_ms: int = PATIENCE_MS) -> None:
        self._qtbot.waitUntil(condition, timeout=timeout_ms)

    def shot(self, name: str) -> None:
        """Saves a picture of the screen, numbered, in a folder named after the test; see `Robot.shot`."""
        self._shots += 1
        self.robot.shot(f"{self._test}/{self._shots:02d}-{name}")

    def when_asked(self, name: str, answer: Callable[[QDialog], None]) -> None:
        """Answers the dialog of that name as soon as it is open."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and dialog.objectName() == name and dialog.isActiveWindow():
                # If the answer fails, the dialog must not hold the test for ever.
                timer = QTimer(dialog, singleShot=True, interval=PATIENCE_MS)
                timer.timeout.connect(dialog.reject)
                timer.start()
                answer(dialog)
            else:
                QTimer.singleShot(LOOK_MS, self.window, look)

        look()

    def answer(self, name: str, button: str) -> list[str]:
        """Reads the message box of that name when it opens, and clicks a button; gives what it said."""
        said: list[str] = []

        def click(dialog: QDialog) -> None:
            assert isinstance(dialog, QMessageBox)
            said.extend([dialog.text(), dialog.informativeText()])
            self.shot(name)
            choice = next(each for each in dialog.buttons() if each.text().replace("&", "") == button)
            self.robot.click(choice)

        self.when_asked(name, click)
        return said

    def choose_file(self, name: str, path: Path) -> None:
        """Types a path into the file dialog of that name when it opens."""

        def enter(dialog: QDialog) -> None:
            assert isinstance(dialog, QFileDialog)
            self.shot(name)
            line = child(dialog, QLineEdit, "fileNameEdit")
            self.robot.key("ctrl+a")
            self.robot.type(str(path))
            self.wait(lambda: line.text() == str(path))
            self.robot.key("Return")

        self.when_asked(name, enter)


def child(parent: QWidget, kind: type[WidgetType], name: str) -> WidgetType:
    found = parent.findChild(kind, name)
    assert isinstance(found, kind), name
    return found
