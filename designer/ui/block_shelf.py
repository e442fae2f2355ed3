"""The blocks in a window's palette, of its project and of the library, and what is done with them there."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.block_commands import RemoveBlocks
from designer.document.block_edits import duplicate_block, rename_block
from designer.document.changes import BlocksChanged, Change, InBlock, NodesAdded, NodesRemoved
from designer.document.commands import Command
from designer.document.document import Document
from designer.document.library import Library, LibraryBlock, delete_block, list_library, save_block
from designer.document.paths import places_of, way_to
from designer.errors import DesignerError, RequestError
from designer.graph.blocks import block_ports
from designer.graph.elements import Block
from designer.ui.canvas.blocking import block_at_hand
from designer.ui.canvas.parts import library_key
from designer.ui.canvas.view import CanvasView
from designer.ui.dialogs import ask_to_delete_block, ask_to_replace_block
from designer.ui.palette_blocks import BlockRow, Wishes

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

_CHANGES = (BlocksChanged, InBlock, NodesAdded, NodesRemoved)
_MOST_NAMED = 3


class BlockShelf(QObject):
    """Keeps the palette's list of blocks, and what the canvas can place, up to date."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._library = Library(())
        self._document: Document | None = None
        self._is_reading = False
        palette = window.panels.palette
        palette.blocks.wanted.connect(self._on_wanted)
        palette.blocks.renamed.connect(self._on_renamed)
        palette.blocks_shown.connect(self.read)
        window.actions_by_name.connect("save_block", self._save_at_hand)
        window.session.engine_changed.connect(self.read)  # what starts first has the disk for itself

    def follow(self, document: Document) -> None:
        """Show the blocks of another project."""
        self.leave_document()
        self._document = document
        document.changed.connect(self._on_changed)
        self._show()

    def leave_document(self) -> None:
        """Let go of the document."""
        if self._document:
            self._document.changed.disconnect(self._on_changed)
        self._document = None

    def read(self, _engine: object = None) -> None:
        """Read the library again, on another thread."""
        if not self._is_reading:
            self._is_reading = True
            self._window.session.submit(list_library, self._on_read, self._on_failed)

    def stock(self, canvas: CanvasView) -> None:
        """Let a canvas place what is in the library."""
        canvas.tools.editing.parts.library = self._library.blocks

    def _on_read(self, library: Library) -> None:
        self._is_reading = False
        if library != self._library:
            self._library = library
            self.stock(self._window.canvas)
            self._show()

    def _on_failed(self, error: DesignerError) -> None:
        self._is_reading = False
        self._window.status.say(str(error))

    def _show(self) -> None:
        if self._document:
            rows = (*_project_rows(self._document), *_library_rows(self._library))
            self._window.panels.palette.blocks.show_rows(rows, self._library.problems)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, _CHANGES) for change in changes):
            self._show()

    def _on_renamed(self, key: str, name: str) -> None:
        sheet, block_id = self._window.session.document, key.removeprefix("block:")
        self._push(lambda: rename_block(sheet, block_id, name))

    def _on_wanted(self, wish: str, key: str) -> None:
        document, block_id = self._window.session.document, key.removeprefix("block:")
        actions: dict[str, Callable[[], object]] = {
            "edit": partial(self._edit, block_id),
            "duplicate": lambda: self._push(lambda: duplicate_block(document, block_id)[0]),
            "delete": lambda: self._push(lambda: RemoveBlocks((block_id,))),
            "save": partial(self._save, block_id),
            "forget": partial(self._forget, key),
        }
        actions[wish]()

    def _push(self, make: Callable[[], Command]) -> None:
        try:
            self._window.session.document.push(make())
        except DesignerError as error:
            self._window.status.say(str(error))

    def _edit(self, block_id: str) -> None:
        if way := way_to(self._window.session.document, block_id):
            self._window.sheets.enter_path(way)

    def _save_at_hand(self) -> None:
        self._save(block_at_hand(self._window.canvas))

    def _save(self, block_id: str) -> None:
        """Put a block into the user's library; ask before another one goes for it."""
        window = self._window
        block = window.session.document.block(block_id)
        if block is None:
            return
        own = any(found.is_own and _is_called(found, block) for found in self._library.blocks)
        if own and not ask_to_replace_block(window, block.name):
            return
        try:
            path = save_block(window.session.document, block_id, replaces=own)
        except DesignerError as error:
            window.status.say(str(error))
            return
        window.status.say(f'Saved "{block.name}" to your blocks, in {path}.')
        self.read()

    def _forget(self, key: str) -> None:
        found = next((each for each in self._library.blocks if library_key(each) == key), None)
        if found is None or not ask_to_delete_block(self._window, found.block.name):
            return
        try:
            delete_block(found)
        except RequestError as error:
            self._window.status.say(str(error))
        self.read()


def _is_called(found: LibraryBlock, block: Block) -> bool:
    return found.block.name.lower() == block.name.lower()


def _project_rows(document: Document) -> Iterator[BlockRow]:
    for block in sorted(document.blocks, key=lambda block: block.name.lower()):
        count = len(places_of(document, block.id))
        used = f"Used at {count} place{'s'[: count != 1]}."
        unreachable = "" if way_to(document, block.id) else "It is used nowhere. Place it first."
        wishes: Wishes = (
            ("edit", unreachable),
            ("duplicate", ""),
            ("save", ""),
            ("delete", used if count else ""),
        )
        yield BlockRow(block.type, block.name, _text(block, used), "This project", wishes, True)


def _library_rows(library: Library) -> Iterator[BlockRow]:
    for is_own, group in ((True, "My blocks"), (False, "Built in")):
        for found in library.blocks:
            if found.is_own == is_own:
                wishes: Wishes = (("forget", ""),) if is_own else ()
                yield BlockRow(library_key(found), found.block.name, _text(found.block), group, wishes)


def _text(block: Block, *further: str) -> str:
    """What a block is for; below it its ports and its first parameters."""
    inputs, outputs = block_ports(block)
    counts = (len(inputs), "input"), (len(outputs), "output")
    ports = [f"{count} {noun}s" for count, noun in counts if count != 1]
    names = [param.name for param in block.params]
    more = [*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])]
    facts = " · ".join((*ports, *([", ".join(more)] if more else []), *further))
    return "\n".join(filter(None, (block.text, facts)))
