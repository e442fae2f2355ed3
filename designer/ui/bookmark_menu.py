"""What the menu of bookmarks says: the bookmarks by name, those without a key of their own, too."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from designer.ui.actions import Actions
from designer.ui.canvas.marking import current, go
from designer.ui.canvas.view import CanvasView
from designer.ui.navigation_actions import NUM_BOOKMARK_KEYS

_WITHOUT_KEY = "bookmarkWithoutKey"


def show_bookmarks(actions: Actions, canvas: CanvasView) -> None:
    """Name the actions after the bookmarks that they lead to."""
    marks, here = canvas.tools.content.bookmarks, current(canvas)
    actions["bookmark"].setText(
        f"Remove &bookmark {here.number}"
        if here
        else "&Bookmark this layer"
        if len(canvas.selected_ids()) == 1
        else "&Bookmark this place"
    )
    for number in range(1, NUM_BOOKMARK_KEYS + 1):
        name, is_there = f"bookmark_{number}", marks.find(number) is not None
        action = actions[name]
        action.setText(_text(f"&{number}", marks.name(number)) if is_there else f"Bookmark &{number}")
        action.setVisible(is_there)
        actions.enable(name, when=is_there, reason=f"There is no bookmark {number}.")


def fill_bookmarks(actions: Actions, canvas: Callable[[], CanvasView]) -> None:
    """Bring the menu up to date when it opens."""
    menu, view = actions.submenus["bookmarks"], canvas()
    show_bookmarks(actions, view)
    for action in menu.findChildren(QAction, _WITHOUT_KEY):
        menu.removeAction(action)
        action.deleteLater()
    marks = view.tools.content.bookmarks
    for mark in marks.items:
        if mark.number > NUM_BOOKMARK_KEYS:
            _add(menu, _text(str(mark.number), marks.name(mark.number)), partial(_go, canvas, mark.number))


def _add(menu: QMenu, text: str, go_there: Callable[[], None]) -> None:
    action = QAction(text, menu)
    action.setObjectName(_WITHOUT_KEY)
    action.triggered.connect(lambda _checked=False: go_there())
    menu.addAction(action)


def _go(canvas: Callable[[], CanvasView], number: int) -> None:
    go(canvas(), number)


def _text(number: str, name: str) -> str:
    return f"Bookmark {number}: {name.replace('&', '&&')}"
