"""State and history of an open project, which the documents on its network and in its blocks share."""

from collections.abc import Callable
from pathlib import Path

from designer.document.changes import Change, InBlock, NodesAdded, condensed
from designer.document.commands import Command
from designer.document.file_mark import FileMark
from designer.document.history import History, LastStep, Step
from designer.document.project import Project
from designer.document.state import Sheet, State
from designer.graph.names import highest_number

Listener = Callable[[tuple[Change, ...]], None]


class Store:
    """Applies and records commands, and tells the listeners what they changed.

    Attributes:
        listeners: Called with all changes of an edit, undo or redo, after the history has recorded it.
        revision: Counts edits, undos and redos.
    """

    def __init__(self, project: Project, path: Path | None) -> None:
        self.state = State(project)
        self.history = History()
        self.last_step: LastStep | None = None
        self.path = path
        self.file_mark = FileMark.of(path) if path else None
        self.revision = 0
        self.listeners: list[Listener] = []

    def push(self, command: Command) -> None:
        """Do an edit and record it; see `Document.push`."""
        inverse = self._apply(command)
        step = self.history.record(Step(command, inverse))
        self.last_step = LastStep(step.number, "do")
        self._tell(self.state.take_changes())

    def go_to(self, position: int) -> None:
        """Undo or redo as many steps as lead to a position; see `Document.go_to`."""
        history, told = self.history, list[Change]()
        start, goal = history.position, min(max(position, 0), len(history.steps))
        try:
            while history.position != goal:
                self.last_step = self._step_towards(goal)
                told += self.state.take_changes()
        finally:
            if history.position != start:
                self._tell(condensed(told) if abs(history.position - start) > 1 else tuple(told))

    def mark_clean(self, path: Path) -> None:
        """Note that the project was saved to `path`."""
        self.path = path
        self.file_mark = FileMark.of(path)
        self.history.mark_clean()
        self._tell_listeners(())

    def mark_unsaved(self) -> None:
        """Note that no file holds the project as it is."""
        self.history.mark_unsaved()
        self._tell_listeners(())

    def _step_towards(self, goal: int) -> LastStep:
        history = self.history
        if goal < history.position:
            step = history.steps[history.position - 1]
            history.step_back(self._apply(step.inverse))
            return LastStep(step.number, "undo")
        step = history.steps[history.position]
        history.step_forward(self._apply(step.command))
        return LastStep(step.number, "redo")

    def _apply(self, command: Command) -> Command:
        try:
            return command.apply(self.state)
        except Exception:
            self.state.take_changes()
            raise

    def _tell(self, changes: tuple[Change, ...]) -> None:
        self.revision += 1
        for change in changes:
            self._note_ids(self.state, change)
        self._tell_listeners(changes)

    def _note_ids(self, sheet: Sheet, change: Change) -> None:
        """Ids are never used again."""
        if isinstance(change, NodesAdded):
            sheet.highest_id = max(sheet.highest_id, highest_number(change.ids))
        elif isinstance(change, InBlock) and change.block in self.state.blocks:
            self._note_ids(self.state.blocks[change.block], change.change)

    def _tell_listeners(self, changes: tuple[Change, ...], first: int = 0) -> None:
        """Each is told, even if one before it fails."""
        for number, listener in enumerate(self.listeners[first:], start=first):
            try:
                listener(changes)
            except Exception:
                self._tell_listeners(changes, number + 1)
                raise
