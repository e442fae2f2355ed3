"""The mutable state behind a document. Only commands touch it."""

from designer.document.changes import Change
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
from designer.graph.graph import Graph
from designer.graph.names import highest_number


class State:
    """Graph, positions and settings of an open project, and the changes not yet announced."""

    def __init__(self, project: Project) -> None:
        self.name = project.name
        self.graph = Graph.from_snapshot(project.graph)
        self.positions: dict[str, Position] = {
            node_id: place for node_id, place in project.view.positions.items() if node_id in self.graph.nodes
        }
        self.orientation = project.view.orientation
        self.notes: tuple[Note, ...] = project.view.notes
        self.frames: tuple[Frame, ...] = project.view.frames
        self.bookmarks: tuple[Bookmark, ...] = tuple(sorted(project.view.bookmarks, key=by_number))
        self.data: DataSettings = project.data
        self.training: TrainingSettings = project.training
        self.weights: WeightsFile | None = project.weights
        self.highest_id = highest_number(self.graph.nodes)
        self._changes: list[Change] = []

    def quick_project(self) -> Project:
        """The state as an immutable value, nothing in order; see `Project.in_order`."""
        view = View(dict(self.positions), self.orientation, self.notes, self.frames, self.present_bookmarks())
        graph = self.graph.quick_snapshot()
        return Project(self.name, graph, view, self.data, self.training, self.weights)

    def present_bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks but for those whose node is gone; they are there again when it is."""
        nodes = self.graph.nodes
        return tuple(mark for mark in self.bookmarks if mark.node is None or mark.node in nodes)

    def announce(self, change: Change) -> None:
        """Note a change; the document tells everyone once the edit is recorded."""
        self._changes.append(change)

    def take_changes(self) -> tuple[Change, ...]:
        """Hand over the changes noted so far."""
        changes, self._changes = tuple(self._changes), []
        return changes
