"""Small widgets that several panels share."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.ui.icons import icon
from designer.ui.theme import ICON_PX

_MIN_COMBO_CHARACTERS = 6
_COMBO_INSET_PX = 2


class Combo(QComboBox):
    """A combo box that may be narrow; the wheel scrolls the panel around it and leaves the choice."""

    def __init__(self, name: str, accessible_name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_MIN_COMBO_CHARACTERS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(self.setToolTip)  # it may be shortened

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Shorten text that is too long with dots; plain combo boxes cut it through a letter."""
        if self.isEditable() or self.currentIndex() < 0:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        width = field.width() - 2 * _COMBO_INSET_PX
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, width
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class WrappedLabel(QLabel):
    """Text that breaks into lines and takes the height it needs, also in forms, which else cut it off."""

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _fit(self) -> None:
        self.setMinimumHeight(0)  # else it would be the least that heightForWidth answers
        self.setFixedHeight(max(0, self.heightForWidth(self.width())))


def label(text: str = "", *, muted: bool = False, small: bool = False, wrap: bool = True) -> QLabel:
    """A label for plain text, by default one that breaks into lines."""
    result = WrappedLabel() if wrap else QLabel()
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    result.setText(text)
    result.setProperty("muted", muted)
    result.setProperty("small", small)
    return result


def error_label(name: str) -> QLabel:
    """A hidden line for what went wrong; see `show_error`."""
    result = label()
    result.setObjectName(name)
    result.setForegroundRole(QPalette.ColorRole.BrightText)
    result.hide()
    return result


def show_error(line: QLabel, text: str) -> None:
    """Show what went wrong, or hide the line where nothing did."""
    line.setText(text)
    line.setVisible(bool(text))


def heading(text: str) -> QLabel:
    """The title of a section."""
    result = label(text, wrap=False)
    font = result.font()
    font.setBold(True)
    result.setFont(font)
    return result


def selectable(result: QLabel) -> QLabel:
    """Let the text of a label be marked and copied."""
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result


def below_each_other(*widgets: QWidget) -> QWidget:
    """A column of widgets without gaps; the last takes the room that is left."""
    result = QWidget()
    column = QVBoxLayout(result)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, stretch=1 if widget is widgets[-1] else 0)
    return result


def accept_buttons(dialog: QDialog, name: str, verb: str, accepted: Callable[[], object]) -> QDialogButtonBox:
    """The buttons at the foot of a dialog: one that does it, in colour, and Cancel."""
    standard = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
    buttons.setObjectName(name)
    button = buttons.button(standard.Ok)
    button.setText(verb)
    button.setProperty("primary", True)
    buttons.accepted.connect(accepted)
    buttons.rejected.connect(dialog.reject)
    return buttons


def icon_button(name: str, icon_name: str, text: str) -> QToolButton:
    """A flat button that shows an icon; `text` is its tooltip and its accessible name."""
    button = QToolButton()
    button.setObjectName(name)
    button.setAutoRaise(True)
    button.setIcon(icon(icon_name))
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button


class _UndoToWindow(QObject):
    """Keeps a text field from taking undo and redo for itself, so that they reach the window's actions."""

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
            return True
        return False


def leave_undo_to_window(field: QWidget) -> None:
    """Let undo and redo in a field that follows the document mean the document's.

    Args:
        field: What has the focus: a line of its own, or the combo or spin box that it is part of.
    """
    field.installEventFilter(_UndoToWindow(field))


def make_searchable(combo: QComboBox) -> QLineEdit:
    """Let a combo box be typed into, its list narrowing to what contains the text.

    Returns:
        The field that is typed into.
    """
    line = QLineEdit()
    leave_undo_to_window(combo)
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.setLineEdit(line)
    completer = QCompleter(combo.model(), combo)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    combo.setCompleter(completer)
    return line


def on_chosen(view: QAbstractItemView, slot: Callable[[QModelIndex], None]) -> None:
    """Call `slot` with the item double-clicked, or current when Enter is pressed; never on one click."""
    view.doubleClicked.connect(slot)
    on_enter(view, slot)


def on_enter(view: QAbstractItemView, slot: Callable[[QModelIndex], None]) -> None:
    """Call `slot` with the current item when Enter is pressed."""
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        shortcut = QShortcut(QKeySequence(key), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: slot(view.currentIndex()))
