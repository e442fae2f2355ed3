"""The command list: everything the window can do, found by a few letters."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QSettings, QSize, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from designer.ui.actions import ActionRow
from designer.ui.command_list.model import CommandModel
from designer.ui.search_popup import PopupTexts, SearchPopup
from designer.ui.theme import GRID_PX

RECENT_KEY = "commands/recent"
_MOST_RECENT = 20
_WIDTH_PX = 640
_NUM_ROWS = 9
_TEXTS = PopupTexts(
    "command",
    "Command list",
    "What do you want to do?",
    "↑ ↓ choose   Enter does it   Esc closes",
    "No command fits what you typed.",
)


class CommandList(SearchPopup):
    """Lies over the top of a window.

    Args:
        gather: Gives all actions as they are now.
        settings: Where what was used last is remembered.
    """

    def __init__(
        self, window: QMainWindow, gather: Callable[[], Sequence[ActionRow]], settings: QSettings
    ) -> None:
        self._rows = CommandModel()
        super().__init__(window, self._rows, _TEXTS, width=_WIDTH_PX, num_rows=_NUM_ROWS)
        self._window = window
        self._gather = gather
        self._settings = settings

    def open(self) -> None:
        """Show all actions, those used last first."""
        window = self._window
        self._rows.show_rows(self._gather(), _recent(self._settings))
        room = window.size() - QSize(4 * GRID_PX, 8 * GRID_PX)
        left = (window.width() - min(self.wanted_size().width(), room.width())) // 2
        self.begin(window.mapToGlobal(QPoint(left, window.menuBar().height() + GRID_PX)), room)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        QTimer.singleShot(0, self, self._forget)

    def _forget(self) -> None:
        """Let go of actions that menus may throw away."""
        if self.isHidden():
            self._rows.clear()

    @override
    def choose(self, index: QModelIndex) -> None:
        row = self._rows.row(index)
        if not row.action.isEnabled():
            self.say(f"{row.text}: {row.reason}")
            return
        if row.name:
            self._remember(row.name)
        self.hide()
        QTimer.singleShot(0, row.action, row.action.trigger)  # it may open a dialog of its own

    def _remember(self, name: str) -> None:
        others = [other for other in _recent(self._settings) if other != name]
        self._settings.setValue(RECENT_KEY, [name, *others][:_MOST_RECENT])


def _recent(settings: QSettings) -> list[str]:
    value = settings.value(RECENT_KEY)
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [name for name in names if isinstance(name, str)]
