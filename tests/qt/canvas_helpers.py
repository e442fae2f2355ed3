"""A canvas to work on with the mouse, and small networks to put on it."""

from functools import cache
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, NodeAnalysis, Shape, TensorSpec
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.document.opened import Opened
from designer.document.project import Project
from designer.graph.elements import Edge
from designer.ui.canvas.content import Content
from designer.ui.canvas.ports import Port, input_ports, output_ports
from designer.ui.canvas.view import CanvasView
from designer.ui.palette_model import LAYER_MIME

WidgetType = TypeVar("WidgetType", bound=QWidget)

NO_KEYS = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@cache
def catalog() -> Catalog:
    return Catalog.load()


def chain() -> Project:
    """Input n1 → Conv2D n2 → Conv2D n3 → Conv2D n4, with 4, 4 and 8 filters."""
    net = NetworkBuilder("Chain")
    x = net.input((8, 8, 1))
    for filters in (4, 4, 8):
        x = net.add("Conv2D", x, filters=filters, kernel_size=(3, 3), padding="same")
    return net.project()


def analysis_of(shapes: dict[str, Shape]) -> Analysis:
    return Analysis(
        nodes={node_id: NodeAnalysis((TensorSpec(shape),), 40) for node_id, shape in shapes.items()}
    )


CHAIN_ANALYSIS = analysis_of(
    {"n1": (None, 8, 8, 1), "n2": (None, 8, 8, 4), "n3": (None, 8, 8, 4), "n4": (None, 8, 8, 8)}
)


class Desk:
    """A document on a shown canvas, with a hand that moves the mouse in the pixels of the scene."""

    def __init__(self, qtbot: QtBot, project: Project | None = None) -> None:
        self.qtbot = qtbot
        self.document = Opened(Document(project or chain()))
        self.view = CanvasView(self.document, catalog())
        qtbot.addWidget(self.view, before_close_func=lambda view: view.detach())
        self.view.resize(900, 700)
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.view.fit()
        self.refusals: list[str] = []
        self.view.refused.connect(self.refusals.append)

    @property
    def content(self) -> Content:
        return self.view.tools.content

    def child(self, kind: type[WidgetType], name: str) -> WidgetType:
        found = self.view.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def node(self, node_id: str) -> QPointF:
        return self.content.rect(node_id).center()

    def output(self, node_id: str) -> Port:
        return output_ports(self.content, node_id)[0]

    def input(self, node_id: str, number: int = 0) -> Port:
        return input_ports(self.content, node_id)[number]

    def middle(self, edge: Edge) -> QPointF:
        return self.content.routes.middle(edge)

    def screen(self, point: QPointF) -> QPoint:
        return self.view.mapFromScene(point)

    def press(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.mousePress(self.view.viewport(), LEFT, keys, self.screen(point))

    def hover(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Move the mouse; `QTest.mouseMove` knows no keys."""
        if keys == NO_KEYS:
            QTest.mouseMove(self.view.viewport(), self.screen(point))
            return
        port, place = self.view.viewport(), QPointF(self.screen(point))
        glob = QPointF(port.mapToGlobal(place.toPoint()))
        event = QMouseEvent(QEvent.Type.MouseMove, place, glob, Qt.MouseButton.NoButton, LEFT, keys)
        QApplication.sendEvent(port, event)

    def release(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.mouseRelease(self.view.viewport(), LEFT, keys, self.screen(point))

    def click(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.press(point, keys)
        self.release(point, keys)

    def drag(self, start: QPointF, end: QPointF) -> None:
        self.press(start)
        self.hover((start + end) / 2)
        self.hover(end)
        self.release(end)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(self.view, key, keys)

    def drop(self, layer_type: str, point: QPointF) -> None:
        data = QMimeData()
        data.setData(LAYER_MIME, layer_type.encode())
        spot = self.screen(point)
        action = Qt.DropAction.CopyAction
        for event in (
            QDragEnterEvent(spot, action, data, LEFT, NO_KEYS),
            QDragMoveEvent(spot, action, data, LEFT, NO_KEYS),
            QDropEvent(QPointF(spot), action, data, LEFT, NO_KEYS),
        ):
            QApplication.sendEvent(self.view.viewport(), event)
