"""Two windows side by side: a piece of one network is dragged over to the other."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDockWidget

from designer.document.project import Project
from designer.ui.window import MainWindow
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import convolutions

WIDTH, HEIGHT = 640, 700


def put(person: Person, window: MainWindow, left: int) -> None:
    """Makes a window small, with the canvas alone, and puts it somewhere."""
    for dock in window.findChildren(QDockWidget):
        dock.close()

    def is_there() -> bool:
        """Asks again, since a window gets narrower only once its panels have gone."""
        window.setGeometry(left, 60, WIDTH, HEIGHT)
        return window.geometry().right() < left + WIDTH + 20

    person.wait(is_there)


def two_windows(person: Person) -> tuple[MainWindow, MainWindow]:
    first = person.window
    person.click_node("dense")
    person.robot.key("Right")
    person.wait(lambda: not first.session.document.is_clean)
    person.robot.key("ctrl+n")
    person.wait(lambda: len(person.windows) == 2)
    second = person.windows[1]
    person.turn_to(second)
    put(person, first, 20)
    put(person, second, 60 + WIDTH)
    person.wait(lambda: second.geometry().left() > first.geometry().right())
    second.canvas.fit()
    first.canvas.fit()
    return first, second


def middle_of(person: Person, window: MainWindow, name: str) -> QPoint:
    person.window = window
    return person.screen(window.canvas.tools.content.rect(person.node(name)).center())


def test_layers_are_dragged_from_one_window_to_another(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    first, second = two_windows(person)
    before = first.session.document.project()
    first.canvas.select(first.canvas.tools.content.ids[:3])
    goal = second.canvas.viewport().mapToGlobal(second.canvas.viewport().rect().center())
    person.robot.drag(middle_of(person, first, "conv2d"), goal, 24)
    person.window = second
    person.wait(lambda: person.names() == {"input", "conv2d", "conv2d_1"})
    person.shot("dragged-over")
    assert person.edges() == {("input", "conv2d"), ("conv2d", "conv2d_1")}
    assert first.session.document.project() == before
    person.robot.click(goal + QPoint(200, 250))
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project().graph == Project().graph)


def test_what_comes_back_is_moved_and_not_copied(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    first, second = two_windows(person)
    start = middle_of(person, first, "dense")
    away = second.canvas.viewport().mapToGlobal(QPoint(40, 300))
    person.robot.drag_along([start, away, start + QPoint(160, 0)])
    person.wait(lambda: person.document.history_position == 2)
    assert len(person.names()) == 6
    assert middle_of(person, first, "dense").x() > start.x() + 100
    assert second.session.document.project() == Project()
