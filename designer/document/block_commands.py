"""Edits of blocks, as commands; see `designer.document.commands`."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from designer.catalog.values import Expr
from designer.document import changes
from designer.document.commands import Command, Together
from designer.document.plan import Plan
from designer.document.port_following import following, port_moves
from designer.document.project import View
from designer.document.room import keeping_room
from designer.document.state import Sheet
from designer.errors import GraphError
from designer.graph.elements import Block


@dataclass(frozen=True)
class EditBlock:
    """Do an edit inside a block; edges of its instances follow where its ports are renumbered.

    Where it is open in place, what lies around makes room.

    Args:
        block_id: Which block; empty for the network, which an edit of blocks may have to change too.
        follows: Whether edges and what lies around follow; not while an edit is taken back, which restores
            them as well.
    """

    block_id: str
    command: Command
    follows: bool = field(default=True, repr=False)  # typing back what was there leaves no step

    @property
    def text(self) -> str:
        return self.command.text

    @property
    def merge_key(self) -> Hashable:
        key = self.command.merge_key
        return None if key is None else ("block", self.block_id, key)

    def apply(self, state: Sheet) -> Command:
        root = state.root
        if not self.block_id:
            return replace(self, command=self.command.apply(root))
        sheet = root.block(self.block_id)
        before = sheet.block() if self.follows else None
        boxes = Plan(root).boxes() if self.follows else {}
        inverse = self.command.apply(sheet)
        if root.blocks.get(self.block_id) is not sheet:
            return EditBlock("", inverse)  # it took itself away, and comes back from outside
        done: list[Command] = [EditBlock(self.block_id, inverse, follows=False)]
        if before is None:
            return done[0]
        moves = port_moves(before, sheet.block())
        try:
            for home, command in () if moves.is_none else following(root, self.block_id, moves):
                done.append(EditBlock(home, command).apply(root))
            for home, command in keeping_room(boxes, Plan(root)) if boxes else ():
                done.append(EditBlock(home, command, follows=False).apply(root))
        except Exception:
            for inverse in reversed(done):
                inverse.apply(root)
            raise
        return done[0] if len(done) == 1 else Together(tuple(reversed(done)), self.text)


@dataclass(frozen=True)
class AddBlocks:
    """Take blocks into the project, with their drawings by id."""

    blocks: Sequence[Block]
    views: Mapping[str, View] = field(default_factory=dict)
    text: str = "Add block"
    merge_key: Hashable = None

    def apply(self, state: Sheet) -> Command:
        root = state.root
        for block in self.blocks:
            if block.id in root.blocks:
                raise GraphError(f'The id "{block.id}" is used twice.')
        root.add_blocks(self.blocks, self.views)
        ids = tuple(block.id for block in self.blocks)
        root.announce(changes.BlocksChanged(ids))
        return RemoveBlocks(ids)


@dataclass(frozen=True)
class RemoveBlocks:
    """Take blocks out of the project that nothing uses but each other."""

    ids: Sequence[str]
    text: str = "Delete block"
    merge_key: Hashable = None

    def apply(self, state: Sheet) -> Command:
        root = state.root
        sheets = {block_id: root.block(block_id) for block_id in dict.fromkeys(self.ids)}
        others = [root, *(sheet for block_id, sheet in root.blocks.items() if block_id not in sheets)]
        for sheet in others:
            for node in sheet.graph.nodes.values():
                if node.block_id in sheets:
                    raise GraphError(
                        f'The block "{sheets[node.block_id].header.name}" is used by "{node.name}".',
                        "Delete or ungroup what uses it first.",
                    )
        blocks = [sheet.block() for sheet in sheets.values()]
        views = {block_id: sheet.whole_view() for block_id, sheet in sheets.items()}
        for block_id in sheets:
            del root.blocks[block_id]
        root.announce(changes.BlocksChanged(tuple(sheets)))
        return AddBlocks(blocks, views)


@dataclass(frozen=True)
class SetBlock:
    """Give a block another name, other parameters or another way of being built; its inside stays.

    Args:
        header: What it will be; its graph is passed over.
        what: What is being changed: "Rename block".
        typed: What is being typed, so that typing merges; empty for a step of its own.
    """

    header: Block
    what: str = "Change block"
    typed: str = ""

    @property
    def text(self) -> str:
        return self.what

    @property
    def merge_key(self) -> Hashable:
        return ("header", self.header.id, self.typed) if self.typed else None

    def apply(self, state: Sheet) -> Command:
        sheet = state.root.block(self.header.id)
        old, sheet.header = sheet.header, self.header
        state.root.announce(changes.BlocksChanged((self.header.id,)))
        return SetBlock(old, self.what, self.typed)


@dataclass(frozen=True)
class SetOpen:
    """Say which nodes show what is in them where they stand: exactly these."""

    ids: Sequence[str]
    text: str = "Open blocks"
    merge_key: Hashable = None

    def apply(self, state: Sheet) -> Command:
        for node_id in self.ids:
            if not state.graph.node(node_id).block_id:
                raise GraphError(
                    f'"{state.graph.node(node_id).name}" is a layer, and only blocks can be opened.'
                )
        old, state.open = state.open, tuple(dict.fromkeys(self.ids))
        state.announce(changes.OpenChanged())
        return _Reopen(old, self.text)


@dataclass(frozen=True)
class _Reopen(SetOpen):
    """The same with nodes that may not be there."""

    def apply(self, state: Sheet) -> Command:
        old, state.open = state.open, tuple(self.ids)
        state.announce(changes.OpenChanged())
        return _Reopen(old, self.text)


@dataclass(frozen=True)
class SetRepeat:
    """Repeat an instance of a block: a number, or computed from the parameters of the block around it."""

    node_id: str
    repeat: int | Expr
    text: str = "Repeat block"

    @property
    def merge_key(self) -> Hashable:
        return ("repeat", self.node_id)

    def apply(self, state: Sheet) -> Command:
        old = state.graph.node(self.node_id)
        if not old.block_id:
            raise GraphError(f'"{old.name}" is a layer, and only blocks can be repeated.', "Group it first.")
        if isinstance(self.repeat, int) and self.repeat < 1:
            raise GraphError(f"A block can't be repeated {self.repeat} times.", "Give a number from 1 on.")
        state.graph.replace_node(replace(old, repeat=self.repeat))
        state.announce(changes.NodesChanged((self.node_id,)))
        return SetRepeat(self.node_id, old.repeat)
