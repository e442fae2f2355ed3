"""Drawing an edge from an output port, onto an input port, a node, or an edge (a skip connection)."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF
from typing_extensions import override

from designer.document.edits import connect
from designer.graph import rules
from designer.graph.elements import Edge
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH
from designer.ui.canvas.editing import Wish
from designer.ui.canvas.gestures.base import Gesture, Pointer, Target, Tools, has_moved
from designer.ui.canvas.gestures.fit import fit_hint
from designer.ui.canvas.gestures.skip import skip_target
from designer.ui.canvas.interaction import Preview
from designer.ui.canvas.ports import Port, body_port, input_ports


class ConnectPorts(Gesture):
    """An edge hangs on the mouse; the reason why it may not end somewhere is shown before the release."""

    def __init__(self, tools: Tools, start: Pointer, port: Port) -> None:
        self._tools = tools
        self._start = start
        self._port = port
        self._offered = list(self._find_offers())
        self._skips: dict[Edge, Target] = {}
        self._hints: dict[Edge, str] = {}
        self.move(start)

    @override
    def move(self, pointer: Pointer) -> None:
        target = self._target(pointer)
        is_refused = bool(target and target.refusal)
        edge = target.opened_edge if target else None
        end = target.position if target and not is_refused else pointer.scene
        self._tools.interaction.show(
            preview=Preview(self._port.position, end, is_refused=is_refused, is_skip=edge is not None),
            target_edge=edge,
            offered_ports=self._offered,
        )
        text = (target.refusal or target.hint) if target else ""
        self._tools.bubble.say(text, pointer.screen, is_refusal=is_refused)

    @override
    def finish(self, pointer: Pointer) -> None:
        self.move(pointer)
        target = self._target(pointer)
        if target is None and has_moved(self._start, pointer) and self._is_over_nothing(pointer):
            self._tools.bubble.hide()
            self._tools.editing.layer_wanted.emit(self._wish(pointer))
            return
        if target and target.refusal:
            self._tools.interaction.show()
            self._tools.bubble.fade()
            self._tools.editing.refused.emit(target.refusal)
            return
        self.cancel()
        if target and target.command:
            self._tools.editing.push(target.command)

    @override
    def cancel(self) -> None:
        self._tools.interaction.show()
        self._tools.bubble.hide()

    def _is_over_nothing(self, pointer: Pointer) -> bool:
        content, reach = self._tools.content, self._tools.reach
        return not content.node_at(pointer.scene) and not content.routes.nearest(pointer.scene, reach)

    def _wish(self, pointer: Pointer) -> Wish:
        """A layer where the edge was dropped, with its entry there."""
        is_vertical = self._tools.content.is_vertical
        inwards = QPointF(0, NODE_HEIGHT / 2) if is_vertical else QPointF(NODE_WIDTH / 2, 0)
        return Wish(pointer.scene + inwards, ((self._port.node, self._port.number),))

    def _target(self, pointer: Pointer) -> Target | None:
        content, own = self._tools.content, self._port.node
        near = [port for port in self._offered if port.distance(pointer.scene) <= self._tools.reach]
        if near:
            return self._port_target(min(near, key=lambda port: port.distance(pointer.scene)))
        if node_id := content.node_at(pointer.scene):
            return self._port_target(body_port(content, node_id)) if node_id != own else None
        edge = content.routes.nearest(pointer.scene, self._tools.reach)
        if edge is None or edge.source == own:
            return None
        if edge not in self._skips:
            self._skips[edge] = skip_target(self._tools, self._port, edge)
        return self._skips[edge]

    def _port_target(self, port: Port) -> Target:
        content, edge = self._tools.content, Edge(self._port.node, self._port.number, port.node, port.number)
        reason = rules.refusal(content.document.graph, content.catalog, edge)
        if reason:
            return Target(port.position, refusal=reason)
        if edge not in self._hints:
            self._hints[edge] = " · ".join(filter(None, (port.name, fit_hint(content, edge))))
        return Target(port.position, connect(content.document, edge), hint=self._hints[edge])

    def _find_offers(self) -> Iterator[Port]:
        """The free input ports in sight that do not lie before the edge's beginning."""
        content = self._tools.content
        graph, own = content.document.graph, self._port.node
        before = graph.ancestors(own) | {own}
        for node_id in content.nodes_within(self._tools.navigation.visible_area()):
            if node_id not in before and not graph.is_apart(own, node_id):
                yield from (port for port in input_ports(content, node_id) if not port.is_used)
