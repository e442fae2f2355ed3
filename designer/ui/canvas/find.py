"""Finding layers on the canvas: from the bar to the marks on the cards, and from one hit to the next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGraphicsView

from designer.graph.elements import Node
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
        inside_wanted: A hit inside a closed block is to be shown there; carries its path.

    Attributes:
        search: What is looked for, and found.
    """

    said = Signal(str)
    changed = Signal()
    room_changed = Signal()
    inside_wanted = Signal(str)

    def __init__(self, view: QGraphicsView, tools: Tools, reveal: Callable[[str], None]) -> None:
        super().__init__(view)
        self._view = view
        self._tools = tools
        self._reveal = reveal
        self._bar: FindBar | None = None
        self._waiting_steps = 0
        self._at = ""
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

    def look_again(self, query: str, *, is_regular: bool) -> None:
        """Go on with a search that was begun elsewhere; the keyboard and the selection stay."""
        self._show().set_query(query, is_regular=is_regular)
        self.search.look_for(query, is_regular=is_regular, is_new=False)

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
        self._tools.interaction.select(map(self._tools.content.shown_at, self.search.hits))

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
            bar.inside_wanted.connect(lambda: self.inside_wanted.emit(self._at))
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
        self._show_hit(node_id)
        if is_around and len(self.search.hits) > 1:
            self.said.emit("From the start again." if way > 0 else "From the end again.")

    def _current(self) -> str | None:
        """The hit that is selected, or whose block is; else any node that is selected alone."""
        nodes = self._tools.interaction.nodes
        if len(nodes) != 1:
            return None
        is_at_hit = self._at in self.search.hits and self._tools.content.shown_at(self._at) == nodes[0]
        return self._at if is_at_hit else nodes[0]

    def _show_hit(self, node_id: str) -> None:
        self._at = node_id
        self._reveal(self._tools.content.shown_at(node_id))
        self._tell()

    def _nearest(self) -> str:
        """The hit to begin with: the selected one, else the first in sight, else the first."""
        hits, selected = self.search.hits, self._current()
        if selected in hits:
            return str(selected)
        seen = partial(self._tools.navigation.visible_area().contains)
        content = self._tools.content
        return next((hit for hit in hits if seen(content.rect(content.shown_at(hit)))), hits[0])

    def _go(self, node_id: str) -> None:
        self.search.note(node_id)
        self._show_hit(node_id)

    def _tell(self) -> None:
        search = self.search
        if self._bar is None or not self.is_open or search.is_busy:
            return
        current = self._current()
        place, inside = search.place_of(current), ""
        if search.reason:
            text = search.reason
        elif not search.query:
            text = ""
        elif not search.hits:
            text = "Nothing found"
        else:
            count = len(search.hits)
            text = f"{count:,} found" if place is None else f"{place + 1:,} of {count:,}"
            inside = self._words_inside(current) if place is not None and current else ""
        text = f"{text}: {inside}" if inside else text
        self._bar.tell(text, is_wrong=bool(search.reason), has_hits=bool(search.hits), is_inside=bool(inside))

    def _words_inside(self, path: str) -> str:
        """Where a hit is that isn't shown: `conv in Residual`; empty for one that is."""
        content = self._tools.content
        if path in content.index:
            return ""
        node: Node | None = None
        title, block_id = "", content.document.graph.node(shown := content.shown_at(path)).block_id
        for step in path.removeprefix(f"{shown}/").split("/"):
            block = content.document.block(block_id)
            inner = {each.id: each for each in block.graph.nodes} if block else {}
            node, title = inner.get(step), block.name if block else ""
            block_id = node.block_id if node else ""
        return f"{node.name} in {title}" if node else ""
