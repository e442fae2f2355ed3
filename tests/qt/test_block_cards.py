"""Blocks, nested models, frozen and shared layers can be told by eye, by ear and without colour."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from designer.document.block_commands import SetBlock, SetRepeat
from designer.document.commands import RemoveNodes, SetParams
from designer.graph.elements import Block
from designer.ui.canvas.painting.cards import FAR_ZOOM
from designer.ui.theme import LIGHT
from tests.core.block_projects import blocks
from tests.qt.canvas_helpers import Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot, blocks())
    desk.view.set_theme(LIGHT)
    return desk


def test_a_block_shows_its_parameters_by_name_and_how_often_it_is_repeated(desk: Desk) -> None:
    card = desk.content.cards["n3"]
    assert (card.title, card.headline, card.is_block) == ("Stage", "filters 16", True)
    desk.document.push(SetRepeat("n3", 6))
    assert desk.content.cards["n3"].title == "Stage ×6"


def test_each_state_has_one_sign(desk: Desk) -> None:
    signs = {node_id: desk.content.cards[node_id].signs for node_id in desk.content.ids}
    assert signs == {
        "n1": (),
        "n2": ("frozen",),
        "n3": (),
        "n4": ("frozen",),
        "n5": ("shared",),
        "n6": ("shared",),
        "n7": (),
        "n8": ("nested",),
    }


def test_signs_are_told_in_words_too(desk: Desk) -> None:
    assert "frozen" in desk.content.describe("n2")
    assert "nested model" in desk.content.describe("n8")
    assert "shares its weights with again" in desk.content.describe("n5")
    assert "shares its weights with owner" in desk.content.describe("n6")


def test_signs_follow_what_they_are_about(desk: Desk) -> None:
    desk.document.push(RemoveNodes(["n6"]))
    assert desk.content.cards["n5"].signs == ()
    desk.document.push(SetBlock(Block("b3", "Head")))
    assert desk.content.cards["n8"].signs == ()


def test_a_shared_call_shows_the_parameters_of_its_layer(desk: Desk) -> None:
    assert desk.content.cards["n6"].headline == "32 × 1×1"
    desk.document.push(SetParams("n5", {"filters": 7, "kernel_size": 1}))
    assert desk.content.cards["n6"].headline == "7 × 1×1"


def test_hovering_one_call_of_a_shared_layer_marks_the_others(desk: Desk) -> None:
    box = desk.view.mapFromScene(desk.content.rect("n6").adjusted(-8, -8, 8, 8)).boundingRect()
    before = desk.view.viewport().grab(box).toImage()
    desk.hover(desk.node("n5"))
    assert desk.view.viewport().grab(box).toImage() != before


def test_a_tool_tip_says_what_the_sign_means(desk: Desk) -> None:
    at = desk.screen(desk.node("n2"))
    port = desk.view.viewport()
    QApplication.sendEvent(port, QHelpEvent(QHelpEvent.Type.ToolTip, at, port.mapToGlobal(at)))
    assert QToolTip.text() == "Frozen: training doesn't change its weights."
    QToolTip.hideText()


def test_a_block_is_a_stack_from_afar(desk: Desk) -> None:
    desk.view.tools.navigation.set_zoom(FAR_ZOOM * 0.9)
    image = desk.view.viewport().grab().toImage()
    rect = desk.content.rect("n3")
    column = desk.screen(rect.center()).x() + 25
    top, bottom = (desk.screen(corner).y() for corner in (rect.topLeft(), rect.bottomLeft()))
    colors = [image.pixelColor(QPoint(column, y)) for y in range(top + 1, bottom)]
    gaps = [color for color in colors if color.lightness() > QColor(LIGHT.family("Blocks")).lightness() + 40]
    assert len(gaps) >= 2
