"""Has the pictures of the presets drawn on another thread, so that nothing stands still meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap

from designer.catalog.catalog import Catalog
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import DesignerError
from designer.ui.theme import current
from designer.ui.thumbnails import preset_thumbnail

Submit = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""Runs a job on another thread, and a function on this one with its result."""


class Thumbnailer(QObject):
    """Draws networks once they are there and a size is known.

    Signals:
        drawn: The name of a preset, and its picture.
    """

    drawn = Signal(str, QPixmap)

    def __init__(self, catalog: Catalog, submit: Submit, parent: QObject) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._submit = submit
        self._projects: dict[str, Project] = {}
        self._size = QSize()
        self._drawing = 0

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
        if self._size.isEmpty():
            return
        self._drawing += 1
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        for name, project in self._projects.items():
            draw = partial(preset_thumbnail, project, self._size, current(), self._catalog, ratio)
            self._submit(draw, partial(self._take, self._drawing, name))

    def _take(self, drawing: int, name: str, image: QImage) -> None:
        if drawing == self._drawing:  # else another size or theme is wanted by now
            self.drawn.emit(name, QPixmap.fromImage(image))


def build(names: Sequence[str]) -> dict[str, Project]:
    """The networks of presets. A damaged one is left out; what is wrong with it is said when it is opened."""
    projects = {}
    for name in names:
        try:
            projects[name] = load_preset(name)
        except DesignerError:
            continue
    return projects
