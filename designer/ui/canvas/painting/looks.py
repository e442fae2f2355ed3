"""What a card looks like, its texts left out."""

from typing import NamedTuple

from PySide6.QtGui import QColor


class Look(NamedTuple):
    """The state of one card; `severity` is "error", "warning" or empty, `can_open` that it has an arrow."""

    family: str
    is_selected: bool = False
    is_hovered: bool = False
    is_terminal: bool = False
    is_bypassed: bool = False
    severity: str = ""
    is_stack: bool = False
    can_open: bool = False


def between(first: QColor, second: QColor, share: float) -> QColor:
    """A colour on the way from one to another; `share` is from 0 to 1."""

    def mixed(start: float, end: float) -> float:
        return (1 - share) * start + share * end

    return QColor.fromRgbF(
        mixed(first.redF(), second.redF()),
        mixed(first.greenF(), second.greenF()),
        mixed(first.blueF(), second.blueF()),
    )
