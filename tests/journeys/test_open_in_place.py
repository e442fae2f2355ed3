"""A block is opened where it stands, edited there and closed again, with mouse and keys."""

from PySide6.QtCore import QPoint, QPointF

from tests.core.block_projects import blocks
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person

ARROW = QPointF(12, 12)


def open_by_arrow(person: Person, name: str) -> None:
    rect = person.window.canvas.tools.content.rect(person.node(name))
    person.robot.click(person.screen(rect.bottomRight() - ARROW))
    person.wait(lambda: person.node(name) in person.window.canvas.tools.content.open_ids)


def test_a_block_is_edited_where_it_stands(sit_down: SitDown) -> None:
    person = sit_down(blocks())
    before = person.document.project()
    person.wait_for_analysis()
    open_by_arrow(person, "stage_a")
    person.robot.key("ctrl+0")
    person.shot("open-in-place")
    inside = person.document.inside("b2")
    person.click_node("pool")
    person.fill("param_pool_size", "4, 4")
    person.wait(lambda: inside.graph.node("n3").params == {"pool_size": (4, 4)})
    person.wait_for_analysis()
    assert "output 7×7×16" in person.description("pool")
    place = inside.positions["n3"]
    person.robot.drag(person.middle("pool"), person.middle("pool") + QPoint(0, 40))
    person.wait(lambda: inside.positions["n3"][1] > place[1])
    person.shot("edited-in-place")
    person.robot.key("alt+Left")
    person.wait(lambda: not person.window.session.shown.insets)
    assert person.window.canvas.selected_ids() == ["n3"]
    for _ in range(4):
        person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)
