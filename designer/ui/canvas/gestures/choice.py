"""Which gesture a press begins, and what the cursor is over before it."""

from PySide6.QtCore import QRectF, Qt

from designer.graph.elements import Edge
from designer.ui.canvas.annotations import Part
from designer.ui.canvas.gestures.annotations import MoveTogether, ResizeAnnotation
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools
from designer.ui.canvas.gestures.connect import ConnectPorts
from designer.ui.canvas.gestures.cut import CutEdges, begins_cut
from designer.ui.canvas.gestures.move import MoveSelection
from designer.ui.canvas.gestures.reconnect import Reconnect, end_at
from designer.ui.canvas.gestures.select import RubberBand
from designer.ui.canvas.gestures.toggle import ToggleOpen, arrow_at
from designer.ui.canvas.painting.cards import FAR_ZOOM
from designer.ui.canvas.ports import Port, input_ports, output_ports

_BORDER_PX = 5.0
"""How near the cursor must come to the border of a note or frame, on screen."""


def gesture_at(tools: Tools, pointer: Pointer) -> Gesture:
    """What a press of the left button at a place begins."""
    if begins_cut(pointer):
        return CutEdges(tools, pointer)
    if port := _port_at(tools, pointer):
        return ConnectPorts(tools, pointer, port)
    if end := end_at(tools, pointer):
        edge, is_source = end
        return Reconnect(tools, pointer, edge, is_source=is_source)
    if node_id := tools.content.node_at(pointer.scene):
        return _gesture_on_node(tools, pointer, node_id)
    if part := part_at(tools, pointer):
        return _gesture_on(tools, pointer, part)
    return RubberBand(tools, pointer)


def hover(tools: Tools, pointer: Pointer) -> None:
    """Note what a press here would take hold of."""
    port = _port_at(tools, pointer)
    node_id = port.node if port else tools.content.node_at(pointer.scene)
    edge = None if node_id or tools.content.is_behind else _edge_at(tools, pointer)
    if port is None and (end := end_at(tools, pointer)):
        edge = end[0]
        port = _port_of(tools, *end)
    if port is None and node_id:
        port = _entrance_at(tools, pointer, node_id)
    part = None if node_id or port else part_at(tools, pointer)
    tools.interaction.point_at(node=node_id, edge=None if part else edge, port=port, part=part)


def _edge_at(tools: Tools, pointer: Pointer) -> Edge | None:
    return tools.content.shown_routes.nearest(pointer.scene, tools.reach / 2)


def part_at(tools: Tools, pointer: Pointer) -> Part | None:
    """The part of a note or frame that a press here would take hold of."""
    zoom = tools.navigation.zoom
    return tools.content.annotations.part_at(pointer.scene, zoom, _BORDER_PX / zoom)


def _gesture_on(tools: Tools, pointer: Pointer, part: Part) -> Gesture:
    if part.sides:
        return ResizeAnnotation(tools, pointer, part.key, part.sides)
    return MoveTogether(tools, pointer, part.key)


def _gesture_on_node(tools: Tools, pointer: Pointer, node_id: str) -> Gesture:
    if not pointer.adds and arrow_at(tools.content, pointer.scene, tools.navigation.zoom):
        return ToggleOpen(tools, node_id)
    is_mixed = _is_mixed(tools, pointer, node_id)
    return (MoveTogether if is_mixed else MoveSelection)(tools, pointer, node_id)


def _is_mixed(tools: Tools, pointer: Pointer, node_id: str) -> bool:
    """Whether a press on a node takes hold of notes or frames too; with Shift, nodes are pulled out."""
    state = tools.interaction
    stays = node_id in state.nodes or pointer.adds
    return bool(state.annotations) and stays and not pointer.modifiers & Qt.KeyboardModifier.ShiftModifier


def _port_of(tools: Tools, edge: Edge, is_source: bool) -> Port:
    """The port at an end of an edge."""
    if is_source:
        return output_ports(tools.content, edge.source)[edge.source_port]
    return input_ports(tools.content, edge.target)[edge.target_port]


def _entrance_at(tools: Tools, pointer: Pointer, node_id: str) -> Port | None:
    """The input port within reach, of a node whose inputs have names."""
    if tools.navigation.zoom < FAR_ZOOM:
        return None
    found = (port for port in input_ports(tools.content, node_id) if port.name)
    within = [port for port in found if port.distance(pointer.scene) <= tools.reach_at(pointer.scene)]
    return min(within, key=lambda port: port.distance(pointer.scene), default=None)


def _port_at(tools: Tools, pointer: Pointer) -> Port | None:
    """The output port within reach; from afar ports are neither shown nor used."""
    if tools.navigation.zoom < FAR_ZOOM:
        return None
    reach = tools.reach_at(pointer.scene)
    near = QRectF(pointer.scene, pointer.scene).adjusted(-reach, -reach, reach, reach)
    nodes = tools.content.nodes_at_ports(near)
    found = [port for node_id in nodes for port in output_ports(tools.content, node_id)]
    within = [port for port in found if port.distance(pointer.scene) <= reach]
    return min(within, key=lambda port: port.distance(pointer.scene), default=None)
