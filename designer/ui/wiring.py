"""The wires between a window's actions, panels, canvas and session."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.catalog.catalog import Catalog
from designer.compiler.engine import EngineFailed, EngineReady
from designer.compiler.results import Analysis
from designer.errors import TrainingError
from designer.graph.expansion import address_of
from designer.training.events import RunEvent, RunFinished
from designer.ui import help_pages
from designer.ui.actions import connect_all
from designer.ui.bookmark_menu import fill_bookmarks
from designer.ui.canvas.actions import CANVAS_ACTIONS
from designer.ui.dialogs import tell_failure
from designer.ui.export_picture import PictureExport
from designer.ui.personal import Personal
from designer.ui.swatches import show_swatches

if TYPE_CHECKING:
    from designer.ui.window import MainWindow


class Wiring(QObject):
    """Connects what a window is made of. The canvas and the document change, so they are looked up late."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._catalog = window.bench.catalog
        self._pictures = PictureExport(window, window.session, lambda: window.canvas, window.bench.settings)
        self._fill_menus()
        self._connect_actions()
        self._connect_session()
        self._connect_panels()
        self._personal = Personal(window)

    def _fill_menus(self) -> None:
        window = self._window
        menus = window.actions_by_name.submenus
        window.docks.fill_menu(menus["panels"])
        show_swatches(window.actions_by_name)
        window.actions_by_name["bookmark"].setAutoRepeat(False)  # a key held down would set and remove it
        menus["bookmarks"].aboutToShow.connect(
            lambda: fill_bookmarks(window.actions_by_name, lambda: window.canvas)
        )
        menus["recent"].aboutToShow.connect(lambda: window.files.fill_menu(menus["recent"]))

    def _connect_actions(self) -> None:
        window, actions = self._window, self._window.actions_by_name
        handlers = {
            "new": window.files.new,
            "open": window.files.open,
            "import_model": window.models.importer.ask,
            "save": window.files.save,
            "save_as": window.files.save_as,
            "export_picture": self._pictures.export,
            "copy_picture": self._pictures.copy,
            "close": window.close,
            "undo": self._undo,
            "enter_block": lambda: window.sheets.enter(window.canvas.selected_ids()[0]),
            "leave_block": window.sheets.leave,
            "redo": self._redo,
            "find_layer": self._find_layer,
            "next_problem": lambda: self._go_to_problem(1),
            "previous_problem": lambda: self._go_to_problem(-1),
            "fix_problem": window.panels.fixer.fix_selected,
            "shortcuts": lambda: help_pages.show_shortcuts(window, actions.rows()),
            "about": lambda: help_pages.show_about(window),
        }
        for name, handler in handlers.items():
            actions.connect(name, handler)
        connect_all(actions, CANVAS_ACTIONS, lambda: window.canvas)

    def _connect_session(self) -> None:
        window = self._window
        session = window.session
        session.engine_changed.connect(self._on_engine_changed)
        session.run_events.connect(self._on_run_events)
        self._pictures.said.connect(window.status.say)
        window.files.saved.connect(self._on_saved)
        window.files.model_found.connect(window.models.importer.read)
        window.controls.started.connect(self._on_run_started)
        window.controls.download_wanted.connect(window.downloads.ask)
        if session.engine_state:
            self._on_engine_changed(session.engine_state)

    def _connect_panels(self) -> None:
        window = self._window
        panels = window.panels
        panels.palette.layer_chosen.connect(self._place)
        panels.palette.preset_chosen.connect(window.files.open_preset)
        panels.problems.problem_activated.connect(self._reveal)
        panels.curves.said.connect(window.status.say)
        panels.runs.checkpoints_wanted.connect(lambda run: window.steering.checkpoints.show(run.folder))
        panels.runs.resume_wanted.connect(window.steering.resuming.ask)
        panels.runs.curves_wanted.connect(lambda: window.docks.show("curves"))
        window.docks["runs"].visibilityChanged.connect(self._on_runs_in_front)
        window.session.run_state_changed.connect(self._on_run_state_changed)
        panels.inspector.entered.connect(window.sheets.enter)
        panels.inspector.abandoned.connect(window.take_keyboard)
        panels.fixer.refused.connect(window.status.say)
        panels.fixer.done.connect(self._on_fixed)
        window.link.info_changed.connect(self._take_sample_shape)
        panels.fixer.analysis_changed.connect(self._show_analysis)
        panels.fixer.changed.connect(self._show_fixable)
        self._show_fixable()
        panels.problems.count_changed.connect(self._on_problems_counted)
        panels.notices.count_changed.connect(self._on_notices_counted)
        panels.notices.layer_wanted.connect(self._on_layer_wanted)
        panels.data.download_wanted.connect(window.downloads.ask)

    def _on_runs_in_front(self, is_in_front: bool) -> None:
        """Read the runs anew: a tab behind others counts as shown, so its panel isn't told."""
        if is_in_front:
            self._window.panels.runs.refresh()

    def _on_run_state_changed(self) -> None:
        self._on_runs_in_front(not self._window.panels.runs.visibleRegion().isEmpty())

    def _on_saved(self, path: Path) -> None:
        weights = self._window.session.document.weights
        beside = f", its weights to {Path(weights.path).name} beside it" if weights else ""
        self._window.status.say(f"Saved to {path}{beside}")

    def _on_engine_changed(self, state: EngineReady | EngineFailed) -> None:
        self._window.status.show_engine(state)
        if isinstance(state, EngineFailed):
            self._window.status.say(f"{state.message} {state.hint}")
        else:
            self._take_catalog(state.catalog)
            if state.notices:
                self._window.status.say(" ".join(state.notices))

    def _take_catalog(self, catalog: Catalog) -> None:
        """The installed Keras may know other layers than the catalogue that ships, and so may plug-ins."""
        ours = self._catalog
        if (catalog.keras_version, catalog.categories) != (ours.keras_version, ours.categories):
            self._catalog = self._window.bench.catalog = catalog
            self._window.panels.set_catalog(catalog)
            self._window.canvas.tools.content.set_catalog(catalog)

    def _on_run_started(self) -> None:
        self._window.status.show_preparing(self._window.panels.weights.origin)
        self._window.docks.show("curves")
        self._window.panels.curves.expect_run()

    def _on_run_events(self, events: list[RunEvent]) -> None:
        self._window.status.handle(events)
        for event in events:
            if self._window.queue.has_told(event):
                continue
            if isinstance(event, RunFinished) and event.status == "failed":
                tell_failure(self._window, TrainingError(f"Training failed. {event.message}", event.remedy))

    def _on_problems_counted(self, count: int) -> None:
        title = f"Problems ({count})" if count else "Problems"
        self._window.docks["problems"].setWindowTitle(title)

    def _on_notices_counted(self, count: int) -> None:
        self._window.docks["notices"].setWindowTitle(f"Notices ({count})" if count else "Notices")

    def _on_layer_wanted(self, name: str) -> None:
        """Show a layer of the flat network; a large network is searched beside this thread."""
        session = self._window.session
        look = partial(address_of, session.document.snapshot(), name)
        session.submit(
            look, partial(self._on_layer_found, name), lambda error: self._window.status.say(str(error))
        )

    def _on_layer_found(self, name: str, address: str | None) -> None:
        if address is None:
            self._window.status.say(f'This network has no layer "{name}" any more.')
        else:
            self._window.sheets.reveal(address)

    def _show_analysis(self, analysis: Analysis) -> None:
        self._window.canvas.set_analysis(analysis)

    def _show_fixable(self) -> None:
        reason = self._window.panels.fixer.why_not
        self._window.actions_by_name.enable("fix_problem", when=not reason, reason=reason)

    def _go_to_problem(self, way: int) -> None:
        """Go to the next node with a problem (1) or the one before (-1), in the order of the list."""
        window = self._window
        problems = window.panels.fixer.problems
        ids = list(dict.fromkeys(problem.node for problem in problems if problem.node))
        path = window.session.path
        if not ids:
            window.status.say(
                f"{problems[0].message} {problems[0].fix}" if problems else "There are no problems."
            )
            return
        selected = window.canvas.selected_ids()
        start = -1 if way > 0 else 0
        here = f"{path}/{selected[0]}" if path and selected else "".join(selected[:1])
        at = ids.index(here) if here in ids else start
        window.sheets.reveal(ids[(at + way) % len(ids)])

    def _undo(self) -> None:
        self._window.session.document.undo()

    def _redo(self) -> None:
        self._window.session.document.redo()

    def _place(self, layer_type: str) -> None:
        self._window.canvas.place(layer_type)

    def _reveal(self, node_id: str) -> None:
        self._window.sheets.reveal(node_id)

    def _on_fixed(self, label: str, node_ids: list[str]) -> None:
        """Say what was done, and bring what came into sight."""
        canvas = self._window.canvas
        if node_ids:
            canvas.ensureVisible(canvas.tools.content.bounds(node_ids))
        self._window.status.say(f"Done: {label}.")

    def _take_sample_shape(self) -> None:
        self._window.canvas.tools.editing.parts.sample_shape = self._window.link.sample_shape

    def _find_layer(self) -> None:
        self._window.docks.show("palette")
        self._window.panels.palette.focus_search()
