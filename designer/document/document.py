"""The open project: the one place where it changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from psygnal import Signal

from designer.catalog.values import Params
from designer.document.block_commands import EditBlock
from designer.document.changes import Change, inside
from designer.document.commands import Command
from designer.document.file_mark import FileMark
from designer.document.history import LastStep, StepText
from designer.document.plan import Plan
from designer.document.project import Position, Project
from designer.document.settings import Bookmark, DataSettings, Frame, Note, TrainingSettings, WeightsFile
from designer.document.state import Sheet
from designer.document.store import Store
from designer.graph.elements import Block, GraphSnapshot, Node
from designer.graph.graph import Graph
from designer.graph.names import fresh_id, fresh_name


@dataclass(frozen=True, slots=True)
class Inset:
    """A block that is open where it stands.

    Args:
        path: The id of the node that stands for it, such as `n5` or `n5/n2`.
        block_id: Which block.
        members: Ids of the nodes in it, those in blocks further inside left out: `n5/n1`, `n5/n2`.
        inputs: Those of them that are its input ports.
        outputs: Those of them that give its outputs.
    """

    path: str
    block_id: str
    members: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


class Document:
    """A project under edit, or what is inside one of its blocks. Read it freely; change it only by `push`.

    Documents on the insides of blocks share settings and history with that on the network; see `inside`.

    Signals:
        changed: What one edit, undo or redo did, as a tuple of changes, after the history has recorded it.
        status_changed: What can be undone or redone, or whether the document is clean, may have changed.

    Attributes:
        block_id: Id of the block that it is the inside of; empty for the network.
    """

    changed = Signal(tuple)
    status_changed = Signal()

    def __init__(self, project: Project | None = None, path: Path | None = None) -> None:
        self.block_id = ""
        self._store = Store(project or Project(), path)
        self._sheet: Sheet = self._store.state
        self._insides: dict[str, Document] = {}
        self._root = self
        self._store.listeners.append(self._tell)

    @property
    def root(self) -> "Document":
        """The document on the network: itself, or the one that it was made by."""
        return self._root

    def inside(self, block_id: str) -> "Document":
        """The inside of a block as a document; always the same one for a block.

        Raises:
            GraphError: There is no such block.
        """
        root = self._root
        sheet = self._store.state.block(block_id)
        if block_id not in root._insides:
            found = object.__new__(Document)
            found.block_id = block_id
            found._store, found._root, found._insides = self._store, root, {}
            found._sheet = sheet
            self._store.listeners.append(found._tell)
            root._insides[block_id] = found
        root._insides[block_id]._sheet = sheet  # it may be told only later that this is another now
        return root._insides[block_id]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the project; one that hasn't changed is the same object as before."""
        return self._store.state.block_values()

    def block(self, block_id: str) -> Block | None:
        """A block as it is now; None where there is no such."""
        sheet = self._store.state.blocks.get(block_id)
        return sheet.block() if sheet else None

    @property
    def graph(self) -> Graph:
        """The graph; for reading."""
        return self._sheet.graph

    @property
    def positions(self) -> Mapping[str, Position]:
        """Centre of each node in pixels at 100 % zoom; for reading."""
        return self._sheet.positions

    @property
    def orientation(self) -> str:
        """Which way data flows on the canvas: "vertical" or "horizontal"."""
        return self._sheet.root.orientation

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes, lowest first."""
        return self._sheet.notes

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames, lowest first."""
        return self._sheet.frames

    @property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks, by number."""
        return self._sheet.present_bookmarks()

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of the nodes that show what is in their blocks where they stand."""
        return self._sheet.present_open()

    @property
    def insets(self) -> "tuple[Inset, ...]":
        """The blocks whose insides are part of `graph`: none but on a canvas; see `opened.Opened`."""
        return ()

    def plan(
        self,
        opened: Mapping[str, Collection[str]] | None = None,
        moved: Mapping[str, Mapping[str, Position]] | None = None,
        orientation: str = "",
    ) -> Plan:
        """How all sheets lie in each other; see `Plan`."""
        return Plan(self._store.state, opened, moved, orientation)

    @property
    def path(self) -> Path | None:
        """The project's file; None where it was never saved."""
        return self._store.path

    @property
    def file_mark(self) -> FileMark | None:
        """What that file was when it was opened or saved last."""
        return self._store.file_mark

    @file_mark.setter
    def file_mark(self, mark: FileMark | None) -> None:
        self._store.file_mark = mark

    @property
    def revision(self) -> int:
        """Counts edits, undos and redos."""
        return self._store.revision

    @property
    def name(self) -> str:
        """The project's name."""
        return self._sheet.root.name

    @property
    def data(self) -> DataSettings:
        """The data settings."""
        return self._sheet.root.data

    @property
    def training(self) -> TrainingSettings:
        """The training settings."""
        return self._sheet.root.training

    @property
    def weights(self) -> WeightsFile | None:
        """The weights that training starts from; None for new ones."""
        return self._sheet.root.weights

    @property
    def is_clean(self) -> bool:
        """Whether everything is saved."""
        return self._store.history.is_clean

    @property
    def undo_text(self) -> str:
        """What undo would take back; empty where it can't."""
        return self._store.history.undo_step.command.text if self._store.history.undo_step else ""

    @property
    def redo_text(self) -> str:
        """What redo would do again; empty where it can't."""
        return self._store.history.redo_step.command.text if self._store.history.redo_step else ""

    @property
    def last_step(self) -> LastStep | None:
        """The step that was done, undone or redone last; None where there was none yet."""
        return self._store.last_step

    @property
    def history_position(self) -> int:
        """How many of `steps` are done; the others were undone."""
        return self._store.history.position

    @property
    def saved_position(self) -> int | None:
        """The position at which the document was saved; None where it can't be reached any more."""
        return self._store.history.clean_position

    def steps(self) -> tuple[StepText, ...]:
        """The whole history, oldest step first, for a list to choose from; see `go_to`."""
        return tuple(StepText(step.number, step.command.text) for step in self._store.history.steps)

    @property
    def num_steps(self) -> int:
        """How many `steps` there are, done and undone."""
        return len(self._store.history.steps)

    def step(self, place: int) -> StepText:
        """One of `steps`, without a walk over all of them."""
        step = self._store.history.steps[place]
        return StepText(step.number, step.command.text)

    def project(self) -> Project:
        """The whole document at this moment, as an immutable value."""
        return self._store.state.quick_project().in_order()

    def sheet_project(self) -> Project:
        """The project with this graph in the place of the network, for drawing it."""
        project = self.project()
        view = replace(self._sheet.view(), orientation=self.orientation, blocks=project.view.blocks)
        return replace(project, graph=self.snapshot(), view=view)

    def quick_project(self) -> Project:
        """The same in any order, where time is short; whoever needs it calls `in_order` on another thread."""
        return self._store.state.quick_project()

    def new_node(self, layer_type: str, params: Params | None = None, name: str = "") -> Node:
        """A node with a fresh id and name, not yet in the document."""
        (node_id,) = self.new_ids(1)
        found = name or fresh_name(layer_type, self.graph.names)
        return Node(node_id, found, layer_type, dict(params or {}))

    def new_ids(self, count: int) -> list[str]:
        """Ids that no node of this document ever had."""
        return [fresh_id((), after=self._sheet.highest_id + number) for number in range(count)]

    def new_block_id(self) -> str:
        """An id that no block of this project ever had."""
        return fresh_id((), "b", after=self._store.state.highest_block)

    def new_note(self, text: str, position: Position) -> Note:
        """A note with a fresh id, not yet in the document; `position` is its upper left corner."""
        return Note(id=fresh_id((note.id for note in self.notes), "t"), text=text, position=position)

    def new_frame(self, title: str, rectangle: tuple[float, float, float, float]) -> Frame:
        """A frame with a fresh id, not yet in the document, around x, y, width, height."""
        return Frame(id=fresh_id((frame.id for frame in self.frames), "f"), title=title, rectangle=rectangle)

    def snapshot(self) -> GraphSnapshot:
        """The graph with all blocks of the project, as an immutable value in canonical order."""
        return replace(self.graph.snapshot(), blocks=self.blocks)

    def push(self, command: Command) -> None:
        """Do an edit and record it.

        Raises:
            GraphError: The edit was refused; the document is as it was.
        """
        self._store.push(EditBlock(self.block_id, command) if self.block_id else command)

    def undo(self) -> None:
        """Take the last edit back, if there is one."""
        self.go_to(self.history_position - 1)

    def redo(self) -> None:
        """Do the edit again that was undone last, if there is one."""
        self.go_to(self.history_position + 1)

    def go_to(self, position: int) -> None:
        """Undo or redo as many steps as lead to a position; beyond the ends, all of them.

        Observers are told once, at the end, of what has changed by all steps together.
        """
        self._store.go_to(position)

    def seal(self) -> None:
        """End an act of typing: the next edit is undone by itself."""
        self._store.history.seal()

    def mark_clean(self, path: Path) -> None:
        """Note that the document was saved to `path`."""
        self._store.mark_clean(path)

    def move_weights(self, weights: WeightsFile) -> None:
        """Note that the file of the weights lies elsewhere now, with the same content; no edit."""
        state = self._store.state
        if state.weights and state.weights.sha256 == weights.sha256:
            state.weights = weights

    def mark_unsaved(self) -> None:
        """Note that no file holds the document as it is, whatever is undone."""
        self._store.mark_unsaved()

    def _tell(self, changes: tuple[Change, ...]) -> None:
        if self.block_id:
            # A block that was removed and brought back by undo is another sheet.
            self._sheet = self._store.state.blocks.get(self.block_id, self._sheet)
            changes = inside(changes, self.block_id)
        try:
            if changes:
                self.changed.emit(changes)
        finally:
            self.status_changed.emit()
