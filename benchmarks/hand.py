"""Mouse and wheel of the benchmarks' child processes; knows none of the programs that are measured."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

NO_KEYS = Qt.KeyboardModifier.NoModifier
_NOTCH = 120
_Button = Qt.MouseButton


def turn_wheel(view: QAbstractScrollArea, notches: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Turn the wheel in the middle of a view."""
    spot = QPointF(view.viewport().rect().center())
    phase, is_inverted = Qt.ScrollPhase.NoScrollPhase, False
    angle = QPoint(0, _NOTCH * notches)
    event = QWheelEvent(spot, spot, QPoint(), angle, _Button.NoButton, keys, phase, is_inverted)
    QApplication.sendEvent(view.viewport(), event)


def mouse(
    view: QAbstractScrollArea,
    kind: QEvent.Type,
    spot: QPointF,
    button: Qt.MouseButton = _Button.LeftButton,
) -> None:
    """Press, move or release a button."""
    changed = _Button.NoButton if kind == QEvent.Type.MouseMove else button
    held = _Button.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(kind, spot, spot, changed, held, NO_KEYS)
    QApplication.sendEvent(view.viewport(), event)
