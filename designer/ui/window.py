"""The main window: panels around a canvas, and the wires between them."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from designer import paths
from designer.catalog.catalog import Catalog
from designer.compiler.engine import EngineFailed, EngineReady
from designer.document.document import Document
from designer.errors import TrainingError
from designer.training.events import RunEvent, RunFinished
from designer.ui import help_pages
from designer.ui.actions import Actions
from designer.ui.canvas.menus import CanvasMenus
from designer.ui.canvas.view import CanvasView
from designer.ui.data_link import DataLink
from designer.ui.dialogs import tell_failure
from designer.ui.docks import Docks
from designer.ui.downloads import Downloads
from designer.ui.menu_entries import action_entries, fix_entries
from designer.ui.panels import Panels
from designer.ui.project_files import ProjectFiles
from designer.ui.run_controls import RunControls
from designer.ui.session import Session
from designer.ui.statusbar import StatusBar
from designer.ui.theme import Mode, Themes
from designer.ui.toolbar import fill_theme_menu, make_toolbar

_DEFAULT_SIZE = QSize(1440, 900)
_FRAME_SIZE = QSize(16, 56)

# The document and its canvas change while the window stays, so these are looked up when they are pressed.
_DOCUMENT_ACTIONS: Mapping[str, Callable[[Document], None]] = {"undo": Document.undo, "redo": Document.redo}
_CANVAS_ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "delete": CanvasView.delete_selection,
    "select_all": CanvasView.select_all,
    "fit": CanvasView.fit,
    "zoom_100": CanvasView.zoom_100,
    "zoom_in": CanvasView.zoom_in,
    "zoom_out": CanvasView.zoom_out,
    "tidy": CanvasView.tidy,
}


class MainWindow(QMainWindow):
    """One window on one project.

    Args:
        document: What it shows first.
        catalog: What can be placed.
        themes: The application's themes.
        settings: Where preferences are remembered.
        run_dir: The parent folder of runs; by default the user's.
        remembers: Whether the panels come back where they were left.
    """

    def __init__(
        self,
        document: Document,
        catalog: Catalog,
        themes: Themes,
        settings: QSettings,
        run_dir: Path | None = None,
        *,
        remembers: bool = True,
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._catalog = catalog
        self._themes = themes
        self._settings = settings
        self._run_dir = run_dir or paths.runs_dir()
        self.session = Session(document, self)
        self.link = DataLink(self.session)
        self.panels = Panels(self.session, self.link, catalog, self._run_dir)
        self.docks = Docks(self, self.panels.places())
        self._status = StatusBar(self)
        self.setStatusBar(self._status)
        self.actions_by_name = Actions(self)
        self.files = ProjectFiles(self, lambda: self.session.document, settings)
        self.controls = RunControls(self, self.session, self.link, self.actions_by_name, self._run_dir)
        self.downloads = Downloads(self, self.link)
        self._fill_menus()
        self.addToolBar(make_toolbar(self, self.actions_by_name))
        self._connect()
        self._middle = QStackedWidget()  # a central widget that is replaced loses its size to the panels
        self.setCentralWidget(self._middle)
        self.canvas = self._show_canvas(document)
        self.resize(_DEFAULT_SIZE.boundedTo(self.screen().availableSize() - _FRAME_SIZE))
        self._remembers = remembers
        self._has_left = False
        self._has_layout = remembers and self.docks.restore(settings)
        self._show_title()
        # Loading what draws the curves takes longer than a window may stand still.
        load_plots = partial(import_module, "designer.ui.monitor.plot_grid")
        self.session.submit(load_plots, lambda _plots: None, lambda error: self._say(str(error)))

    def set_document(self, document: Document) -> None:
        """Show another document in the place of the present one."""
        self.canvas.detach()
        self.link.unfollow()
        self.session.document.status_changed.disconnect(self._on_status_changed)
        self.session.set_document(document)
        self.panels.set_document(document)
        self.canvas = self._show_canvas(document)
        self.link.follow()
        if not self.session.is_running:
            self._status.forget_run()
        self._show_title()
        self._show_network()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about a run and unsaved changes, then let go of everything."""
        if not (self._has_left or self.files.may_leave()):
            event.ignore()
            return
        if not self.controls.may_close():
            self._has_left = self.session.is_stopping  # it closes after the run, without asking again
            event.ignore()
            return
        if self._remembers:
            self.docks.save(self._settings)
        self.hide()  # the threads may take a moment to end
        self.downloads.cancel()
        self.canvas.detach()
        self.link.unfollow()
        self.session.document.status_changed.disconnect(self._on_status_changed)
        self.session.close()
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the network once the panels have their sizes."""
        super().showEvent(event)
        if not self._has_layout:
            self.docks.set_default_sizes()
            self._has_layout = True
        QTimer.singleShot(0, self, self._show_network)

    def _show_network(self) -> None:
        self.docks.hide_leftovers()
        self.canvas.show_start()

    def _show_canvas(self, document: Document) -> CanvasView:
        """Put a canvas for a document into the middle, in the place of the one that was there."""
        canvas = CanvasView(document, self._catalog)
        canvas.selection_changed.connect(self.panels.inspector.show_nodes)
        canvas.status_message.connect(self._say)
        canvas.node_activated.connect(lambda _node_id: self.docks.show("inspector"))
        document.status_changed.connect(self._on_status_changed)
        CanvasMenus(canvas, (fix_entries(self.panels.fixer), action_entries(self.actions_by_name)))
        before = self._middle.currentWidget()
        self._middle.addWidget(canvas)
        self._middle.setCurrentWidget(canvas)
        if before:
            self._middle.removeWidget(before)
            before.deleteLater()
        return canvas

    def _fill_menus(self) -> None:
        menus = self.actions_by_name.submenus
        self.docks.fill_menu(menus["panels"])
        menus["recent"].aboutToShow.connect(lambda: self.files.fill_menu(menus["recent"]))
        fill_theme_menu(menus["theme"], self._themes.mode, self._choose_theme)

    def _connect(self) -> None:
        actions = self.actions_by_name
        handlers = {
            "new": self.files.new,
            "open": self.files.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "quit": self.close,
            "find_layer": self._find_layer,
            "next_problem": self._go_to_next_problem,
            "shortcuts": lambda: help_pages.show_shortcuts(self, actions.rows()),
            "about": lambda: help_pages.show_about(self),
        }
        for name, handler in handlers.items():
            actions.connect(name, handler)
        for name, edit in _DOCUMENT_ACTIONS.items():
            actions.connect(name, partial(self._edit, edit))
        for name, act in _CANVAS_ACTIONS.items():
            actions.connect(name, partial(self._act, act))
        self._connect_session()
        self._connect_panels()

    def _connect_session(self) -> None:
        self.session.analysis_changed.connect(self._on_analysis_changed)
        self.session.engine_changed.connect(self._on_engine_changed)
        self.session.run_events.connect(self._on_run_events)
        self.session.run_state_changed.connect(self._on_run_state_changed)
        self.files.opened.connect(self.set_document)
        self.files.saved.connect(lambda path: self._say(f"Saved to {path}"))
        self.controls.started.connect(self._on_run_started)
        self.controls.download_wanted.connect(self.downloads.ask)

    def _connect_panels(self) -> None:
        self.panels.palette.layer_chosen.connect(self._place)
        self.panels.palette.preset_chosen.connect(self.files.open_preset)
        self.panels.problems.problem_activated.connect(self._reveal)
        self.panels.fixer.refused.connect(self._say)
        self.panels.problems.count_changed.connect(self._on_problems_counted)
        self.panels.data.download_wanted.connect(self.downloads.ask)

    def _on_analysis_changed(self) -> None:
        self.canvas.set_analysis(self.session.analysis)
        self._status.show_analysis(self.session.analysis)

    def _on_engine_changed(self, state: EngineReady | EngineFailed) -> None:
        self._status.show_engine(state)
        if isinstance(state, EngineFailed):
            self._say(f"{state.message} {state.hint}")
        else:
            self._take_catalog(state.catalog)

    def _take_catalog(self, catalog: Catalog) -> None:
        """The installed Keras may know other layers than the catalogue that ships."""
        if catalog.keras_version != self._catalog.keras_version:
            self._catalog = catalog
            self.panels.set_catalog(catalog)

    def _on_run_started(self) -> None:
        self._status.show_preparing()
        self.docks.show("curves")
        QTimer.singleShot(0, self.panels.curves.prepare)  # while the model is built, not at the first batch

    def _on_run_state_changed(self) -> None:
        self._status.show_paused(is_paused=self.session.is_running and self.session.is_paused)

    def _on_run_events(self, events: list[RunEvent]) -> None:
        self._status.handle(events)
        for event in events:
            if isinstance(event, RunFinished) and event.status == "failed":
                tell_failure(self, TrainingError(f"Training failed. {event.message}", event.remedy))

    def _on_problems_counted(self, count: int) -> None:
        self.docks["problems"].setWindowTitle(f"Problems ({count})" if count else "Problems")

    def _go_to_next_problem(self) -> None:
        problems = (*self.session.analysis.problems, *self.link.problems)
        ids = [problem.node for problem in problems if problem.node]
        if not ids:
            self._say(f"{problems[0].message} {problems[0].fix}" if problems else "There are no problems.")
            return
        selected = self.canvas.selected_ids()
        at = ids.index(selected[0]) + 1 if selected and selected[0] in ids else 0
        self.canvas.reveal(ids[at % len(ids)])

    def _edit(self, edit: Callable[[Document], None]) -> None:
        edit(self.session.document)

    def _act(self, act: Callable[[CanvasView], None]) -> None:
        act(self.canvas)

    def _place(self, layer_type: str) -> None:
        self.canvas.place(layer_type)

    def _reveal(self, node_id: str) -> None:
        self.canvas.reveal(node_id)

    def _find_layer(self) -> None:
        self.docks.show("palette")
        self.panels.palette.focus_search()

    def _choose_theme(self, mode: Mode) -> None:
        self._settings.setValue("window/theme", mode)
        self._themes.set_mode(mode)
        self.canvas.set_theme(self._themes.theme)

    def _on_status_changed(self) -> None:
        self._status.clearMessage()  # what was said before, such as a refusal, is over
        self._show_title()

    def _show_title(self) -> None:
        document = self.session.document
        name = document.path.stem if document.path else document.name
        self.setWindowTitle(f"{name}[*] – Model Designer")
        self.setWindowModified(not document.is_clean)
        for action, text in (("undo", document.undo_text), ("redo", document.redo_text)):
            self.actions_by_name[action].setText(f"&{action.capitalize()} {text}".rstrip())
            self.actions_by_name.enable(action, when=bool(text), reason=f"There is nothing to {action}.")

    def _say(self, message: str) -> None:
        self._status.say(message)
