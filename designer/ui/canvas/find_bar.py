"""The bar at the top of the canvas in which one types what to find."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget
from typing_extensions import override

from designer.ui.icons import icon
from designer.ui.monitor.controls import ElidedLabel
from designer.ui.theme import GRID_PX
from designer.ui.widgets import icon_button, leave_undo_to_window

_Role = QPalette.ColorRole
_NARROW_PX = 620
_FIELD_SHARE, _LEAST_PX, _MOST_PX = 0.3, 120, 320
_WORDS = "Regular expression"
_SHORT = ".*"
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
_HINT = "Find by name, type, parameter or shape"


class FindBar(QFrame):
    """A field, an option, and buttons; keys that it has no use for go no further.

    Signals:
        edited: Something else is to be found.
        step_wanted: The next hit (1) or the one before (-1) is wanted.
        all_wanted: All hits are to be selected.
        inside_wanted: The hit is to be shown in the block that it is in.
        closed: It is to close.
    """

    edited = Signal()
    step_wanted = Signal(int)
    all_wanted = Signal()
    inside_wanted = Signal()
    closed = Signal()

    def __init__(self, room: QWidget) -> None:
        super().__init__(room)
        self._room = room
        self.setObjectName("findBar")
        self.setAccessibleName("Find on the canvas")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setAutoFillBackground(True)
        self._field = self._make_field()
        self._regular = QCheckBox(_WORDS)
        self._regular.setObjectName("findRegular")
        self._regular.setAccessibleName(_WORDS)
        self._regular.setToolTip(f"{_WORDS}, for example ^conv.*_1$ or units=(64|128)$")
        self._regular.toggled.connect(self.edited)
        self._count = ElidedLabel()
        self._count.setObjectName("findCount")
        self._count.setAccessibleName("What was found")
        self._back = self._button("findPrevious", "arrow-up", "Previous (Shift+F3, Shift+Enter)")
        self._next = self._button("findNext", "arrow-down", "Next (F3, Enter)")
        self._back.clicked.connect(lambda: self.step_wanted.emit(-1))
        self._next.clicked.connect(lambda: self.step_wanted.emit(1))
        self._all = QPushButton("Select all")
        self._all.setObjectName("findSelectAll")
        self._all.clicked.connect(self.all_wanted)
        self._inside = QPushButton("Look inside")
        self._inside.setObjectName("findInside")
        self._inside.setToolTip("Show the hit in the block that it is in")
        self._inside.clicked.connect(self.inside_wanted)
        self._inside.hide()
        self._close = self._button("findClose", "close", "Close (Esc)")
        self._close.clicked.connect(self.closed)
        steps = self._back, self._next
        self._stops = (self._field, self._regular, self._inside, *steps, self._all, self._close)
        self._lay_out()
        self.hide()

    @property
    def query(self) -> str:
        """What is to be found."""
        return self._field.text()

    @property
    def is_regular(self) -> bool:
        """Whether that is a regular expression."""
        return self._regular.isChecked()

    def open(self) -> None:
        """Show the bar, what was typed last marked."""
        self.show_quietly()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def show_quietly(self) -> None:
        """Show the bar and leave the keyboard where it is."""
        self.keep_in_place()
        self.show()
        self.raise_()

    def set_query(self, query: str, *, is_regular: bool) -> None:
        """Show what is to be found, without a word about it."""
        for part in (self._field, self._regular):
            part.blockSignals(True)
        self._field.setText(query)
        self._regular.setChecked(is_regular)
        for part in (self._field, self._regular):
            part.blockSignals(False)

    def tell(
        self, text: str, *, is_wrong: bool = False, has_hits: bool = False, is_inside: bool = False
    ) -> None:
        """Say what was found, or what is wrong with what was typed."""
        if self._inside.hasFocus() and not is_inside:
            self._field.setFocus()
        self._inside.setVisible(is_inside)
        self._count.setText(text)
        self._count.setToolTip(text)
        self.setAccessibleDescription(text)
        self._count.setForegroundRole(_Role.BrightText if is_wrong else _Role.WindowText)
        for button in (self._back, self._next, self._all):
            if button.hasFocus() and not has_hits:
                self._field.setFocus()
            button.setEnabled(has_hits)
            button.setVisible(not is_wrong)  # the words need the room

    def keep_in_place(self) -> None:
        """Lie along the top of the canvas, also after it has scrolled or got another size."""
        width = self._room.width()
        self._regular.setText(_WORDS if width >= _NARROW_PX else _SHORT)
        self._field.setFixedWidth(round(min(max(width * _FIELD_SHARE, _LEAST_PX), _MOST_PX)))
        self.resize(width, self.sizeHint().height())
        self.move(QPoint(0, 0))

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("findField")
        field.setAccessibleName("Find")
        field.setPlaceholderText(_HINT)
        field.setClearButtonEnabled(True)
        field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        field.textChanged.connect(self.edited)
        leave_undo_to_window(field)
        return field

    def _button(self, name: str, icon_name: str, text: str) -> QToolButton:
        button = icon_button(name, icon_name, text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX // 2, GRID_PX // 2)
        row.setSpacing(GRID_PX)
        row.addWidget(self._field)
        row.addWidget(self._regular)
        row.addWidget(self._count, stretch=1)
        for widget in self._stops[2:]:
            row.addWidget(widget)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_wanted.emit(-1 if is_back else 1)
        event.accept()

    @override
    def event(self, event: QEvent) -> bool:
        """Keep plain keys from the canvas, where they do something else."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_for_window = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
            if not is_for_window and event.modifiers() in _PLAIN:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()

    @override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab stays in the bar, as Esc leaves it; on the canvas it would ask for a layer."""
        stops = [stop for stop in self._stops if stop.isEnabled() and not stop.isHidden()]
        focused = self.focusWidget()
        place = next((place for place, stop in enumerate(stops) if stop is focused), 0)
        reason = Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason
        stops[(place + (1 if is_next else -1)) % len(stops)].setFocus(reason)
        return True
