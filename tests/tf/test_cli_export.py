"""`export` draws pictures with shapes, and needs neither a display nor, for the rest of them, TensorFlow."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import designer
from designer.document.presets import load_preset
from tests.tf.graphs import chain

NEEDLESS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "TF_CPP_MIN_LOG_LEVEL")


def export(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run `export` as from a terminal of a computer without a display."""
    given = {name: value for name, value in os.environ.items() if name not in NEEDLESS}
    return subprocess.run(
        [sys.executable, "main.py", "export", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(designer.__file__).parents[1],
        env={**given, **environment},
        timeout=100,
    )


def test_a_preset_becomes_a_picture_with_its_shapes(tmp_path: Path) -> None:
    path = tmp_path / "net.svg"
    path.write_text("old")
    done = export("preset:digits_resnet", "--to", "svg", "--output", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path}: ")
    assert ">8×8×16 · 160</text>" in path.read_text(encoding="utf-8")
    assert [entry.name for entry in tmp_path.iterdir()] == ["net.svg"]


@pytest.mark.slow
def test_a_run_s_folder_becomes_a_picture_and_json_tells_its_size(tmp_path: Path) -> None:
    load_preset("digits_resnet").save(tmp_path / "project.json")
    path = tmp_path / "net.png"
    words = ("--to", "png", "--output", str(path), "--theme", "dark", "--scale", "2", "--json")
    done = export(str(tmp_path), *words)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert set(told) == {"path", "width_px", "height_px"}
    assert told["path"] == str(path)
    header = path.read_bytes()[:24]
    assert header[16:24] == told["width_px"].to_bytes(4, "big") + told["height_px"].to_bytes(4, "big")


@pytest.mark.slow
def test_a_network_that_keras_refuses_is_drawn_all_the_same(tmp_path: Path) -> None:
    graph = chain((4, 4, 3), ("Conv2D", {"filters": 2, "kernel_size": 9}))
    target = load_preset("svgg").replace(graph=graph).save(tmp_path / "net.json")
    path = tmp_path / "net.pdf"
    done = export(str(target), "--to", "pdf", "--output", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert path.read_bytes().startswith(b"%PDF")


def test_without_tensorflow_the_shapes_are_missing_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "keras.py").write_text("raise ImportError('no such library')")
    path = tmp_path / "net.svg"
    done = export("preset:svgg", "--to", "svg", "--output", str(path), PYTHONPATH=str(tmp_path))
    assert done.returncode == 0
    assert done.stderr.startswith("The picture has no shapes. TensorFlow can't be loaded: no such library.")
    assert done.stderr.count("\n") == 1
    assert ">Conv2D</text>" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("output", [".", "/proc/net.svg"])
def test_what_cannot_be_written_is_told_in_one_line(output: str, tmp_path: Path) -> None:
    (tmp_path / "keras.py").write_text("raise ImportError('no such library')")
    done = export("preset:svgg", "--to", "svg", "--output", output, PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"model-designer: {output} can't be written: " in done.stderr
    assert "Traceback" not in done.stderr
