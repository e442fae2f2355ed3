"""Finding layers on the canvas: from the bar to the marks on the cards, and from one hit to the next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGraphicsView

from designer.ui.canvas.find_bar import FindBar
from designer.ui.canvas.gestures.base import Tools
from designer.ui.canvas.search import Search


class Find(QObject):
    """Opens the bar, and goes to what is found.

    Args:
        view: The canvas.
        tools: Its parts.
        reveal: Brings a node into sight and selects it.

    Signals:
        said: What there is to say, for the status bar.
        changed: Other nodes are found.
        room_changed: The bar covers some of the canvas, or no longer.

    Attributes:
        search: What is looked for, and found.
    """

    said = Signal(str)
    changed = Signal()
    room_changed = Signal()

    def __init__(self, view: QGraphicsView, tools: Tools, reveal: Callable[[str], None]) -> None:
        super().__init__(view)
        self._view = view
        self._tools = tools
        self._reveal = reveal
        self._bar: FindBar | None = None
        self._waiting_steps = 0
        self.search = Search(tools.content, self)
        self.search.found.connect(self._on_found)
        tools.interaction.selection_changed.connect(self._tell)

    @property
    def is_open(self) -> bool:
        """Whether the bar is there."""
        return self._bar is not None and not self._bar.isHidden()

    def open(self) -> None:
        """Let the user type what to find; what is found is marked as long as the bar is there."""
        bar = self._show()
        bar.open()
        self._look()

    def step(self, way: int) -> None:
        """Go to the next hit (1) or the one before (-1); with the bar closed, of what was found last."""
        if self._bar is None or not self._bar.query.strip():
            self.open()
        elif not self.is_open:
            self._show()
            self._look(way)
        elif self.search.is_busy:
            self._waiting_steps += way
        else:
            self._step(way)

    def select_all(self) -> None:
        """Select all nodes found."""
        self._tools.interaction.select(self.search.hits)

    def close(self) -> bool:
        """Close the bar, the last hit staying selected; returns whether it was open."""
        if self._bar is None or not self.is_open:
            return False
        self._waiting_steps = 0
        focused = self._bar.window().focusWidget()
        if focused and self._bar.isAncestorOf(focused):
            self._view.setFocus()
        self._bar.hide()
        self._keep_clear()
        self.search.stop()
        return True

    def keep_in_place(self) -> None:
        """Hold the bar, after the view has scrolled or got another size."""
        if self._bar:
            self._bar.keep_in_place()

    def _show(self) -> FindBar:
        if self._bar is None:
            bar = self._bar = FindBar(self._view.viewport())
            bar.edited.connect(self._look)
            bar.step_wanted.connect(self.step)
            bar.all_wanted.connect(self.select_all)
            bar.closed.connect(self.close)
        self._bar.show_quietly()
        self._keep_clear()
        return self._bar

    def _keep_clear(self) -> None:
        """Let nothing count as in sight, or lie, behind the bar."""
        self._tools.navigation.top_px = self._bar.height() if self._bar and self.is_open else 0
        self.room_changed.emit()

    def _look(self, steps: int = 0) -> None:
        if self._bar:
            self._waiting_steps = steps
            self.search.look_for(self._bar.query, is_regular=self._bar.is_regular)

    def _on_found(self, is_new: bool) -> None:
        if is_new and self.search.hits and self.is_open and not self._waiting_steps:
            self._go(self._nearest())
        for _ in range(abs(self._waiting_steps)):
            self._step(1 if self._waiting_steps > 0 else -1)
        self._waiting_steps = 0
        self._tell()
        self.changed.emit()

    def _step(self, way: int) -> None:
        if not self.search.hits:
            return
        node_id, is_around = self.search.step(way, self._current())
        self._reveal(node_id)
        if is_around and len(self.search.hits) > 1:
            self.said.emit("From the start again." if way > 0 else "From the end again.")

    def _current(self) -> str | None:
        nodes = self._tools.interaction.nodes
        return nodes[-1] if len(nodes) == 1 else None

    def _nearest(self) -> str:
        """The hit to begin with: the selected one, else the first in sight, else the first."""
        hits, selected = self.search.hits, self._current()
        if selected in hits:
            return str(selected)
        seen = partial(self._tools.navigation.visible_area().contains)
        rect = self._tools.content.rect
        return next((node_id for node_id in hits if seen(rect(node_id))), hits[0])

    def _go(self, node_id: str) -> None:
        self.search.note(node_id)
        self._reveal(node_id)

    def _tell(self) -> None:
        search = self.search
        if self._bar is None or not self.is_open or search.is_busy:
            return
        place = search.place_of(self._current())
        if search.reason:
            text = search.reason
        elif not search.query:
            text = ""
        elif not search.hits:
            text = "Nothing found"
        else:
            count = len(search.hits)
            text = f"{count:,} found" if place is None else f"{place + 1:,} of {count:,}"
        self._bar.tell(text, is_wrong=bool(search.reason), has_hits=bool(search.hits))
