"""A process that arranges a large graph, so that the window goes on and can break it off.

`python -m designer.graph.layout_process` reads one `request` from standard input and writes what `answer`
reads to standard output, both JSON. fast-sugiyama holds the interpreter lock, so a thread wouldn't do.
"""

import json
import sys

from designer.graph.arrangement import Arrangement, arrange
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.graph.layout_routes import Point


def request(wanted: Arrangement) -> bytes:
    """An arrangement for the process."""
    message = {
        "nodes": [node.id for node in wanted.graph.nodes],
        "edges": [
            (edge.source, edge.source_port, edge.target, edge.target_port) for edge in wanted.graph.edges
        ],
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
    nodes = tuple(Node(node_id, node_id, "") for node_id in message["nodes"])
    graph = GraphSnapshot(nodes, tuple(Edge(*edge) for edge in message["edges"]))
    positions = {node_id: (x, y) for node_id, (x, y) in message["positions"].items()}
    wanted = Arrangement(graph, message["orientation"], tuple(message["chosen"]), positions)
    sys.stdout.write(json.dumps(arrange(wanted)))


if __name__ == "__main__":
    main()
