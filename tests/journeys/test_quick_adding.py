"""Adding and connecting at the place where one works, by keys and by the mouse."""

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLineEdit

from designer.document.project import Project
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.person import Person
from tests.journeys.projects import convolutions


def is_asking(person: Person) -> bool:
    lines = person.window.findChildren(QLineEdit, "quickAddSearch")
    return any(line.isVisible() and line.hasFocus() for line in lines)


def answer(person: Person, words: str) -> None:
    """Types into quick add, once it is there, and presses Enter."""
    person.wait(lambda: is_asking(person))
    person.robot.type(words)
    person.robot.key("Return")
    person.wait(lambda: not is_asking(person))


def test_a_network_is_built_with_tab_alone(sit_down: SitDown) -> None:
    person = sit_down(Project())
    canvas = person.window.canvas
    person.robot.click(canvas)
    for words in ("input", "conv2d", "flat", "dense"):
        person.robot.key("Tab")
        if words == "flat":
            person.wait_for_analysis()
            person.shot("quick-add")
        answer(person, words)
    assert person.edges() == {("input", "conv2d"), ("conv2d", "flatten"), ("flatten", "dense")}
    person.robot.key("Tab")
    person.wait(lambda: is_asking(person))
    person.robot.key("Tab")
    person.wait(lambda: not is_asking(person) and not canvas.isAncestorOf(person.focus()))
    person.robot.key("ctrl+z")
    person.wait(lambda: person.names() == {"input", "conv2d", "flatten"})


def test_an_edge_dropped_on_nothing_and_a_double_click_ask_for_a_layer(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.wait_for_analysis()
    person.robot.key("ctrl+0")
    content = person.window.canvas.tools.content
    beside = content.rect(person.node("conv2d_1")).center() + QPointF(260, 0)
    before = person.document.project()
    person.robot.drag(person.output("conv2d"), person.screen(beside))
    person.shot("dropped-edge")
    answer(person, "maxp")
    assert ("conv2d", "max_pooling2d") in person.edges()
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)
    person.robot.click(person.screen(beside), double=True)
    answer(person, "add")
    assert "add" in person.names()


def test_a_skip_connection_is_made_by_keys_alone(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.wait_for_analysis()
    person.robot.key("ctrl+0")
    before = person.document.project()
    person.click_node("conv2d")
    person.robot.key("ctrl+k")
    line = child(person.window, QLineEdit, "connectToSearch")
    person.wait(line.hasFocus)
    person.robot.type("2 flatten")
    person.shot("connect-to")
    person.robot.key("Return")
    person.wait(lambda: {("conv2d_2", "add"), ("projection", "add"), ("add", "flatten")} <= person.edges())
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)
