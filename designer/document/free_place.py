"""Where nodes can be placed so that none covers another."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import product

from designer.document.project import Position
from designer.graph.layout import NODE_SIZE

GAP_PX = 24.0
_NUM_NEAR = 4


def free_offset(
    taken: Iterable[Position], points: Collection[Position], offset: Position, *, is_vertical: bool
) -> Position:
    """How far nodes move, across the flow, so that they cover none that lie there already.

    Args:
        taken: The middles of those that lie there.
        points: The middles of those that come.
        offset: How far these move at least.
        is_vertical: Whether data flows down.
    """
    ground = _Ground(taken)
    offsets = _offsets(ground.points, points, offset, 0 if is_vertical else 1)
    return next(shift for shift in offsets if not ground.is_covered_by(points, shift))


def _offsets(
    taken: Collection[Position], points: Collection[Position], offset: Position, axis: int
) -> Iterator[Position]:
    """The offset itself, some beside it, and one that leads past everything."""
    step = NODE_SIZE[axis] + GAP_PX
    for number in range(_NUM_NEAR):
        yield _along(axis, offset[axis] + number * step, offset)
    past = max(point[axis] for point in taken) + step - min(point[axis] for point in points)
    yield _along(axis, round(past, 1), offset)


def _along(axis: int, value: float, offset: Position) -> Position:
    return (value, offset[1]) if axis == 0 else (offset[0], value)


class _Ground:
    """The nodes that lie there, by cells as large as a card."""

    def __init__(self, points: Iterable[Position]) -> None:
        self.points = list(points)
        self._cells: dict[tuple[int, int], list[Position]] = defaultdict(list)
        for point in self.points:
            self._cells[_cell(point)].append(point)

    def is_covered_by(self, points: Iterable[Position], offset: Position) -> bool:
        """Whether a card at one of some points, moved, would touch one that lies there."""
        return any(self._is_near((x + offset[0], y + offset[1])) for x, y in points)

    def _is_near(self, point: Position) -> bool:
        column, row = _cell(point)
        width, height = NODE_SIZE
        return any(
            abs(x - point[0]) < width and abs(y - point[1]) < height
            for right, down in product((-1, 0, 1), repeat=2)
            for x, y in self._cells.get((column + right, row + down), ())
        )


def _cell(point: Position) -> tuple[int, int]:
    return int(point[0] // NODE_SIZE[0]), int(point[1] // NODE_SIZE[1])
