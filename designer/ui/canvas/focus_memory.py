"""What was selected around each edit, so that undo and redo bring it back and into sight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, QTimer

from designer.document.changes import (
    BookmarksChanged,
    Change,
    EdgesChanged,
    NodesAdded,
    NodesChanged,
    NodesMoved,
    NodesRemoved,
    NotesChanged,
)
from designer.graph.elements import Edge
from designer.ui.canvas.annotations import Key
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.navigation import Navigation

_OF_NODES = (NodesAdded, NodesChanged, NodesMoved, NodesRemoved, EdgesChanged)


@dataclass(frozen=True, slots=True)
class _Selection:
    nodes: Sequence[str]
    edges: frozenset[Edge]
    annotations: Sequence[Key]


class FocusMemory(QObject):
    """Remembers selections by the numbers of steps. Tell it of each change before and after it is drawn.

    What an edit selects itself counts as selected after it: that is, all until the event that made the edit
    is over. What the user selects later is another matter.
    """

    def __init__(
        self, content: Content, interaction: Interaction, navigation: Navigation, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._content = content
        self._interaction = interaction
        self._navigation = navigation
        self._before: dict[int, _Selection] = {}
        self._after: dict[int, _Selection] = {}
        self._open: int | None = None
        self._gone = QRectF()

    def note(self, changes: Iterable[Change]) -> None:
        """Look at the canvas as it was before an edit, undo or redo."""
        self._close()
        step = self._content.document.last_step
        if step and step.direction == "do":
            self._forget_dropped(step.number)
            self._before.setdefault(step.number, self._selection())
            self._open = step.number
            QTimer.singleShot(0, self, self._close)
        gone = [node_id for change in changes if isinstance(change, NodesRemoved) for node_id in change.ids]
        self._gone = self._bounds(gone)

    def restore(self, changes: Iterable[Change]) -> None:
        """After an undo or redo, select what belongs to the state reached, and show where it happened."""
        step = self._content.document.last_step
        if not step or step.direction == "do":
            return
        remembered = (self._before if step.direction == "undo" else self._after).get(step.number)
        if remembered:
            content = self._content
            self._interaction.select(
                (node_id for node_id in remembered.nodes if node_id in content.index),
                (edge for edge in remembered.edges if content.has_edge(edge)),
                (key for key in remembered.annotations if key in content.annotations),
            )
        if any(isinstance(change, NotesChanged) for change in changes):
            self._show_area(self._content.annotations.changed_area)
        if any(isinstance(change, BookmarksChanged) for change in changes):
            self._show_bookmark()
        touched = [node_id for change in changes if isinstance(change, _OF_NODES) for node_id in change.ids]
        self._show(touched)

    def _show(self, touched: Sequence[str]) -> None:
        """Centre on what an undo or redo touched, unless some of it is in sight."""
        in_sight = self._content.nodes_within(self._navigation.visible_area())
        if set(in_sight).isdisjoint(touched):
            area = self._bounds(dict.fromkeys(touched))
            self._show_area(self._gone if area.isNull() else area)

    def _show_bookmark(self) -> None:
        marks = self._content.bookmarks
        for mark in marks.last_changed[:1]:
            self._show_area(marks.area(mark))

    def _show_area(self, area: QRectF) -> None:
        if not area.isEmpty() and not area.intersects(self._navigation.visible_area()):
            self._navigation.center_on(area.center())

    def _bounds(self, node_ids: Iterable[str]) -> QRectF:
        ids = [node_id for node_id in node_ids if node_id in self._content.index]
        return self._content.bounds(ids) if ids else QRectF()

    def _selection(self) -> _Selection:
        state = self._interaction
        return _Selection(state.nodes, state.edges, state.annotations)

    def _close(self) -> None:
        if self._open is not None:
            self._after[self._open] = self._selection()
            self._open = None

    def _forget_dropped(self, number: int) -> None:
        """Forget the steps that were undone when the newest one took their place."""
        document = self._content.document
        place = document.history_position - 1
        if place >= 0 and document.step(place).number == number:
            place -= 1
        last = document.step(place).number if place >= 0 else 0
        for dropped in range(last + 1, number):
            self._before.pop(dropped, None)
            self._after.pop(dropped, None)
