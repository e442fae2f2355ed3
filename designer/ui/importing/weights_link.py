"""What a document's training starts from: new weights, or which, and how well they fit its network."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from designer.compiler.engine import EngineReady
from designer.document.changes import Change, WeightsChanged
from designer.document.document import Document
from designer.document.settings import WeightsFile
from designer.document.weights_commands import SetWeights
from designer.errors import DesignerError
from designer.ui.importing.words import fit_text
from designer.ui.monitor.background import Background
from designer.ui.session import Session
from designer.worker import give_way

_SETTLE_MS = 600

if TYPE_CHECKING:
    from designer.compiler.weights import WeightsReport


class WeightsLink(QObject):
    """Compares the weights of a document with its network after each edit that may matter.

    Signals:
        changed: Other weights, or something else is known of them.
        details_wanted: The user wants to see which of them fit.

    Attributes:
        report: How well they fit; None where there are none, or nobody has looked yet.
        error: Why they can't be used; None where they can.
    """

    changed = Signal()
    details_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.report: WeightsReport | None = None
        self.error: DesignerError | None = None
        self._session = session
        self._document: Document | None = None
        self._background = Background(self, lambda _error: None)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._look)
        session.analysis_changed.connect(self._look_later)
        self.follow()

    @property
    def origin(self) -> str:
        """Where the weights come from, in words; empty where training starts from new ones."""
        weights = self._session.document.weights
        return (weights.origin or "the project's file") if weights else ""

    def words(self) -> str:
        """What training starts from, in a sentence."""
        if not self.origin:
            return "Training starts from new weights."
        if self.error:
            return str(self.error)
        return f"Training starts from {self.origin}{fit_text(self.report)}."

    def clear(self) -> None:
        """Let training start from new weights."""
        if self._session.document.weights:
            self._session.document.push(SetWeights(None, "Start from new weights"))

    def follow(self) -> None:
        """Follow the session's document, in the place of the one before."""
        self.unfollow()
        self._document = self._session.document
        self._document.changed.connect(self._on_document_changed)
        self._forget()

    def unfollow(self) -> None:
        """Let go of the document."""
        if self._document:
            self._document.changed.disconnect(self._on_document_changed)
        self._document = None
        self._timer.stop()

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, WeightsChanged) for change in changes):
            self._forget()
            self._look()

    def _forget(self) -> None:
        self.report = self.error = None
        self.changed.emit()

    def _look_later(self, _analysis: object) -> None:
        """Once no edit follows: building all layers takes a while, also beside the window."""
        if self._session.document.weights:
            self._timer.start()

    def _look(self) -> None:
        document = self._session.document
        if document.weights is None or not isinstance(self._session.engine_state, EngineReady):
            return

        def compare() -> "WeightsReport":
            from designer.compiler.weights import fit_of

            give_way()
            return fit_of(graph, weights)

        graph, weights = document.snapshot(), document.weights
        self._background.start(
            compare,
            partial(self._on_compared, document, weights),
            partial(self._on_failed, document, weights),
        )

    def _on_compared(self, document: Document, weights: WeightsFile, report: "WeightsReport") -> None:
        if self._is_still(document, weights):
            self.report, self.error = report, None
            self.changed.emit()

    def _on_failed(self, document: Document, weights: WeightsFile, error: DesignerError) -> None:
        if self._is_still(document, weights):
            self.report, self.error = None, error
            self.changed.emit()

    def _is_still(self, document: Document, weights: WeightsFile) -> bool:
        """Whether an answer is about what the window shows now."""
        return document is self._session.document and document.weights == weights
