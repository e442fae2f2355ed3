"""The main window: panels around a canvas."""

from functools import partial
from importlib import import_module

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from designer.document.changes import Change
from designer.document.document import Document
from designer.ui.actions import Actions
from designer.ui.bench import Bench
from designer.ui.block_desk import BlockDesk
from designer.ui.block_shelf import BlockShelf
from designer.ui.bookmark_menu import show_bookmarks
from designer.ui.canvas.annotating import note_entries
from designer.ui.canvas.menus import CanvasMenus, adding_entries
from designer.ui.canvas.view import CanvasView
from designer.ui.comparing.desk import CompareDesk
from designer.ui.data_link import DataLink
from designer.ui.docks import Docks
from designer.ui.downloads import Downloads
from designer.ui.folding import FoldRepeats
from designer.ui.importing.model_desk import ModelDesk
from designer.ui.menu_entries import action_entries, block_entries, fix_entries
from designer.ui.numbers import Numbers
from designer.ui.panels import Panels
from designer.ui.personal import prepare_canvas
from designer.ui.project_files import ProjectFiles
from designer.ui.run_controls import RunControls
from designer.ui.run_queue import QueueDesk
from designer.ui.safekeeping import Safekeeping
from designer.ui.session import Session
from designer.ui.sheets import Sheets
from designer.ui.stage import Stage
from designer.ui.start.start import Start
from designer.ui.statusbar import StatusBar
from designer.ui.steering.desk import SteeringDesk
from designer.ui.tab_order import focus_next
from designer.ui.theme import Theme
from designer.ui.toolbar import make_toolbar
from designer.ui.tour.tour import Tour
from designer.ui.trials.trial_desk import TrialDesk
from designer.ui.widgets import below_each_other
from designer.ui.wiring import Wiring

_DEFAULT_SIZE = QSize(1440, 900)
_FRAME_SIZE = QSize(16, 56)


class MainWindow(QMainWindow):
    """One window on one project.

    Signals:
        closed: The window has let go of everything and goes.

    Args:
        document: What it shows first.
        bench: What all windows share.
    """

    closed = Signal()

    def __init__(self, document: Document, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.bench = bench
        self.session = Session(document, bench.hub, self)
        self.link = DataLink(self.session)
        self.panels = Panels(self.session, self.link, bench.catalog, bench.queue, bench.settings)
        self.docks = Docks(self, self.panels.places(), self.take_keyboard)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.actions_by_name = Actions(self)
        self.numbers = Numbers(self.session, self.panels.summary, self.status, bench.preferences)
        self.numbers.take_actions(self.actions_by_name)
        self.files = ProjectFiles(
            self, lambda: self.session.document, bench.settings, self.session.submit, bench.preferences
        )
        self.controls = RunControls(self, self.session, self.link, self.actions_by_name, bench.run_dir)
        self.steering = SteeringDesk(self)
        self.queue = QueueDesk(self)
        self.comparing = CompareDesk(self)
        self.downloads = Downloads(self, self.link)
        self.models = ModelDesk(self)
        self.trials = TrialDesk(self)
        self.addToolBar(make_toolbar(self, self.actions_by_name))
        self.safekeeping = Safekeeping(self, bench.hub, self.files.read, self.set_document)
        self._middle = QStackedWidget()  # a central widget that is replaced loses its size to the panels
        self.stage = Stage(self._middle)
        self.sheets = Sheets(self)
        self.block_desk = BlockDesk(self)
        self.block_shelf = BlockShelf(self)
        self.folding = FoldRepeats(self)
        bars = self.safekeeping.bars, self.models.work.bar, self.sheets.bar
        self.setCentralWidget(below_each_other(*bars, self.stage))
        self.canvas = self._show_canvas(self.session.shown)
        self.safekeeping.follow(document)
        self.sheets.follow(document)
        self.block_desk.follow(document)
        self.block_shelf.follow(document)
        self.folding.follow(document)
        self.models.follow()
        self.start = Start(self)
        self.tour = Tour(self)
        self._wiring = Wiring(self)
        self.resize(_DEFAULT_SIZE.boundedTo(self.screen().availableSize() - _FRAME_SIZE))
        self._has_left = False
        self._has_layout = bench.remembers and self.docks.restore(bench.settings)
        bench.themes.changed.connect(self._on_theme_changed)
        self.show_title()
        bench.hub.engine_started.connect(self._load_plots)

    @property
    def title(self) -> str:
        """What the window shows, for lists of windows."""
        document = self.session.document
        name = document.path.stem if document.path else document.name
        return name if document.is_clean else f"{name} (unsaved)"

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has worked here: another document may take the place of this one."""
        document = self.session.document
        return document.is_clean and document.path is None and not self.session.is_running

    def set_document(self, document: Document) -> None:
        """Show another document in the place of the present one."""
        self._let_go()
        self.session.set_document(document)
        self.panels.set_document(document)
        self.canvas = self._show_canvas(self.session.shown)
        self.link.follow()
        self.models.follow()
        self.safekeeping.follow(document)
        self.sheets.follow(document)
        self.block_desk.follow(document)
        self.block_shelf.follow(document)
        self.folding.follow(document)
        if not self.session.is_running:
            self.status.forget_run()
        self.show_title()
        self._show_network()

    def show_sheet(self) -> None:
        """Show the sheet that is to be looked at now; see `Sheets`."""
        self._leave_canvas()
        self.panels.show_sheet(self.session.shown)
        self.canvas = self._show_canvas(self.session.shown)
        self.panels.fixer.show_sheet()
        self.numbers.show_analysis()

    def take_keyboard(self) -> None:
        """Bring the keyboard to the canvas."""
        self.canvas.take_keyboard()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about a run and unsaved changes, then let go of everything."""
        if not (self._has_left or self.files.may_leave()):
            event.ignore()
            return
        if not self.controls.may_close():
            self._has_left = self.session.is_stopping  # it closes after the run, without asking again
            event.ignore()
            return
        if self.bench.remembers:
            self.docks.save(self.bench.settings)
        self.hide()  # the threads may take a moment to end
        self.queue.close()
        self.comparing.close()
        self.steering.resuming.close()
        self.downloads.cancel()
        self.models.work.close()
        self.trials.close()
        self._let_go()
        self.bench.themes.changed.disconnect(self._on_theme_changed)
        self.bench.hub.engine_started.disconnect(self._load_plots)
        self.session.close()
        event.accept()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say why keys do nothing: those of an action that can't be used now come here."""
        if reason := self.actions_by_name.why_not(QKeySequence(event.keyCombination())):
            self.status.say(reason)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Follow the order of reading."""
        return focus_next(self, is_next=is_next) or super().focusNextPrevChild(is_next)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the network once the panels have their sizes."""
        super().showEvent(event)
        if not self._has_layout:
            self.docks.set_default_sizes()
            self._has_layout = True
        QTimer.singleShot(0, self, self._show_network)

    def show_title(self) -> None:
        """Write the document's name into the title, and what can be undone into the menu."""
        document = self.session.document
        name = document.path.stem if document.path else document.name
        self.setWindowTitle(f"{name}[*] – Model Designer")
        self.setWindowModified(not document.is_clean)
        for action, text in (("undo", document.undo_text), ("redo", document.redo_text)):
            self.actions_by_name[action].setText(f"&{action.capitalize()} {text}".rstrip())
            self.actions_by_name.enable(action, when=bool(text), reason=f"There is nothing to {action}.")

    def _load_plots(self) -> None:
        """Load what draws the curves on another thread; it takes longer than a window may stand still."""
        load_plots = partial(import_module, "designer.ui.monitor.plot_grid")
        self.session.submit(load_plots, lambda _plots: None, lambda error: self.status.say(str(error)))

    def _let_go(self) -> None:
        """Stop following the present document."""
        self.safekeeping.leave()
        self.models.leave_document()
        self.trials.leave()
        self.start.leave()
        self.tour.end()
        self.sheets.leave_document()
        self.block_desk.leave_document()
        self.block_shelf.leave_document()
        self.folding.leave()
        self._leave_canvas()
        self.link.unfollow()

    def _leave_canvas(self) -> None:
        self.canvas.detach()
        self.numbers.unfollow()
        shown = self.canvas.tools.content.document
        shown.status_changed.disconnect(self._on_status_changed)
        shown.changed.disconnect(self._on_shown_changed)

    def _show_network(self) -> None:
        self.docks.hide_leftovers()
        self.canvas.show_start()

    def _show_canvas(self, document: Document) -> CanvasView:
        """Put a canvas for a document into the middle, in the place of the one that was there."""
        canvas = CanvasView(document, self.bench.catalog)
        self._open_paths = frozenset(self.session.shown.paths)
        canvas.tools.interaction.band_encloses = self.actions_by_name["enclose"].isChecked()
        canvas.tools.editing.parts.sample_shape = self.link.sample_shape
        self.block_shelf.stock(canvas)
        prepare_canvas(canvas, self.bench.preferences.now)
        canvas.annotations_selected.connect(self.panels.inspector.note_annotations)
        canvas.selection_changed.connect(self.panels.inspector.show_nodes)
        canvas.selection_changed.connect(self.panels.fixer.select)
        canvas.status_message.connect(self.status.say)
        canvas.node_activated.connect(self._on_node_activated)
        canvas.finding.inside_wanted.connect(self._on_inside_wanted)
        canvas.needs_changed.connect(lambda: self._show_needs(canvas))
        document.status_changed.connect(self._on_status_changed)
        document.changed.connect(self._on_shown_changed)
        actions = (action_entries(self.actions_by_name), block_entries(self.actions_by_name))
        adding = (adding_entries(canvas), note_entries(canvas))
        CanvasMenus(canvas, (fix_entries(self.panels.fixer), *adding, *actions))
        self.actions_by_name.put_on(canvas)
        self.numbers.follow(document, canvas)
        before = self._middle.currentWidget()
        self._middle.addWidget(canvas)
        self._middle.setCurrentWidget(canvas)
        if before is None or self._has_keyboard(before):
            canvas.take_keyboard()
        if before:
            self._middle.removeWidget(before)
            before.deleteLater()
        self._show_needs(canvas)
        return canvas

    def _show_needs(self, canvas: CanvasView) -> None:
        self.actions_by_name.show_needs(canvas)
        show_bookmarks(self.actions_by_name, canvas)
        self.block_desk.show_ticks(canvas)

    def _has_keyboard(self, part: QWidget) -> bool:
        focus = self.focusWidget()
        return focus is None or part.isAncestorOf(focus)

    def _on_node_activated(self, node_id: str) -> None:
        if not self.sheets.enter(node_id):
            self.docks.show("inspector")

    def _on_inside_wanted(self, path: str) -> None:
        """Show what was found in the block that it is in, and let the search go on there."""
        query, is_regular = self.canvas.finding.search.query, self.canvas.finding.search.is_regular
        self.sheets.reveal(f"{self.session.path}/{path}".lstrip("/"))
        self.canvas.finding.look_again(query, is_regular=is_regular)

    def _on_shown_changed(self, _changes: tuple[Change, ...]) -> None:
        """Where other blocks are open in place, the problems in them are told elsewhere."""
        before, self._open_paths = self._open_paths, frozenset(self.session.shown.paths)
        is_inside = any("/" in (problem.node or "") for problem in self.panels.fixer.problems)
        if before != self._open_paths and is_inside:
            self.panels.fixer.show_opened()
            self.numbers.show_analysis()

    def _on_theme_changed(self, theme: Theme) -> None:
        self.canvas.set_theme(theme)

    def _on_status_changed(self) -> None:
        self.status.clearMessage()  # what was said before, such as a refusal, is over
        self.show_title()
