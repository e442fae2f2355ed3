"""A network that doesn't fit the window: panned, seen in the overview, and come back to by bookmarks."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton

from designer.ui.canvas.minimap import Minimap
from designer.ui.folding import OFFER
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.test_finding import tower


def sees(person: Person, name: str) -> bool:
    tools = person.window.canvas.tools
    return tools.navigation.is_visible(tools.content.rect(person.node(name)))


def middle(person: Person) -> QPoint:
    """The middle of what is in sight, in whole pixels at 100 %."""
    return person.window.canvas.tools.navigation.middle.toPoint()


def decline_folding(person: Person) -> None:
    """Answers the bar that is offered for a large network, which comes and moves the canvas down."""
    person.wait(lambda: person.window.findChild(QAbstractButton, f"{OFFER}NotNow") is not None)
    person.press(f"{OFFER}NotNow")
    person.wait(lambda: person.window.findChild(QAbstractButton, f"{OFFER}NotNow") is None)


def test_bookmarks_lead_back_after_a_drag_in_the_overview(sit_down: SitDown) -> None:
    person = sit_down(tower())
    canvas = person.window.canvas
    person.click_node("conv2d_1")
    person.robot.key("m")
    person.wait(lambda: len(person.document.bookmarks) == 1)
    assert "bookmark 1" in person.description("conv2d_1")
    overview = person.find(Minimap, "minimap")
    start, end = (
        overview.mapToGlobal(QPoint(overview.width() // 2, round(share * overview.height())))
        for share in (0.05, 0.6)
    )
    person.robot.drag(start, end)
    person.wait(lambda: not sees(person, "conv2d_1"))
    person.robot.key("Escape")
    person.robot.key("m")
    person.wait(lambda: len(person.document.bookmarks) == 2)
    far = middle(person)
    person.shot("bookmark-far")
    person.robot.key("1")
    person.wait(lambda: sees(person, "conv2d_1"))
    assert canvas.selected_ids() == [person.node("conv2d_1")]
    person.shot("bookmark-near")
    person.robot.key("alt+Next")
    person.wait(lambda: (middle(person) - far).manhattanLength() <= 2)
    person.robot.key("alt+Prior")
    person.wait(lambda: sees(person, "conv2d_1"))
    for _ in range(2):
        person.robot.key("ctrl+z")
    person.wait(lambda: person.document.is_clean)


def test_the_canvas_is_panned_by_mouse_and_scrolled_by_keys(sit_down: SitDown) -> None:
    person = sit_down(tower())
    canvas = person.window.canvas
    decline_folding(person)
    start = canvas.viewport().mapToGlobal(canvas.viewport().rect().center())
    canvas.setFocus()
    before = middle(person)
    person.robot.drag(start, start - QPoint(60, 150), button="middle")
    person.wait(lambda: middle(person) - before == QPoint(60, 150))
    person.robot.drag(start, start + QPoint(60, 150), held="space")
    person.wait(lambda: middle(person) == before)
    person.robot.key("End")
    person.wait(lambda: sees(person, "re_lu_59"))
    person.robot.key("Prior")
    person.wait(lambda: not sees(person, "re_lu_59"))
    person.robot.key("Home")
    person.wait(lambda: sees(person, "input"))
    place = canvas.viewport().mapToGlobal(QPoint(120, 120))
    fixed = canvas.mapToScene(QPoint(120, 120)).toPoint()
    person.robot.scroll(place, -3, held="ctrl")
    person.wait(lambda: canvas.tools.navigation.zoom < 0.6)
    assert (canvas.mapToScene(QPoint(120, 120)).toPoint() - fixed).manhattanLength() <= 8
    assert person.document.is_clean
