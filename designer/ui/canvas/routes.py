"""The courses of edges: as paths to draw and as arrays to search."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from designer.graph.elements import Edge

Point = tuple[float, float]
Polyline = Sequence[Point]
Floats = npt.NDArray[np.float64]

_BEND_PX = 28.0


class Routes:
    """All edges with their polylines. Paths and arrays are made when first asked for."""

    def __init__(self) -> None:
        self._polylines: dict[Edge, Polyline] = {}
        self._paths: dict[Edge, QPainterPath] = {}
        self._is_vertical = True
        self._edges: list[Edge] = []
        self._segments: Floats | None = None
        self._owners: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self._bounds: Floats = np.empty((0, 4))
        self._lines: list[QLineF] | None = None

    def __iter__(self) -> Iterator[Edge]:
        return iter(self._polylines)

    def __contains__(self, edge: object) -> bool:
        return edge in self._polylines

    def __len__(self) -> int:
        return len(self._polylines)

    def set_vertical(self, *, is_vertical: bool) -> None:
        """Say whether the flow is down or to the right; curves leave and enter along it."""
        if is_vertical != self._is_vertical:
            self._is_vertical = is_vertical
            self._paths.clear()

    def replace(self, polylines: Mapping[Edge, Polyline]) -> None:
        """Set all courses anew; paths of unchanged ones are kept."""
        same = {edge for edge, line in polylines.items() if self._polylines.get(edge) == line}
        self._paths = {edge: path for edge, path in self._paths.items() if edge in same}
        self._polylines = dict(polylines)
        self._segments = self._lines = None

    def update(self, polylines: Mapping[Edge, Polyline]) -> None:
        """Set some courses anew."""
        self._polylines.update(polylines)
        for edge in polylines:
            self._paths.pop(edge, None)
        self._segments = self._lines = None

    def polyline(self, edge: Edge) -> Polyline:
        """The corners of one edge, source first."""
        return self._polylines[edge]

    def path(self, edge: Edge) -> QPainterPath:
        """One edge as a curve."""
        if edge not in self._paths:
            self._paths[edge] = smooth(self._polylines[edge], is_vertical=self._is_vertical)
        return self._paths[edge]

    def middle(self, edge: Edge) -> QPointF:
        """The point half way along an edge."""
        return self.path(edge).pointAtPercent(0.5)

    def lines(self) -> list[QLineF]:
        """Every segment of every edge, for drawing all at once from afar."""
        if self._lines is None:
            self._lines = [QLineF(*a, *b) for line in self._polylines.values() for a, b in pairwise(line)]
        return self._lines

    def within(self, area: QRectF) -> list[Edge]:
        """The edges whose bounds touch an area."""
        self._make_arrays()
        left, top, right, bottom = self._bounds.T
        hits = (
            (left <= area.right()) & (right >= area.left()) & (top <= area.bottom()) & (bottom >= area.top())
        )
        return [self._edges[index] for index in np.flatnonzero(hits)]

    def nearest(self, point: QPointF, tolerance: float) -> Edge | None:
        """The edge that passes closest to a point, within a distance."""
        segments = self._make_arrays()
        if not len(segments):
            return None
        start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
        offset = np.array((point.x(), point.y())) - start
        length = np.maximum((along**2).sum(1), 1e-9)
        share = np.clip((offset * along).sum(1) / length, 0, 1)
        distance = np.hypot(*(offset - share[:, None] * along).T)
        best = int(distance.argmin())
        return self._edges[self._owners[best]] if distance[best] <= tolerance else None

    def _make_arrays(self) -> Floats:
        if self._segments is None:
            self._edges = list(self._polylines)
            pieces = [(*a, *b) for line in self._polylines.values() for a, b in pairwise(line)]
            counts = [len(line) - 1 for line in self._polylines.values()]
            self._segments = np.array(pieces, dtype=np.float64).reshape(-1, 4)
            self._owners = np.repeat(np.arange(len(counts)), counts)
            self._bounds = _bounds(self._polylines.values())
        return self._segments


def smooth(line: Polyline, *, is_vertical: bool) -> QPainterPath:
    """A polyline as a path that leaves and enters along the flow and has no corners."""
    points = [QPointF(*point) for point in line]
    path = QPainterPath(points[0])
    for start, end in pairwise(points):
        along, across = (end - start).toTuple() if not is_vertical else (end - start).toTuple()[::-1]
        if not across:
            path.lineTo(end)
            continue
        reach = math.copysign(min(abs(along) / 2, _BEND_PX), along)
        bend = QPointF(0, reach) if is_vertical else QPointF(reach, 0)
        path.cubicTo(start + bend, end - bend, end)
    return path


def _bounds(lines: Iterable[Polyline]) -> Floats:
    boxes = [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in (zip(*line, strict=True) for line in lines)]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)
