"""NodeGraphQt's canvas; a child process of `peer`, run in an environment that has NodeGraphQt and not us.

`python -m benchmarks.peer_steps SCENES.json` does to it what `same_steps` tells and prints the samples.
"""

import json
import sys
from pathlib import Path
from typing import Any

from NodeGraphQt import BaseNode, NodeGraph
from NodeGraphQt.constants import LayoutDirectionEnum
from NodeGraphQt.qgraphics.node_abstract import AbstractNodeItem
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QApplication

from benchmarks import same_steps

_OUTPUT = "output"
_ROOM_PX = 44  # it looks for nodes up to 20 pixels from the cursor


class Source(BaseNode):
    """A node without inputs."""

    NODE_NAME = "Source"
    num_inputs = 0

    def __init__(self) -> None:
        super().__init__()
        for number in range(self.num_inputs):
            self.add_input(str(number))
        self.add_output(_OUTPUT)


class Layer(Source):
    """A node with one input."""

    NODE_NAME = "Layer"
    num_inputs = 1


class Merge(Source):
    """A node with two inputs."""

    NODE_NAME = "Merge"
    num_inputs = 2


_TYPES = (Source, Layer, Merge)


class PeerCanvas:
    """A `same_steps.Canvas` of a session, as NodeGraphQt calls what it opens."""

    zoom_keys = Qt.KeyboardModifier.NoModifier
    is_behind = False

    def __init__(self, session: dict[str, Any]) -> None:
        self._graph: Any = NodeGraph(layout_direction=LayoutDirectionEnum.VERTICAL.value)
        self._graph.register_nodes(list(_TYPES))
        self.view = self._graph.viewer()
        self._graph.deserialize_session(session)

    def fit(self) -> None:
        """Show the whole network; its own command groups all nodes first, which takes it minutes."""
        area = self.view.scene().itemsBoundingRect()
        self.view.set_scene_rect(area.getRect())

    def zoom_to(self, zoom: float) -> None:
        """Show the middle of the network."""
        self.view.reset_zoom(self.view.scene().itemsBoundingRect().center())
        self.view.scale(zoom, zoom)

    def grip(self) -> QPointF:
        """Where the middle button drags it: a place without a node."""
        middle = self.view.viewport().rect().center()
        spots = (middle + QPoint(x, 0) for x in range(0, middle.x(), _ROOM_PX // 2))
        return QPointF(next(spot for spot in spots if not self._nodes_by(spot)))

    def _nodes_by(self, spot: QPoint) -> list[Any]:
        room = QRect(0, 0, _ROOM_PX, _ROOM_PX)
        room.moveCenter(spot)
        return [item for item in self.view.items(room) if isinstance(item, AbstractNodeItem)]

    def close(self) -> None:
        """Let go of it."""
        self.view.close()
        self.view.deleteLater()
        QObject.deleteLater(self._graph)


def session(scene: dict[str, Any]) -> dict[str, Any]:
    """A scene as `peer.scene` tells it, as NodeGraphQt opens it."""
    num_inputs = dict.fromkeys(scene["nodes"], 0)
    for _, _, target, _ in scene["edges"]:
        num_inputs[target] += 1
    nodes = {
        node_id: {"type_": _TYPES[num_inputs[node_id]].type_, "name": name, "pos": position}
        for node_id, (name, position) in scene["nodes"].items()
    }
    connections = [
        {"in": [target, str(port)], "out": [source, _OUTPUT]} for source, _, target, port in scene["edges"]
    ]
    return {"graph": {}, "nodes": nodes, "connections": connections}


def main() -> None:
    app = QApplication([])
    scenes = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sessions = {name: session(scene) for name, scene in scenes.items()}
    print(json.dumps(same_steps.measure(lambda name: PeerCanvas(sessions[name]))), flush=True)
    del app


if __name__ == "__main__":
    main()
