"""Small pictures of networks as they look from afar: blocks in the colours of their families, and edges."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from designer.catalog.catalog import Catalog
from designer.document.project import Project
from designer.graph.block_specs import CATEGORY, with_blocks
from designer.graph.layout import NODE_SIZE, ROW_GAP, layout, straight_routes
from designer.ui.theme import Theme

_MARGIN_PX = 8.0
_LARGEST_SCALE = 0.3
_MOST_ROWS = 8
_BETWEEN_ROWS = 48.0  # in pixels of the canvas, as everything that a strip holds


@dataclass(frozen=True)
class _Strip:
    """A network in one row.

    Args:
        turn: Lets the data flow to the right; blocks and lines lie as on the canvas.
        bounds: Of all of it, turned.
        step: Distance from layer to layer along the row.
        stack_color: Of what stands for several layers.
    """

    blocks: Mapping[str, list[QRectF]]
    lines: list[QLineF]
    turn: QTransform
    bounds: QRectF
    step: float
    stack_color: str


@dataclass(frozen=True)
class _Folded:
    """How a strip is broken into rows, as text is, so that a long network is seen whole."""

    num_rows: int
    length: float
    height: float
    scale: float


def preset_thumbnail(
    project: Project, size: QSize, theme: Theme, catalog: Catalog, ratio: float = 1.0
) -> QImage:
    """Draw a network in rows from left to right; any thread may.

    Args:
        size: Of the picture, in pixels that don't depend on the screen.
        ratio: How many pixels of the screen are one of those.
    """
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.canvas))
    if project.graph.nodes:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw(painter, size, _strip(project, theme, catalog), theme)
        painter.end()
    return image


def _draw(painter: QPainter, size: QSize, strip: _Strip, theme: Theme) -> None:
    fold = _best_fold(size.width() - 2 * _MARGIN_PX, size.height() - 2 * _MARGIN_PX, strip)
    painter.translate(size.width() / 2, size.height() / 2)
    painter.scale(fold.scale, fold.scale)
    painter.translate(-fold.length / 2, -fold.height / 2)
    pen, slit = QPen(QColor(theme.edge), 1), QPen(QColor(theme.canvas), 1)
    pen.setCosmetic(True)
    slit.setCosmetic(True)
    row_height = strip.bounds.height() + _BETWEEN_ROWS
    for row in range(fold.num_rows):
        painter.save()
        painter.setClipRect(QRectF(0, row * row_height, fold.length, strip.bounds.height()))
        painter.translate(-strip.bounds.left() - row * fold.length, row * row_height - strip.bounds.top())
        painter.setTransform(strip.turn, combine=True)
        painter.setPen(pen)
        painter.drawLines(strip.lines)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, rects in strip.blocks.items():
            painter.setBrush(QColor(color))
            painter.drawRects(rects)
            if color == strip.stack_color:
                painter.setPen(slit)
                painter.drawLines(_slits(rects))
                painter.setPen(Qt.PenStyle.NoPen)
        painter.restore()


def _best_fold(width: float, height: float, strip: _Strip) -> _Folded:
    """The number of rows that lets the network be largest; rows break between layers."""
    num_steps = math.ceil(strip.bounds.width() / strip.step)
    folds = []
    for num_rows in range(1, min(_MOST_ROWS, num_steps) + 1):
        length = math.ceil(num_steps / num_rows) * strip.step
        tall = num_rows * (strip.bounds.height() + _BETWEEN_ROWS) - _BETWEEN_ROWS
        folds.append(_Folded(num_rows, length, tall, min(width / length, height / tall, _LARGEST_SCALE)))
    return max(folds, key=lambda fold: fold.scale)


def _strip(project: Project, theme: Theme, catalog: Catalog) -> _Strip:
    catalog = with_blocks(catalog, project.graph.blocks)
    graph, places, orientation = project.graph, project.view.positions, project.view.orientation
    if not all(node.id in places for node in graph.nodes):
        places = layout(graph, orientation=orientation).positions
    routes = straight_routes(graph.edges, places, orientation=orientation).values()
    width, height = NODE_SIZE
    blocks = defaultdict(list)
    for node in graph.nodes:
        (x, y), spec = places[node.id], catalog.layer(node.type)
        color = theme.family(spec.category if spec else "")
        blocks[color].append(QRectF(x - width / 2, y - height / 2, width, height))
    lines = [QLineF(*start, *end) for route in routes for start, end in pairwise(route)]
    xs, ys = zip(*places.values(), *(point for route in routes for point in route), strict=True)
    bounds = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
    bounds.adjust(-width / 2, -height / 2, width / 2, height / 2)
    is_turned = orientation == "vertical"
    turn = QTransform(0, 1, 1, 0, 0, 0) if is_turned else QTransform()
    gap = ROW_GAP / 2
    return _Strip(
        blocks,
        lines,
        turn,
        turn.mapRect(bounds).adjusted(-gap, 0, gap, 0),
        (height if is_turned else width) + ROW_GAP,
        theme.family(CATEGORY),
    )


def _slits(rects: list[QRectF]) -> list[QLineF]:
    """Lines across blocks, which make stacks of them."""
    heights = [(rect, rect.top() + share * rect.height()) for rect in rects for share in (1 / 3, 2 / 3)]
    return [QLineF(rect.left(), y, rect.right(), y) for rect, y in heights]
