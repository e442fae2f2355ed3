"""When a window shows its start page, and what is done from there."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from designer.document.document import Document
from designer.document.presets import list_presets
from designer.document.project import Project
from designer.ui.recent_files import forget_file, remembered_files
from designer.ui.start.page import StartPage
from designer.ui.start.recent_model import look_at
from designer.ui.start.thumbnailer import Thumbnailer, build

if TYPE_CHECKING:
    from designer.ui.window import MainWindow


class Start(QObject):
    """Covers an empty canvas with the start page until something is placed or opened."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._page: StartPage | None = None
        self._document: Document | None = None
        window.actions_by_name.connect("start_page", self.show_page)
        window.actions_by_name.connect("quick_add", self.leave)  # before it opens, on the canvas

    @property
    def is_shown(self) -> bool:
        """Whether the page covers the canvas."""
        return self._page is not None

    def show_page(self) -> None:
        """Cover the canvas, if nothing is on it."""
        window = self._window
        if self._page is None and window.canvas.is_empty:
            self._page = StartPage(remembered_files(window.bench.settings), list_presets())
            self._connect(self._page)
            self._document = window.session.document
            self._document.changed.connect(self._on_document_changed)
            window.stage.cover(self._page)
        if self._page:
            self._page.take_focus()

    def leave(self) -> None:
        """Show the canvas again."""
        if self._page is None or self._document is None:
            return
        had_focus = self._page.isAncestorOf(self._window.focusWidget() or self._window)
        self._document.changed.disconnect(self._on_document_changed)
        self._page = self._document = None
        self._window.stage.uncover()
        if had_focus:
            self._window.take_keyboard()
        QTimer.singleShot(0, self, self._show_network)  # once the canvas has its size

    def _connect(self, page: StartPage) -> None:
        window = self._window
        page.new_wanted.connect(self.leave)
        page.layer_dragged.connect(self.leave)
        page.open_wanted.connect(window.actions_by_name["open"].trigger)
        page.tour_wanted.connect(window.actions_by_name["tour"].trigger)
        page.presets.chosen.connect(window.files.open_preset)
        page.recent.chosen.connect(window.files.open_path)
        page.recent.removed.connect(partial(forget_file, window.bench.settings))

        def submit(job: Callable[[], Any], take: Callable[[Any], None]) -> None:
            def take_if_shown(result: Any) -> None:
                if page is self._page:
                    take(result)

            window.session.submit(job, take_if_shown, lambda error: window.status.say(str(error)))

        def take_projects(projects: dict[str, Project]) -> None:
            pictures.take(projects)
            files = remembered_files(window.bench.settings)  # after the networks: a disk may be slow
            submit(partial(look_at, files), page.recent_model.take)

        pictures = Thumbnailer(window.bench.catalog, submit, page)
        pictures.drawn.connect(page.presets.show_picture)
        page.presets.picture_size_changed.connect(pictures.set_size)
        page.look_changed.connect(pictures.redraw)
        submit(partial(build, page.presets.names()), take_projects)

    def _show_network(self) -> None:
        self._window.canvas.show_start()

    def _on_document_changed(self, _changes: object) -> None:
        self.leave()
