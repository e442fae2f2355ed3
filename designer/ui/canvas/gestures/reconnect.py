"""Moving an end of an edge to another port."""

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF
from typing_extensions import override

from designer.document import rewire
from designer.document.commands import Command
from designer.errors import DesignerError
from designer.graph.elements import INPUT, Edge
from designer.ui.canvas.gestures.base import CARD_REACH, Gesture, Pointer, Target, Tools, has_moved
from designer.ui.canvas.gestures.fit import fit_hint
from designer.ui.canvas.interaction import Preview
from designer.ui.canvas.painting.cards import FAR_ZOOM
from designer.ui.canvas.ports import Port, body_port, input_ports, output_ports

_END_PX = 24.0
_ON_BORDER_PX = 6.0
_MOST_SHARE = 0.4


class Reconnect(Gesture):
    """The end hangs on the mouse; dropped on nothing it goes back. A mere click selects the edge."""

    def __init__(self, tools: Tools, start: Pointer, edge: Edge, *, is_source: bool) -> None:
        self._tools = tools
        self._start = start
        self._edge = edge
        self._is_source = is_source
        line = tools.content.routes.polyline(edge)
        self._fixed = QPointF(*line[-1 if is_source else 0])
        self._offered: list[Port] = []
        self._is_dragged = False
        state = tools.interaction
        if start.adds:
            state.select(state.nodes, state.edges ^ {edge})
        else:
            state.select([], [edge])

    @override
    def move(self, pointer: Pointer) -> None:
        if not self._is_dragged and has_moved(self._start, pointer):
            self._is_dragged = True
            self._offered = list(self._find_offers())
        if not self._is_dragged:
            return
        target = self._target(pointer)
        is_refused = bool(target and target.refusal)
        end = target.position if target and not is_refused else pointer.scene
        ends = (end, self._fixed) if self._is_source else (self._fixed, end)
        preview = Preview(*ends, is_refused=is_refused)
        self._tools.interaction.show(preview=preview, offered_ports=self._offered)
        text = (target.refusal or target.hint) if target else ""
        self._tools.bubble.say(text, pointer.screen, is_refusal=is_refused)

    @override
    def finish(self, pointer: Pointer) -> None:
        self.move(pointer)
        target = self._target(pointer) if self._is_dragged else None
        self._tools.interaction.show()
        if target and target.refusal:
            self._tools.bubble.fade()
            self._tools.editing.refused.emit(target.refusal)
            return
        self._tools.bubble.hide()
        if target and target.command:
            self._tools.editing.push(target.command)

    @override
    def cancel(self) -> None:
        self._tools.interaction.show()
        self._tools.bubble.hide()

    def _target(self, pointer: Pointer) -> Target | None:
        """What lies under the end; None where it is its own port, or nothing."""
        port = self._port_at(pointer)
        own = self._edge.source if self._is_source else self._edge.target
        number = self._edge.source_port if self._is_source else self._edge.target_port
        if port is None or (port.node, port.number) == (own, number):
            return None
        try:
            command = self._command(port)
        except DesignerError as error:
            return Target(port.position, refusal=str(error))
        return Target(port.position, command, hint=self._hint(port))

    def _command(self, port: Port) -> Command:
        document, edge, place = self._tools.content.document, self._edge, (port.node, port.number)
        if self._is_source:
            return rewire.reconnect(document, edge, source=place)
        if port.node == edge.target and port.is_used:
            return rewire.swap_inputs(document, edge.target, edge.target_port, port.number)
        return rewire.reconnect(document, edge, target=place)

    def _hint(self, port: Port) -> str:
        edge, place = self._edge, (port.node, port.number)
        if self._is_source:
            return fit_hint(self._tools.content, Edge(*place, edge.target, edge.target_port))
        if port.node == edge.target:
            return f"Exchange inputs {edge.target_port + 1} and {port.number + 1}" if port.is_used else ""
        return fit_hint(self._tools.content, Edge(edge.source, edge.source_port, *place))

    def _port_at(self, pointer: Pointer) -> Port | None:
        """The port within reach, or what a drop on the body of a node means."""
        content, reach = self._tools.content, self._tools.reach
        near = [port for port in self._offered if port.distance(pointer.scene) <= reach]
        if near:
            return min(near, key=lambda port: port.distance(pointer.scene))
        node_id = content.node_at(pointer.scene)
        if node_id is None:
            return None
        if self._is_source:
            return output_ports(content, node_id)[0]
        if node_id == self._edge.target:
            return input_ports(content, node_id)[self._edge.target_port]
        return body_port(content, node_id)

    def _find_offers(self) -> Iterator[Port]:
        """The ports in sight where the end may go, its own among them."""
        content, edge = self._tools.content, self._edge
        graph = content.document.graph
        shown = content.nodes_within(self._tools.navigation.visible_area())
        if self._is_source:
            behind = graph.downstream([edge.target])
            for node_id in shown:
                if node_id not in behind:
                    yield from output_ports(content, node_id)
            return
        before = graph.upstream([edge.source])
        for node_id in shown:
            if node_id not in before and graph.node(node_id).type != INPUT:
                found = input_ports(content, node_id)
                yield from (port for port in found if not port.is_used or node_id == edge.target)


def end_at(tools: Tools, pointer: Pointer) -> tuple[Edge, bool] | None:
    """The edge whose end a press takes hold of, and whether that is its beginning.

    Of several edges that meet there, the selected one.
    """
    if tools.navigation.zoom < FAR_ZOOM or tools.content.is_behind:
        return None
    routes, point = tools.content.shown_routes, pointer.scene
    chosen = [edge for edge in tools.interaction.edges if edge in routes]
    near = [routes.nearest(point, tools.reach)]
    for edge in (*chosen, *filter(None, near)):
        line = routes.polyline(edge)
        first, last = QPointF(*line[0]), QPointF(*line[-1])
        within = min(_END_PX / tools.navigation.zoom, QLineF(first, last).length() * _MOST_SHARE)
        if edge in chosen and edge != near[0]:
            within = min(within, tools.reach)
        from_last, from_first = QLineF(point, last).length(), QLineF(point, first).length()
        is_free = tools.content.node_at(point) is None
        on_border = min(_ON_BORDER_PX / tools.navigation.zoom, CARD_REACH)
        if from_last <= (within if is_free else on_border):
            return edge, False
        if from_first <= within and is_free:
            return edge, True
    return None
