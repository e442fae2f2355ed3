"""Undo and redo bring back what was selected, and where it happened into sight."""

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from pytestqt.qtbot import QtBot

from designer.document.commands import MoveNodes, RenameNode, RenameProject, SetParams
from designer.graph.elements import Edge
from tests.qt.canvas_helpers import Desk


def let_go() -> None:
    """The event that made an edit is over."""
    QCoreApplication.processEvents()


def test_undo_selects_what_was_selected_before_and_redo_what_the_edit_selected(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.select(["n2"])
    added = desk.view.place("Dense")
    let_go()
    desk.view.select(["n1", "n3"])
    desk.document.undo()
    assert desk.view.selected_ids() == ["n2"]
    desk.view.select([])
    desk.document.redo()
    assert desk.view.selected_ids() == [added]


def test_what_was_deleted_is_selected_again_with_its_edges(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.tools.interaction.select(["n3"], [Edge("n1", 0, "n2", 0)])
    desk.key(Qt.Key.Key_Delete)
    let_go()
    desk.document.undo()
    assert desk.view.selected_ids() == ["n3"]
    assert desk.view.selected_edges() == {Edge("n1", 0, "n2", 0)}


def test_typing_merged_into_one_step_remembers_the_selection_at_its_start(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.select(["n2"])
    for filters in (1, 12):
        desk.document.push(SetParams("n2", {"filters": filters, "kernel_size": (3, 3)}, field="filters"))
        desk.view.select(["n3"])
    desk.document.undo()
    assert desk.view.selected_ids() == ["n2"]


def test_a_jump_over_many_steps_selects_as_one_step_did(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    for node_id in ("n1", "n2", "n3"):
        desk.view.select([node_id])
        desk.document.push(MoveNodes({node_id: (0.0, 0.0)}))
        let_go()
    desk.document.go_to(0)
    assert desk.view.selected_ids() == ["n1"]
    desk.document.go_to(3)
    assert desk.view.selected_ids() == ["n3"]


def test_what_happened_out_of_sight_is_brought_into_sight(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.zoom_100()
    desk.document.push(RenameNode("n4", "last"))
    navigation = desk.view.tools.navigation
    navigation.center_on(desk.node("n1") - QPointF(0, 600))
    assert not navigation.visible_area().intersects(desk.content.rect("n4"))
    desk.document.undo()
    assert navigation.visible_area().contains(desk.node("n4"))


def test_the_view_stays_where_the_place_is_in_sight_already(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.document.push(RenameNode("n4", "last"))
    desk.document.push(RenameProject("Other"))
    before = desk.view.tools.navigation.visible_area()
    desk.document.undo()
    desk.document.undo()
    assert desk.view.tools.navigation.visible_area() == before


def test_where_an_undone_layer_was_is_shown(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.zoom_100()
    navigation, place = desk.view.tools.navigation, desk.node("n1") + QPointF(800, 0)
    desk.view.place("Dense", (place.x(), place.y()), connect_from_selection=False)
    let_go()
    navigation.center_on(desk.node("n1"))
    assert not navigation.visible_area().contains(place)
    desk.document.undo()
    assert navigation.visible_area().contains(place)


def test_steps_that_were_replaced_are_forgotten(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    memory = desk.view._focus
    for x in range(5):
        desk.document.push(MoveNodes({"n1": (float(x), 0.0)}))
    desk.document.go_to(1)
    desk.document.push(RenameProject("Other"))
    assert sorted(memory._before) == [1, 6]
