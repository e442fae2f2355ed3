"""A learning rate schedule is chosen, moved with mouse and keys, and typed, before a run follows it."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from designer.document.schedules import Constant, Steps
from designer.ui.training.points_table import PointsTable
from designer.ui.training.schedule_curve import ScheduleCurve
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import convolutions


def points(person: Person) -> tuple[tuple[float, float], ...]:
    schedule = person.document.training.schedule
    assert isinstance(schedule, Steps)
    return schedule.points


def place(person: Person, time: float, factor: float) -> QPoint:
    """Where a point lies on the screen."""
    curve = person.find(ScheduleCurve, "scheduleCurve")
    return curve.mapToGlobal(curve.place_of((time, factor)).toPoint())


def choose_step_table(person: Person) -> None:
    person.open_panel("Training")
    person.press("trainingScheduleFold")
    combo = person.find(QWidget, "training_schedule")
    combo.setFocus()
    person.robot.key("Down")
    person.wait(lambda: isinstance(person.document.training.schedule, Steps))
    person.in_sight(person.find(PointsTable, "schedulePoints"))
    person.shot("a-step-table")


def test_a_step_table_is_dragged_undone_and_typed(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.wait_for_analysis()
    choose_step_table(person)
    assert points(person) == ((0, 1), (5, 0.1), (8, 0.01))
    person.robot.drag(place(person, 5, 0.1), place(person, 3, 0.5))
    person.wait(lambda: points(person)[1][0] == 3)
    assert 0.45 < points(person)[1][1] < 0.55
    person.shot("a-point-was-dragged")
    person.robot.key("ctrl+z")
    person.wait(lambda: points(person) == ((0, 1), (5, 0.1), (8, 0.01)))
    person.robot.click(place(person, 2, 0.7), double=True)
    person.wait(lambda: len(points(person)) == 4)
    person.robot.key("Delete")
    person.wait(lambda: len(points(person)) == 3)
    person.robot.key("ctrl+z")
    person.robot.key("ctrl+z")
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.training.schedule == Constant())


def test_wrong_numbers_are_refused_where_they_are_typed(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.wait_for_analysis()
    choose_step_table(person)
    table = person.find(PointsTable, "schedulePoints")
    cell = table.visualRect(table.model().index(1, 1)).center()
    person.robot.click(table.viewport().mapToGlobal(cell), double=True)
    person.robot.key("ctrl+a")
    person.robot.type("much")
    person.robot.key("Return")
    person.wait(lambda: person.text("scheduleRefusal").startswith("Expected a number"))
    person.shot("a-wrong-number")
    assert points(person)[1] == (5, 0.1)
    person.fill("training_schedule_warmup_epochs", "-1")
    person.wait(lambda: "Still 0" in person.text("training_schedule_warmup_epochs_message"))
    person.fill("training_schedule_warmup_epochs", "1")
    person.wait(lambda: person.document.training.schedule.warmup_epochs == 1)


def test_a_run_follows_the_schedule_that_was_drawn(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.wait_for_analysis()
    person.wait(lambda: person.window.link.suggestion is not None)
    person.open_panel("Training")
    person.fill("training_epochs", "2")
    choose_step_table(person)
    person.robot.key("F5")
    person.wait(lambda: "learning_rate" in person.curves())
    person.shot("a-run-with-a-schedule")
