"""Cut, copy, paste, duplicate, bypass and arrange, from the menu's functions on a real canvas."""

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from designer.ui.canvas import arranging, copying, rewiring
from tests.qt.canvas_helpers import Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_what_is_cut_comes_back_by_paste_and_undo_takes_each_back(desk: Desk) -> None:
    before = desk.document.project()
    desk.view.select(["n2", "n3"])
    copying.cut(desk.view)
    assert desk.document.undo_text == "Cut 2 layers"
    copying.paste(desk.view)
    assert desk.document.undo_text == "Paste 2 layers"
    assert len(desk.view.selected_ids()) == 2
    desk.document.undo()
    desk.document.undo()
    assert desk.document.project() == before


def test_a_network_goes_from_one_canvas_to_another_as_text(desk: Desk, qtbot: QtBot) -> None:
    desk.view.select_all()
    copying.copy(desk.view)
    other = Desk(qtbot)
    count = len(other.document.graph.nodes)
    copying.paste(other.view)
    assert len(other.document.graph.nodes) == 2 * count
    assert len({node.name for node in other.document.graph.nodes.values()}) == 2 * count


def test_text_that_is_no_network_is_refused_in_a_line(desk: Desk) -> None:
    before = desk.document.project()
    QGuiApplication.clipboard().setText("hello")
    copying.paste(desk.view)
    assert len(desk.refusals) == 1
    assert desk.document.project() == before


def test_duplicates_are_fed_as_the_originals(desk: Desk) -> None:
    desk.view.select(["n2"])
    copying.duplicate(desk.view)
    (new,) = desk.view.selected_ids()
    assert [edge.source for edge in desk.document.graph.in_edges(new)] == ["n1"]


def test_bypass_is_switched_on_and_off(desk: Desk) -> None:
    desk.view.select(["n2"])
    rewiring.toggle_bypass(desk.view)
    assert desk.document.graph.node("n2").bypassed
    rewiring.toggle_bypass(desk.view)
    assert not desk.document.graph.node("n2").bypassed


def test_arranging_too_little_says_why(desk: Desk) -> None:
    desk.view.select(["n2"])
    arranging.ACTIONS["align_left"](desk.view)
    assert "At least 2 layers are needed" in desk.refusals[0]
