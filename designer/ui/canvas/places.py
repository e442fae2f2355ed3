"""Which nodes there are and where they lie, as arrays to search and rectangles to draw."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF

from designer.document.project import Position
from designer.graph.layout import NODE_SIZE

NODE_WIDTH, NODE_HEIGHT = NODE_SIZE


class Places:
    """All nodes in drawing order.

    Attributes:
        ids: Their ids; the last lies on top.
        index: Place of each node in `ids`.
        centers: Middle of each node.
        points: The same as an array, in the order of `ids`.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.index: dict[str, int] = {}
        self._rects: list[QRectF] | None = None
        self.centers: dict[str, Position] = {}
        self.points: npt.NDArray[np.float64] = np.empty((0, 2))

    @property
    def rects(self) -> list[QRectF]:
        """Where each node lies, in the order of `ids`; for drawing many."""
        if self._rects is None:
            self._rects = [_rect(x, y) for x, y in self.centers.values()]
        return self._rects

    def rect(self, place: int) -> QRectF:
        """Where a node lies, by its place in `ids`."""
        return self._rects[place] if self._rects else _rect(*self.centers[self.ids[place]])

    def follow(self, ids: Sequence[str], positions: Mapping[str, Position], fresh: Collection[str]) -> None:
        """Have exactly these nodes; the fresh ones get their positions, others stay where they are shown."""
        if len(fresh) == len(ids):
            centers = {node_id: positions[node_id] for node_id in ids}
        else:
            self.centers |= {node_id: positions[node_id] for node_id in fresh}
            centers = {node_id: self.centers[node_id] for node_id in ids}
        self._rects = None
        self.centers = centers
        points = np.array(list(centers.values()), dtype=np.float64).reshape(-1, 2)
        self.points = np.asfortranarray(points)  # they are searched by column
        self.ids = list(ids)
        self.index = dict(zip(ids, range(len(ids)), strict=True))

    def move(self, positions: Mapping[str, Position]) -> None:
        """Let nodes lie elsewhere."""
        for node_id, center in positions.items():
            place = self.index[node_id]
            self.centers[node_id] = self.points[place] = center
            if self._rects:
                self._rects[place] = _rect(*center)

    def bounds(self, node_ids: Iterable[str] | None = None) -> QRectF:
        """The rectangle around some nodes, or around all of them."""
        chosen = (
            self.points if node_ids is None else self.points[[self.index[node_id] for node_id in node_ids]]
        )
        if not len(chosen):
            return QRectF()
        x, y = chosen.T
        return _rect(x.min(), y.min()).united(_rect(x.max(), y.max()))

    def within(self, area: QRectF) -> npt.NDArray[np.intp]:
        """Places in `ids` of the nodes that an area touches, in drawing order."""
        middle = area.center()
        reach = QPointF((area.width() + NODE_WIDTH) / 2, (area.height() + NODE_HEIGHT) / 2)
        off_x, off_y = np.abs(self.points - (middle.x(), middle.y())).T
        return np.flatnonzero((off_x <= reach.x()) & (off_y <= reach.y()))


def _rect(x: float, y: float) -> QRectF:
    return QRectF(x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2, NODE_WIDTH, NODE_HEIGHT)
