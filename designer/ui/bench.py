"""What every window of the process works with."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QSettings

from designer.catalog.catalog import Catalog
from designer.ui.hub import Hub
from designer.ui.keymap import Keymap
from designer.ui.preferences import Preferences
from designer.ui.queue_keeper import QueueKeeper
from designer.ui.theme import Themes


@dataclass(eq=False)
class Bench:
    """The shared parts of all windows.

    Args:
        catalog: What can be placed; the engine brings another where Keras or plug-ins have other layers.
        themes: The application's themes.
        settings: Where preferences are remembered.
        hub: The engine and the worker.
        run_dir: The parent folder of runs.
        remembers: Whether the panels come back where they were left.
    """

    catalog: Catalog
    themes: Themes
    settings: QSettings
    hub: Hub
    run_dir: Path
    remembers: bool = True

    @cached_property
    def preferences(self) -> Preferences:
        """What the user prefers."""
        return Preferences(self.settings)

    @cached_property
    def keymap(self) -> Keymap:
        """The keys of all actions."""
        return Keymap(self.settings)

    @cached_property
    def offered_runs(self) -> set[Path]:
        """The interrupted runs that a window offers to go on with."""
        return set()

    @cached_property
    def queue(self) -> QueueKeeper:
        """The runs that are to be trained one after the other."""
        return QueueKeeper(self.hub, self.run_dir)
