"""The courses of edges: as arrays to search, and as paths and lines of what is drawn."""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from designer.graph.elements import Edge
from designer.graph.layout_routes import simplified
from designer.graph.layout_straight import LEAD

Point = tuple[float, float]
Polyline = Sequence[Point]
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_BEND_PX = 28.0
_MOST_PATHS = 4096


class Routes:
    """All edges with four corners each; paths and lines are made when first asked for.

    Args:
        is_vertical: Whether the flow is down or to the right; curves leave and enter along it.
    """

    def __init__(self, *, is_vertical: bool = True) -> None:
        self._is_vertical = is_vertical
        self._edges: list[Edge] = []
        self._rows: dict[Edge, int] = {}
        self._shares = np.empty(0)
        self._corners = np.empty((0, 4, 2))
        self._low, self._high = np.empty((0, 2)), np.empty((0, 2))
        self._bent = np.empty(0, dtype=bool)
        self._paths: dict[Edge, QPainterPath] = {}
        self._all_lines: QPainterPath | None = None

    def __iter__(self) -> Iterator[Edge]:
        return iter(self._edges)

    def __contains__(self, edge: object) -> bool:
        return edge in self._rows

    def __len__(self) -> int:
        return len(self._edges)

    def add(self, edges: Collection[Edge], shares: Sequence[float]) -> Rows:
        """Have further edges, still without a course.

        Args:
            shares: How far along the entry side of its target each edge enters, from 0 to 1.

        Returns:
            The rows of the edges.
        """
        first, count = len(self._edges), len(edges)
        self._rows.update(zip(edges, range(first, first + count), strict=True))
        self._edges += edges
        self._shares = np.concatenate((self._shares, np.array(shares, dtype=np.float64)))
        self._corners = np.concatenate((self._corners, np.zeros((count, 4, 2))))
        self._low = np.concatenate((self._low, np.zeros((count, 2))))
        self._high = np.concatenate((self._high, np.zeros((count, 2))))
        self._bent = np.concatenate((self._bent, np.zeros(count, dtype=bool)))
        self._all_lines = None
        return np.arange(first, first + count)

    def remove(self, edges: Iterable[Edge]) -> None:
        """Have some edges no longer; the last ones take their rows."""
        arrays = self._shares, self._corners, self._low, self._high, self._bent
        for edge in edges:
            row, last = self._rows.pop(edge), self._edges.pop()
            if row < len(self._edges):
                self._edges[row], self._rows[last] = last, row
                for array in arrays:
                    array[row] = array[len(self._edges)]
            self._paths.pop(edge, None)
        self._shares, self._corners, self._low, self._high, self._bent = (
            array[: len(self._edges)] for array in arrays
        )
        self._all_lines = None

    def set_shares(self, edges: Collection[Edge], shares: Sequence[float]) -> list[Edge]:
        """Say anew where edges enter; returns those for which that changed."""
        rows, values = self.rows(edges), np.array(shares, dtype=np.float64)
        is_new = self._shares[rows] != values
        self._shares[rows] = values
        return [self._edges[row] for row in rows[is_new].tolist()]

    def rows(self, edges: Iterable[Edge]) -> Rows:
        """Where in the arrays some edges are, until edges are removed."""
        return np.array([self._rows[edge] for edge in edges], dtype=np.intp)

    def shares(self, rows: Rows) -> Floats:
        """How far along the entry side of its target each edge enters."""
        return self._shares[rows]

    def set_courses(self, rows: Rows, corners: Floats, is_bent: npt.NDArray[np.bool_]) -> None:
        """Let edges run along these corners; where one isn't bent, only the first and the last count."""
        self._corners[rows], self._bent[rows] = corners, is_bent
        self._low[rows], self._high[rows] = corners.min(axis=1), corners.max(axis=1)
        if self._paths:
            for row in rows.tolist():
                self._paths.pop(self._edges[row], None)
        self._all_lines = None

    def at_heights(self, low: Floats, high: Floats) -> list[Edge]:
        """The edges that may have to run otherwise when nodes between these heights come, go or change.

        Heights are along the flow: y, or x where it runs to the right.
        """
        along = 1 if self._is_vertical else 0
        start, end = self._corners[:, 0, along], self._corners[:, 3, along]
        upper, lower = np.minimum(start, end - LEAD), np.maximum(end, start + LEAD)
        found = np.zeros(len(start), dtype=bool)
        for first, last in _merged(low, high):
            found |= (upper < last) & (lower > first)
        return [self._edges[row] for row in np.flatnonzero(found).tolist()]

    def touching(self, node_ids: Collection[str]) -> list[Edge]:
        """The edges that begin or end at some nodes."""
        return [edge for edge in self._edges if edge.source in node_ids or edge.target in node_ids]

    def polyline(self, edge: Edge) -> Polyline:
        """The corners of one edge, source first."""
        row = self._rows[edge]
        points = [(x, y) for x, y in self._corners[row].tolist()]
        if not self._bent[row]:
            return points[0], points[-1]
        if self._is_vertical:
            return simplified(points)
        return [(x, y) for y, x in simplified([(y, x) for x, y in points])]

    def path(self, edge: Edge) -> QPainterPath:
        """One edge as a curve."""
        if edge not in self._paths:
            if len(self._paths) >= _MOST_PATHS:
                self._paths.clear()
            self._paths[edge] = smooth(self.polyline(edge), is_vertical=self._is_vertical)
        return self._paths[edge]

    def middle(self, edge: Edge) -> QPointF:
        """The point half way along an edge."""
        return self.path(edge).pointAtPercent(0.5)

    def end(self, edge: Edge) -> QPointF:
        """Where an edge enters its target."""
        return QPointF(*self._corners[self._rows[edge], -1].tolist())

    def lines_of(self, edges: Iterable[Edge]) -> QPainterPath:
        """Every segment of some edges."""
        return self._lines(self.rows(edges))

    def lines(self, area: QRectF, least: float = 0.0) -> QPainterPath:
        """Every segment of the edges whose bounds touch an area, for drawing many at once from afar.

        Args:
            least: How long or wide an edge must be.
        """
        rows = self._rows_within(area)
        if least:
            return self._lines(rows[(self._high[rows] - self._low[rows]).max(axis=1) >= least])
        if len(rows) < len(self._edges):
            return self._lines(rows)
        if self._all_lines is None:
            self._all_lines = self._lines(rows)
        return self._all_lines

    def bounds(self, edges: Collection[Edge]) -> QRectF:
        """The rectangle around some edges."""
        if not edges:
            return QRectF()
        rows = self.rows(edges)
        left, top = self._low[rows].min(axis=0).tolist()
        right, bottom = self._high[rows].max(axis=0).tolist()
        return QRectF(left, top, max(right - left, 1.0), max(bottom - top, 1.0))

    def within(self, area: QRectF) -> list[Edge]:
        """The edges whose bounds touch an area."""
        return [self._edges[row] for row in self._rows_within(area).tolist()]

    def cross(self, box: QRectF, but: Edge) -> bool:
        """Whether any other edge runs through a box."""
        others = (edge for edge in self.within(box) if edge != but)
        return any(_runs_through(self.path(edge), box) for edge in others)

    def through(self, box: QRectF) -> list[Edge]:
        """The edges that run through a box."""
        return [edge for edge in self.within(box) if _runs_through(self.path(edge), box)]

    def nearest(self, point: QPointF, tolerance: float, but: Collection[Edge] = ()) -> Edge | None:
        """The edge that passes closest to a point, within a distance; some are passed over."""
        near = QRectF(point, point).adjusted(-tolerance, -tolerance, tolerance, tolerance)
        rows = self._rows_within(near)
        if but:
            rows = np.array([row for row in rows.tolist() if self._edges[row] not in but], dtype=np.intp)
        if not len(rows):
            return None
        corners = self._corners[rows]
        start, along = corners[:, :-1], corners[:, 1:] - corners[:, :-1]
        offset = np.array((point.x(), point.y())) - start
        length = np.maximum((along**2).sum(2), 1e-9)
        share = np.clip((offset * along).sum(2) / length, 0, 1)
        off = offset - share[..., None] * along
        distance = np.hypot(off[..., 0], off[..., 1]).min(axis=1)
        best = int(distance.argmin())
        return self._edges[rows[best]] if distance[best] <= tolerance else None

    def _rows_within(self, area: QRectF) -> Rows:
        low, high = self._low, self._high
        is_across = (low[:, 0] <= area.right()) & (high[:, 0] >= area.left())
        return np.flatnonzero(is_across & (low[:, 1] <= area.bottom()) & (high[:, 1] >= area.top()))

    def _lines(self, rows: Rows) -> QPainterPath:
        corners, is_bent = self._corners[rows], self._bent[rows]
        bent = corners[is_bent]
        pieces = corners[~is_bent][:, (0, 3)], np.stack((bent[:, :-1], bent[:, 1:]), axis=2)
        return _segments(np.concatenate([points.reshape(-1, 2) for points in pieces]))


def _segments(points: Floats) -> QPainterPath:
    """Lines from each first to each second point, read at once from the form in which Qt stores paths."""
    elements = np.empty(len(points), dtype=[("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
    elements["type"] = np.arange(len(points)) % 2  # move there, then a line
    elements["x"], elements["y"] = points.T
    count, end = np.array([len(points)], ">i4"), np.array([max(len(points) - 2, 0), 0], ">i4")
    path = QPainterPath()
    stream = QDataStream(QByteArray(count.tobytes() + elements.tobytes() + end.tobytes()))
    stream.setVersion(QDataStream.Version.Qt_6_0)
    stream >> path
    return path


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


def _runs_through(path: QPainterPath, box: QRectF) -> bool:
    """Whether a curve touches a box."""
    polygon = path.toSubpathPolygons()[0]
    points = np.array([polygon.at(place).toTuple() for place in range(polygon.size())])
    (x, y), (along_x, along_y) = points[:-1].T, np.diff(points, axis=0).T
    end_x, end_y = points[1:].T
    is_near = (np.minimum(x, end_x) <= box.right()) & (np.maximum(x, end_x) >= box.left())
    is_near &= (np.minimum(y, end_y) <= box.bottom()) & (np.maximum(y, end_y) >= box.top())
    corners = [(left, top) for left in (box.left(), box.right()) for top in (box.top(), box.bottom())]
    sides = [along_x * (top - y) - along_y * (left - x) for left, top in corners]
    return bool((is_near & (np.min(sides, axis=0) <= 0) & (np.max(sides, axis=0) >= 0)).any())


def _merged(low: Floats, high: Floats) -> Iterator[Point]:
    """Intervals without overlaps that together cover the given ones."""
    order = np.argsort(low)
    first, last = -math.inf, -math.inf
    for start, end in zip(low[order].tolist(), high[order].tolist(), strict=True):
        if start > last:
            if last > first:
                yield first, last
            first = start
        last = max(last, end)
    if last > first:
        yield first, last
