"""Which node lies nearest to another, and which way."""

from collections.abc import Iterable

from designer.document.document import Document
from designer.document.project import Position
from designer.graph.elements import Edge

_NOWHERE: Position = (0.0, 0.0)


def nearest(document: Document, node_id: str, others: Iterable[str]) -> str:
    """The one of some nodes that lies nearest to a node; empty where there is none."""
    x, y = document.positions.get(node_id, _NOWHERE)

    def distance(other: str) -> float:
        there_x, there_y = document.positions.get(other, _NOWHERE)
        return (there_x - x) ** 2 + (there_y - y) ** 2

    return min((other for other in others if other != node_id), key=distance, default="")


def climb(document: Document, edge: Edge) -> float:
    """How far an edge runs against the flow, in pixels at 100 % zoom."""
    flow = 1 if document.orientation == "vertical" else 0
    start, end = (document.positions.get(end, _NOWHERE) for end in (edge.source, edge.target))
    return start[flow] - end[flow]
