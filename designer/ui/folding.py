"""Repeated structure found and folded into blocks: when asked for, and offered once for a large network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.catalog.catalog import Catalog
from designer.document.document import Document
from designer.document.fold_repeats import fold_repeats
from designer.errors import DesignerError
from designer.graph.elements import GraphSnapshot
from designer.graph.foldings import Folding, folded
from designer.graph.repeats import find_repeats
from designer.ui.dialogs import ask_to_fold

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

OFFER = "foldOffer"
_LEAST_NODES = 40
_MOST_LEFT = 0.6
_MOST_REMEMBERED = 200
_KEY = "folding/offered"


@dataclass(frozen=True)
class Found:
    """What is repeated in a network.

    Args:
        graph: The network.
        foldings: What can be folded in it.
        num_left: How many nodes are left where all of it is.
    """

    graph: GraphSnapshot
    foldings: tuple[Folding, ...]
    num_left: int


def look(graph: GraphSnapshot, catalog: Catalog) -> Found:
    """Find what is repeated; for another thread."""
    foldings = find_repeats(graph, catalog)
    return Found(graph, foldings, len(folded(graph, foldings).nodes))


class FoldRepeats(QObject):
    """Looks on another thread, and folds as one step."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._is_looking = False
        self._is_waiting = False
        window.actions_by_name.connect("find_repeats", self.find)
        window.session.engine_changed.connect(self._on_engine_changed)

    def follow(self, document: Document) -> None:
        """Offer to fold a large network that was just opened, once."""
        self.leave()
        self._is_waiting = _is_large(document) and not self._was_offered(document)
        if self._is_waiting and self._window.session.engine_state is not None:
            self._on_engine_changed()

    def leave(self) -> None:
        """Offer nothing any more for a document that goes."""
        self._is_waiting = False
        self._window.safekeeping.bars.withdraw(OFFER)

    def find(self) -> None:
        """Look for repeated structure on the sheet that is shown, and ask what shall be folded."""
        if self._is_looking:
            return
        sheet = self._window.session.sheet
        self._is_looking = True
        self._window.status.say("Looking for repeated structure…")
        self._submit(sheet, lambda found: self._on_found(sheet, found))

    def _submit(self, sheet: Document, done: Callable[[Found], None]) -> None:
        graph, catalog = sheet.graph.snapshot(), self._window.bench.catalog
        self._window.session.submit(lambda: look(graph, catalog), done, self._on_failed)

    def _on_failed(self, error: DesignerError) -> None:
        self._is_looking = False
        self._window.status.say(str(error))

    def _on_found(self, sheet: Document, found: Found) -> None:
        self._is_looking = False
        if sheet is not self._window.session.sheet:
            return
        if sheet.graph.snapshot() != found.graph:
            self.find()  # it was edited meanwhile
        elif found.foldings:
            self._window.status.clearMessage()
            chosen = ask_to_fold(self._window, found.foldings, found.graph)
            self._fold(sheet, chosen)
        else:
            self._window.status.say("No structure is repeated here, beyond the blocks that there are.")

    def _fold(self, sheet: Document, foldings: Sequence[Folding]) -> None:
        if not foldings:
            return
        try:
            sheet.push(fold_repeats(sheet, foldings))
        except DesignerError as error:
            self._window.status.say(str(error))
            return
        self._window.safekeeping.bars.withdraw(OFFER)
        self._window.canvas.fit()

    def _on_engine_changed(self, _state: object = None) -> None:
        """Look once the engine is there, which the disk and the processor are left to before."""
        if self._is_waiting:
            self._is_waiting = False
            document = self._window.session.document
            self._submit(document, lambda found: self._offer(document, found))

    def _offer(self, document: Document, found: Found) -> None:
        window, count = self._window, len(found.graph.nodes)
        if document is not window.session.document or found.num_left > _MOST_LEFT * count:
            return
        self._remember(document)
        text = f"Repeated structure found: fold {count:,} nodes into a page of {found.num_left:,}?"
        window.safekeeping.bars.tell(
            OFFER, text, {"&Fold": lambda: self._accept(document, found)}, later="Not now"
        )

    def _accept(self, document: Document, found: Found) -> None:
        if document.graph.snapshot() == found.graph:
            self._fold(document, found.foldings)
        else:
            self.find()  # it was edited since

    def _was_offered(self, document: Document) -> bool:
        return str(document.path or "") in self._offered()

    def _remember(self, document: Document) -> None:
        if document.path:
            paths = [*self._offered(), str(document.path)]
            self._window.bench.settings.setValue(_KEY, paths[-_MOST_REMEMBERED:])

    def _offered(self) -> list[str]:
        found = self._window.bench.settings.value(_KEY, [])
        return [str(path) for path in found] if isinstance(found, list) else [str(found)]


def _is_large(document: Document) -> bool:
    return len(document.graph.nodes) >= _LEAST_NODES and not document.blocks
