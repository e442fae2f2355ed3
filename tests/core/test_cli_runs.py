"""The command `runs` lists, finds, changes and exports."""

import json
from pathlib import Path

import pytest

from designer.cli import main
from designer.training.folder import RunFolder
from designer.training.runs import summarise
from tests.core.run_makers import make_run

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """One of two runs."""
    make_run(tmp_path / "runs", "Plain", accuracies=(0.5,), learning_rate=0.1)
    return make_run(tmp_path / "runs", "Wide", accuracies=(0.95,), learning_rate=0.01)


def told(run: RunFolder, capsys: Captured, *words: str) -> str:
    assert main(["runs", "--run-dir", str(run.path.parent), *words]) == 0
    return capsys.readouterr().out


def names(run: RunFolder, capsys: Captured, *words: str) -> list[str]:
    return sorted(each["name"] for each in json.loads(told(run, capsys, "--json", *words)))


def test_the_list_is_a_table(run: RunFolder, capsys: Captured) -> None:
    head, *rows = told(run, capsys).splitlines()
    assert head.split() == ["run", "project", "status", "epochs", "last", "metrics"]
    [row] = [row for row in rows if row.startswith(run.id)]
    assert row.split(None, 4)[1:] == ["Wide", "finished", "1/10", "val_accuracy 0.95, val_loss 0.05"]


@pytest.mark.parametrize("text", ["wide", "val_accuracy>0.9", "learning_rate=0.01"])
def test_runs_are_searched(run: RunFolder, capsys: Captured, text: str) -> None:
    assert names(run, capsys, "--search", text) == ["Wide"]


def test_nothing_found_is_said(run: RunFolder, capsys: Captured) -> None:
    assert "No run in" in told(run, capsys, "--search", "nothing")


def test_archived_runs_are_listed_on_request(run: RunFolder, capsys: Captured) -> None:
    told(run, capsys, "--archive", run.id)
    assert names(run, capsys) == ["Plain"]
    assert names(run, capsys, "--archived") == ["Plain", "Wide"]
    told(run, capsys, "--unarchive", run.id)
    assert names(run, capsys) == ["Plain", "Wide"]


def test_a_run_is_renamed_tagged_and_noted(run: RunFolder, capsys: Captured) -> None:
    told(run, capsys, "--rename", run.id, "For the paper")
    told(run, capsys, "--tag", run.id, "best")
    told(run, capsys, "--tag", run.id, "slow")
    told(run, capsys, "--untag", run.id, "slow")
    told(run, capsys, "--note", run.id, "Seed 7.")
    summary = summarise(run)
    assert (summary.label, summary.tags, summary.note) == ("For the paper", ("best",), "Seed 7.")
    assert "For the paper" in told(run, capsys)


def test_a_run_is_deleted_to_the_trash(
    run: RunFolder, capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("send2trash.send2trash", lambda path: path.rename(tmp_path / "trash"))
    assert "in the trash now" in told(run, capsys, "--delete", run.id)
    assert names(run, capsys) == ["Plain"]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_run_is_exported(run: RunFolder, capsys: Captured, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"out.{kind}"
    assert told(run, capsys, "--export", run.id, kind, "--output", str(target)) == f"{target}\n"
    assert "val_accuracy" in target.read_text()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--rename", "abc", "Title"], 'No run has the folder or id "abc"'),
        (["--export", "ID", "xml", "--output", "x"], "can't be exported as xml. Choose csv or json"),
        (["--export", "ID", "csv"], "--export and --output belong together"),
        (["--output", "x"], "--export and --output belong together"),
    ],
)
def test_a_wrong_request_is_one_clear_line(
    run: RunFolder, capsys: Captured, words: list[str], reason: str
) -> None:
    words = [run.id if word == "ID" else word for word in words]
    assert main(["runs", "--run-dir", str(run.path.parent), *words]) == 2
    assert reason in capsys.readouterr().err
