"""Small widgets keep their promises about room and keys."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from designer.ui.widgets import Combo, label, leave_undo_to_window, make_searchable
from tests.qt.panel_helpers import show


def takes_undo(widget: QWidget) -> bool:
    """Whether the widget keeps Ctrl+Z from the window's shortcut."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_wrapped_text_gives_back_height_when_it_gets_wider(qtbot: QtBot) -> None:
    text = label("To fit the network's Input, each sample needs to be scaled.")
    show(qtbot, text, 80)
    narrow = text.height()
    text.resize(2000, narrow)
    assert text.height() < narrow


def test_undo_in_a_combo_and_in_a_spin_box_is_the_windows(qtbot: QtBot) -> None:
    combo, spin = QComboBox(), QSpinBox()
    for widget in (combo, spin):
        qtbot.addWidget(widget)
    make_searchable(combo)
    leave_undo_to_window(spin)
    assert not takes_undo(combo)
    assert not takes_undo(spin)


def test_a_choice_too_long_for_its_combo_is_told_whole_by_the_tool_tip(qtbot: QtBot) -> None:
    combo = Combo("loss")
    qtbot.addWidget(combo)
    combo.addItem("Suggested: SparseCategoricalCrossentropy")
    combo.resize(80, 24)
    assert combo.toolTip() == "Suggested: SparseCategoricalCrossentropy"


def test_the_wheel_over_a_choice_scrolls_on_and_leaves_the_choice(qtbot: QtBot) -> None:
    combo = Combo("loss")
    combo.addItems(["first", "second"])
    show(qtbot, combo, 200)
    combo.setFocus()
    spot, buttons, keys = QPointF(5, 5), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    down, phase = QPoint(0, -120), Qt.ScrollPhase.NoScrollPhase
    turn = QWheelEvent(spot, spot, QPoint(), down, buttons, keys, phase, False)
    QApplication.sendEvent(combo, turn)
    assert combo.currentText() == "first"
    assert not turn.isAccepted()
