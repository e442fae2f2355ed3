"""What the user has made his own, in one window: keys, preferences, and the way to them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from designer.ui.command_list.gather import all_rows
from designer.ui.command_list.popup import CommandList
from designer.ui.preferences import Choices
from designer.ui.preferences_dialog.dialog import PreferencesDialog
from designer.ui.theme import Mode
from designer.ui.toolbar import fill_theme_menu, mark_theme

if TYPE_CHECKING:
    from designer.ui.canvas.view import CanvasView
    from designer.ui.window import MainWindow

_LASTING_SUBMENUS = ("panels", "theme")


class Personal(QObject):
    """Keeps a window as the user prefers it. Make it when the menus are filled."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._commands: CommandList | None = None
        self._dialog: PreferencesDialog | None = None
        bench, actions = window.bench, window.actions_by_name
        fill_theme_menu(actions.submenus["theme"], bench.preferences.now.theme, self._choose_theme)
        for submenu in _LASTING_SUBMENUS:
            actions.adopt(submenu)
        actions["minimap"].triggered.connect(self._choose_minimap)
        actions.connect("command_list", self.list_commands)
        actions.connect("preferences", self.show_preferences)
        bench.preferences.changed.connect(self._on_preferences_changed)
        bench.keymap.changed.connect(self._on_keys_changed)
        self._on_keys_changed()
        self._on_preferences_changed(bench.preferences.now)

    def list_commands(self) -> None:
        """Open the list of everything that the window can do."""
        if self._commands is None:
            window = self._window
            self._commands = CommandList(
                window, lambda: all_rows(window.actions_by_name), window.bench.settings
            )
        self._commands.open()

    def show_preferences(self) -> None:
        """Open the preferences, or bring them to the front."""
        if self._dialog is None:
            self._dialog = PreferencesDialog(self._window.bench, self._window.actions_by_name, self._window)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _choose_theme(self, mode: Mode) -> None:
        self._window.bench.preferences.choose(theme=mode)

    @Slot(bool)
    def _choose_minimap(self, is_on: bool) -> None:
        self._window.bench.preferences.choose(shows_minimap=is_on)

    @Slot()
    def _on_keys_changed(self) -> None:
        self._window.actions_by_name.show_keys(self._window.bench.keymap)

    @Slot(object)
    def _on_preferences_changed(self, now: Choices) -> None:
        window = self._window
        mark_theme(window.actions_by_name.submenus["theme"], now.theme)
        window.actions_by_name["minimap"].setChecked(now.shows_minimap)
        window.numbers.choose(now.node_number)
        prepare_canvas(window.canvas, now)


def prepare_canvas(canvas: "CanvasView", now: Choices) -> None:
    """Let a canvas behave as the user prefers."""
    canvas.tools.interaction.snaps_to_grid = now.snaps_to_grid
    canvas.tools.interaction.snaps_to_guides = now.snaps_to_guides
    canvas.minimap.set_wanted(now.shows_minimap)
