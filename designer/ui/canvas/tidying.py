"""Arranging the network or a part of it: at once where that is quick, else in a process; then nodes glide."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGraphicsView

from designer.document import tidying
from designer.document.changes import Change
from designer.document.document import Document
from designer.document.project import Position
from designer.errors import DesignerError
from designer.graph.arrangement import Arrangement, arrange, estimated_ms
from designer.ui.canvas.arranger import Arranger
from designer.ui.canvas.content import Content
from designer.ui.canvas.glide import Glide
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.progress import ProgressLine

MOST_MS = 12.0
"""What the window may take for a layout by itself."""


@dataclass(frozen=True)
class _Wish:
    wanted: Arrangement
    turns: bool = False


class Tidying(QObject):
    """What the canvas can arrange, each as one step.

    While a large network is worked out, everything can still be edited. The answer moves the nodes that are
    still there; one that comes after the flow was turned is dropped with a line.

    Signals:
        tidied: The whole network lies elsewhere.
        refused: Why nothing was arranged: one line with the remedy.
    """

    tidied = Signal()
    refused = Signal(str)

    def __init__(self, view: QGraphicsView, content: Content, interaction: Interaction) -> None:
        super().__init__(view)
        self._content = content
        self._interaction = interaction
        self._wish: _Wish | None = None
        self._arranger = Arranger(self)
        self._glide = Glide(view, content)
        self._room = view.viewport()
        self._line: ProgressLine | None = None
        self._top_px = 0
        self._arranger.arranged.connect(self._on_arranged)
        self._arranger.failed.connect(self._on_failed)
        self._glide.arrived.connect(self._on_arrived)
        self._moves_all = False
        self._document.changed.connect(self._on_document_changed)

    @property
    def is_busy(self) -> bool:
        """Whether a layout is being worked out."""
        return self._arranger.is_busy

    def tidy(self) -> None:
        """Lay the whole network out anew."""
        self._begin(lambda: _Wish(tidying.all_of(self._document)))

    def tidy_selection(self) -> None:
        """Arrange the selected nodes among the others, which stay."""
        content, chosen = self._content, self._interaction.nodes
        shown = {node_id: content.center(node_id) for node_id in content.ids}
        self._begin(lambda: _Wish(tidying.some_of(self._document, chosen, shown)))

    def switch_orientation(self) -> None:
        """Let data flow to the right instead of down, or down again, and lay the network out anew."""
        self._begin(lambda: _Wish(tidying.turned(self._document), turns=True))

    def cancel(self) -> bool:
        """Break off what is being worked out; returns whether there was anything."""
        self._end_line()
        return self._arranger.cancel()

    def finish_motion(self) -> None:
        """Show all nodes where they belong now."""
        if self._glide.is_moving:
            self._glide.finish()

    def keep_in_place(self, top_px: int) -> None:
        """Hold the progress line below what covers the top, after the view has scrolled."""
        self._top_px = top_px
        if self._line and not self._line.isHidden():
            self._line.keep_in_place(top_px)

    def close(self) -> None:
        """Let go of the document; before the view goes."""
        self.cancel()
        self.finish_motion()
        self._document.changed.disconnect(self._on_document_changed)

    @property
    def _document(self) -> Document:
        return self._content.document

    def _begin(self, make: Callable[[], _Wish]) -> None:
        self.cancel()
        try:
            wish = make()
        except DesignerError as error:
            self.refused.emit(str(error))
            return
        self._wish = wish
        if estimated_ms(wish.wanted) <= MOST_MS:
            self._on_arranged(arrange(wish.wanted))
        else:
            count = len(wish.wanted.chosen or wish.wanted.graph.nodes)
            self._arranger.start(wish.wanted)
            self._say(f"Arranging {count:,} layers…")

    def _say(self, text: str) -> None:
        if self._line is None:
            self._line = ProgressLine(self._room)
            self._line.cancelled.connect(self.cancel)
        self._line.say(text, self._top_px)

    def _end_line(self) -> None:
        if self._line:
            self._line.end()

    def _on_arranged(self, found: dict[str, Position]) -> None:
        self._end_line()
        wish, self._wish = self._wish, None
        if wish is None:
            return
        self.finish_motion()
        before = {node_id: self._content.center(node_id) for node_id in self._content.ids}
        try:
            self._document.push(tidying.command(self._document, wish.wanted, found, turns=wish.turns))
        except DesignerError as error:
            self.refused.emit(str(error))
            return
        self._moves_all = not wish.wanted.chosen
        if self._moves_all:
            self.tidied.emit()
        self._glide.begin(before)

    def _on_failed(self, reason: str) -> None:
        self._end_line()
        self.refused.emit(reason)

    def _on_arrived(self) -> None:
        if self._moves_all:
            self.tidied.emit()

    def _on_document_changed(self, _changes: tuple[Change, ...]) -> None:
        self.finish_motion()
