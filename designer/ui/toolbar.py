"""The tool bar, with the one coloured button, and the theme menu."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from designer.ui.action_table import TOOLBAR
from designer.ui.actions import Actions
from designer.ui.theme import ICON_PX, Mode

_RUN_BUTTONS = ("train", "pause", "step_batch", "stop")
_STYLES = {
    "train": Qt.ToolButtonStyle.ToolButtonTextOnly,
    "step_batch": Qt.ToolButtonStyle.ToolButtonIconOnly,
}
_THEMES: tuple[tuple[Mode, str], ...] = (("system", "As the &system"), ("light", "&Light"), ("dark", "&Dark"))


def make_toolbar(parent: QWidget, actions: Actions) -> QToolBar:
    """File and edit actions at the left, the run at the right."""
    bar = QToolBar("Tools", parent)
    bar.setObjectName("toolbar")
    bar.setIconSize(QSize(ICON_PX, ICON_PX))
    bar.setMovable(False)
    for name in TOOLBAR:
        if name:
            bar.addAction(actions[name])
        else:
            bar.addSeparator()
    spacer = QWidget()
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(spacer)
    for name in _RUN_BUTTONS:
        bar.addAction(actions[name])
        button = bar.widgetForAction(actions[name])
        if isinstance(button, QToolButton):
            button.setObjectName(f"button_{name}")
            is_primary = name == "train"
            button.setToolButtonStyle(_STYLES.get(name, Qt.ToolButtonStyle.ToolButtonTextBesideIcon))
            button.setProperty("primary", is_primary)
    return bar


def fill_theme_menu(menu: QMenu, mode: Mode, choose: Callable[[Mode], None]) -> None:
    """Offer the themes, the one in force marked."""
    group = QActionGroup(menu)
    for each, text in _THEMES:
        action = menu.addAction(text)
        action.setObjectName(f"action_theme_{each}")
        action.setCheckable(True)
        action.setChecked(each == mode)
        action.triggered.connect(lambda _checked=False, each=each: choose(each))
        group.addAction(action)


def mark_theme(menu: QMenu, mode: Mode) -> None:
    """Mark the theme that was chosen elsewhere."""
    for action in menu.actions():
        if action.objectName() == f"action_theme_{mode}":
            action.setChecked(True)
