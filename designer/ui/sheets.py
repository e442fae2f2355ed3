"""Which graph of the project a window shows: the network, or the inside of a block; and the way there."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QTimer

from designer.document.changes import (
    BlocksChanged,
    Change,
    InBlock,
    NodesChanged,
    NodesRemoved,
    sheets_of,
)
from designer.document.document import Document
from designer.document.paths import inside, places_of, way_to
from designer.graph.blocks import copy_path
from designer.ui.breadcrumb import Breadcrumb, Crumb

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

_CHANGES = (BlocksChanged, InBlock, NodesChanged, NodesRemoved)


class Sheets(QObject):
    """Leads into blocks and out again, and remembers what was in sight.

    Attributes:
        bar: Says where one is; seen only inside a block.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._steps: tuple[str, ...] = ()
        self._seen: dict[tuple[str, ...], tuple[QPointF, float]] = {}
        self._document: Document | None = None
        self.bar = Breadcrumb()
        self.bar.chosen.connect(self._on_crumb_chosen)
        self.bar.copy_chosen.connect(self._on_copy_chosen)

    def follow(self, document: Document) -> None:
        """Show the network of another document."""
        self.leave_document()
        self._document = document
        self._steps, self._seen = (), {}
        document.changed.connect(self._on_changed)
        self._show_bar()

    def leave_document(self) -> None:
        """Let go of the document."""
        if self._document:
            self._document.changed.disconnect(self._on_changed)
        self._document = None

    def enter(self, node_id: str) -> bool:
        """Look into a block on the sheet that is shown; False where the node is none."""
        sheet: Document | None = self._window.session.sheet
        steps = node_id.split("/")
        for step in steps:
            sheet = inside(sheet, step) if sheet else None
        if sheet is None:
            return False
        self._show((*self._steps, *steps))
        return True

    def enter_path(self, steps: tuple[str, ...]) -> None:
        """Look into a block that instances lead to from the network on, given by their ids."""
        self._show(steps)

    def leave(self) -> None:
        """Go back to the sheet around the block, which is selected there."""
        if self._steps:
            *outer, last = self._steps
            self._show(tuple(outer))
            self._window.canvas.select([last.partition("#")[0]])

    def reveal(self, address: str) -> None:
        """Show the sheet of a node, given by its path, and the node."""
        prefix = "".join(f"{step}/" for step in self._steps)
        shown = address.removeprefix(prefix)
        if address.startswith(prefix) and shown in self._window.canvas.tools.content.index:
            self._window.canvas.reveal(shown)
            return
        *steps, node_id = address.split("/")
        if tuple(steps) != self._steps:
            self._show(tuple(steps))
        self._window.canvas.reveal(node_id)

    def _show(self, steps: tuple[str, ...]) -> None:
        window = self._window
        root = window.session.document
        sheet, known = root, list[str]()
        for step in steps:
            inner = inside(sheet, step)
            if inner is None:
                break
            sheet = inner
            known.append(step)
        self._remember()
        self._steps = tuple(known)
        window.session.show_sheet(sheet, "/".join(known))
        window.show_sheet()
        self._show_bar()
        if self._steps in self._seen:
            middle, zoom = self._seen[self._steps]
            window.canvas.tools.navigation.set_zoom(zoom)
            window.canvas.tools.navigation.center_on(middle)
        else:
            window.canvas.show_start()

    def _remember(self) -> None:
        navigation = self._window.canvas.tools.navigation
        self._seen[self._steps] = navigation.middle, navigation.zoom

    def _show_bar(self) -> None:
        if self._document:
            self.bar.show_crumbs(self._crumbs(self._document), self._hint(self._document))

    def _crumbs(self, sheet: Document) -> list[Crumb]:
        found = [Crumb(sheet.name or "Network")]
        for step in self._steps:
            node_id, _, copy = step.partition("#")
            node, inner = sheet.graph.nodes.get(node_id), inside(sheet, step)
            if node is None or inner is None:
                break
            copies = node.repeat if isinstance(node.repeat, int) else 1
            found.append(Crumb(node.name, int(copy or 1), max(copies, 1)))
            sheet = inner
        return found

    def _hint(self, document: Document) -> str:
        block_id = self._window.session.sheet.block_id
        block = document.block(block_id)
        if block is None:
            return ""
        count = len(places_of(document, block_id))
        places = "both places" if count == 2 else f"all {count} places"
        return f'Block "{block.name}"' + (f": edits apply at {places}" if count > 1 else "")

    def _on_crumb_chosen(self, depth: int) -> None:
        self._show(self._steps[:depth])
        self._window.take_keyboard()

    def _on_copy_chosen(self, number: int) -> None:
        *outer, last = self._steps
        self._show((*outer, copy_path(last.partition("#")[0], number)))

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        self._follow(changes)
        step = self._document.last_step if self._document else None
        if step and step.direction != "do":
            # When the message that goes with every edit is cleared.
            QTimer.singleShot(0, self, lambda: self._tell_elsewhere(sheets_of(changes)))

    def _tell_elsewhere(self, changed: Mapping[str, Sequence[str]]) -> None:
        """Say so where an undo or redo changed only what isn't in sight, and offer to go there."""
        window, document = self._window, self._document
        shown = {window.session.sheet.block_id, *(inset.block_id for inset in window.session.shown.insets)}
        step = document.last_step if document else None
        if document is None or step is None or not changed or not shown.isdisjoint(changed):
            return
        block_id, node_ids = next(iter(changed.items()))
        way, block = way_to(document, block_id), document.block(block_id)
        where = f'inside the block "{block.name}"' if block else "in the network around this block"
        undone, text = (
            ("Undid", document.redo_text) if step.direction == "undo" else ("Redid", document.undo_text)
        )
        message = f"{undone} “{text}” {where}."
        if way is None:
            window.status.say(message)
        else:
            window.status.offer(message, "Go there", lambda: self._go(way, node_ids))

    def _go(self, way: tuple[str, ...], node_ids: Sequence[str]) -> None:
        self._show(way)
        self._window.take_keyboard()
        present = [node_id for node_id in node_ids if node_id in self._window.canvas.tools.content.index]
        if present:
            self._window.canvas.reveal(present[0])
            self._window.canvas.select(present)

    def _follow(self, changes: tuple[Change, ...]) -> None:
        if not (self._steps and any(isinstance(change, _CHANGES) for change in changes)):
            return
        sheet = self._window.session.document
        for depth, step in enumerate(self._steps):
            inner = inside(sheet, step)
            if inner is None:
                self._show(self._steps[:depth])
                return
            sheet = inner
        if sheet is not self._window.session.sheet:
            self._show(self._steps)
        else:
            self._show_bar()
