"""Two runs are put into the queue and trained one after the other while the network goes on changing."""

from pathlib import Path

from PySide6.QtWidgets import QTableView

from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.training.folder import RunFolder
from designer.training.runs import list_runs
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import convolutions, long_run


def short_run(epochs: int) -> Project:
    return convolutions().replace(training=TrainingSettings(epochs=epochs, batch_size=128))


def cells(person: Person, column: int) -> list[str]:
    table = person.window.findChild(QTableView, "queueTable")
    assert table
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def add(person: Person) -> None:
    person.wait(person.action("queue_run").isEnabled)
    person.robot.key("ctrl+shift+Return")


def test_two_runs_are_trained_one_after_the_other(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(short_run(3))
    person.window.docks.show("queue")
    person.shot("empty")
    add(person)
    person.wait(lambda: len(cells(person, 6)) == 1)
    add(person)
    person.wait(lambda: "running" in cells(person, 6))
    person.shot("running")
    person.wait(lambda: cells(person, 6) == ["done", "done"], timeout_ms=180_000)
    person.shot("done")
    runs = list_runs(tmp_path / "runs")
    assert [(run.status, run.epochs_done) for run in runs] == [("finished", 3)] * 2
    folders = {str(entry.folder) for entry in person.window.bench.queue.queue.entries}
    assert folders == {str(RunFolder(run.folder).path) for run in runs}


def test_what_waits_when_the_window_closes_is_offered_again(sit_down: SitDown) -> None:
    person = sit_down(long_run())
    person.window.docks.show("queue")
    add(person)
    person.wait(lambda: "samples/s" in person.text("statusRun"))
    add(person)
    person.wait(lambda: cells(person, 6) == ["running", "waiting"])
    person.answer("stopDialog", "Stop and keep")
    person.robot.key("ctrl+q")
    person.wait(lambda: not person.windows)
    person = sit_down(short_run(1))
    person.window.docks.show("queue")
    person.wait(lambda: "queueBar" in person.window.safekeeping.bars.names())
    person.shot("offered")
    person.press("queueBarTrainThem")
    person.wait(lambda: cells(person, 1) == ["Long run", "Long run (2)"])
    person.wait(lambda: cells(person, 6)[0] == "running")
    person.shot("going_on")
