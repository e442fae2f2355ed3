"""A run in the hands of the user: paused, resumed, stopped, and in the way of closing."""

from pathlib import Path

from designer.training.runs import list_runs
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import long_run


def train(person: Person) -> None:
    person.wait(person.action("train").isEnabled)
    person.press("button_train")
    person.wait(lambda: "samples/s" in person.text("statusRun"))


def test_run_pauses_resumes_and_stops(sit_down: SitDown) -> None:
    person = sit_down(long_run())
    train(person)
    person.shot("training")
    person.press("button_pause")
    person.wait(lambda: "Paused" in person.text("statusRun"))
    paused_at = person.curves()
    person.shot("paused")
    assert person.curves() == paused_at
    person.press("button_pause")
    person.wait(lambda: person.curves() != paused_at)
    assert "Paused" not in person.text("statusRun")
    person.press("button_stop")
    person.wait(lambda: person.text("statusRun").startswith("Stopped"))
    person.wait(person.action("train").isEnabled)
    person.shot("stopped")


def test_closing_asks_while_a_run_goes_on(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(long_run())
    train(person)
    said = person.answer("stopDialog", "Keep training")
    person.robot.key("ctrl+q")
    assert said[0] == "Stop training and close?"
    assert person.window.isVisible()
    assert person.window.session.is_running
    person.answer("stopDialog", "Stop and keep")
    person.robot.key("ctrl+q")
    person.wait(lambda: not person.windows)
    assert [run.status for run in list_runs(tmp_path / "runs")] == ["stopped"]
