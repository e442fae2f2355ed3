"""Connecting without the mouse: a search for where the output of the selected layer is to lead."""

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QModelIndex, QPoint, QPointF
from PySide6.QtGui import QHideEvent
from typing_extensions import override

from designer.document.commands import Command
from designer.document.edits import connect
from designer.errors import DesignerError, GraphError
from designer.graph import rules
from designer.ui.canvas.interaction import Preview
from designer.ui.canvas.ports import output_ports
from designer.ui.canvas.targets import Goal, output_choices, targets
from designer.ui.canvas.view import CanvasView
from designer.ui.search_model import ChoiceModel
from designer.ui.search_popup import PopupTexts, SearchPopup
from designer.ui.theme import GRID_PX

_WIDTH_PX = 400
_NUM_ROWS = 7
_TEXTS = PopupTexts(
    "connectTo",
    "Connect to",
    "Connect to which layer?",
    "↑ ↓ choose   Enter connects   Esc closes",
    "No layer and no edge fits what you typed.",
)


class ConnectTo(SearchPopup):
    """Shows on the canvas what is chosen, and connects it as one step; it stays open to tell a refusal."""

    def __init__(self, view: CanvasView) -> None:
        self._rows = ChoiceModel()
        super().__init__(view, self._rows, _TEXTS, width=_WIDTH_PX, num_rows=_NUM_ROWS)
        self._canvas = view
        self._tools = view.tools
        self._source, self._port = "", 0
        self._list.selectionModel().currentChanged.connect(self._show)

    @property
    def is_busy(self) -> bool:
        """Whether rows are still being made or searched."""
        return self._rows.is_busy

    def open(self, source: str, port: int | None = None) -> None:
        """Ask where the output of a node is to lead; of several outputs, ask first which.

        Args:
            source: The node.
            port: Which of its outputs; None where that is still to be asked.
        """
        content = self._tools.content
        outputs = output_choices(content, source) if port is None else ()
        self._source, self._port = source, port or 0
        self._canvas.ensureVisible(content.rect(source))
        corner = self._canvas.mapFromScene(content.rect(source).topRight()) + QPoint(4 * GRID_PX, 0)
        self._rows.show_choices(outputs or targets(content, source, self._port))
        name = content.document.graph.node(source).name
        question = f"Which output of {name}?" if outputs else f"Connect {name} to…"
        self.begin_at(self._canvas.viewport().mapToGlobal(corner), question)
        self._show(self._list.currentIndex())

    @override
    def choose(self, index: QModelIndex) -> None:
        if isinstance(port := self._rows.choice(index).value, int):
            self.open(self._source, port)
            return
        try:
            command = self._command(self._goal(index))
        except DesignerError as error:
            self.say(str(error))
            return
        self.hide()
        self._tools.editing.push(command)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rows.stop()
        self._tools.interaction.show()

    def _goal(self, index: QModelIndex) -> Goal:
        return cast("Goal", self._rows.choice(index).value)

    def _command(self, goal: Goal) -> Command:
        if goal.is_skip:
            return self._tools.editing.skip_command(self._source, self._port, goal.edge)
        content = self._tools.content
        if reason := rules.refusal(content.document.graph, content.catalog, goal.edge):
            raise GraphError(reason)
        return connect(content.document, goal.edge)

    def _show(self, index: QModelIndex) -> None:
        """Draw the edge that would be made."""
        if not index.isValid() or not self.isVisible():
            return
        if isinstance(self._rows.choice(index).value, int):
            self._tools.interaction.show()
            return
        goal, content = self._goal(index), self._tools.content
        is_refused = bool(self._rows.choice(index).reason)
        self._canvas.ensureVisible(content.rect(goal.edge.target))
        start = output_ports(content, self._source)[self._port].position
        end = content.routes.middle(goal.edge) if goal.is_skip else self._entry(goal.edge.target)
        preview = Preview(start, end, is_refused=is_refused, is_skip=goal.is_skip)
        opened = goal.edge if goal.is_skip and not is_refused else None
        self._tools.interaction.show(preview=preview, target_edge=opened)

    def _entry(self, node_id: str) -> QPointF:
        rect = self._tools.content.rect(node_id)
        is_vertical = self._tools.content.is_vertical
        return (rect.topLeft() + (rect.topRight() if is_vertical else rect.bottomLeft())) / 2


def connect_to(view: CanvasView) -> None:
    """Ask where the output of the selected node is to lead."""
    popup = view.findChild(ConnectTo) or ConnectTo(view)
    popup.open(view.selected_ids()[0])


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {"connect_to": connect_to}
