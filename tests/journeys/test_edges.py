"""Edges by hand, with the real mouse: other ends, layers put in and pulled out, and a stroke that cuts."""

from PySide6.QtCore import QPoint, QPointF

from designer.graph.elements import Edge
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import convolutions


def middle(person: Person, source: str, target: str) -> QPoint:
    ends = Edge(person.node(source), 0, person.node(target), 0)
    return person.screen(person.window.canvas.tools.content.routes.middle(ends))


def test_edges_are_moved_healed_and_cut_by_hand(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.wait_for_analysis()
    person.robot.key("ctrl+0")
    before = person.document.project()
    place = person.window.canvas.tools.content.rect(person.node("conv2d_2")).center()
    card, aside = person.screen(place), person.screen(place + QPointF(260, 0))
    person.robot.drag(card, aside, held="shift")
    person.wait(lambda: ("conv2d_1", "flatten") in person.edges())
    person.shot("pulled-out")
    person.robot.drag(aside, middle(person, "input", "conv2d"))
    person.wait(lambda: {("input", "conv2d_2"), ("conv2d_2", "conv2d")} <= person.edges())
    person.shot("put-in")
    person.robot.key("ctrl+z")
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)
    spot, reach = middle(person, "conv2d_1", "conv2d_2"), QPoint(60, 0)
    person.robot.drag(spot - reach, spot + reach, held="ctrl+shift")
    person.wait(lambda: ("conv2d_1", "conv2d_2") not in person.edges())
    end = middle(person, "conv2d_2", "flatten") + QPoint(0, 8)
    person.robot.drag(end, card)
    person.wait(lambda: person.document.undo_text == "Cut edge")
    assert ("conv2d_2", "flatten") in person.edges()
