"""The window's menus and actions, made from the table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from designer.ui.action_spec import ActionSpec
from designer.ui.action_table import MENUS
from designer.ui.canvas.view import CanvasView
from designer.ui.icons import icon
from designer.ui.keymap import Keymap, portable
from designer.ui.needs import NEEDS


@dataclass(frozen=True)
class ActionRow:
    """An action as lists of actions show it.

    Args:
        path: The titles of the menus that lead to it: `Edit`, `Select`.
        reason: Why it can't be used now; empty where it can.
    """

    name: str
    path: tuple[str, ...]
    action: QAction
    reason: str = ""

    @property
    def text(self) -> str:
        """What it is called, without the marks of a menu."""
        return plain_text(self.action.text())

    @property
    def where(self) -> str:
        """The way to it through the menus."""
        return " → ".join(self.path)

    @property
    def shortcut(self) -> str:
        """Its keys, as this system writes them."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


class Actions:
    """The window's menus and the actions in them, by name."""

    def __init__(
        self, window: QMainWindow, menus: Sequence[tuple[str, Sequence[ActionSpec]]] = MENUS
    ) -> None:
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._specs: dict[str, ActionSpec] = {}
        self._paths: dict[str, tuple[str, ...]] = {}
        self._submenu_paths: dict[str, tuple[str, ...]] = {}
        self._reasons: dict[str, str] = {}
        self.menus: dict[str, QMenu] = {}
        self.submenus: dict[str, QMenu] = {}
        for title, specs in menus:
            menu = window.menuBar().addMenu(title)
            menu.setObjectName(f"menu{plain_text(title)}")
            menu.setToolTipsVisible(True)
            self.menus[plain_text(title)] = menu
            self._fill(menu, specs, (plain_text(title),))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __contains__(self, name: object) -> bool:
        return name in self._actions

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def spec(self, name: str) -> ActionSpec:
        """The row of the table that an action was made from."""
        return self._specs[name]

    def connect(self, name: str, handler: Callable[[], object]) -> None:
        """Call `handler` when the action is chosen."""
        self._actions[name].triggered.connect(lambda _checked=False: handler())

    def enable(self, name: str, *, when: bool, reason: str = "") -> None:
        """Enable an action, or disable it and say why in its tooltip."""
        action = self._actions[name]
        said = "" if when else reason
        if action.isEnabled() == when and self._reasons.get(name, "") == said:
            return
        self._reasons[name] = said
        action.setEnabled(when)
        self.show_tip(name)

    def show_needs(self, canvas: CanvasView) -> None:
        """Enable what can be used on a canvas as it is now."""
        held = {name: need.holds(canvas) for name, need in NEEDS.items()}
        for name, spec in self._specs.items():
            if spec.needs:
                self.enable(name, when=held[spec.needs], reason=NEEDS[spec.needs].reason)

    def show_tip(self, name: str) -> None:
        """Write an action's tooltip: what it does and its keys, or why it can't be used."""
        action, reason = self._actions[name], self._reasons.get(name, "")
        usual = _tool_tip(action, self._specs[name].tip)
        action.setToolTip(f"{plain_text(action.text())}: {reason}" if reason else usual)

    def why_not(self, keys: QKeySequence) -> str:
        """Why nothing happens when keys are pressed: the reason of the action that has them; else empty."""
        return next((row.reason for row in self.rows() if row.reason and keys in row.action.shortcuts()), "")

    def put_on(self, canvas: CanvasView) -> None:
        """Let the keys that only the canvas has work there."""
        canvas.addActions([self._actions[name] for name, spec in self._specs.items() if spec.is_on_canvas])

    def adopt(self, submenu: str) -> None:
        """Count what a submenu was filled with for good among the actions, named by its object names."""
        for action in self.submenus[submenu].actions():
            name = action.objectName().removeprefix("action_")
            keys = " ".join(portable(action.shortcuts()))
            self._specs[name] = ActionSpec(name, action.text(), keys, is_checkable=action.isCheckable())
            self._actions[name] = action
            self._paths[name] = self._submenu_paths[submenu]
            self.show_tip(name)

    def show_keys(self, keymap: Keymap) -> None:
        """Give all actions the keys that they have in a keymap."""
        keymap.learn({name: tuple(spec.shortcut.split()) for name, spec in self._specs.items()})
        for name, action in self._actions.items():
            keys = keymap.keys(name)
            if keys != portable(action.shortcuts()):
                action.setShortcuts([QKeySequence(key) for key in keys])
                self.show_tip(name)

    def rows(self) -> list[ActionRow]:
        """All actions in the order of the menus."""
        return [
            ActionRow(name, self._paths[name], action, self._reasons.get(name, ""))
            for name, action in self._actions.items()
        ]

    def _fill(self, menu: QMenu, specs: Sequence[ActionSpec], path: tuple[str, ...]) -> None:
        for spec in specs:
            if not spec.name:
                menu.addSeparator()
            elif spec.items or spec.is_submenu:
                submenu = menu.addMenu(spec.text)
                submenu.setObjectName(f"menu_{spec.name}")
                submenu.setToolTipsVisible(True)
                self.submenus[spec.name] = submenu
                self._submenu_paths[spec.name] = (*path, plain_text(spec.text))
                self._fill(submenu, spec.items, self._submenu_paths[spec.name])
            else:
                self._paths[spec.name] = path
                menu.addAction(self._make(spec))

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, self._window)
        action.setObjectName(f"action_{spec.name}")
        action.setCheckable(spec.is_checkable)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setShortcuts([QKeySequence(text) for text in spec.shortcut.split()])
        if spec.is_on_canvas:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._specs[spec.name] = spec
        self._actions[spec.name] = action
        self.show_tip(spec.name)
        return action


def connect_all(
    actions: Actions, handlers: Mapping[str, Callable[[CanvasView], object]], canvas: Callable[[], CanvasView]
) -> None:
    """Connect actions to what they do to the canvas, which is looked up when they are chosen."""
    for name, handler in handlers.items():
        actions.connect(name, partial(_act, handler, canvas))


def _act(handler: Callable[[CanvasView], object], canvas: Callable[[], CanvasView]) -> None:
    handler(canvas())


def plain_text(text: str) -> str:
    """A menu text without its marks."""
    return text.replace("&", "").rstrip("…")


def _tool_tip(action: QAction, tip: str) -> str:
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    text = tip or plain_text(action.text())
    return f"{text} ({shortcut})" if shortcut else text
