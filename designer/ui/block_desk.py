"""What a window does with blocks beyond its canvas: their names, repeats, and how they are built."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.block_header import set_nested
from designer.document.changes import Change
from designer.document.document import Document
from designer.document.freezing import is_frozen
from designer.ui.canvas.blocking import block_at_hand, rename_block
from designer.ui.canvas.view import CanvasView

if TYPE_CHECKING:
    from designer.ui.window import MainWindow


class BlockDesk(QObject):
    """Acts on the block at hand: the selected one, or that whose inside is shown."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._document: Document | None = None
        actions = window.actions_by_name
        for name, handler in (
            ("rename_block", self._rename),
            ("repeat_block", self._repeat),
            ("nest_block", self._nest),
        ):
            actions.connect(name, handler)
        actions.connect("freeze", lambda: self.show_ticks(window.canvas))  # also where it was refused

    def follow(self, document: Document) -> None:
        """Follow the network of another document."""
        self.leave_document()
        self._document = document
        document.changed.connect(self._on_changed)

    def leave_document(self) -> None:
        """Let go of the document."""
        if self._document:
            self._document.changed.disconnect(self._on_changed)
        self._document = None

    def show_ticks(self, canvas: CanvasView) -> None:
        """Tick what is so of the selection of a canvas."""
        sheet, graph = canvas.tools.content.document, canvas.tools.content.document.graph
        nodes = [graph.nodes[node_id] for node_id in canvas.selected_ids() if node_id in graph.nodes]
        owners = [graph.nodes.get(node.shares or "", node) for node in nodes]
        block, actions = sheet.block(block_at_hand(canvas)), self._window.actions_by_name
        actions["freeze"].setChecked(bool(owners) and all(map(is_frozen, owners)))
        actions["nest_block"].setChecked(block is not None and block.is_nested)

    def _rename(self) -> None:
        window = self._window
        if window.canvas.selected_ids():
            rename_block(window.canvas)
        else:
            self._show_field("blockName")

    def _repeat(self) -> None:
        self._show_field("block_repeat")

    def _show_field(self, name: str) -> None:
        """Bring the keyboard to a field of the inspector."""
        self._window.docks.show("inspector")
        self._window.panels.inspector.focus_field(name)

    def _nest(self) -> None:
        window = self._window
        sheet, block_id = window.session.sheet, block_at_hand(window.canvas)
        block = sheet.block(block_id)
        if block is not None:
            sheet.push(set_nested(sheet, block_id, is_nested=not block.is_nested))
        self.show_ticks(window.canvas)

    def _on_changed(self, _changes: tuple[Change, ...]) -> None:
        self.show_ticks(self._window.canvas)
