"""A layer is found in a network that doesn't fit the window, by keys alone."""

from PySide6.QtWidgets import QLineEdit

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from tests.journeys.conftest import SitDown


def tower() -> Project:
    net = NetworkBuilder("Tower")
    x = net.input((64, 64, 3))
    for number in range(60):
        x = net.add("Conv2D", x, filters=8 + number % 4, kernel_size=3, padding="same")
        x = net.add("ReLU", x)
    return net.project()


def test_a_layer_is_found_by_keys_alone(sit_down: SitDown) -> None:
    person = sit_down(tower())
    canvas = person.window.canvas
    person.robot.key("ctrl+f")
    person.wait(lambda: isinstance(person.focus(), QLineEdit) and person.focus().objectName() == "findField")
    person.robot.type("conv filters=11")
    person.wait(lambda: person.text("findCount") == "1 of 15")
    person.shot("found")
    person.robot.key("F3")
    person.robot.key("F3")
    person.wait(lambda: person.text("findCount") == "3 of 15")
    person.robot.key("shift+F3")
    person.wait(lambda: canvas.selected_ids() == [person.node("conv2d_7")])
    assert canvas.tools.navigation.is_visible(canvas.tools.content.rect(person.node("conv2d_7")))
    person.robot.key("Escape")
    person.wait(lambda: not canvas.finding.is_open)
    assert canvas.selected_ids() == [person.node("conv2d_7")]
    person.robot.key("ctrl+f")
    person.robot.type("(conv")
    person.robot.key("Tab")
    person.robot.key("space")
    person.wait(lambda: person.says("findCount", "Missing closing parenthesis (character 5)"))
    person.shot("bad-expression")
    person.robot.key("Escape")
    person.robot.key("ctrl+2")
    person.wait(lambda: canvas.tools.navigation.zoom > 1)
