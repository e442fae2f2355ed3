"""The robot's events arrive as a user's would."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.journeys.robot import Robot


def test_click_presses_a_button(qtbot: QtBot, robot: Robot) -> None:
    button = QPushButton("Press")
    qtbot.addWidget(button)
    robot.show(button)
    with qtbot.waitSignal(button.clicked):
        robot.click(button)


def test_typing_and_shortcuts_reach_the_focus(qtbot: QtBot, robot: Robot) -> None:
    window, first, second = QWidget(), QLineEdit(), QLineEdit()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(first)
    layout.addWidget(second)
    saved: list[str] = []
    QShortcut(QKeySequence.StandardKey.Save, window, lambda: saved.append(second.text()))
    robot.show(window)

    robot.click(second)
    robot.type("Conv2D(64, 3x3)")
    robot.key("ctrl+s")
    assert saved == ["Conv2D(64, 3x3)"]
    robot.key("ctrl+z")
    assert second.text() != saved[0]
    assert not first.text()


def test_double_click_selects_a_word(qtbot: QtBot, robot: Robot) -> None:
    edit = QLineEdit("hello")
    edit.resize(300, 40)
    qtbot.addWidget(edit)
    robot.show(edit)
    robot.click(edit.mapToGlobal(QPoint(15, 20)), double=True)
    assert edit.selectedText() == "hello"


def test_drag_moves_an_item_between_two_lists(qtbot: QtBot, robot: Robot) -> None:
    window, source, target = QWidget(), QListWidget(), QListWidget()
    qtbot.addWidget(window)
    layout = QHBoxLayout(window)
    for widget in (source, target):
        widget.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        widget.setDefaultDropAction(Qt.DropAction.MoveAction)
        layout.addWidget(widget)
    source.addItems(["Conv2D", "Dense"])
    robot.show(window)

    item = source.visualItemRect(source.item(0)).center()
    robot.drag(source.viewport().mapToGlobal(item), target.viewport())
    qtbot.waitUntil(lambda: target.count() == 1 and source.count() == 1)
    assert target.item(0).text() == "Conv2D"


def test_held_key_extends_a_selection(qtbot: QtBot, robot: Robot) -> None:
    items = QListWidget()
    items.addItems(["a", "b", "c"])
    items.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    qtbot.addWidget(items)
    robot.show(items)
    for row, held in ((0, ""), (2, "ctrl")):
        centre = items.visualItemRect(items.item(row)).center()
        robot.click(items.viewport().mapToGlobal(centre), held=held)
    assert [item.text() for item in items.selectedItems()] == ["a", "c"]


def test_scroll_turns_the_wheel_with_a_key_held(qtbot: QtBot, robot: Robot) -> None:
    class Wheel(QWidget):
        turns: list[tuple[int, bool]]

        def wheelEvent(self, event: QWheelEvent) -> None:
            control = Qt.KeyboardModifier.ControlModifier in event.modifiers()
            self.turns.append((event.angleDelta().y(), control))

    wheel = Wheel()
    wheel.turns = []
    wheel.resize(200, 200)
    qtbot.addWidget(wheel)
    robot.show(wheel)
    robot.scroll(wheel, 2)
    robot.scroll(wheel, -1, held="ctrl")
    assert wheel.turns == [(120, False), (120, False), (-120, True)]


def test_soon_acts_while_a_menu_holds_the_event_loop(qtbot: QtBot, robot: Robot) -> None:
    button, menu = QPushButton("Menu"), QMenu()
    qtbot.addWidget(button)
    qtbot.addWidget(menu)
    menu.addAction("First")
    chosen: list[str] = []
    button.clicked.connect(
        lambda: chosen.append(menu.exec(button.mapToGlobal(button.rect().bottomLeft())).text())
    )
    robot.show(button)
    robot.soon(lambda: robot.click(menu))
    robot.click(button)
    assert chosen == ["First"]


def test_shot_saves_the_screen(
    qtbot: QtBot, robot: Robot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_DESIGNER_SHOTS", str(tmp_path))
    window = QWidget()
    window.setStyleSheet("background: #ff0000")
    window.resize(300, 300)
    qtbot.addWidget(window)
    robot.show(window)
    robot.shot("red")
    picture = QImage(str(tmp_path / "red.png"))
    centre = window.mapToGlobal(window.rect().center())
    assert picture.pixelColor(centre).name() == "#ff0000"
