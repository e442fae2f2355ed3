"""Edges by hand, with the real mouse: other ends, layers put in and pulled out, and a stroke that cuts."""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QListView

from designer.document.builder import NetworkBuilder
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


def test_inputs_get_another_order_by_dragging_and_by_keys(sit_down: SitDown) -> None:
    net = NetworkBuilder("Branches")
    x = net.input((8,))
    net.add("Concatenate", net.add("ReLU", x), net.add("ReLU", x), net.add("ReLU", x))
    person = sit_down(net.project())
    person.wait_for_analysis()  # what it says stands above the list, and would move it
    person.robot.key("ctrl+0")
    person.click_node("concatenate")
    view = person.find(QListView, "inputOrder")
    rows = [view.visualRect(view.model().index(row, 0)) for row in range(3)]
    start, end = rows[0].center(), rows[2].center() + QPoint(0, rows[2].height() // 2 - 1)
    person.robot.drag(view.viewport().mapToGlobal(start), view.viewport().mapToGlobal(end))
    person.wait(lambda: inputs(person) == ["re_lu_1", "re_lu_2", "re_lu"])
    person.shot("inputs")
    person.robot.key("alt+Up")
    person.wait(lambda: inputs(person) == ["re_lu_1", "re_lu", "re_lu_2"])
    for _ in range(2):
        person.robot.key("ctrl+z")
    person.wait(lambda: inputs(person) == ["re_lu", "re_lu_1", "re_lu_2"])


def inputs(person: Person) -> list[str]:
    graph = person.document.graph
    return [graph.node(edge.source).name for edge in graph.in_edges(person.node("concatenate"))]
