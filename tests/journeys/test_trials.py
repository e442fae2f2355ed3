"""Trials before training: a rate is found, taken and taken back, a batch memorised, a trial broken off."""

from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from designer.training.runs import list_runs
from designer.ui.trials.trial_dialog import TrialDialog
from designer.ui.trials.trial_plot import TrialPlot
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.person import Person
from tests.journeys.projects import convolutions


def open_trial(person: Person, words: str, action: str) -> TrialDialog:
    """Takes the action from the command list, and waits for its dialog."""
    person.wait(person.action(action).isEnabled)
    person.robot.key("ctrl+shift+p")
    person.robot.type(words)
    person.robot.key("Return")
    person.wait(lambda: bool(dialogs(person)))
    person.wait(dialogs(person)[0].isActiveWindow)
    return dialogs(person)[0]


def dialogs(person: Person) -> list[TrialDialog]:
    return [dialog for dialog in person.window.findChildren(TrialDialog) if dialog.isVisible()]


def click(person: Person, dialog: QWidget, name: str) -> None:
    person.robot.click(child(dialog, QPushButton, name))


def rate(person: Person) -> object:
    return person.document.training.optimizer.params.get("learning_rate")


def shown(dialog: QWidget) -> float:
    """The rate in the field."""
    return float(child(dialog, QLineEdit, "rateField").text())


def drag_mark(person: Person, dialog: QWidget, decades: float) -> None:
    """Drags the mark along the logarithmic axis."""
    plot = child(dialog, TrialPlot, "trialPlot")
    box, start = plot.plot.getViewBox(), plot.mark.value()
    middle = sum(box.viewRange()[1]) / 2
    places = [
        plot.widget.mapFromScene(box.mapViewToScene(QPointF(x, middle))) for x in (start, start + decades)
    ]
    person.robot.drag(*(plot.widget.viewport().mapToGlobal(place) for place in places))


def test_a_learning_rate_is_found_taken_and_taken_back(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(convolutions())
    dialog = open_trial(person, "find learning rate", "find_rate")
    person.shot("testing")
    assert not person.action("train").isEnabled()
    assert "A trial is going on." in person.action("train").toolTip()
    use = child(dialog, QPushButton, "rateUse")
    person.wait(use.isEnabled)
    person.shot("found")
    found = shown(dialog)
    assert 1e-4 < found < 1
    drag_mark(person, dialog, -1.0)
    person.wait(lambda: found / 15 < shown(dialog) < found / 7)
    person.robot.key("Right")
    person.shot("dragged")
    click(person, dialog, "rateSteepest")
    person.wait(lambda: shown(dialog) == found)
    person.robot.click(use)
    person.wait(lambda: rate(person) == found)
    person.wait(person.window.isActiveWindow)
    assert person.message() == f"The learning rate is {found:g} now."
    person.shot("taken")
    person.robot.key("ctrl+z")
    person.wait(lambda: rate(person) is None)
    assert not list_runs(tmp_path / "runs")


def test_a_batch_is_memorised(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    dialog = open_trial(person, "overfit one batch", "overfit")
    person.wait(lambda: not dialog.is_busy)
    person.shot("judged")
    assert person.says("trialSaid", "loss went from 2.")


def test_a_trial_is_cancelled_and_done_again(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    dialog = open_trial(person, "overfit one batch", "overfit")
    click(person, dialog, "trialStop")
    person.wait(lambda: person.says("trialSaid", "The trial was cancelled."))
    person.shot("cancelled")
    person.wait(person.action("train").isEnabled)
    click(person, dialog, "trialStop")
    person.wait(lambda: dialog.is_busy)
    person.robot.key("Escape")
    person.wait(lambda: not dialogs(person))
    person.wait(person.action("train").isEnabled)


def test_the_window_closes_during_a_trial(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    open_trial(person, "find learning rate", "find_rate")
    person.robot.key("Escape")
    person.wait(lambda: not dialogs(person))
    person.robot.key("ctrl+q")
    person.wait(lambda: not person.windows)
