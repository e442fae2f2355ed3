"""Runs are found by what is known about them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from designer.training.run_parameters import Parameters, differing, read_parameters
from designer.training.run_search import search
from designer.training.runs import RunSummary
from tests.core.run_makers import make_run


def summary(name: str, accuracy: float, **fields: object) -> RunSummary:
    values = {
        "id": name[:2],
        "folder": Path(name),
        "name": name,
        "started": datetime.now(UTC),
        "status": "finished",
        "best": {"val_accuracy": accuracy},
        **fields,
    }
    return RunSummary(**values)  # type: ignore[arg-type]


RUNS = [
    summary("wide", 0.95, title="Wide ResNet", tags=("baseline", "for paper"), epochs_done=10),
    summary("deep", 0.9, note="Diverges at 40 layers", status="stopped", epochs_done=3),
    summary("plain", 0.5, status="failed", tags=("slow",)),
]
PARAMETERS: dict[str, Parameters] = {
    "wide": {"learning_rate": 0.1, "optimizer": "SGD"},
    "deep": {"learning_rate": 0.001},
}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["wide", "deep", "plain"]),
        ("RESNET", ["wide"]),
        ("diverges 40", ["deep"]),
        ("baseline failed", []),
        ('"for paper"', ["wide"]),
        ('"for pap', ["wide"]),
        ("stopped", ["deep"]),
        ("val_accuracy>0.9", ["wide"]),
        ("val_accuracy >= 0.9", ["wide", "deep"]),
        ("val_accuracy<=0.9 val_accuracy>0.6", ["deep"]),
        ("val_accuracy=0.9", ["deep"]),
        ("val_accuracy!=0.9", ["wide", "plain"]),
        ("val_accuracy>", ["wide", "deep", "plain"]),
        ("val_accuracy>much", []),
        ("val_loss<9", []),
        ("epochs>=3", ["wide", "deep"]),
        ("status=failed", ["plain"]),
        ("status!=failed", ["wide", "deep"]),
        ("status>failed", []),
        ("tag=slow", ["plain"]),
        ('tag="for paper"', ["wide"]),
        ("tag!=slow", ["wide", "deep"]),
        ("learning_rate<0.01", ["deep"]),
        ("optimizer=sgd", ["wide"]),
    ],
)
def test_every_word_and_comparison_has_to_apply(text: str, names: list[str]) -> None:
    found = search(RUNS, text, lambda run: PARAMETERS.get(run.name, {}))
    assert [run.name for run in found] == names


def test_parameters_are_read_from_the_frozen_project(tmp_path: Path) -> None:
    run = make_run(tmp_path, learning_rate=0.01, batch_size=64)
    parameters = read_parameters(run)
    assert (parameters["optimizer"], parameters["learning_rate"]) == ("Adam", 0.01)
    assert (parameters["batch_size"], parameters["schedule"]) == (64, "constant")
    assert parameters["data.source"] == "digits"


def test_only_parameters_that_differ_tell_runs_apart(tmp_path: Path) -> None:
    tables = [
        read_parameters(make_run(tmp_path, learning_rate=0.01)),
        read_parameters(make_run(tmp_path, learning_rate=0.02, batch_size=64)),
        {},
    ]
    assert differing(tables) == ["learning_rate", "batch_size"]
    assert differing(tables[:1]) == []


@pytest.mark.parametrize("content", ["", "[]", '{"training": 1, "data": 2}'])
def test_a_damaged_project_has_no_parameters(tmp_path: Path, content: str) -> None:
    run = make_run(tmp_path)
    run.project_file.write_text(content)
    assert read_parameters(run) == {}
