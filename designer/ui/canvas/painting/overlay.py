"""The item above the network: ports, the edge being drawn, the rubber band, what was just revealed."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)
from typing_extensions import override

from designer.compiler.results import tensor_text
from designer.graph.elements import Edge
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH, Content
from designer.ui.canvas.interaction import Interaction, Preview, Stroke
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM
from designer.ui.canvas.painting.edges import draw_label
from designer.ui.canvas.ports import Port, ports
from designer.ui.theme import SMALL_TEXT_PX, Theme

PORT_PX = 4.0
GROWN_PORT_PX = 6.0
_MARGIN_PX = 24.0
_LABEL_PX = 160.0
_NAME_GAP_PX = 8.0


class OverlayItem(PaintedItem):
    """All that comes and goes with the mouse."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        super().__init__(content, interaction, theme)
        self._ports: dict[str, list[Port]] = {}
        content.touched.connect(self._forget_ports)

    @override
    def set_theme(self, theme: Theme) -> None:
        self._font = QFont(QGuiApplication.font())
        self._font.setPixelSize(SMALL_TEXT_PX)
        super().set_theme(theme)

    def extent(self) -> QRectF:
        """The area that this item, and the looks of what is under the cursor, take up now."""
        state, area = self.interaction, QRectF()
        for node_id in (state.hovered_node, state.highlight, *self.content.other_calls(state.hovered_node)):
            if node_id in self.content.index:
                area |= self.content.rect(node_id)
                if node_id in self.content.open_ids:
                    area |= self.content.insets.frame(node_id)
        for edge in (state.hovered_edge, state.target_edge):
            if edge and edge in self.content.shown_routes:
                area |= self.content.shown_routes.path(edge).boundingRect().adjusted(-_LABEL_PX, 0, 0, 0)
        for port in (*state.offered_ports, *([state.hovered_port] if state.hovered_port else [])):
            area |= QRectF(port.position, port.position).adjusted(-1, -1, 1, 1)
            area |= self._name_box(port) if port.name else QRectF()
        if state.preview:
            area |= _preview_path(state.preview, is_vertical=self.content.is_vertical).boundingRect()
        if state.band:
            area |= state.band
        if state.stroke:
            area |= QPolygonF(state.stroke.points).boundingRect()
            area |= self.content.shown_routes.bounds(self._cut(state.stroke))
        return area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX) if area.isValid() else area

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        self._paint_edges(painter)
        self._paint_highlight(painter)
        self._paint_calls(painter)
        if zoom >= FAR_ZOOM:
            for port in self._shown_ports(area):
                self._paint_port(painter, port)
            self._paint_name(painter)
        if self.interaction.preview:
            self._paint_preview(painter, self.interaction.preview)
        if self.interaction.band:
            self._paint_band(painter, self.interaction.band)
        if self.interaction.stroke:
            self._paint_stroke(painter, self.interaction.stroke)

    def _paint_edges(self, painter: QPainter) -> None:
        """The edge under the cursor with its shape, or the one that would be opened."""
        state = self.interaction
        edge = state.target_edge or state.hovered_edge
        if edge is None or edge not in (routes := self.content.shown_routes):
            return
        color = QColor(self.theme.accent if state.target_edge else self.theme.text)
        painter.setPen(QPen(color, 4 if state.target_edge else 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(routes.path(edge))
        if state.target_edge:
            painter.setBrush(QColor(self.theme.canvas))
            painter.drawEllipse(routes.middle(edge), GROWN_PORT_PX, GROWN_PORT_PX)
        elif (tensor := self.content.tensor(edge)) is not None:
            painter.setFont(self._font)
            text = tensor_text(tensor)
            draw_label(painter, QFontMetricsF(self._font), routes.middle(edge), text, self.theme)

    def _paint_highlight(self, painter: QPainter) -> None:
        if self.interaction.highlight in self.content.index:
            rect = self.content.rect(self.interaction.highlight).adjusted(-10, -10, 10, 10)
            painter.setPen(QPen(QColor(self.theme.accent), 3, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 12, 12)

    def _paint_calls(self, painter: QPainter) -> None:
        """Dotted rings around the other calls of the layer under the cursor."""
        pen = QPen(QColor(self.theme.accent), 2, Qt.PenStyle.DotLine)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for node_id in self.content.other_calls(self.interaction.hovered_node):
            painter.drawRoundedRect(self.content.rect(node_id).adjusted(-6, -6, 6, 6), 10, 10)

    def _shown_ports(self, area: QRectF) -> Iterator[Port]:
        """What a gesture offers, or else loose ends and the outputs under the cursor."""
        if self.interaction.preview:
            yield from self.interaction.offered_ports
            return
        for node_id in self.content.nodes_at_ports(area):
            is_hovered = node_id == self.interaction.hovered_node
            for port in self._ports_of(node_id):
                if port == self.interaction.hovered_port or _is_shown(port, is_hovered=is_hovered):
                    yield port

    def _ports_of(self, node_id: str) -> list[Port]:
        if node_id not in self._ports:
            self._ports[node_id] = ports(self.content, node_id)
        return self._ports[node_id]

    def _forget_ports(self, node_ids: set[str] | None) -> None:
        for node_id in list(self._ports) if node_ids is None else node_ids:
            self._ports.pop(node_id, None)

    def _paint_port(self, painter: QPainter, port: Port) -> None:
        is_under_cursor = port == self.interaction.hovered_port
        radius = GROWN_PORT_PX if is_under_cursor else PORT_PX
        painter.setPen(QPen(QColor(self.theme.accent if is_under_cursor else self.theme.edge), 2))
        painter.setBrush(QColor(self.theme.accent if is_under_cursor else self.theme.canvas))
        painter.drawEllipse(port.position, radius, radius)

    def _paint_name(self, painter: QPainter) -> None:
        """What the port under the cursor is called."""
        port = self.interaction.hovered_port
        if port and port.name and not self.interaction.preview and port.node in self.content.index:
            box = self._name_box(port)
            painter.setFont(self._font)
            painter.fillRect(box, QColor(self.theme.canvas))
            painter.setPen(QColor(self.theme.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, port.name)

    def _name_box(self, port: Port) -> QRectF:
        """Beside the port, outside of its node."""
        box = QFontMetricsF(self._font).boundingRect(port.name).adjusted(-3, -1, 3, 1)
        way = 1 if port.is_output else -1
        middle = box.height() / 2 + _NAME_GAP_PX
        if self.content.is_vertical:
            box.moveCenter(port.position + QPointF(0, way * middle))
            box.moveLeft(port.position.x() + _NAME_GAP_PX)
        else:
            box.moveCenter(port.position + QPointF(way * (box.width() / 2 + _NAME_GAP_PX), -middle))
        return box

    def _paint_preview(self, painter: QPainter, preview: Preview) -> None:
        color = QColor(self.theme.error if preview.is_refused else self.theme.accent)
        style = Qt.PenStyle.DashLine if preview.is_refused else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, 2, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_preview_path(preview, is_vertical=self.content.is_vertical))

    def _paint_band(self, painter: QPainter, band: QRectF) -> None:
        color = QColor(self.theme.accent)
        pen = QPen(color, 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        color.setAlpha(40)
        painter.setBrush(color)
        painter.drawRect(band)

    def _paint_stroke(self, painter: QPainter, stroke: Stroke) -> None:
        """The stroke, and dashed what it cuts."""
        color = QColor(self.theme.error)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 3, Qt.PenStyle.DashLine))
        for edge in self._cut(stroke):
            painter.drawPath(self.content.shown_routes.path(edge))
        pen = QPen(color, 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(stroke.points))

    def _cut(self, stroke: Stroke) -> list[Edge]:
        return [edge for edge in stroke.edges if edge in self.content.shown_routes]


def _is_shown(port: Port, *, is_hovered: bool) -> bool:
    """Loose ends always; where one may begin or add an edge, only under the cursor."""
    return (not port.is_used and port.is_needed) or (is_hovered and (port.is_output or not port.is_used))


def _preview_path(preview: Preview, *, is_vertical: bool) -> QPainterPath:
    """The edge being drawn as a curve, or the outline of the layer being dropped."""
    path, end = QPainterPath(), preview.end
    if (node := end if preview.start is None else preview.node) is not None:
        half = QPointF(NODE_WIDTH / 2, NODE_HEIGHT / 2)
        path.addRoundedRect(QRectF(node - half, node + half), 6, 6)
    if preview.start is None:
        return path
    along = (end - preview.start).y() if is_vertical else (end - preview.start).x()
    reach = max(24.0, abs(along) / 2)
    bend = QPointF(0, reach) if is_vertical else QPointF(reach, 0)
    swing = QPointF()
    if preview.is_skip:
        swing = QPointF(1.2 * NODE_WIDTH, 0) if is_vertical else QPointF(0, 2 * NODE_HEIGHT)
    path.moveTo(preview.start)
    path.cubicTo(preview.start + bend / 2 + swing, end - bend / 2 + swing, end)
    return path
