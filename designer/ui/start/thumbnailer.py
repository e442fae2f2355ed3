"""Draws the pictures of the presets one by one, so that nothing stands still meanwhile."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap

from designer.catalog.catalog import Catalog
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import DesignerError
from designer.ui.theme import current
from designer.ui.thumbnails import preset_thumbnail


class Thumbnailer(QObject):
    """Draws networks once they are there and a size is known; each in a turn of its own.

    Signals:
        drawn: The name of a preset, and its picture.
    """

    drawn = Signal(str, QPixmap)

    def __init__(self, catalog: Catalog, parent: QObject) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._projects: dict[str, Project] = {}
        self._waiting: list[str] = []
        self._size = QSize()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._draw_next)

    def take(self, projects: Mapping[str, Project]) -> None:
        """Draw these networks."""
        self._projects = dict(projects)
        self.redraw()

    def set_size(self, size: QSize) -> None:
        """Draw all pictures in another size."""
        self._size = size
        self.redraw()

    def redraw(self) -> None:
        """Draw all pictures again, in the theme in force."""
        if not self._size.isEmpty() and self._projects:
            self._waiting = list(self._projects)
            self._timer.start()

    def _draw_next(self) -> None:
        name = self._waiting.pop(0)
        if not self._waiting:
            self._timer.stop()
        self.drawn.emit(name, preset_thumbnail(self._projects[name], self._size, current(), self._catalog))


def build(names: Sequence[str]) -> dict[str, Project]:
    """The networks of presets. A damaged one is left out; what is wrong with it is said when it is opened."""
    projects = {}
    for name in names:
        try:
            projects[name] = load_preset(name)
        except DesignerError:
            continue
    return projects
