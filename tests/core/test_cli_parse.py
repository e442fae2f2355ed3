"""A wrong request ends with status 2 and one line on standard error that names the cause and the remedy."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import designer
from designer.cli import main
from designer.cli.parser import with_command
from designer.document.project import Project

ROOT = Path(designer.__file__).parents[1]
LISTING = "`model-designer train --help` lists what there is"


def status(words: list[str]) -> int:
    """The exit status, as the shell sees it."""
    try:
        return main(words)
    except SystemExit as end:
        return int(end.code or 0)


WRONG = [
    ("summary", "arguments are required: TARGET"),
    ("summary preset:resnet31", "Did you mean resnet30"),
    ("summary preset:", "Known are: "),
    ("summary none.json", "none.json can't be opened. There is no such file."),
    ("summary .", "It is a folder"),
    ("summary preset:wide_resnet --set num_convs=41", "The nearest legal values are 40 and 46."),
    ("summary preset:wide_resnet --set dropout=2", "less than or equal to 0.9"),
    ("summary preset:wide_resnet --set width=abc", "width=abc won't do"),
    ("summary preset:wide_resnet --set width", "Write it as --set name=value."),
    ("summary preset:wide_resnet --set =2", "Write it as --set name=value."),
    ("check none.json --json", "There is no such file"),
    ("train none.json --json", "There is no such file"),
    ("train preset:svgg --epochs 0", f"0 is not a positive whole number. {LISTING}"),
    ("train preset:svgg --epochs two", f"invalid positive whole number value: 'two'. {LISTING}"),
    ("train preset:svgg --batch-size -1", "-1 is not a positive whole number"),
    ("train preset:svgg --sauce digits", "unrecognized arguments: --sauce digits"),
    ("data", "arguments are required: SOURCE"),
    ("sumary preset:svgg", 'There is no command "sumary". Did you mean summary?'),
    ("compare", "arguments are required: COMPARISON_OR_RUN"),
    ("compare gap_cf", "Did you mean gap_fc?"),
    ("compare gap_fc none", 'No run has the folder or id "gap_fc"'),
    ("compare gap_fc --epochs 0", "0 is not a positive whole number"),
    ("compare gap_fc --html none/page.html", "There is no folder for none/page.html."),
    ("runs now", "unrecognized arguments: now"),
    ("export preset:svgg --to gif --output net.gif", "invalid choice: 'gif' (choose from "),
    ("export preset:svgg --output net.svg", "arguments are required: --to"),
    ("export preset:svgg --to svg", "arguments are required: --output"),
    ("export preset:svgg --to svg --output none/net.svg", "There is no folder none for net.svg."),
    ("export none.json --to svg --output net.svg", "none.json can't be opened."),
    ("export . --to svg --output net.svg", "It is a folder"),
    ("export preset:svgg --to png --output net.png --scale 0", "0 is not between 0.05 and 10"),
    ("export preset:svgg --to png --output net.png --scale nan", "nan is not between"),
    ("export preset:svgg --to png --output net.png --scale big", "invalid number value: 'big'"),
]


@pytest.mark.parametrize(("words", "reason"), WRONG)
def test_a_wrong_request_is_told_in_one_line(
    words: str,
    reason: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert status(words.split(" ")) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("model-designer")
    assert reason in err
    assert err.count("\n") == 1


def test_a_project_file_has_no_parameters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Project().save(tmp_path / "net.json")
    assert main(["summary", str(path), "--set", "width=2"]) == 2
    assert "--set is for presets" in capsys.readouterr().err


def test_a_traceback_comes_only_with_debug(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["summary", "preset:wide_resnet", "--set", "num_convs=41"]
    assert main([*words, "--debug"]) == 2
    assert "Traceback" in (err := capsys.readouterr().err)
    assert "PresetError: num_convs=41 is no legal depth" in err
    assert main(words) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ["open"]),
        (["net.json"], ["open", "net.json"]),
        (["--debug", "net.json"], ["open", "--debug", "net.json"]),
        (["demo.json"], ["open", "demo.json"]),
        (["net.json", "--help"], ["open", "net.json", "--help"]),
        (["--version"], ["--version"]),
        (["summary", "preset:svgg"], ["summary", "preset:svgg"]),
    ],
)
def test_without_a_command_the_window_opens(words: list[str], expected: list[str]) -> None:
    assert with_command(words) == expected


def test_a_file_called_like_a_command_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("demos").touch()
    assert with_command(["demos"]) == ["open", "demos"]


def test_without_a_display_the_window_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 2
    assert "Use `demo --offscreen`" in capsys.readouterr().err


def test_presets_are_told_with_their_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presets", "--json"]) == 0
    presets = {preset["name"]: preset for preset in json.loads(capsys.readouterr().out)}
    assert set(presets["svgg"]) == {"name", "title", "text", "about", "group", "params"}
    depth = presets["wide_resnet"]["params"][0]
    assert (depth["name"], depth["kind"], depth["default"], depth["minimum"]) == ("num_convs", "int", 40, 10)
    assert main(["presets"]) == 0
    assert "--set num_convs=40" in capsys.readouterr().out


def test_there_may_be_no_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "--run-dir", str(tmp_path / "none")]) == 0
    assert capsys.readouterr().out == f"There are no runs in {tmp_path / 'none'}.\n"
    assert main(["runs", "--run-dir", str(tmp_path / "none"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("reason", ["libcuda.so is broken", "first\nlast"])
def test_a_broken_tensorflow_is_told_in_one_line(reason: str, tmp_path: Path) -> None:
    (tmp_path / "tensorflow.py").write_text(f"raise ImportError({reason!r})")
    done = run("summary", "preset:svgg", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("model-designer: TensorFlow can't be loaded: " + reason.splitlines()[-1])
    assert done.stderr.count("\n") == 1


def test_a_terminal_without_the_characters_gets_escapes() -> None:
    done = run("presets", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "8\\xd78 digits" in done.stdout


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "main.py"), *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}, timeout=60
    )
