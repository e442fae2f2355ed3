"""The open project: the one place where it changes."""

from collections.abc import Mapping
from pathlib import Path

from psygnal import Signal

from designer.catalog.values import Params
from designer.document.changes import Change, NodesAdded, condensed
from designer.document.commands import Command
from designer.document.file_mark import FileMark
from designer.document.history import History, LastStep, Step, StepText
from designer.document.project import Position, Project
from designer.document.settings import Bookmark, DataSettings, Frame, Note, TrainingSettings
from designer.document.state import State
from designer.graph.elements import Node
from designer.graph.graph import Graph
from designer.graph.names import fresh_id, fresh_name, highest_number


class Document:
    """A project under edit. Read it freely; change it only by `push`.

    Signals:
        changed: What one edit, undo or redo did, as a tuple of changes, after the history has recorded it.
        status_changed: What can be undone or redone, or whether the document is clean, may have changed.
    """

    changed = Signal(tuple)
    status_changed = Signal()

    def __init__(self, project: Project | None = None, path: Path | None = None) -> None:
        self._state = State(project or Project())
        self._history = History()
        self._last_step: LastStep | None = None
        self.path = path
        self.file_mark = FileMark.of(path) if path else None
        self.revision = 0

    @property
    def graph(self) -> Graph:
        """The graph; for reading."""
        return self._state.graph

    @property
    def positions(self) -> Mapping[str, Position]:
        """Centre of each node in pixels at 100 % zoom; for reading."""
        return self._state.positions

    @property
    def orientation(self) -> str:
        """Which way data flows on the canvas: "vertical" or "horizontal"."""
        return self._state.orientation

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes, lowest first."""
        return self._state.notes

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames, lowest first."""
        return self._state.frames

    @property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks, by number."""
        return self._state.present_bookmarks()

    @property
    def name(self) -> str:
        """The project's name."""
        return self._state.name

    @property
    def data(self) -> DataSettings:
        """The data settings."""
        return self._state.data

    @property
    def training(self) -> TrainingSettings:
        """The training settings."""
        return self._state.training

    @property
    def is_clean(self) -> bool:
        """Whether everything is saved."""
        return self._history.is_clean

    @property
    def undo_text(self) -> str:
        """What undo would take back; empty where it can't."""
        return self._history.undo_step.command.text if self._history.undo_step else ""

    @property
    def redo_text(self) -> str:
        """What redo would do again; empty where it can't."""
        return self._history.redo_step.command.text if self._history.redo_step else ""

    @property
    def last_step(self) -> LastStep | None:
        """The step that was done, undone or redone last; None where there was none yet."""
        return self._last_step

    @property
    def history_position(self) -> int:
        """How many of `steps` are done; the others were undone."""
        return self._history.position

    @property
    def saved_position(self) -> int | None:
        """The position at which the document was saved; None where it can't be reached any more."""
        return self._history.clean_position

    def steps(self) -> tuple[StepText, ...]:
        """The whole history, oldest step first, for a list to choose from; see `go_to`."""
        return tuple(StepText(step.number, step.command.text) for step in self._history.steps)

    @property
    def num_steps(self) -> int:
        """How many `steps` there are, done and undone."""
        return len(self._history.steps)

    def step(self, place: int) -> StepText:
        """One of `steps`, without a walk over all of them."""
        step = self._history.steps[place]
        return StepText(step.number, step.command.text)

    def project(self) -> Project:
        """The whole document at this moment, as an immutable value."""
        return self._state.quick_project().in_order()

    def quick_project(self) -> Project:
        """The same in any order, where time is short; whoever needs it calls `in_order` on another thread."""
        return self._state.quick_project()

    def new_node(self, layer_type: str, params: Params | None = None, name: str = "") -> Node:
        """A node with a fresh id and name, not yet in the document."""
        (node_id,) = self.new_ids(1)
        found = name or fresh_name(layer_type, self.graph.names)
        return Node(node_id, found, layer_type, dict(params or {}))

    def new_ids(self, count: int) -> list[str]:
        """Ids that no node of this document ever had."""
        return [fresh_id((), after=self._state.highest_id + number) for number in range(count)]

    def new_note(self, text: str, position: Position) -> Note:
        """A note with a fresh id, not yet in the document; `position` is its upper left corner."""
        return Note(id=fresh_id((note.id for note in self.notes), "t"), text=text, position=position)

    def new_frame(self, title: str, rectangle: tuple[float, float, float, float]) -> Frame:
        """A frame with a fresh id, not yet in the document, around x, y, width, height."""
        return Frame(id=fresh_id((frame.id for frame in self.frames), "f"), title=title, rectangle=rectangle)

    def push(self, command: Command) -> None:
        """Do an edit and record it.

        Raises:
            GraphError: The edit was refused; the document is as it was.
        """
        inverse = self._apply(command)
        step = self._history.record(Step(command, inverse))
        self._last_step = LastStep(step.number, "do")
        self._tell(self._state.take_changes())

    def undo(self) -> None:
        """Take the last edit back, if there is one."""
        self.go_to(self._history.position - 1)

    def redo(self) -> None:
        """Do the edit again that was undone last, if there is one."""
        self.go_to(self._history.position + 1)

    def go_to(self, position: int) -> None:
        """Undo or redo as many steps as lead to a position; beyond the ends, all of them.

        Observers are told once, at the end, of what has changed by all steps together.
        """
        history, told = self._history, list[Change]()
        start, goal = history.position, min(max(position, 0), len(history.steps))
        try:
            while history.position != goal:
                self._last_step = self._step_towards(goal)
                told += self._state.take_changes()
        finally:
            if history.position != start:
                self._tell(condensed(told) if abs(history.position - start) > 1 else tuple(told))

    def seal(self) -> None:
        """End an act of typing: the next edit is undone by itself."""
        self._history.seal()

    def mark_clean(self, path: Path) -> None:
        """Note that the document was saved to `path`."""
        self.path = path
        self.file_mark = FileMark.of(path)
        self._history.mark_clean()
        self.status_changed.emit()

    def mark_unsaved(self) -> None:
        """Note that no file holds the document as it is, whatever is undone."""
        self._history.mark_unsaved()
        self.status_changed.emit()

    def _step_towards(self, goal: int) -> LastStep:
        history = self._history
        if goal < history.position:
            step = history.steps[history.position - 1]
            history.step_back(self._apply(step.inverse))
            return LastStep(step.number, "undo")
        step = history.steps[history.position]
        history.step_forward(self._apply(step.command))
        return LastStep(step.number, "redo")

    def _apply(self, command: Command) -> Command:
        try:
            return command.apply(self._state)
        except Exception:
            self._state.take_changes()
            raise

    def _tell(self, changes: tuple[Change, ...]) -> None:
        self.revision += 1
        for change in changes:
            if isinstance(change, NodesAdded):
                self._state.highest_id = max(self._state.highest_id, highest_number(change.ids))
        try:
            self.changed.emit(changes)
        finally:
            self.status_changed.emit()
