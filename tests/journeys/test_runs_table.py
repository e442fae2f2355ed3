"""Runs that are there from before: named, tagged, found again, and thrown away."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QTableView

from designer.training.runs import list_runs
from tests.core.run_makers import make_run
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.journeys.projects import convolutions


def table(person: Person) -> QTableView:
    return person.find(QTableView, "runsTable")


def rows(person: Person) -> list[str]:
    model = table(person).model()
    return sorted(str(model.index(row, 0).data()) for row in range(model.rowCount()))


def place(person: Person, name: str) -> QPoint:
    """Where a run is on the screen."""
    view, model = table(person), table(person).model()
    [row] = [row for row in range(model.rowCount()) if model.index(row, 0).data() == name]
    return view.viewport().mapToGlobal(view.visualRect(model.index(row, 0)).center())


def test_runs_are_renamed_tagged_found_and_deleted(
    sit_down: SitDown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for name, accuracy in (("Deep", 0.95), ("Plain", 0.6), ("Wide", 0.9)):
        make_run(tmp_path / "runs", name, accuracies=(accuracy,), learning_rate=1 - accuracy)
    person = sit_down(convolutions())
    person.open_panel("Runs")
    person.wait(lambda: rows(person) == ["Deep", "Plain", "Wide"])
    person.robot.click(place(person, "Wide"))
    person.robot.key("F2")
    person.robot.type("For the paper")
    person.robot.key("Return")
    person.wait(lambda: "For the paper" in [run.title for run in list_runs(tmp_path / "runs")])
    person.fill("runTags", "best, slow")
    person.wait(lambda: ("best", "slow") in [run.tags for run in list_runs(tmp_path / "runs")])
    person.shot("named")
    person.fill("runsFilter", "tag=best val_accuracy>0.8")
    person.wait(lambda: rows(person) == ["For the paper"])
    person.shot("found")
    person.fill("runsFilter", "val_accuracy<0.7")
    person.wait(lambda: rows(person) == ["Plain"])
    person.robot.click(place(person, "Plain"))
    said = person.answer("deleteRunsDialog", "Move to trash")
    person.robot.key("Delete")
    person.wait(lambda: len(list_runs(tmp_path / "runs")) == 2)
    assert said[0] == 'Move "Plain" to the trash?'
    person.wait(lambda: person.says("runsNoMatch", "No run is like that"))
    person.fill("runsFilter", " ")
    person.wait(lambda: rows(person) == ["Deep", "For the paper"])
