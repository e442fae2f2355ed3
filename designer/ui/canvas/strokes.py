"""Which edges a stroke of the mouse crosses."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from designer.graph.elements import Edge
from designer.ui.canvas.routes import Routes

_MARGIN_PX = 1.0


def crossed(routes: Routes, start: QPointF, end: QPointF) -> list[Edge]:
    """The edges, as they are drawn, that a straight stroke crosses."""
    box = QRectF(start, end).normalized().adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
    return [edge for edge in routes.within(box) if _crosses(routes.path(edge), start, end)]


def _crosses(path: QPainterPath, start: QPointF, end: QPointF) -> bool:
    """Whether two points of the path lie on different sides of the stroke, and its ends on those of them."""
    polygon = path.toSubpathPolygons()[0]
    points = np.array([polygon.at(place).toTuple() for place in range(polygon.size())])
    first, last = np.array(start.toTuple()), np.array(end.toTuple())
    a, b = points[:-1], points[1:]
    parts = _side(first, last, a) * _side(first, last, b) <= 0
    meets = _side(a, b, first) * _side(a, b, last) <= 0
    is_stroke = not np.array_equal(first, last)
    return is_stroke and bool((parts & meets).any())


def _side(
    start: npt.NDArray[np.float64], end: npt.NDArray[np.float64], point: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Above 0 on one side of lines, below on the other."""
    along, off = end - start, point - start
    return along[..., 0] * off[..., 1] - along[..., 1] * off[..., 0]
