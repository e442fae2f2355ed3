"""Notes and frames as people use them: by a key, by typing, and by the mouse."""

from PySide6.QtCore import QPointF

from designer.ui.canvas.annotations import Key
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import convolutions


def is_writing(person: Person) -> bool:
    field = person.window.canvas.annotation_editor.field
    return bool(field and field.hasFocus())


def test_a_network_is_annotated_and_all_of_it_undone(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.wait_for_analysis()
    canvas = person.window.canvas
    content = canvas.tools.content
    before = person.document.project()
    person.robot.click(person.screen(content.rect(person.node("conv2d")).center() + QPointF(300, 0)))
    person.robot.key("n")
    person.wait(lambda: is_writing(person))
    person.robot.type("No padding, so that")
    person.robot.key("Return")
    person.robot.type("maps shrink")
    person.shot("note-writing")
    person.robot.key("ctrl+Return")
    person.wait(lambda: not is_writing(person))
    assert person.document.notes[0].text == "No padding, so that\nmaps shrink"
    person.click_node("conv2d")
    person.robot.key("ctrl+alt+f")
    person.wait(lambda: is_writing(person))
    person.robot.type("stem")
    person.robot.key("Return")
    person.wait(lambda: person.document.frames[0].title == "stem")
    title = content.annotations.rect(Key("frame", "f1")).topLeft() + QPointF(24, 14)
    x, y = content.center(person.node("conv2d"))
    person.robot.drag(person.screen(title), person.screen(title + QPointF(160, 40)))
    person.wait(lambda: content.center(person.node("conv2d")) == (x + 160, y + 40))
    person.shot("note-and-frame")
    for _ in range(len(person.document.steps())):
        person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)
