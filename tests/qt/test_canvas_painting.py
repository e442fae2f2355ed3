"""What is drawn at which zoom, that nothing covers anything, and that no more is drawn anew than must be."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF
from PySide6.QtGui import QColor, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from designer.compiler.results import Analysis, NodeAnalysis, TensorSpec
from designer.document.builder import NetworkBuilder
from designer.document.commands import MoveNodes, SetBypassed, SetOrientation, SetParams
from designer.document.project import Project
from designer.graph.elements import Edge
from designer.ui.canvas.card import CardText
from designer.ui.canvas.content import NODE_HEIGHT, Content
from designer.ui.canvas.painting.card_texts import CardTexts
from designer.ui.canvas.painting.cards import FAR_ZOOM, NEAR_ZOOM, small_text_opacity
from designer.ui.canvas.painting.edge_labels import EdgeLabels
from designer.ui.theme import LIGHT
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.view.set_theme(LIGHT)
    return desk


def branches(num_branches: int = 3) -> Project:
    net = NetworkBuilder("Branches")
    x = net.input((8, 8, 4))
    for _ in range(3):
        ways = [net.add("Conv2D", x, filters=4, kernel_size=3) for _ in range(num_branches)]
        x = net.add("Concatenate", x, *[net.add("Conv2D", way, filters=8, kernel_size=3) for way in ways])
    return net.project()


def shapes_everywhere(content: Content) -> Analysis:
    """An analysis in which every node gives another shape."""
    nodes = {
        node_id: NodeAnalysis((TensorSpec((None, 128, 128, number)),), 7)
        for number, node_id in enumerate(content.ids)
    }
    return Analysis(nodes=nodes)


class Watch(QObject):
    """Notes which regions of a canvas are painted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.view)
        QApplication.processEvents()
        self.regions: list[QRegion] = []
        desk.view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(QRegion(event.region()))
        return False

    def touched(self, spot: QPoint) -> bool:
        """Whether a place was painted; something must have been."""
        QApplication.processEvents()
        assert self.regions
        return any(region.contains(spot) for region in self.regions)


def test_small_text_is_there_near_by_and_fades_before_it_is_noise() -> None:
    assert small_text_opacity(NEAR_ZOOM) == 1
    assert 0 < small_text_opacity(0.85) < 1
    assert small_text_opacity(0.8) == 0


def test_a_card_turns_into_a_block_of_its_family_without_a_jump(desk: Desk) -> None:
    spot = desk.content.rect("n2").bottomRight().toPoint()
    found = []
    for zoom in (1.0, FAR_ZOOM + 0.001, FAR_ZOOM - 0.001):
        desk.view.tools.navigation.set_zoom(zoom)
        image = desk.view.viewport().grab().toImage()
        found.append(image.pixelColor(desk.view.mapFromScene(spot.x() - 12, spot.y() - 10)))
    near, before, after = found
    assert near == QColor(LIGHT.card)
    assert abs(before.lightness() - after.lightness()) < 8
    assert abs(before.lightness() - near.lightness()) > 30


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_labels_cover_no_card_no_edge_and_no_other_label(qtbot: QtBot, orientation: str) -> None:
    desk = Desk(qtbot, branches())
    desk.document.push(SetOrientation(orientation))
    desk.view.tidy()
    content = desk.content
    places = desk.document.positions
    qtbot.waitUntil(lambda: all(content.center(node_id) == places[node_id] for node_id in content.ids))
    content.set_analysis(shapes_everywhere(content))
    labels = EdgeLabels(content)
    boxes = [(edge, box) for edge, text in content.labels.items() if (box := labels.place(edge, text))]
    assert len(boxes) > len(content.ids) / 2
    for edge, box in boxes:
        assert content.nodes_within(box) == []
        others = [content.routes.path(other) for other in content.routes if other != edge]
        assert not any(box.contains(path.pointAtPercent(i / 200)) for path in others for i in range(201))
    rects = [box for _, box in boxes]
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)


def test_a_label_makes_way_for_a_card(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.set_analysis(CHAIN_ANALYSIS)
    edge, labels = Edge("n1", 0, "n2", 0), EdgeLabels(desk.content)
    desk.content.dirtied.connect(labels.forget)
    before = labels.place(edge, "8×8×1")
    assert before
    desk.document.push(MoveNodes({"n4": (before.center().x(), before.center().y())}))
    after = labels.place(edge, "8×8×1")
    assert after != before
    assert after is None or not desk.content.nodes_within(after)


def test_a_bypassed_node_says_so_and_is_dashed(desk: Desk) -> None:
    desk.document.push(SetBypassed(["n2"], True))
    assert desk.content.cards["n2"].footer == "bypassed"
    assert "bypassed" in desk.content.describe("n2")
    desk.view.tools.navigation.set_zoom(FAR_ZOOM / 2)
    image = desk.view.viewport().grab().toImage()
    off = QPointF(60, 0)  # beside the edge that shows through
    spots = {node_id: desk.screen(desk.node(node_id) + off) for node_id in ("n2", "n3")}
    family = QColor(LIGHT.family(desk.content.categories["n3"]))
    assert image.pixelColor(spots["n3"]) == family
    assert image.pixelColor(spots["n2"]) == QColor(LIGHT.canvas)


def test_hovering_draws_only_what_is_under_the_cursor(desk: Desk) -> None:
    watch = Watch(desk)
    desk.hover(desk.node("n1"))
    desk.hover(desk.node("n4"))
    assert watch.touched(desk.screen(desk.node("n4")))
    assert not watch.touched(desk.screen((desk.node("n2") + desk.node("n3")) / 2))


@pytest.mark.parametrize("act", ["select", "edit", "move"])
def test_an_act_on_one_node_leaves_the_rest_of_the_picture(desk: Desk, act: str) -> None:
    watch = Watch(desk)
    if act == "select":
        desk.view.select(["n1"])
    elif act == "edit":
        desk.document.push(SetParams("n1", {"shape": (9, 9, 1)}))
    else:
        desk.content.move({"n1": (8.0, 0.0)})
    assert watch.touched(desk.screen(desk.node("n1")))
    assert not watch.touched(desk.screen(desk.content.rect("n4").bottomRight()))


def test_only_so_many_texts_are_kept(qtbot: QtBot) -> None:
    texts = CardTexts(LIGHT)
    for number in range(1500):
        assert texts.all(CardText("Dense", headline=str(number)))
    assert len(texts) <= 1024


def long_chain(num_layers: int = 1200) -> Project:
    net = NetworkBuilder("Long")
    x = net.input((8,))
    for _ in range(num_layers):
        x = net.add("ReLU", x)
    return net.project()


def test_the_edges_of_a_large_network_follow_its_nodes(qtbot: QtBot) -> None:
    desk = Desk(qtbot, long_chain())
    qtbot.waitUntil(lambda: not desk.content.is_opening)
    assert len(desk.content.routes) == 1200
    opened = Content(desk.document, desk.content.catalog, is_gradual=True)
    assert opened.is_opening
    assert opened.is_behind
    assert len(opened.routes) == 1200
    assert not opened.is_opening
    opened.deleteLater()


def test_after_an_edit_that_moves_all_the_edges_in_sight_are_there_at_once(qtbot: QtBot) -> None:
    desk = Desk(qtbot, long_chain())
    content, edge = desk.content, Edge("n600", 0, "n601", 0)
    qtbot.waitUntil(lambda: not content.is_opening)
    desk.view.reveal("n600")
    desk.view.zoom_100()
    places = desk.document.positions.items()
    desk.document.push(MoveNodes({node_id: (x + 40, y) for node_id, (x, y) in places}))
    assert content.is_opening
    assert not content.is_behind
    assert content.shown_routes.end(edge) == content.rect("n601").center() - QPointF(0, NODE_HEIGHT / 2)
    desk.view.select([])
    desk.press(desk.node("n600"))
    assert content.is_opening, "neither a selection nor the mouse waits for the edges out of sight"
    desk.release(desk.node("n600"))
    qtbot.waitUntil(lambda: not content.is_opening)
    assert content.routes.end(edge) == content.rect("n601").center() - QPointF(0, NODE_HEIGHT / 2)


def test_from_afar_edges_stay_as_they_were_until_all_are_read(qtbot: QtBot) -> None:
    desk = Desk(qtbot, long_chain())
    content, ids = desk.content, desk.content.ids
    columns = {node_id: (240.0 * (n // 40), 88.0 * (n % 40)) for n, node_id in enumerate(ids)}
    desk.document.push(MoveNodes(columns))
    desk.view.fit()
    before = content.routes
    desk.document.push(MoveNodes({node_id: (x + 40, y) for node_id, (x, y) in columns.items()}))
    assert content.is_behind
    assert content.shown_routes is before
    qtbot.waitUntil(lambda: not content.is_opening)
    assert content.shown_routes is not before
