"""Every action of the window, in one table: its menu, words, shortcut and icon."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from designer.ui.icons import icon


@dataclass(frozen=True)
class ActionSpec:
    """One action; an empty name is a separator.

    Args:
        name: By which the window knows it; also the end of its object name.
        text: In the menu, with the letter for the keyboard marked.
        shortcut: As Qt writes it; several are separated by spaces.
        tip: What it does, for the tooltip; empty where the text says it. The status bar doesn't show it: it
            would hide the state of the run while the mouse is on Pause.
    """

    name: str = ""
    text: str = ""
    shortcut: str = ""
    icon: str = ""
    tip: str = ""


_LINE = ActionSpec()

MENUS: tuple[tuple[str, tuple[ActionSpec, ...]], ...] = (
    (
        "&File",
        (
            ActionSpec("new", "&New", "Ctrl+N", "new", "Start an empty network"),
            ActionSpec("open", "&Open…", "Ctrl+O", "open", "Open a project file"),
            ActionSpec("recent", "Open &recent"),
            _LINE,
            ActionSpec("save", "&Save", "Ctrl+S", "save", "Save the project"),
            ActionSpec("save_as", "Save &as…", "Ctrl+Shift+S", tip="Save the project under another name"),
            _LINE,
            ActionSpec("quit", "&Quit", "Ctrl+Q"),
        ),
    ),
    (
        "&Edit",
        (
            ActionSpec("undo", "&Undo", "Ctrl+Z", "undo"),
            ActionSpec("redo", "&Redo", "Ctrl+Shift+Z Ctrl+Y", "redo"),
            _LINE,
            ActionSpec("delete", "&Delete", "Del", "delete", "Delete the selected layers and edges"),
            ActionSpec("select_all", "Select &all", "Ctrl+A"),
            _LINE,
            ActionSpec(
                "find_layer", "&Find a layer type", "Ctrl+F", "search", "Go to the search box of the palette"
            ),
        ),
    ),
    (
        "&View",
        (
            ActionSpec("fit", "&Fit the network", "Ctrl+0", "fit", "Show the whole network"),
            ActionSpec("zoom_100", "Zoom to &100 %", "Ctrl+1"),
            ActionSpec("zoom_in", "Zoom &in", "Ctrl++ Ctrl+=", "zoom-in"),
            ActionSpec("zoom_out", "Zoom &out", "Ctrl+-", "zoom-out"),
            ActionSpec("tidy", "&Tidy the layout", "Ctrl+L", "layout", "Arrange the layers top to bottom"),
            _LINE,
            ActionSpec("panels", "&Panels"),
            ActionSpec("theme", "Th&eme"),
        ),
    ),
    (
        "&Train",
        (
            ActionSpec("train", "&Train", "F5", "play", "Train the network on the chosen data"),
            ActionSpec("pause", "&Pause", "F6", "pause", "Wait before the next batch, or go on"),
            ActionSpec(
                "stop", "&Stop", "Shift+F5", "stop", "End the run after this batch and keep its weights"
            ),
            _LINE,
            ActionSpec("next_problem", "Next p&roblem", "F8", tip="Go to the next problem of the network"),
        ),
    ),
    (
        "&Help",
        (
            ActionSpec("shortcuts", "&Keyboard shortcuts", "F1", "help"),
            ActionSpec("about", "&About Model Designer"),
        ),
    ),
)

SUBMENUS = ("recent", "panels", "theme")
TOOLBAR = ("new", "open", "save", "", "undo", "redo", "", "tidy", "fit")


class Actions:
    """The window's menus and the actions in them, by name."""

    def __init__(self, window: QMainWindow) -> None:
        self._actions: dict[str, QAction] = {}
        self._tips: dict[str, str] = {}
        self.submenus: dict[str, QMenu] = {}
        for title, specs in MENUS:
            menu = window.menuBar().addMenu(title)
            menu.setObjectName(f"menu{title.replace('&', '')}")
            menu.setToolTipsVisible(True)
            for spec in specs:
                self._add(window, menu, spec)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect(self, name: str, handler: Callable[[], object]) -> None:
        """Call `handler` when the action is chosen."""
        self._actions[name].triggered.connect(lambda _checked=False: handler())

    def enable(self, name: str, *, when: bool, reason: str = "") -> None:
        """Enable an action, or disable it and say why in its tooltip."""
        action = self._actions[name]
        action.setEnabled(when)
        usual = _tool_tip(action, self._tips[name])
        action.setToolTip(usual if when or not reason else f"{_plain(action.text())}: {reason}")

    def rows(self) -> list[tuple[str, str]]:
        """What each action is called and its shortcut, for the sheet of shortcuts."""
        return [
            (
                _plain(spec.text),
                self._actions[spec.name].shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            )
            for _, specs in MENUS
            for spec in specs
            if spec.shortcut
        ]

    def _add(self, window: QMainWindow, menu: QMenu, spec: ActionSpec) -> None:
        if not spec.name:
            menu.addSeparator()
            return
        if spec.name in SUBMENUS:
            submenu = menu.addMenu(spec.text)
            submenu.setObjectName(f"menu_{spec.name}")
            submenu.setToolTipsVisible(True)
            self.submenus[spec.name] = submenu
            return
        action = QAction(spec.text, window)
        action.setObjectName(f"action_{spec.name}")
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setShortcuts([QKeySequence(text) for text in spec.shortcut.split()])
        action.setToolTip(_tool_tip(action, spec.tip))
        self._tips[spec.name] = spec.tip
        self._actions[spec.name] = action
        menu.addAction(action)


def _tool_tip(action: QAction, tip: str) -> str:
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    text = tip or _plain(action.text())
    return f"{text} ({shortcut})" if shortcut else text


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")
