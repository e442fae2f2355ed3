"""The demo says why it can't train, and never waits for what will not come."""

import json
import os
import subprocess
import sys
from pathlib import Path

import designer

MAIN = Path(designer.__file__).parents[1] / "main.py"


def demo(tmp_path: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    (tmp_path / "keras.py").write_text("raise ImportError('libkeras.so is missing')")
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "MODEL_DESIGNER_HOME": str(tmp_path)}
    command = [sys.executable, str(MAIN), "demo", "--offscreen", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_without_tensorflow_the_demo_ends_and_says_so(tmp_path: Path) -> None:
    ended = demo(tmp_path)
    result = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert result["status"] == "failed"
    assert "libkeras.so is missing" in result["message"]


def test_a_picture_without_a_folder_is_refused_at_once(tmp_path: Path) -> None:
    ended = demo(tmp_path, "--screenshot", str(tmp_path / "none" / "demo.png"))
    assert ended.returncode == 2
    assert "There is no folder" in ended.stderr
