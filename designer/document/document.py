"""The open project: the one place where it changes."""

from collections.abc import Mapping
from pathlib import Path

from psygnal import Signal

from designer.catalog.values import Params
from designer.document.changes import Change, NodesAdded
from designer.document.commands import Command
from designer.document.history import History, Step
from designer.document.project import Position, Project
from designer.document.settings import DataSettings, TrainingSettings
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
        self.path = path
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

    def project(self) -> Project:
        """The whole document at this moment, as an immutable value."""
        return self._state.project()

    def new_node(self, layer_type: str, params: Params | None = None, name: str = "") -> Node:
        """A node with a fresh id and name, not yet in the document."""
        names = {node.name for node in self.graph.nodes.values()}
        node_id = fresh_id(self.graph.nodes, after=self._state.highest_id)
        return Node(node_id, name or fresh_name(layer_type, names), layer_type, dict(params or {}))

    def push(self, command: Command) -> None:
        """Do an edit and record it.

        Raises:
            GraphError: The edit was refused; the document is as it was.
        """
        inverse = self._apply(command)
        self._history.record(Step(command, inverse))
        self._tell()

    def undo(self) -> None:
        """Take the last edit back, if there is one."""
        if step := self._history.undo_step:
            self._history.step_back(self._apply(step.inverse))
            self._tell()

    def redo(self) -> None:
        """Do the edit again that was undone last, if there is one."""
        if step := self._history.redo_step:
            self._history.step_forward(self._apply(step.command))
            self._tell()

    def seal(self) -> None:
        """End an act of typing: the next edit is undone by itself."""
        self._history.seal()

    def mark_clean(self, path: Path) -> None:
        """Note that the document was saved to `path`."""
        self.path = path
        self._history.mark_clean()
        self.status_changed.emit()

    def _apply(self, command: Command) -> Command:
        try:
            return command.apply(self._state)
        except Exception:
            self._state.take_changes()
            raise

    def _tell(self) -> None:
        self.revision += 1
        changes: tuple[Change, ...] = self._state.take_changes()
        for change in changes:
            if isinstance(change, NodesAdded):
                self._state.highest_id = max(self._state.highest_id, highest_number(change.ids))
        try:
            self.changed.emit(changes)
        finally:
            self.status_changed.emit()
