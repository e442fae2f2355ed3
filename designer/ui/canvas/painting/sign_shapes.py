"""The signs on cards, drawn with few strokes so that they need no colour and no font."""

from collections.abc import Mapping
from functools import cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from designer.ui.canvas.signs import Sign

SIGN_PX = 13.0
SIGN_STEP_PX = 16.0
_PEN_PX = 1.2
_NUM_ARMS = 6
_ARROW_PX = 9.0
_RING_PX = 4.2


def draw_signs(painter: QPainter, signs: tuple[Sign, ...], corner: QPointF, color: str, scale: float) -> None:
    """Draw signs beside each other, the last with its lower right corner at a point."""
    _prepare(painter, color)
    for number, sign in enumerate(reversed(signs)):
        painter.save()
        painter.translate(corner - QPointF(number * SIGN_STEP_PX + SIGN_PX, SIGN_PX) * scale)
        painter.scale(scale, scale)
        painter.drawPath(_shapes()[sign])
        painter.restore()


def draw_arrow(painter: QPainter, corner: QPointF, color: str, scale: float, *, is_open: bool) -> None:
    """Draw what opens and closes a block in the place of a sign; it points to what is shown."""
    _prepare(painter, color)
    middle, half = corner - QPointF(SIGN_PX, SIGN_PX) / 2 * scale, _ARROW_PX / 2 * scale
    tip = QPointF(0, half / 2) if is_open else QPointF(half / 2, 0)
    side = QPointF(half, -half / 2) if is_open else QPointF(-half / 2, half)
    other = QPointF(-half, -half / 2) if is_open else QPointF(-half / 2, -half)
    painter.drawPolyline([middle + side, middle + tip, middle + other])


def _prepare(painter: QPainter, color: str) -> None:
    painter.setPen(QPen(QColor(color), _PEN_PX, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)


@cache
def _shapes() -> Mapping[Sign, QPainterPath]:
    return {"nested": _box_in_box(), "frozen": _flake(), "shared": _two_rings()}


def _box_in_box() -> QPainterPath:
    path, whole = QPainterPath(), QRectF(0, 0, SIGN_PX, SIGN_PX)
    path.addRoundedRect(whole.adjusted(0.7, 0.7, -0.7, -0.7), 2, 2)
    path.addRect(whole.adjusted(4, 4, -4, -4))
    return path


def _two_rings() -> QPainterPath:
    path = QPainterPath()
    for x in (_RING_PX, SIGN_PX - _RING_PX):
        path.addEllipse(QPointF(x, SIGN_PX / 2), _RING_PX - 0.2, _RING_PX - 0.2)
    return path


def _flake() -> QPainterPath:
    """Six arms, each with a small fork."""
    path, middle, reach = QPainterPath(), QPointF(SIGN_PX / 2, SIGN_PX / 2), SIGN_PX / 2 - 0.4

    def at(radius: float, turn: float) -> QPointF:
        return middle + QPointF(sin(turn), -cos(turn)) * radius

    for arm in range(_NUM_ARMS):
        turn = 2 * pi * arm / _NUM_ARMS
        path.moveTo(middle)
        path.lineTo(at(reach, turn))
        for side in (-1, 1):
            path.moveTo(at(reach * 0.62, turn))
            path.lineTo(at(reach, turn + side * 0.36))
    return path
