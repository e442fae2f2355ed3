"""The mutable state behind a document. Only commands touch it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from typing_extensions import override

from designer.document.changes import Change, InBlock
from designer.document.project import Position, Project, View
from designer.document.settings import (
    Bookmark,
    DataSettings,
    Frame,
    Note,
    TrainingSettings,
    WeightsFile,
    by_number,
)
from designer.errors import GraphError
from designer.graph.elements import Block, GraphSnapshot
from designer.graph.graph import Graph
from designer.graph.names import highest_number


class Sheet:
    """A drawing: a graph with what lies around it; the network is one, the inside of each block another."""

    def __init__(self, graph: GraphSnapshot, view: View) -> None:
        self.graph = Graph.from_snapshot(graph)
        self.positions: dict[str, Position] = {
            node_id: place for node_id, place in view.positions.items() if node_id in self.graph.nodes
        }
        self.notes: tuple[Note, ...] = view.notes
        self.frames: tuple[Frame, ...] = view.frames
        self.bookmarks: tuple[Bookmark, ...] = tuple(sorted(view.bookmarks, key=by_number))
        self.open: tuple[str, ...] = view.open
        self.highest_id = highest_number(self.graph.nodes)

    @property
    def root(self) -> "State":
        """The state of the whole project."""
        raise NotImplementedError

    def view(self) -> View:
        """How it is drawn, as an immutable value."""
        return View(
            dict(self.positions),
            self.root.orientation,
            self.notes,
            self.frames,
            self.present_bookmarks(),
            open=self.present_open(),
        )

    def whole_view(self) -> View:
        """The same with what waits for nodes that are gone, for a sheet that will come back."""
        return replace(self.view(), bookmarks=self.bookmarks, open=self.open)

    def present_bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks but for those whose node is gone; they are there again when it is."""
        nodes = self.graph.nodes
        return tuple(mark for mark in self.bookmarks if mark.node is None or mark.node in nodes)

    def present_open(self) -> tuple[str, ...]:
        """The nodes that show what is in them but for those that are gone; see `present_bookmarks`."""
        nodes = self.graph.nodes
        return tuple(node_id for node_id in self.open if node_id in nodes and nodes[node_id].block_id)

    def announce(self, change: Change) -> None:
        """Note a change; the document tells everyone once the edit is recorded."""
        raise NotImplementedError


class State(Sheet):
    """The network, its blocks and settings, and the changes not yet announced."""

    def __init__(self, project: Project) -> None:
        self.orientation = project.view.orientation
        super().__init__(project.graph, project.view)
        self.name = project.name
        self.data: DataSettings = project.data
        self.training: TrainingSettings = project.training
        self.weights: WeightsFile | None = project.weights
        self.blocks: dict[str, BlockSheet] = {}
        self.highest_block = 0
        self._changes: list[Change] = []
        self.add_blocks(project.graph.blocks, project.view.blocks)

    @property
    @override
    def root(self) -> "State":
        return self

    def block(self, block_id: str) -> "BlockSheet":
        """The inside of a block.

        Raises:
            GraphError: There is no such block.
        """
        if block_id not in self.blocks:
            raise GraphError(f'There is no block with the id "{block_id}".')
        return self.blocks[block_id]

    def add_blocks(self, blocks: Iterable[Block], views: Mapping[str, View]) -> None:
        """Take blocks in, without telling anybody."""
        for block in blocks:
            self.blocks[block.id] = BlockSheet(self, block, views.get(block.id, View()))
        self.highest_block = max(self.highest_block, highest_number(self.blocks, "b"))

    def block_values(self) -> tuple[Block, ...]:
        """All blocks, as immutable values; one that hasn't changed is the same object as before."""
        return tuple(sheet.block() for sheet in self.blocks.values())

    def quick_project(self) -> Project:
        """The state as an immutable value, nothing in order; see `Project.in_order`."""
        graph = replace(self.graph.quick_snapshot(), blocks=self.block_values())
        views = {block_id: sheet.view() for block_id, sheet in self.blocks.items()}
        view = replace(self.view(), blocks=views)
        return Project(self.name, graph, view, self.data, self.training, self.weights)

    @override
    def announce(self, change: Change) -> None:
        self._changes.append(change)

    def take_changes(self) -> tuple[Change, ...]:
        """Hand over the changes noted so far."""
        changes, self._changes = tuple(self._changes), []
        return changes


class BlockSheet(Sheet):
    """The inside of a block, and what else is said of it."""

    def __init__(self, root: State, block: Block, view: View) -> None:
        self._root = root
        super().__init__(block.graph, view)
        self._block: Block | None = None
        self._header = replace(block, graph=GraphSnapshot())

    @property
    @override
    def root(self) -> State:
        return self._root

    @property
    def header(self) -> Block:
        """The block but for what is in it."""
        return self._header

    @header.setter
    def header(self, block: Block) -> None:
        self._header = replace(block, graph=GraphSnapshot())
        self._block = None

    def block(self) -> Block:
        """The whole block as an immutable value."""
        if self._block is None:
            self._block = replace(self._header, graph=self.graph.snapshot())
        return self._block

    @override
    def announce(self, change: Change) -> None:
        self._block = None
        self._root.announce(InBlock(self._header.id, change))
