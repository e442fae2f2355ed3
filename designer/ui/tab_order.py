"""Where the Tab key goes: from the left to the right of a window, and down each panel.

Qt goes by the order in which widgets were made: a form that is made late would come after all other panels.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def focus_next(window: QWidget, *, is_next: bool) -> bool:
    """Put the keyboard on the next or previous stop of a window; whether it was on one."""
    focus = window.focusWidget()
    if focus is None or not (focus.isVisible() and _is_stop(focus)):
        return False  # Qt also asks when what has the keyboard is hidden or deleted
    stops = list(_stops(window))
    if focus not in stops:
        return False
    reason = Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason
    stops[(stops.index(focus) + (1 if is_next else -1)) % len(stops)].setFocus(reason)
    return True


def _stops(window: QWidget) -> Iterator[QWidget]:
    """What takes the Tab key. Qt's chain of focus can't be asked: reading it damages PySide's objects."""
    parts = window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for part in sorted(parts, key=lambda part: (part.x(), part.y())):
        if not part.isWindow() and part.isVisible():
            for stop in (part, *part.findChildren(QWidget)):
                if _is_stop(stop) and stop.isVisibleTo(window):
                    yield stop


def _is_stop(part: QWidget) -> bool:
    takes_tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    is_whole = part.focusProxy() is None  # not the line inside a spin box
    return takes_tab and is_whole and part.isEnabled()
