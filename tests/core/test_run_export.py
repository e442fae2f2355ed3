"""Other programs get a run as CSV or JSON."""

import csv
import json
import math
from pathlib import Path

import pytest

from designer.errors import RequestError
from designer.training.run_export import export_run
from tests.core.run_makers import make_run


def test_every_point_is_a_row_of_the_csv_file(tmp_path: Path) -> None:
    run = make_run(tmp_path, accuracies=(0.5, math.nan))
    export_run(run, "csv", tmp_path / "run.csv")
    with (tmp_path / "run.csv").open(newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["metric", "scope", "step", "epoch", "value"]
    assert rows[:2] == [
        ["val_accuracy", "epoch", "2", "1", "0.5"],
        ["val_accuracy", "epoch", "4", "2", "nan"],
    ]
    assert [row[4] for row in rows if row[:2] == ["loss", "batch"]] == [str(1 / step) for step in range(1, 5)]


def test_the_json_file_holds_what_is_known_about_the_run(tmp_path: Path) -> None:
    run = make_run(tmp_path, "Digits", accuracies=(0.5, math.nan), batch_size=64)
    export_run(run, "json", tmp_path / "run.json")
    told = json.loads((tmp_path / "run.json").read_text())
    assert (told["run"]["name"], told["run"]["status"]) == ("Digits", "finished")
    assert told["parameters"]["batch_size"] == 64
    assert told["metrics"]["epoch"]["val_accuracy"] == {
        "steps": [2, 4],
        "epochs": [1, 2],
        "values": [0.5, None],
    }
    assert told["events"][-1]["event"] == "run_finished"
    assert "environment" in told["meta"]


def test_a_file_that_can_not_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"can't be written: .*Choose another"):
        export_run(make_run(tmp_path), "csv", tmp_path / "missing" / "run.csv")
