"""Everything that can be chosen in a window's menus, in their order."""

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from designer.ui.actions import ActionRow, Actions, plain_text


def all_rows(actions: Actions) -> list[ActionRow]:
    """The actions that a window has for good, and those that its menus list only when they open."""
    known = {row.action for row in actions.rows()}
    rows = actions.rows()
    for title, menu in actions.menus.items():
        rows += _passing_rows(menu, (title,), known)
    return rows


def _passing_rows(menu: QMenu, path: tuple[str, ...], known: Iterable[QAction]) -> list[ActionRow]:
    menu.aboutToShow.emit()  # it is filled now, if it is filled when it opens
    rows = []
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            rows += _passing_rows(submenu, (*path, plain_text(action.text())), known)
        elif action.isEnabled() and not action.isSeparator() and action not in known:
            rows.append(ActionRow("", path, action))
    return rows
