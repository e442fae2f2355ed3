"""The row above the curves that steers the run: pause, step, stop after the epoch, save, learning rate."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.errors import RequestError
from designer.ui.monitor.controls import ElidedLabel
from designer.ui.steering.rates import rate_text, read_rate
from designer.ui.theme import GRID_PX, ICON_PX
from designer.ui.widgets import error_label, label, leave_undo_to_window, show_error

_FIELD_PX = 88
_WITH_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICONS_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly
BUTTONS = ("pause", "step_batch", "stop_after_epoch", "checkpoint_now", "roll_back")
_TITLES = {
    "step_batch": "Step",
    "stop_after_epoch": "Stop after epoch",
    "checkpoint_now": "Checkpoint",
    "roll_back": "Roll back…",
    "change_rate": "Schedule…",
}


class SteeringBar(QWidget):
    """What can be done with the run that goes on.

    Signals:
        rate_wanted: The learning rate that was typed.
        schedule_wanted: The user wants to choose a schedule.
    """

    rate_wanted = Signal(float)
    schedule_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("steeringBar")
        self.setAccessibleName("Steering")
        self._buttons: list[QToolButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(GRID_PX // 2)
        self.rate = QLineEdit()
        self.rate.setObjectName("steeringRate")
        self.rate.setAccessibleName("Learning rate")
        self.rate.setToolTip("The learning rate; Enter changes it from the next batch on")
        self.rate.setFixedWidth(_FIELD_PX)
        leave_undo_to_window(self.rate)
        self._refusal = error_label("steeringRefusal")
        self._state = ElidedLabel()
        self._state.setObjectName("steeringState")
        self._state.setAccessibleName("What the run is about to do")
        self.rate.returnPressed.connect(self._on_rate_entered)
        self.rate.textEdited.connect(lambda: show_error(self._refusal, ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self._refusal)
        self.hide()

    def take_actions(self, actions: dict[str, QAction]) -> None:
        """Show buttons for actions, by name."""
        for name in BUTTONS:
            self._add_button(actions[name], name)
        caption = label("Learning &rate", wrap=False)
        caption.setTextFormat(Qt.TextFormat.AutoText)
        caption.setBuddy(self.rate)
        self._row.addSpacing(GRID_PX)
        self._row.addWidget(caption)
        self._row.addWidget(self.rate)
        self._add_button(actions["change_rate"], "change_rate")
        self._row.addWidget(self._state, 1)

    def show_rate(self, rate: float | None) -> None:
        """Show the present learning rate, unless another one is being typed."""
        if not (self.rate.hasFocus() and self.rate.isModified()):
            self.rate.setText(rate_text(rate))

    def show_state(self, words: str) -> None:
        """Say what the run is about to do."""
        self._state.setText(words)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        words_px = sum(map(_words_px, self._buttons)) if self._has_words() else 0
        return QSize(hint.width() - words_px, hint.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the words off the buttons where they have no room, so that the panels beside keep theirs."""
        full_px = self.minimumSizeHint().width() + sum(map(_words_px, self._buttons))
        style = _WITH_WORDS if self.width() >= full_px else _ICONS_ONLY
        for button in self._buttons:
            button.setToolButtonStyle(style)

    def _has_words(self) -> bool:
        return any(button.toolButtonStyle() == _WITH_WORDS for button in self._buttons)

    def _add_button(self, action: QAction, name: str) -> None:
        button = _button(action, name)
        self._buttons.append(button)
        self._row.addWidget(button)

    def _on_rate_entered(self) -> None:
        try:
            rate = read_rate(self.rate.text())
        except RequestError as error:
            show_error(self._refusal, error.message)
            return
        show_error(self._refusal, "")
        self.rate.setModified(False)
        self.rate_wanted.emit(rate)


def _button(action: QAction, name: str) -> QToolButton:
    """A flat button that does what an action does, in fewer words."""
    button = QToolButton()
    button.setObjectName(f"steering_{name}")
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolButtonStyle(_ICONS_ONLY)
    if name in _TITLES:
        action.setIconText(_TITLES[name])
    return button


def _words_px(button: QToolButton) -> int:
    """How much wider a button is with its words."""
    return button.fontMetrics().horizontalAdvance(button.text()) + GRID_PX + GRID_PX // 2
