"""The command list: everything the window can do, found by a few letters."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QMainWindow, QVBoxLayout
from typing_extensions import override

from designer.ui.actions import ActionRow
from designer.ui.command_list.delegate import CommandDelegate
from designer.ui.command_list.model import CommandModel
from designer.ui.icons import icon
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

RECENT_KEY = "commands/recent"
_MOST_RECENT = 20
_WIDTH_PX = 640
_NUM_ROWS = 9
_HINT = "↑ ↓ choose   Enter does it   Esc closes"
_NOTHING = "No command fits what you typed."
_MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandList(QFrame):
    """Lies over the top of a window until something is chosen, Esc is pressed, or one clicks elsewhere.

    Args:
        gather: Gives all actions as they are now.
        settings: Where what was used last is remembered.
    """

    def __init__(
        self, window: QMainWindow, gather: Callable[[], Sequence[ActionRow]], settings: QSettings
    ) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("commandList")
        self.setAccessibleName("Command list")
        self.setWindowTitle("Command list")
        self._window = window
        self._gather = gather
        self._settings = settings
        self._model = CommandModel(self)
        self._line = _search_line()
        self._view = _list_view(self._model)
        self._message = label(_HINT, muted=True, small=True, wrap=False)
        self._message.setObjectName("commandMessage")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        for part in (self._line, self._view, self._message):
            column.addWidget(part)
        self._line.installEventFilter(self)
        self._line.textChanged.connect(self._on_text_changed)
        self._view.clicked.connect(self._choose)
        self._view.selectionModel().currentChanged.connect(self._on_current_changed)

    def open(self) -> None:
        """Show all actions, those used last first."""
        self._model.show_rows(self._gather(), _recent(self._settings))
        self._line.clear()
        self._select_first()
        self._put_in_place()
        self.show()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVING:
                self._view.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self._view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        QTimer.singleShot(0, self, self._forget)

    def _forget(self) -> None:
        """Let go of actions that menus may throw away."""
        if self.isHidden():
            self._model.clear()

    def _put_in_place(self) -> None:
        window = self._window
        line, rows = self._line.sizeHint().height(), _NUM_ROWS * self._view.sizeHintForRow(0)
        room = window.size() - QSize(4 * GRID_PX, 8 * GRID_PX)
        wanted = QSize(
            _WIDTH_PX, line + rows + self._message.sizeHint().height() + 4 * GRID_PX + 2 * self.frameWidth()
        )
        self.resize(wanted.boundedTo(room).expandedTo(self.minimumSizeHint()))
        left = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(QPoint(left, window.menuBar().height() + GRID_PX)))

    def _select_first(self) -> None:
        self._view.setCurrentIndex(self._model.index(0, 0))
        self._view.scrollToTop()

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self._model.row(index)
        if not row.action.isEnabled():
            self._say(f"{row.text}: {row.reason}")
            return
        if row.name:
            self._remember(row.name)
        self.hide()
        QTimer.singleShot(0, row.action, row.action.trigger)  # it may open a dialog of its own

    def _remember(self, name: str) -> None:
        others = [other for other in _recent(self._settings) if other != name]
        self._settings.setValue(RECENT_KEY, [name, *others][:_MOST_RECENT])

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.setToolTip(text)

    def _on_text_changed(self, typed: str) -> None:
        self._model.search(typed)
        self._say(_HINT if self._model.rowCount() else _NOTHING)
        self._select_first()

    def _on_current_changed(self) -> None:
        if self._model.rowCount():
            self._say(_HINT)


def _search_line() -> QLineEdit:
    line = QLineEdit()
    line.setObjectName("commandSearch")
    line.setAccessibleName("Search for a command")
    line.setPlaceholderText("What do you want to do?")
    line.setClearButtonEnabled(True)
    line.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    return line


def _list_view(model: CommandModel) -> QListView:
    view = QListView()
    view.setObjectName("commands")
    view.setAccessibleName("Commands")
    view.setModel(model)
    view.setItemDelegate(CommandDelegate(view))
    view.setUniformItemSizes(True)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


def _recent(settings: QSettings) -> list[str]:
    value = settings.value(RECENT_KEY)
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [name for name in names if isinstance(name, str)]
