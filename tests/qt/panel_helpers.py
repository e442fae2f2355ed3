"""A small document, and typing into fields the way people do."""

from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.document.project import Project
from designer.graph.elements import GraphSnapshot, Node

WidgetType = TypeVar("WidgetType", bound=QWidget)

NODES = (
    Node("n1", "input", "Input", {"shape": (32, 32, 3)}),
    Node("n2", "conv", "Conv2D", {"filters": 32, "kernel_size": (3, 3)}),
    Node("n3", "dense", "Dense", {"units": 10}),
)


def small_document() -> Document:
    return Document(Project("Small", GraphSnapshot(NODES)))


def show(qtbot: QtBot, widget: QWidget, width: int = 280, height: int = 700) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()


def find(parent: QWidget, kind: type[WidgetType], name: str) -> WidgetType:
    QCoreApplication.processEvents()
    found = [child for child in parent.findChildren(kind, name) if child.isVisibleTo(parent)]
    assert len(found) == 1, f"{len(found)} of {name}"
    return found[0]


def line_of(parent: QWidget, name: str) -> QLineEdit:
    control = find(parent, QWidget, name)
    line = control.lineEdit() if isinstance(control, QAbstractSpinBox | QComboBox) else control
    assert isinstance(line, QLineEdit)
    return line


def click(widget: QWidget, place: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())


def press_key(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def type_keys(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)


def retype(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    press_key(line, Qt.Key.Key_Backspace)
    type_keys(line, text)


def choose(combo: QComboBox, text: str) -> None:
    combo.setFocus()
    while combo.currentText() != text:
        is_below = combo.findText(text) > combo.currentIndex()
        press_key(combo, Qt.Key.Key_Down if is_below else Qt.Key.Key_Up)
