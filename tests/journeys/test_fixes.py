"""A problem is fixed where it is seen: in the list, on the edge, on the node, and by a key."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.graph.elements import Edge
from designer.ui.fix_buttons import FixButton, FixMenuButton
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import SCALED

PROJECTION = {("stem", "projection"), ("projection", "joint")}


def block() -> Project:
    """A residual block on the digits whose shortcut lacks a projection, and a Dense on its map."""
    net = NetworkBuilder("Block")
    stem = net.add("Conv2D", net.input((8, 8, 1)), filters=4, kernel_size=3, padding="same", name="stem")
    body = net.add("Conv2D", stem, filters=8, kernel_size=3, strides=2, padding="same", name="body")
    joint = net.add("Add", body, stem, name="joint")
    net.add("Dense", joint, units=10, activation="softmax", name="head")
    return net.project().replace(data=SCALED)


def sit_before_block(sit_down: SitDown) -> Person:
    person = sit_down(block())
    person.wait_for_analysis()
    person.open_panel("Problems")
    person.robot.key("ctrl+0")
    person.wait(lambda: bool(person.window.panels.problems.findChildren(FixMenuButton)))
    person.shot("problem")
    return person


def undo(person: Person) -> None:
    before = block()
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)
    person.wait_for_analysis()


def test_a_button_in_the_list_fixes(sit_down: SitDown) -> None:
    person = sit_before_block(sit_down)
    button = person.find(FixMenuButton, "fixButton")
    person.robot.click(button.mapToGlobal(QPoint(40, button.height() // 2)))
    person.wait(lambda: person.edges() >= PROJECTION)
    person.wait_for_analysis()
    person.wait(lambda: not any("incompatible" in row for row in person.problems()))
    person.shot("fixed")
    undo(person)


def test_the_edge_and_the_node_offer_the_fix_by_mouse_and_by_key(sit_down: SitDown) -> None:
    person = sit_before_block(sit_down)
    content = person.window.canvas.tools.content
    edge = Edge(person.node("stem"), 0, person.node("joint"), 1)
    person.robot.click(person.screen(content.routes.middle(edge)), "right")
    choose_first(person)
    undo(person)
    person.click_node("joint")
    person.robot.key("shift+F10")
    choose_first(person)
    undo(person)
    person.robot.key("Menu")
    choose_first(person)
    undo(person)
    person.click_node("joint")
    person.robot.key("ctrl+period")
    person.wait(lambda: person.edges() >= PROJECTION)


def test_the_inspector_offers_the_fix_and_the_next_problem_shows(sit_down: SitDown) -> None:
    person = sit_before_block(sit_down)
    person.click_node("joint")
    person.wait(lambda: bool(person.window.panels.inspector.findChildren(FixButton)))
    person.robot.click(person.window.panels.inspector.findChildren(FixButton)[0])
    person.wait(lambda: person.edges() >= PROJECTION)
    person.wait_for_analysis()
    person.robot.key("F8")
    person.wait(lambda: person.window.canvas.selected_ids() == [person.node("head")])
    person.robot.key("ctrl+period")
    person.wait(lambda: "global_average_pooling2d" in person.names())
    person.wait_for_analysis()
    person.wait(lambda: not person.problems())


def choose_first(person: Person) -> None:
    """Goes down to the first fix of the open menu and takes it."""
    person.wait(lambda: person.window.canvas.findChild(QMenu, "canvasMenu") is not None)
    person.shot("menu")
    person.robot.key("Down")
    person.robot.key("Return")
    person.wait(lambda: person.edges() >= PROJECTION)
    person.wait_for_analysis()
