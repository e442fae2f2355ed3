"""The command line tells what a network is, what is wrong with it, and how its training goes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import designer
from designer.catalog.values import KerasObject
from designer.cli import main
from designer.document.presets import load_preset
from designer.document.project import Project
from tests.tf.graphs import chain

Captured = pytest.CaptureFixture[str]
SHORT_RUN = ["--epochs", "1", "--steps-per-epoch", "5", "--seed", "1"]


@pytest.fixture
def refused(tmp_path: Path) -> str:
    """A project file with a network that Keras refuses."""
    graph = chain((4, 4, 3), ("Conv2D", {"filters": 2, "kernel_size": 9}))
    return str(Project("Refused", graph).save(tmp_path / "refused.json"))


def json_of(capsys: Captured) -> Any:
    return json.loads(capsys.readouterr().out)


def strict_json(text: str) -> Any:
    """Read JSON as other programs do, which know no NaN."""

    def refuse(word: str) -> float:
        raise ValueError(word)

    return json.loads(text, parse_constant=refuse)


def test_summary_tells_the_facts_of_a_preset(capsys: Captured) -> None:
    words = ["summary", "preset:wide_resnet", "--set", "num_convs=40", "--set", "width=2", "--json"]
    assert main(words) == 0
    told = json_of(capsys)
    assert set(told) == {
        *("name", "layers", "parameters", "flops", "activation_bytes", "inputs", "outputs", "nodes")
    }
    assert (told["name"], told["layers"]) == ("WRN-40-2", 155)
    assert told["parameters"] == {"total": 2_268_394, "trainable": 2_262_986, "non_trainable": 5_408}
    assert told["inputs"] == [{"shape": [None, 32, 32, 3], "dtype": "float32"}]
    assert told["nodes"][1] == {
        "id": "n2",
        "name": "conv2d",
        "type": "Conv2D",
        "output_shapes": [[None, 32, 32, 16]],
        "parameters": 448,
        "flops": 2 * 27 * 32 * 32 * 16 + 32 * 32 * 16,
        "activation_bytes": 4 * 32 * 32 * 16,
        "receptive_field": {"size": [3, 3], "jump": [1.0, 1.0], "whole_input": False},
        "block": None,
    }
    assert sum(node["parameters"] for node in told["nodes"]) == 2_268_394


def test_a_file_is_summed_up_as_its_preset(tmp_path: Path, capsys: Captured) -> None:
    path = load_preset("svgg").save(tmp_path / "net.json")
    assert main(["summary", str(path)]) == 0
    assert "Simplified VGG: 20 layers, 5,354,570 parameters" in (of_file := capsys.readouterr().out)
    assert main(["summary", "preset:svgg"]) == 0
    assert capsys.readouterr().out == of_file


def test_what_cannot_be_built_cannot_be_summed_up(refused: str, capsys: Captured) -> None:
    for words in (["summary", refused], ["summary", refused, "--json"]):
        assert main(words) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("model-designer: The network can't be built: n2: Computed output size")
        assert err.count("\n") == 1


def test_check_ends_with_one_where_there_is_an_error(refused: str, capsys: Captured) -> None:
    assert main(["check", refused, "--json"]) == 1
    [problem] = json_of(capsys)["problems"]
    assert set(problem) == {"severity", "node", "message", "fix"}
    assert (problem["severity"], problem["node"]) == ("error", "n2")
    assert main(["check", refused]) == 1
    assert capsys.readouterr().out.startswith("error: n2: Computed output size would be zero or negative.")


def test_check_ends_with_zero_where_nothing_stops_it(tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", "preset:digits_resnet", "--json"]) == 0
    assert json_of(capsys) == {"problems": []}
    graph = chain((8, 8, 1), ("Dense", {"units": 4}), ("Flatten", {}), ("Dense", {"units": 10}))
    path = Project("Warned", graph).save(tmp_path / "warned.json")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out.startswith("warning: n2: Dense works on the last axis only")


def test_training_is_told_event_by_event(tmp_path: Path, capsys: Captured) -> None:
    words = ["train", "preset:digits_resnet", *SHORT_RUN, "--run-dir", str(tmp_path), "--json"]
    assert main(words) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [folder] = tmp_path.iterdir()
    assert all(next(iter(event)) == "event" and event["run"] == str(folder) for event in events)
    times = [event["time"] for event in events]
    assert times == sorted(times)
    names = [event["event"] for event in events]
    assert (names[0], names[-1]) == ("run_started", "run_finished")
    assert [name for name in names if name in {"batch", "epoch_end"}] == ["batch"] * 5 + ["epoch_end"]
    assert "checkpoint" in names
    assert "histograms" not in names
    batches = [event for event in events if event["event"] == "batch"]
    assert [(event["epoch"], event["step"]) for event in batches] == [(1, step) for step in range(1, 6)]
    epoch = events[names.index("epoch_end")]
    assert {"loss", "accuracy", "val_loss", "val_accuracy"} <= set(epoch["metrics"])
    assert events[-1]["status"] == "finished"
    assert events[-1]["metrics"] == epoch["metrics"]
    assert main(["runs", "--run-dir", str(tmp_path), "--json"]) == 0
    [run] = json_of(capsys)
    assert (run["folder"], run["name"], run["status"]) == (str(folder), "Digits ResNet", "finished")
    assert (run["epochs_done"], run["epochs"]) == (1, 1)
    assert run["metrics"] == pytest.approx(epoch["metrics"])


def test_without_json_the_run_ends_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    assert main(["train", "preset:digits_resnet", *SHORT_RUN, "--run-dir", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    [folder] = tmp_path.iterdir()
    assert out.startswith(f"{folder}: finished, loss ")
    assert out.count("\n") == 1
    assert "epoch 1/1: loss" in err
    assert main(["runs", "--run-dir", str(tmp_path)]) == 0
    assert "Digits ResNet" in capsys.readouterr().out


def test_a_run_without_numbers_is_still_json(tmp_path: Path, capsys: Captured) -> None:
    project = load_preset("digits_resnet")
    training = project.training.model_copy(update={"optimizer": KerasObject("SGD", {"learning_rate": 1e30})})
    path = project.replace(training=training).save(tmp_path / "net.json")
    runs = str(tmp_path / "runs")
    assert main(["train", str(path), *SHORT_RUN, "--run-dir", runs, "--json"]) == 1
    *events, finished = map(strict_json, capsys.readouterr().out.splitlines())
    assert None in [event["metrics"]["loss"] for event in events if event["event"] == "batch"]
    assert finished["status"] == "failed"
    assert main(["runs", "--run-dir", runs, "--json"]) == 0
    [run] = strict_json(capsys.readouterr().out)
    assert (Path(run["folder"]) / "last.keras").is_file()


@pytest.mark.parametrize(
    ("words", "expected", "reason"),
    [
        (["train", "preset:digits_resnet", "--seed", "-1"], 2, "seed=-1 won't do"),
        (["train", "preset:digits_resnet", "--data", "nonsense"], 2, "is no data source"),
        (["train", "preset:digits_resnet", "--run-dir", "/dev/null/runs"], 1, "can't be written"),
        (["data", "nonsense"], 2, "is no data source"),
        (["data", "digits:train", "--json"], 2, "have no parts"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    words: list[str], expected: int, reason: str, tmp_path: Path, capsys: Captured
) -> None:
    if words[0] == "train" and "--run-dir" not in words:
        words = [*words, "--run-dir", str(tmp_path)]
    assert main(words) == expected
    out, err = capsys.readouterr()
    assert out == ""
    assert reason in err
    assert err.count("\n") == 1


def test_data_tells_what_a_source_holds(capsys: Captured) -> None:
    assert main(["data", "digits", "--json"]) == 0
    told = json_of(capsys)
    assert told["splits"] == {"train": 1797}
    assert told["features"]["shape"] == [8, 8, 1]
    assert told["labels"]["class_names"] == list("0123456789")
    assert sum(told["class_counts"]["train"]) == 1797
    assert main(["data", "digits"]) == 0
    assert "8×8×1" in capsys.readouterr().out


def test_nothing_but_the_answer_is_written() -> None:
    done = subprocess.run(
        [sys.executable, "main.py", "summary", "preset:digits_resnet", "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(designer.__file__).parents[1],
        env={name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"},
        timeout=100,
    )
    assert json.loads(done.stdout)["layers"] == 35
    assert done.stderr == ""


def test_a_run_goes_on_from_the_command_line(tmp_path: Path, capsys: Captured) -> None:
    runs = str(tmp_path / "runs")
    words = ["preset:digits_resnet", "--steps-per-epoch", "3", "--epochs", "1"]
    assert main(["train", *words, "--run-dir", runs]) == 0
    [folder] = Path(runs).iterdir()
    capsys.readouterr()
    assert main(["resume", folder.name[-6:], "--run-dir", runs]) == 2
    assert "has trained all of its 1 epochs" in capsys.readouterr().err
    assert main(["resume", folder.name[-6:], "--run-dir", runs, "--epochs", "2", "--json"]) == 0
    events = list(map(strict_json, capsys.readouterr().out.splitlines()))
    assert [event["step"] for event in events if event["event"] == "batch"] == [4, 5, 6]
    assert main(["resume", "nonsense", "--run-dir", runs]) == 2
    assert "No run has" in capsys.readouterr().err
