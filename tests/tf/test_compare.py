"""A saved comparison is trained once, is looked at as often as one likes, and goes on where it was left."""

import json
from pathlib import Path
from typing import Any

import pytest

import designer
from designer.cli import main
from designer.training.events import BatchEnded, RunEvent, RunStarted
from designer.training.runs import list_runs

Captured = pytest.CaptureFixture[str]
VARIANTS = [
    {"name": "Small", "preset": "digits_resnet", "set": {"blocks": 1, "filters": 4}},
    {"name": "Plain", "preset": "digits_resnet", "set": {"blocks": 1, "filters": 4, "shortcuts": False}},
]


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """A command that trains two small networks for two steps each."""
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"title": "Mine", "variants": VARIANTS}))
    runs = str(tmp_path / "runs")
    return ["compare", str(path), "--epochs", "1", "--steps-per-epoch", "2", "--run-dir", runs, "--json"]


def compared(words: list[str], capsys: Captured, status: int = 0) -> Any:
    assert main(words) == status
    return json.loads(capsys.readouterr().out)


def test_a_comparison_is_trained_once(words: list[str], tmp_path: Path, capsys: Captured) -> None:
    page = tmp_path / "page.html"
    told = compared([*words, "--html", str(page)], capsys)
    assert [row["run"] for row in told["results"]] == ["Small", "Small", "Plain", "Plain"]
    assert all(row["status"] == "finished" and row["metrics"]["val_loss"] > 0 for row in told["results"])
    [drawing] = told["drawings"]
    assert (drawing["added"], drawing["removed"]) == ([], ["add", "conv2d_5", "add_1"])
    assert "Plain" in page.read_text(encoding="utf-8")
    assert compared(words, capsys) == told
    assert len(list_runs(tmp_path / "runs")) == 2
    ids = [run["id"] for run in told["runs"]]
    again = compared(["compare", *ids, "--run-dir", str(tmp_path / "runs"), "--json"], capsys)
    assert again["results"] == told["results"]


@pytest.mark.slow
def test_other_settings_are_another_training(words: list[str], tmp_path: Path, capsys: Captured) -> None:
    compared(words, capsys)
    compared([*words, "--seed", "5"], capsys)
    assert len(list_runs(tmp_path / "runs")) == 4


def test_a_variant_that_was_stopped_goes_on_in_its_run(words: list[str], tmp_path: Path) -> None:
    def interrupt(event: RunEvent) -> None:
        if isinstance(event, BatchEnded):
            raise KeyboardInterrupt

    options: Any = {"epochs": 1, "steps_per_epoch": 2, "run_dir": tmp_path / "runs"}
    with pytest.raises(KeyboardInterrupt):
        designer.compare(words[1], on_event=interrupt, **options)
    [begun] = list_runs(tmp_path / "runs")
    found = designer.compare(words[1], **options)
    assert [run.summary.status for run in found.runs] == ["finished"] * 2
    assert found.runs[0].summary.id == begun.id


def test_a_variant_that_fails_does_not_stop_the_others(tmp_path: Path, capsys: Captured) -> None:
    broken = {**VARIANTS[0], "data": {"source": "numpy:none.npz"}}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"title": "Mine", "variants": [broken, VARIANTS[1]]}))
    command = ["compare", str(path), "--epochs", "1", "--steps-per-epoch", "2", "--run-dir", str(tmp_path)]
    told = compared([*command, "--json"], capsys, status=1)
    assert [row["status"] for row in told["results"]] == ["failed"] * 2 + ["finished"] * 2


def test_python_gets_the_comparison_and_all_events(words: list[str], tmp_path: Path) -> None:
    events: list[RunEvent] = []
    found = designer.compare(
        words[1], epochs=1, steps_per_epoch=2, run_dir=tmp_path / "runs", on_event=events.append
    )
    assert [run.title for run in found.runs] == ["Small", "Plain"]
    assert len([event for event in events if isinstance(event, RunStarted)]) == 2
