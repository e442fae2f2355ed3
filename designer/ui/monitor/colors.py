"""Mixing colours."""

from PySide6.QtGui import QColor


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """A colour between two, with `share` of the first; unlike a see-through one it draws fast."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(share * first + (1 - share) * second) for first, second in pairs))
