"""Layers are renamed on their cards and changed together, with mouse and keys."""

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLineEdit

from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import convolutions

CONVS = ("conv2d", "conv2d_1", "conv2d_2")


def is_naming(person: Person) -> bool:
    return any(line.isVisible() for line in person.window.canvas.findChildren(QLineEdit, "inPlace"))


def test_layers_are_renamed_and_changed_together(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    before = person.document.project()
    person.wait_for_analysis()
    person.robot.key("ctrl+1")
    person.click_node("conv2d")
    person.robot.key("F2")
    person.wait(lambda: is_naming(person))
    person.robot.type("conv2d_1")
    person.robot.key("Return")
    person.wait(lambda: "already called" in person.text("canvasBubble"))
    person.shot("name-refused")
    person.robot.key("ctrl+a")
    person.robot.type("stem")
    person.robot.key("Return")
    person.wait(lambda: "stem" in person.names())
    assert not is_naming(person)
    person.robot.key("ctrl+shift+t")
    person.wait(lambda: len(person.window.canvas.selected_ids()) == len(CONVS))
    person.fill("shared_kernel_size", "5, 5")
    graph = person.document.graph
    names = ("stem", *CONVS[1:])
    person.wait(lambda: all(graph.node(person.node(name)).params["kernel_size"] == (5, 5) for name in names))
    person.wait_for_analysis()
    person.shot("changed-together")
    assert not person.problems()
    person.robot.key("ctrl+z")
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)


def test_a_dragged_layer_lines_up_and_arrow_keys_move_it_on(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    before = dict(person.document.positions)
    person.robot.key("ctrl+1")
    node_id = person.node("conv2d_1")
    middle = person.window.canvas.tools.content.rect(node_id).center()
    person.robot.drag(person.screen(middle), person.screen(middle + QPointF(5, 20)))
    person.wait(lambda: person.document.positions[node_id] != before[node_id])
    x, y = person.document.positions[node_id]
    assert x == before[node_id][0]
    for keys in ("Right", "shift+Right", "shift+Right"):
        person.robot.key(keys)
    person.wait(lambda: person.document.positions[node_id] == (x + 10, y))
    person.shot("nudged")
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.positions[node_id] == (x, y))
    person.robot.key("ctrl+z")
    person.wait(lambda: dict(person.document.positions) == before)
