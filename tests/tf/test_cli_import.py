"""The command `import`, and training on from what it wrote."""

import json
from pathlib import Path

import keras
import pytest
from keras import layers

import designer
from designer.cli import main
from tests.tf.models import difference, sequential, spread

Captured = pytest.CaptureFixture[str]


def test_a_model_file_becomes_a_project_with_its_weights(tmp_path: Path, capsys: Captured) -> None:
    model = spread(sequential())
    model.save(tmp_path / "net.keras")
    output = tmp_path / "mine.json"
    assert main(["import", str(tmp_path / "net.keras"), "--output", str(output)]) == 0
    assert capsys.readouterr().out == f"{output}: 6 nodes, weights\n"
    assert (tmp_path / "mine.weights.h5").is_file()
    assert json.loads(output.read_text())["weights"]["path"] == "mine.weights.h5"
    assert difference(model, designer.build_model(designer.open_project(output))) < 1e-6


def test_what_is_missing_is_told(tmp_path: Path, capsys: Captured) -> None:
    x = keras.Input((4,))
    model = keras.Model(x, layers.Lambda(lambda value: value, (4,), name="code")(x))
    (tmp_path / "net.json").write_text(model.to_json())
    words = ["import", str(tmp_path / "net.json"), "--output", str(tmp_path / "mine.json"), "--json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["nodes"], told["weights"]) == (2, False)
    assert [(remark["node"], remark["missing"]) for remark in told["remarks"]] == [
        ("code", True),
        ("", False),
    ]


def test_a_file_without_a_model_ends_with_two(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "net.h5").write_bytes(b"none")
    assert main(["import", str(tmp_path / "net.h5"), "--output", str(tmp_path / "mine.json")]) == 2
    assert "is no Keras model" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "net.h5"), "--output", str(tmp_path / "no" / "mine.json")]) == 2


def test_changed_weights_stop_a_run_unless_fresh_ones_are_asked_for(tmp_path: Path, capsys: Captured) -> None:
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(10)])
    designer.from_model(model).save(tmp_path / "mine.json")
    weights = tmp_path / "mine.weights.h5"
    weights.unlink()
    words = ["train", str(tmp_path / "mine.json"), "--data", "digits", "--epochs", "1"]
    words += ["--steps-per-epoch", "1", "--run-dir", str(tmp_path)]
    assert main(words) == 1
    assert "weights are missing" in capsys.readouterr().err
    weights.write_bytes(b"something else")
    assert main(words) == 1
    assert "it was changed since" in capsys.readouterr().err
    assert main([*words, "--fresh-weights"]) == 0
