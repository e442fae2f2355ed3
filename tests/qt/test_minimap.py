"""The overview in the corner: there where something is out of sight, moved by the mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.commands import MoveNodes, RemoveNodes, Together
from designer.document.document import Document
from designer.document.project import Project
from designer.ui.canvas.minimap import Minimap
from designer.ui.theme import DARK, current
from designer.ui.workbench import Workbench
from tests.qt.bench_helpers import open_bench
from tests.qt.canvas_helpers import LEFT, NO_KEYS, Desk

NO_BUTTON = Qt.MouseButton.NoButton


def tower(count: int) -> Project:
    net = NetworkBuilder("Tower")
    x = net.input((8,))
    for number in range(count - 1):
        x = net.add("Dense" if number % 2 else "ReLU", x, **({"units": 8} if number % 2 else {}))
    return net.project()


class Hand:
    """Works on the overview of a network that is too long for the view."""

    def __init__(self, qtbot: QtBot, count: int = 40) -> None:
        self.desk = Desk(qtbot, tower(count))
        self.map = self.desk.child(Minimap, "minimap")
        self.desk.view.zoom_100()
        qtbot.waitUntil(self.map.isVisible)

    def at(self, share: float) -> QPoint:
        return QPoint(self.map.width() // 2, round(self.map.height() * share))

    @property
    def middle(self) -> QPointF:
        return self.desk.view.tools.navigation.visible_area().center()

    def picture(self) -> QImage:
        return self.map.grab().toImage()


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    return Hand(qtbot)


def test_it_is_there_only_where_something_is_out_of_sight(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    overview = desk.child(Minimap, "minimap")
    assert not overview.isVisible()
    desk.view.tools.navigation.set_zoom(3)
    qtbot.waitUntil(overview.isVisible)
    desk.view.fit()
    assert not overview.isVisible()
    desk.document.push(MoveNodes({"n1": (5000.0, 5000.0)}))
    qtbot.waitUntil(overview.isVisible)
    overview.set_wanted(False)
    assert not overview.isVisible()


def test_it_lies_in_the_lower_right_corner_and_stays_there(hand: Hand) -> None:
    port = hand.desk.view.viewport()

    def gaps() -> tuple[int, int]:
        area = hand.map.geometry()
        return port.width() - area.right(), port.height() - area.bottom()

    before = gaps()
    assert max(before) < 24
    hand.desk.view.tools.navigation.scroll_by(QPoint(0, 300))
    assert gaps() == before
    hand.desk.view.resize(700, 500)
    assert gaps() == before
    hand.desk.view.resize(300, 200)
    assert not hand.map.isVisible()


def test_it_steps_aside_where_it_would_cover_what_is_selected(hand: Hand) -> None:
    desk, before = hand.desk, hand.map.geometry()
    desk.view.select(["n9"])
    spot = desk.view.mapToScene(before.center())
    desk.document.push(MoveNodes({"n9": (spot.x(), spot.y())}))
    hand.desk.qtbot.waitUntil(lambda: hand.map.geometry().right() < before.left())
    assert not hand.map.geometry().intersects(desk.view.mapFromScene(desk.content.rect("n9")).boundingRect())
    QTest.mouseClick(hand.map, LEFT, NO_KEYS, hand.at(0.9))
    assert hand.map.geometry().right() < before.left(), "it stays under the mouse"


def test_it_bears_that_what_is_selected_is_deleted(hand: Hand) -> None:
    document = hand.desk.document
    hand.desk.view.select(["n40"])
    document.push(Together((RemoveNodes(["n40"]), MoveNodes({"n1": (9000.0, 0.0)})), "Go"))
    assert hand.desk.view.selected_ids() == []
    assert hand.map.isVisible()


def test_a_press_brings_that_place_into_the_middle(hand: Hand) -> None:
    bounds = hand.desk.content.bounds()
    for share in (0.9, 0.5, 0.1):
        QTest.mouseClick(hand.map, LEFT, NO_KEYS, hand.at(share))
        assert hand.middle.y() == pytest.approx(bounds.top() + share * bounds.height(), abs=120)
    assert hand.desk.view.selected_ids() == []


def test_dragging_the_frame_moves_the_view_along(hand: Hand) -> None:
    QTest.mouseClick(hand.map, LEFT, NO_KEYS, hand.at(0.3))
    start = hand.middle
    QTest.mousePress(hand.map, LEFT, NO_KEYS, hand.at(0.3) + QPoint(0, 4))
    assert (hand.middle - start).manhattanLength() < 40
    QTest.mouseMove(hand.map, hand.at(0.6))
    QTest.mouseMove(hand.map, hand.at(0.6) + QPoint(0, 4))
    QTest.mouseRelease(hand.map, LEFT, NO_KEYS, hand.at(0.6) + QPoint(0, 4))
    moved = hand.middle.y() - start.y()
    assert moved == pytest.approx(0.3 * hand.desk.content.bounds().height(), rel=0.15)
    assert hand.desk.view.tools.interaction.band is None


def test_the_wheel_zooms_around_the_middle(hand: Hand) -> None:
    before, zoom = hand.middle, hand.desk.view.tools.navigation.zoom
    spot = QPointF(hand.at(0.5))
    for turn in (120, 2**31 - 1, -(2**31)):
        event = QWheelEvent(
            spot, spot, QPoint(), QPoint(0, turn), NO_BUTTON, NO_KEYS, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(hand.map, event)
        if turn == 120:
            assert hand.desk.view.tools.navigation.zoom > zoom
            assert (hand.middle - before).manhattanLength() < 4


def test_blocks_have_the_colours_of_their_families_in_both_themes(hand: Hand) -> None:
    for theme in (current(), DARK):
        hand.desk.view.set_theme(theme)
        hand.desk.qtbot.waitUntil(lambda: not hand.map._is_stale)
        image = hand.map._picture.toImage()
        colors = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        categories = {hand.desk.content.categories[node_id] for node_id in hand.desk.content.ids}
        assert {theme.family(category) for category in categories} | {theme.card} == colors


def test_it_is_faint_until_the_mouse_is_over_it(hand: Hand) -> None:
    faint = hand.desk.view.grab(hand.map.geometry()).toImage()
    QTest.mouseMove(hand.map, hand.at(0.5))
    hand.desk.qtbot.waitUntil(hand.map.underMouse)
    clear = hand.desk.view.grab(hand.map.geometry()).toImage()

    def contrast(image: QImage) -> int:
        family = QColor(current().family(hand.desk.content.categories["n2"]))
        pixels = [image.pixelColor(image.width() // 2, y) for y in range(image.height())]
        return min(abs(pixel.red() - family.red()) for pixel in pixels)

    assert contrast(clear) <= contrast(faint)
    assert clear != faint


def test_many_edits_in_a_row_are_drawn_once(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    drawings, draw = list[float](), Minimap._blocks

    def noting(overview: Minimap, ratio: float) -> Iterator[tuple[QColor, list[QRect]]]:
        drawings.append(ratio)
        return draw(overview, ratio)

    hand.desk.qtbot.waitUntil(lambda: not hand.map._timer.isActive())
    monkeypatch.setattr(Minimap, "_blocks", noting)
    for x in range(10):
        hand.desk.document.push(MoveNodes({"n9": (300.0 + x, 0.0)}))
    assert not drawings
    hand.desk.qtbot.waitUntil(lambda: bool(drawings))
    hand.desk.qtbot.waitUntil(lambda: not hand.map._timer.isActive())
    assert len(drawings) == 1


def test_layers_that_fall_on_each_other_are_drawn_once(qtbot: QtBot) -> None:
    hand = Hand(qtbot, 2000)
    blocks = sum(len(places) for _, places in hand.map._blocks(1.0))
    assert 0 < blocks <= 3 * hand.map.height()  # three families, in one column


@pytest.fixture
def workbench(qapp: QApplication, tmp_path: Path) -> Iterator[Workbench]:
    with open_bench(qapp, tmp_path) as workbench:
        yield workbench
        workbench.windows[0].bench.preferences.restore_defaults()


def test_it_is_switched_in_the_menu_for_all_windows_and_remembered(workbench: Workbench) -> None:
    first, second = workbench.open(Document()), workbench.open(Document())
    assert first.actions_by_name["minimap"].isChecked()
    first.actions_by_name["minimap"].trigger()
    for window in (first, second, workbench.open(Document())):
        assert not window.canvas.minimap.is_wanted
        assert not window.actions_by_name["minimap"].isChecked()
    assert first.bench.settings.value("canvas/minimap") in (False, "false")
