"""The numbers of the network outside the inspector: totals in the status bar, the summary, cards."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from designer.compiler.engine import EngineFailed, EngineReady
from designer.document.changes import Change, TrainingChanged
from designer.document.document import Document
from designer.ui.actions import Actions
from designer.ui.canvas.footers import FOOTER_KINDS, Footer, FooterKind
from designer.ui.canvas.view import CanvasView
from designer.ui.preferences import Preferences
from designer.ui.session import Session
from designer.ui.statusbar import StatusBar
from designer.ui.summary.panel import SummaryPanel


class Numbers(QObject):
    """Brings analysis, batch size and selection to whatever shows numbers."""

    def __init__(
        self, session: Session, summary: SummaryPanel, status: StatusBar, preferences: Preferences
    ) -> None:
        super().__init__(session)
        self._session = session
        self._summary = summary
        self._status = status
        self._preferences = preferences
        self._canvas: CanvasView | None = None
        self._document: Document | None = None
        self._kind = preferences.now.node_number
        self._actions: dict[FooterKind, QAction] = {}
        session.analysis_changed.connect(self.show_analysis)
        session.engine_changed.connect(self._on_engine_changed)
        summary.nodes_chosen.connect(self._on_rows_chosen)
        if session.engine_state:
            self._on_engine_changed(session.engine_state)

    def follow(self, document: Document, canvas: CanvasView) -> None:
        """Show the numbers of another document on its canvas."""
        self.unfollow()
        self._document, self._canvas = document, canvas
        document.changed.connect(self._on_document_changed)
        canvas.selection_changed.connect(self._summary.table.select)
        self._write_feet()

    def unfollow(self) -> None:
        """Let go of the document."""
        if self._document:
            self._document.changed.disconnect(self._on_document_changed)
        self._document = self._canvas = None

    def take_actions(self, actions: Actions) -> None:
        """Let the actions choose what stands at the foot of the cards, the present choice marked."""
        group = QActionGroup(self)
        for kind in FOOTER_KINDS:
            action = actions[f"footer_{kind}"]
            action.setChecked(kind == self._kind)
            group.addAction(action)
            self._actions[kind] = action
            actions.connect(f"footer_{kind}", partial(self._preferences.choose, node_number=kind))

    def choose(self, kind: FooterKind) -> None:
        """Write another number at the foot of the cards."""
        if kind != self._kind:
            self._kind = kind
            self._actions[kind].setChecked(True)
            self._write_feet()

    def _write_feet(self) -> None:
        if self._canvas and self._document:
            self._canvas.set_footer(Footer(self._kind, self._document.training.batch_size))

    def show_analysis(self) -> None:
        """Show the newest numbers, of the sheet that is looked at."""
        self._summary.set_analysis(self._session.shown_analysis)
        self._show_totals()

    def _on_engine_changed(self, state: EngineReady | EngineFailed) -> None:
        if isinstance(state, EngineReady):
            self._summary.budget.set_gpu_memory(state.gpu_memory_bytes)

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, TrainingChanged) for change in changes):
            self._show_totals()
            self._write_feet()

    def _show_totals(self) -> None:
        self._status.show_analysis(self._session.analysis, self._session.document.training.batch_size)

    def _on_rows_chosen(self, node_ids: list[str]) -> None:
        if self._canvas is None:
            return
        if len(node_ids) == 1:
            self._canvas.reveal(node_ids[0])
        else:
            self._canvas.select(node_ids)
