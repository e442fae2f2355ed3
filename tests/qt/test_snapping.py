"""Dragged nodes stop where they line up with others in sight, or have equal gaps; Ctrl sets them free."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.document.commands import MoveNodes
from designer.ui.canvas.places import NODE_HEIGHT, NODE_WIDTH
from designer.ui.canvas.snapping import Snapping
from tests.qt.canvas_helpers import LEFT, Desk

AWAY = 300.0


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """The chain with its third layer 300 pixels beside the others, whose gaps are 300, 100 and 100 pixels."""
    desk = Desk(qtbot)
    desk.document.push(MoveNodes({"n1": (0, 0), "n2": (0, 200), "n3": (AWAY, 450), "n4": (3, 700)}))
    desk.document.seal()
    desk.view.fit()
    desk.view.zoom_100()
    desk.view.tools.navigation.center_on(QPointF(100, 350))
    return desk


def carry(desk: Desk, way: QPointF, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Drag the third layer without letting go."""
    start = desk.node("n3")
    desk.press(start)
    desk.hover(start + way / 2)
    spot = QPointF(desk.screen(start + way))
    place = desk.view.viewport().mapToGlobal(spot)
    event = QMouseEvent(QEvent.Type.MouseMove, spot, place, Qt.MouseButton.NoButton, LEFT, keys)
    QApplication.sendEvent(desk.view.viewport(), event)


def drop(desk: Desk, way: QPointF, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    start = desk.node("n3")
    carry(desk, way, keys)
    desk.release(start + way, keys)


def test_a_layer_stops_under_another_and_the_line_is_shown_until_release(desk: Desk) -> None:
    carry(desk, QPointF(5 - AWAY, 40))
    assert desk.node("n3").x() in (0, 3)
    (guide,) = desk.view.tools.interaction.guides
    assert guide.line.x1() == guide.line.x2() == desk.node("n3").x()
    desk.release(desk.node("n3"))
    assert not desk.view.tools.interaction.guides


def test_the_stop_is_six_pixels_of_the_screen_at_every_zoom(desk: Desk) -> None:
    desk.view.tools.interaction.snaps_to_grid = False
    desk.view.tools.navigation.set_zoom(0.5)
    drop(desk, QPointF(13 - AWAY, 40))
    assert desk.document.positions["n3"][0] == 3
    desk.document.undo()
    desk.view.zoom_100()
    desk.view.tools.navigation.center_on(QPointF(100, 350))
    drop(desk, QPointF(13 - AWAY, 40))
    assert desk.document.positions["n3"][0] == 13


@pytest.mark.parametrize("way", ["ctrl", "preference"])
def test_ctrl_and_the_preference_set_layers_free(desk: Desk, way: str) -> None:
    keys = Qt.KeyboardModifier.ControlModifier if way == "ctrl" else Qt.KeyboardModifier.NoModifier
    desk.view.tools.interaction.snaps_to_guides = way == "ctrl"
    desk.view.tools.interaction.snaps_to_grid = way == "ctrl"
    carry(desk, QPointF(5 - AWAY, 41), keys)
    assert desk.node("n3") == QPointF(5, 491)
    assert not desk.view.tools.interaction.guides


def test_without_a_line_nearby_layers_go_in_steps_of_the_grid(desk: Desk) -> None:
    drop(desk, QPointF(102, 61))
    assert desk.document.positions["n3"] == (AWAY + 104, 450 + 64)


def test_escape_takes_the_lines_away(desk: Desk) -> None:
    carry(desk, QPointF(5 - AWAY, 40))
    desk.key(Qt.Key.Key_Escape)
    assert not desk.view.tools.interaction.guides
    assert desk.node("n3") == QPointF(AWAY, 450)


def at(*middles: tuple[float, float], box: QRectF | None = None) -> Snapping:
    one = QRectF(-NODE_WIDTH / 2, -NODE_HEIGHT / 2, NODE_WIDTH, NODE_HEIGHT)
    return Snapping(box or one, np.array(middles, dtype=float).reshape(-1, 2))


def test_a_group_lines_up_by_its_sides_or_its_middle() -> None:
    box = QRectF(0, 0, 3 * NODE_WIDTH, NODE_HEIGHT)
    for side in (NODE_WIDTH / 2, 1.5 * NODE_WIDTH, 2.5 * NODE_WIDTH):
        snapping = at((side + 4, 900), box=box)
        assert snapping.snapped(QPointF(0, 0), 6) == (4, None)
        (guide,) = snapping.guides(QPointF(4, 0))
        assert guide.line.dx() == 0


def test_the_middle_between_two_is_found() -> None:
    snapping = at((0, -200), (0, 310))
    assert snapping.snapped(QPointF(0, 51), 6) == (0, 55)
    gaps = [guide.line for guide in snapping.guides(QPointF(0, 55)) if guide.is_gap]
    assert len(gaps) == 2
    assert gaps[0].length() == gaps[1].length() == 255 - NODE_HEIGHT


@pytest.mark.parametrize("sign", [1, -1])
def test_the_gap_of_the_neighbours_is_repeated(sign: int) -> None:
    snapping = at((0, sign * -300), (0, sign * -180))
    assert snapping.snapped(QPointF(0, sign * -63), 6) == (0, sign * -60)
    assert sum(guide.is_gap for guide in snapping.guides(QPointF(0, sign * -60))) == 2


def test_nodes_in_one_place_or_none_are_no_trouble() -> None:
    assert at().snapped(QPointF(3, 3), 6) == (None, None)
    assert at().guides(QPointF(3, 3)) == ()
    assert at((0, 300), (0, 300), (0, 301)).snapped(QPointF(2, 90), 6)[0] == 0
