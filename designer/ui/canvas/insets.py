"""Where the frames of blocks lie that are open in place, and what lies in which."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF

from designer.document.document import Document
from designer.document.joined import parted
from designer.document.plan import CARD, Box, framed, united
from designer.graph.elements import Edge
from designer.graph.layout import NODE_SIZE
from designer.graph.layout_routes import exit_share
from designer.graph.layout_straight import straight_lines
from designer.ui.canvas.places import Places

Floats = npt.NDArray[np.float64]

_BOX = np.array(NODE_SIZE)
_WIDTH, _HEIGHT = NODE_SIZE


class Insets:
    """The open blocks of a document as its nodes are shown; worked out when first asked for.

    Attributes:
        places: The nodes.
    """

    def __init__(self, document: Document, places: Places) -> None:
        self._document = document
        self.places = places
        self._boxes: dict[str, Box] | None = None
        self._members: dict[str, tuple[npt.NDArray[np.intp], dict[str, int]]] = {}

    def __bool__(self) -> bool:
        return bool(self._document.insets)

    def forget(self, *, keeps_members: bool = False) -> None:
        """Nodes lie elsewhere; or else, other nodes are there."""
        self._boxes = None
        if not keeps_members:
            self._members.clear()

    def boxes(self) -> Mapping[str, Box]:
        """What each open node takes up: its card and the frame."""
        if self._boxes is None:
            self._boxes = self._find_boxes()
        return self._boxes

    def frame(self, path: str) -> QRectF:
        """The frame of an open node, which begins at the middle of its card."""
        box = self.boxes()[path]
        x, y = self.places.centers[path]
        if self._document.orientation == "vertical":
            return QRectF(QPointF(box.left, y), QPointF(box.right, box.bottom))
        return QRectF(QPointF(x, box.top), QPointF(box.right, box.bottom))

    def end(self, node_id: str) -> tuple[float, float]:
        """The middle of a card whose end is where edges leave a node; of an open one at its frame's end."""
        x, y = self.places.centers[node_id]
        box = self.boxes().get(node_id)
        if box is None:
            return x, y
        return (
            (x, box.bottom - _HEIGHT / 2)
            if self._document.orientation == "vertical"
            else (box.right - _WIDTH / 2, y)
        )

    def ending_within(self, area: QRectF) -> list[str]:
        """The open nodes whose edges leave from a part of an area."""
        return [
            path
            for path in self.boxes()
            if QRectF(QPointF(*self.end(path)), QSizeF())
            .adjusted(-_WIDTH / 2, -_HEIGHT / 2, _WIDTH / 2, _HEIGHT / 2)
            .intersects(area)
        ]

    def courses(
        self, edges: Sequence[Edge], shares: Floats
    ) -> Iterable[tuple[npt.NDArray[np.intp], Floats, npt.NDArray[np.bool_]]]:
        """How edges run: those of each drawing by themselves, around the frames in it.

        Returns:
            For each drawing, which of the edges run in it, their corners, and whether they are bent.
        """
        groups: dict[str, list[int]] = {}
        paths = self.boxes()
        for number, edge in enumerate(edges):
            groups.setdefault(parted(edge.source, paths)[0], []).append(number)
        for path, numbers in groups.items():
            chosen = np.array(numbers, dtype=np.intp)
            yield chosen, *self._courses_at(path, [edges[number] for number in numbers], shares[chosen])

    def _courses_at(
        self, path: str, edges: Sequence[Edge], shares: Floats
    ) -> tuple[Floats, npt.NDArray[np.bool_]]:
        members, index = self._members_at(path)
        middles, sizes = self.places.points[members], np.tile(_BOX, (len(members), 1))
        exits = np.array([exit_share(edge.source_port) for edge in edges], dtype=np.float64)
        shares, axis = shares.copy(), 0 if self._document.orientation == "vertical" else 1
        for key, box in self.boxes().items():
            if (place := index.get(key)) is None:
                continue
            middle, size = middles[place, axis], (box.right - box.left, box.bottom - box.top)
            start = (box.left, box.top)[axis]
            enters = np.array([edge.target == key for edge in edges], dtype=bool)
            leaves = np.array([edge.source == key for edge in edges], dtype=bool)
            for ends, chosen in ((shares, enters), (exits, leaves)):
                ends[chosen] = (middle + (ends[chosen] - 0.5) * NODE_SIZE[axis] - start) / size[axis]
            middles[place] = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            sizes[place] = size
        ends_of = np.array([(index[edge.source], index[edge.target]) for edge in edges], dtype=np.int64)
        return straight_lines(middles, sizes, ends_of, shares, self._document.orientation, exits)

    def _members_at(self, path: str) -> tuple[npt.NDArray[np.intp], dict[str, int]]:
        """The nodes of one drawing, by their places among all nodes, and which of them each is."""
        if not self._members:
            present = self.places.index
            inner = {
                inset.path: [key for key in inset.members if key in present]
                for inset in self._document.insets
            }
            hidden = {key for keys in inner.values() for key in keys}
            for name, keys in {"": [key for key in present if key not in hidden], **inner}.items():
                places = np.array([present[key] for key in keys], dtype=np.intp)
                self._members[name] = places, {key: number for number, key in enumerate(keys)}
        return self._members[path]

    def _find_boxes(self) -> dict[str, Box]:
        centers, found = self.places.centers, dict[str, Box]()
        is_vertical = self._document.orientation == "vertical"
        for inset in reversed(self._document.insets):
            if inset.path not in centers:
                continue
            inner = united(found.get(key) or CARD.at(centers[key]) for key in inset.members if key in centers)
            x, y = centers[inset.path]
            box = framed(inner.at((-x, -y)) if inner else None, is_vertical=is_vertical)
            found[inset.path] = box.at((x, y))
        return dict(reversed(found.items()))
