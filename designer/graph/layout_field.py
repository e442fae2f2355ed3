"""Nodes as rectangles with the flow downwards, to find which of them lie in many boxes at once."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_FEW_PAIRS = 4096
"""Up to so many pairs it is quickest to look at each."""
_COLUMN_COST = 4
"""Looking into a column costs about as much as looking at so many nodes."""


@dataclass(frozen=True)
class Boxes:
    """Many rectangles, by their sides."""

    left: Floats
    right: Floats
    top: Floats
    bottom: Floats

    def of(self, chosen: Bools | Ints | slice) -> "Boxes":
        """Only some of them."""
        return Boxes(self.left[chosen], self.right[chosen], self.top[chosen], self.bottom[chosen])


class Field:
    """All nodes, in any order.

    They are looked up by row or by column, whichever holds fewer: a network in one column would be slow by
    column, and one in one row by row.
    """

    def __init__(self, nodes: Boxes) -> None:
        self.nodes = nodes
        self._by_top = np.argsort(nodes.top, kind="stable")
        self._tops = nodes.top[self._by_top]

    def inside(self, boxes: Boxes) -> tuple[Ints, Ints]:
        """All pairs of a box and a node that overlap, as places of both."""
        nodes = self.nodes
        if len(boxes.top) * len(nodes.top) <= _FEW_PAIRS:
            overlap = (nodes.top < boxes.bottom[:, None]) & (nodes.bottom > boxes.top[:, None])
            overlap &= (nodes.left < boxes.right[:, None]) & (nodes.right > boxes.left[:, None])
            box, node = overlap.nonzero()
            return box, node
        first, num_nodes = self._rows(boxes)
        column, num_columns = self._columns(boxes)
        by_row = num_nodes <= _COLUMN_COST * num_columns
        chosen = np.flatnonzero(by_row)
        box, place = _expanded(first[chosen], num_nodes[chosen])
        found, node = chosen[box], self._by_top[place]
        if not by_row.all():
            chosen = np.flatnonzero(~by_row)
            box, nth = _expanded(column[chosen], num_columns[chosen])
            more, others = self._in_columns(boxes, chosen[box], nth)
            found, node = np.concatenate((found, more)), np.concatenate((node, others))
        overlap = (nodes.top[node] < boxes.bottom[found]) & (nodes.bottom[node] > boxes.top[found])
        overlap &= (nodes.left[node] < boxes.right[found]) & (nodes.right[node] > boxes.left[found])
        return found[overlap], node[overlap]

    def effort(self, boxes: Boxes) -> Ints:
        """About how many nodes must be looked at for each box."""
        return np.minimum(self._rows(boxes)[1], _COLUMN_COST * self._columns(boxes)[1])

    def next_top(self, height: Floats, but: tuple[Ints, Ints]) -> Floats:
        """The highest upper edge at or below a height, of a node that is none of two; else infinite."""
        place = np.searchsorted(self._tops, height, "left")
        return _first_other(np.append(self._tops, np.inf), place, self._by_top, but, 1)

    def last_bottom(self, height: Floats, but: tuple[Ints, Ints]) -> Floats:
        """The lowest lower edge at or above a height, of a node that is none of two; else infinite."""
        order, bottoms = self._by_bottom
        place = np.searchsorted(bottoms, height, "right") - 1
        return _first_other(np.append(bottoms, -np.inf), place, order, but, -1)

    @cached_property
    def _tallest(self) -> float:
        return float((self.nodes.bottom - self.nodes.top).max(initial=0.0))

    @cached_property
    def _widest(self) -> float:
        return float((self.nodes.right - self.nodes.left).max(initial=1.0))

    @cached_property
    def _start(self) -> float:
        return float(self.nodes.left.min(initial=math.inf))

    @cached_property
    def _by_bottom(self) -> tuple[Ints, Floats]:
        order = np.argsort(self.nodes.bottom, kind="stable")
        return order, self.nodes.bottom[order]

    @cached_property
    def _by_column(self) -> tuple[Ints, Floats, float]:
        """The nodes by column and then by upper edge, the number that orders them so, and its step."""
        nodes = self.nodes
        middle = (nodes.left + nodes.right) / 2
        step = 2.0 * float(np.ptp(self._tops) if len(self._tops) else 0.0) + 1.0
        key = np.floor((middle - self._start) / self._widest) * step + (
            nodes.top - nodes.top.min(initial=np.inf)
        )
        order = np.argsort(key, kind="stable")
        return order, key[order], step

    def _rows(self, boxes: Boxes) -> tuple[Ints, Ints]:
        """First and number of the nodes by upper edge, among which are all at the height of a box."""
        first = np.searchsorted(self._tops, boxes.top - self._tallest, "right")
        return first, np.maximum(np.searchsorted(self._tops, boxes.bottom, "left") - first, 0)

    def _columns(self, boxes: Boxes) -> tuple[Ints, Ints]:
        """First and number of the columns that may hold nodes in a box."""
        half = self._widest / 2
        first = np.floor((boxes.left - half - self._start) / self._widest).astype(np.int64)
        last = np.floor((boxes.right + half - self._start) / self._widest).astype(np.int64)
        return first, np.maximum(last - first + 1, 0)

    def _in_columns(self, boxes: Boxes, box: Ints, column: Ints) -> tuple[Ints, Ints]:
        """Pairs of a box and a node of one of its columns, near its height."""
        order, keys, step = self._by_column
        start = self._tops[0]
        low = np.clip(boxes.top[box] - self._tallest - start, 0.0, step)
        high = np.clip(boxes.bottom[box] - start, 0.0, step / 2)
        first = np.searchsorted(keys, column * step + low, "left")
        num_nodes = np.searchsorted(keys, column * step + high, "right") - first
        pair, place = _expanded(first, np.maximum(num_nodes, 0))
        return box[pair], order[place]


def _expanded(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """For each of many ranges of numbers its own number, repeated, and the numbers in it."""
    which = np.repeat(np.arange(len(first)), count)
    return which, np.arange(len(which)) + np.repeat(first - np.cumsum(count) + count, count)


def _first_other(values: Floats, place: Ints, order: Ints, but: tuple[Ints, Ints], step: int) -> Floats:
    """The value at a place in an order, or the next one that isn't of either of two nodes."""
    nodes = np.append(order, -1)
    for _ in range(2):
        is_end = (nodes[place] == but[0]) | (nodes[place] == but[1])
        place = np.where(is_end, place + step, place)
    return values[place]
