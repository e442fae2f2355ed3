"""A person at the main window: does with mouse and keys what people do, and reads what they can read."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QTabBar,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.graph.elements import Edge
from designer.ui.canvas.ports import output_ports
from designer.ui.palette_model import TYPE_ROLE
from designer.ui.window import MainWindow
from designer.ui.workbench import Workbench
from tests.journeys.dialog_hand import DialogHand, WidgetType, child
from tests.journeys.robot import Robot


class Person(DialogHand):
    """Works in one window. Nodes are known by their names, fields and buttons by their object names."""

    def __init__(self, window: MainWindow, robot: Robot, qtbot: QtBot, test: str) -> None:
        super().__init__(window, robot, qtbot, test)
        self.window: MainWindow = window

    @property
    def document(self) -> Document:
        return self.window.session.document

    def wait_for_analysis(self) -> None:
        self.wait(lambda: self.window.session.is_analysis_current)

    def leave(self) -> None:
        """Stops runs, throws unsaved changes away, and closes every window."""
        for window in self.windows:
            window.session.stop()
            self.wait(partial(_has_ended, window))
            self.wait(partial(_has_engine, window))  # a thread that imports TensorFlow can't be ended
            window.session.document.mark_clean(Path())
            window.close()

    @property
    def windows(self) -> list[MainWindow]:
        """All windows that are open, oldest first."""
        app = QApplication.instance()
        return [window for bench in app.findChildren(Workbench) for window in bench.windows] if app else []

    def turn_to(self, window: MainWindow) -> None:
        """Goes on in another window, which must be in front."""
        self.wait(window.isActiveWindow)
        self.window = window

    def focus(self) -> QWidget:
        """What the keyboard writes to."""
        found = QApplication.focusWidget()
        assert found
        return found

    # Finding

    def find(self, kind: type[WidgetType], name: str) -> WidgetType:
        found = [child for child in self.window.findChildren(kind, name) if child.isVisibleTo(self.window)]
        assert len(found) == 1, f"{len(found)} visible {name}"
        return found[0]

    def text(self, name: str) -> str:
        """What a label says; nothing where it isn't shown."""
        labels = self.window.findChildren(QLabel, name)
        return " ".join(label.text() for label in labels if label.isVisible())

    def says(self, name: str, words: str) -> bool:
        """Whether a label is shown and its text has these words."""
        return words in self.text(name)

    def node(self, name: str) -> str:
        """The id of a node on the sheet that is shown."""
        return next(node.id for node in self.window.session.shown.graph.nodes.values() if node.name == name)

    def description(self, name: str) -> str:
        """What a screen reader says of a node."""
        model = self.window.canvas.nodes_model
        index = model.index_of(self.node(name))
        return str(model.data(index, Qt.ItemDataRole.AccessibleDescriptionRole))

    def names(self) -> set[str]:
        """The names of all nodes."""
        return {node.name for node in self.document.graph.nodes.values()}

    def edges(self) -> set[tuple[str, str]]:
        """All edges, as names of nodes."""
        graph = self.document.graph
        return {(graph.node(edge.source).name, graph.node(edge.target).name) for edge in graph.edges()}

    def action(self, name: str) -> QAction:
        return self.window.actions_by_name[name]

    def message(self) -> str:
        """What the status bar says at the moment."""
        return self.window.statusBar().currentMessage()

    def problems(self) -> list[str]:
        """The rows of the problem list."""
        model = child(self.window.panels.problems, QTreeView, "problems").model()
        return [
            " | ".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]

    def curves(self) -> str:
        """What a screen reader says of the curves."""
        return self.window.panels.curves.accessibleDescription()

    def histograms(self) -> str:
        """What a screen reader says of the histograms."""
        return self.window.panels.histograms.accessibleDescription()

    # Palette and canvas

    def search(self, words: str) -> None:
        """Goes to the palette's search box and types."""
        self.robot.key("ctrl+shift+f")
        self.robot.type(words)

    def add(self, words: str) -> None:
        """Adds the best layer of a search behind what is selected."""
        count = len(self.document.graph.nodes)
        self.search(words)
        self.robot.key("Return")
        self.wait(lambda: len(self.document.graph.nodes) == count + 1)

    def drag_in(self, layer_type: str, below: str) -> None:
        """Drags a layer from the palette to the free canvas below a node."""
        content = self.window.canvas.tools.content
        self.drag_to(layer_type, self.screen(content.rect(self.node(below)).center() + QPointF(0, 160)))

    def drag_to(self, layer_type: str, end: QPoint) -> None:
        """Drags a layer from the palette to a point of the screen."""
        tree = self.find(QTreeView, "paletteLayers")
        model = tree.model()
        families = [model.index(row, 0) for row in range(model.rowCount())]
        rows = (model.index(row, 0, family) for family in families for row in range(model.rowCount(family)))
        index = next(index for index in rows if index.data(TYPE_ROLE) == layer_type)
        start = tree.viewport().mapToGlobal(tree.visualRect(index).center())
        self.robot.drag(start, end)

    def click_node(self, name: str) -> None:
        self.robot.click(self.middle(name))
        self.wait(lambda: self.window.canvas.selected_ids() == [self.node(name)])

    def connect(self, source: str, target: str) -> None:
        """Drags from the output port of one node to the body of another."""
        self.robot.drag(self.output(source), self.middle(target))

    def connect_onto_edge(self, source: str, edge: tuple[str, str]) -> None:
        """Drags from the output port of a node onto a later edge."""
        ends = Edge(self.node(edge[0]), 0, self.node(edge[1]), 0)
        middle = self.window.canvas.tools.content.routes.middle(ends)
        self.robot.drag(self.output(source), self.screen(middle))

    def output(self, name: str) -> QPoint:
        """Where the output port of a node is on the screen."""
        port = output_ports(self.window.canvas.tools.content, self.node(name))[0]
        return self.screen(port.position)

    def middle(self, name: str) -> QPoint:
        """Where a node is on the screen."""
        return self.screen(self.window.canvas.tools.content.rect(self.node(name)).center())

    def screen(self, point: QPointF) -> QPoint:
        """Where a point of the network is on the screen."""
        canvas = self.window.canvas
        spot = canvas.mapFromScene(point)
        assert canvas.viewport().rect().contains(spot), "out of sight"
        return canvas.viewport().mapToGlobal(spot)

    # Panels

    def open_panel(self, title: str) -> None:
        """Clicks on the tab of a panel."""
        for bar in self.window.findChildren(QTabBar):
            for place in range(bar.count()):
                if bar.isVisible() and bar.tabText(place).startswith(title):
                    self.robot.click(bar.mapToGlobal(bar.tabRect(place).center()))
                    return
        raise AssertionError(f"no tab {title}")

    def press(self, name: str) -> None:
        """Clicks on a button."""
        self.robot.click(self.in_sight(self.find(QAbstractButton, name)))

    def fill(self, name: str, text: str) -> None:
        """Types over what a field holds."""
        field = self.find(QWidget, name)
        self.wait(lambda: self._click_into(field))
        self.robot.key("ctrl+a")
        self.robot.type(text)
        self.robot.key("Return")

    def _click_into(self, field: QWidget) -> bool:
        """Whether it was hit: an analysis that arrives meanwhile may move it."""
        self.robot.click(self.in_sight(field))
        return QApplication.focusWidget() in (field, *field.findChildren(QWidget))

    def in_sight(self, widget: QWidget) -> QWidget:
        """Turns the wheel until a widget of a scrolled panel can be seen."""
        page = widget.parentWidget()
        while page is not None and not isinstance(page, QAbstractScrollArea):
            page = page.parentWidget()
        while page is not None and not _is_whole(widget, page):
            before = page.verticalScrollBar().value()
            self.robot.scroll(page, -1)
            assert page.verticalScrollBar().value() != before, f"{widget.objectName()} can't be reached"
        self._wait_until_still(widget)
        return widget

    def _wait_until_still(self, widget: QWidget) -> None:
        places: list[QPoint] = []

        def is_still() -> bool:
            places.append(widget.mapToGlobal(QPoint(0, 0)))
            return len(places) > 3 and len(set(places[-3:])) == 1

        self.wait(is_still)


def _has_ended(window: MainWindow) -> bool:
    return not window.session.is_running


def _has_engine(window: MainWindow) -> bool:
    return window.session.engine_state is not None


def _is_whole(widget: QWidget, page: QAbstractScrollArea) -> bool:
    top = widget.mapTo(page.viewport(), QPoint(0, 0)).y()
    return top >= 0 and top + widget.height() <= page.viewport().height()
