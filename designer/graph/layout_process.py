"""A process that arranges a large graph, so that the window goes on and can break it off.

`python -m designer.graph.layout_process` reads one `request` from standard input and writes what `answer`
reads to standard output, both JSON. fast-sugiyama holds the interpreter lock, so a thread wouldn't do.
"""

import json
import sys
from typing import Any

from designer.graph.arrangement import Arrangement, arrange
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.graph.layout_routes import Point


def request(wanted: Arrangement) -> bytes:
    """An arrangement for the process."""
    message = {
        **_written(wanted.graph),
        "beside": {name: _written(graph) for name, graph in wanted.beside.items()},
        "orientation": wanted.orientation,
        "chosen": wanted.chosen,
        "positions": dict(wanted.positions),
    }
    return json.dumps(message).encode()


def answer(message: bytes) -> dict[str, Point]:
    """The positions that the process has found."""
    return {node_id: (x, y) for node_id, (x, y) in json.loads(message).items()}


def main() -> None:
    """Answer one request."""
    message = json.load(sys.stdin.buffer)
    positions = {node_id: (x, y) for node_id, (x, y) in message["positions"].items()}
    beside = {name: _read(graph) for name, graph in message["beside"].items()}
    chosen = tuple(message["chosen"])
    wanted = Arrangement(_read(message), message["orientation"], chosen, positions, beside)
    sys.stdout.write(json.dumps(arrange(wanted)))


def _written(graph: GraphSnapshot) -> dict[str, Any]:
    return {
        "nodes": [node.id for node in graph.nodes],
        "edges": [(edge.source, edge.source_port, edge.target, edge.target_port) for edge in graph.edges],
    }


def _read(message: dict[str, Any]) -> GraphSnapshot:
    nodes = tuple(Node(node_id, node_id, "") for node_id in message["nodes"])
    return GraphSnapshot(nodes, tuple(Edge(*edge) for edge in message["edges"]))


if __name__ == "__main__":
    main()
