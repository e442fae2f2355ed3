"""Where dragged nodes line up with others, or have the same gaps: how far it is there, and what shows it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF

from designer.ui.canvas.places import NODE_HEIGHT, NODE_WIDTH

_Array = npt.NDArray[np.float64]
_Span = tuple[float, float]
_Box = tuple[_Span, _Span]

_X, _Y = 0, 1
_HALVES = NODE_WIDTH / 2, NODE_HEIGHT / 2
_SAME_PX = 0.51
"""Within this two coordinates count as one: a gap that is halved may end between two pixels."""


@dataclass(frozen=True)
class Guide:
    """A line along which nodes lie, or across one of several equal gaps."""

    line: QLineF
    is_gap: bool = False


class Snapping:
    """Knows the nodes that may be lined up with, from the beginning of a drag to its end.

    All of them are sorted once, by both coordinates, so that a move of the mouse costs only a few look-ups.

    Args:
        box: Around the dragged nodes, before they are dragged.
        middles: The middles of the other nodes, a row for each.
    """

    def __init__(self, box: QRectF, middles: _Array) -> None:
        self._box = box
        orders = [np.argsort(middles[:, axis]) for axis in (_X, _Y)]
        self._middles = [middles[orders[axis], axis].tolist() for axis in (_X, _Y)]
        self._partners: list[_Array] = [middles[orders[axis], 1 - axis] for axis in (_X, _Y)]
        self._lanes: dict[int, tuple[_Span, list[float]]] = {}

    def snapped(self, way: QPointF, reach: float) -> tuple[float | None, float | None]:
        """How far to drag instead, right and down; None in a direction where nothing is within reach."""
        box = _spans(self._box.translated(way))
        x, y = (min(self._missing(axis, box), key=abs, default=np.inf) for axis in (_X, _Y))
        return way.x() + x if abs(x) <= reach else None, way.y() + y if abs(y) <= reach else None

    def guides(self, way: QPointF) -> tuple[Guide, ...]:
        """What is lined up when the nodes are dragged so far."""
        box = _spans(self._box.translated(way))
        return tuple(
            guide for axis in (_X, _Y) for guide in (*self._lines(axis, box), *self._gaps(axis, box))
        )

    def _missing(self, axis: int, box: _Box) -> Iterator[float]:
        """How far it is to what the box could line up with."""
        middles = self._middles[axis]
        for wanted in _wanted(axis, box):
            place = bisect_left(middles, wanted)
            yield from (middle - wanted for middle in middles[max(place - 1, 0) : place + 1])
        yield from (start - box[axis][0] for start in self._equal_gaps(axis, box))

    def _lines(self, axis: int, box: _Box) -> Iterator[Guide]:
        """To the next nodes before and behind: through their middles, or else along the sides."""
        low, middle, high = (self._in_line(axis, wanted) for wanted in _wanted(axis, box))
        sides = [(low, box[axis][0]), (high, box[axis][1])]
        (begin, end), half = box[1 - axis], _HALVES[1 - axis]
        for others, across in [(middle, sum(box[axis]) / 2)] if len(middle) else sides:
            if len(others):
                before, behind = others[others < begin + half], others[others > end - half]
                start = before.max() - half if len(before) else begin
                stop = behind.min() + half if len(behind) else end
                yield Guide(_line(1 - axis, float(start), float(stop), across))

    def _in_line(self, axis: int, wanted: float) -> _Array:
        middles = self._middles[axis]
        within = slice(bisect_left(middles, wanted - _SAME_PX), bisect_right(middles, wanted + _SAME_PX))
        return self._partners[axis][within]

    def _equal_gaps(self, axis: int, box: _Box) -> Iterator[float]:
        """Where the box would begin if its gaps were the same on both sides, or the same as the next gap."""
        before, behind = self._neighbours(axis, box)
        size = box[axis][1] - box[axis][0]
        if before and behind and behind[0][0] - before[-1][1] > size:
            yield (before[-1][1] + behind[0][0] - size) / 2
        if len(before) > 1 and (gap := before[1][0] - before[0][1]) > 0:
            yield before[1][1] + gap
        if len(behind) > 1 and (gap := behind[1][0] - behind[0][1]) > 0:
            yield behind[0][0] - gap - size

    def _gaps(self, axis: int, box: _Box) -> Iterator[Guide]:
        """Across equal gaps: those on both sides of the box, or one of them and the next."""
        before, behind = self._neighbours(axis, box)
        gaps = [(one[1], other[0]) for one, other in pairwise([*before, box[axis], *behind])]
        equal = [pair for pair in pairwise(gaps) if _are_equal(*pair)]
        across = sum(box[1 - axis]) / 2
        for start, end in dict.fromkeys(gap for pair in equal for gap in pair):
            yield Guide(_line(axis, start, end, across), is_gap=True)

    def _neighbours(self, axis: int, box: _Box) -> tuple[Sequence[_Span], Sequence[_Span]]:
        """Where the two nodes before the box and the two behind it begin and end."""
        lane, half = self._lane(axis, box), _HALVES[axis]
        place = bisect_left(lane, sum(box[axis]) / 2)
        before, behind = lane[max(place - 2, 0) : place], lane[place : place + 2]
        return [(at - half, at + half) for at in before], [(at - half, at + half) for at in behind]

    def _lane(self, axis: int, box: _Box) -> list[float]:
        """The middles of the nodes that the box would meet along an axis, in order."""
        middles, half = self._middles[1 - axis], _HALVES[1 - axis]
        low, high = box[1 - axis]
        within = bisect_right(middles, low - half), bisect_left(middles, high + half)
        if axis not in self._lanes or self._lanes[axis][0] != within:
            self._lanes[axis] = within, np.sort(self._partners[1 - axis][slice(*within)]).tolist()
        return self._lanes[axis][1]


def _spans(box: QRectF) -> _Box:
    return (box.left(), box.right()), (box.top(), box.bottom())


def _wanted(axis: int, box: _Box) -> tuple[float, float, float]:
    """Where the middle of a node would have to be to line up with one side, the middle or the other side."""
    low, high = box[axis]
    return low + _HALVES[axis], (low + high) / 2, high - _HALVES[axis]


def _line(axis: int, start: float, end: float, across: float) -> QLineF:
    """A line along an axis."""
    if axis == _X:
        return QLineF(start, across, end, across)
    return QLineF(across, start, across, end)


def _are_equal(one: _Span, other: _Span) -> bool:
    first, second = one[1] - one[0], other[1] - other[0]
    return min(first, second) > 0 and abs(first - second) < 2 * _SAME_PX
