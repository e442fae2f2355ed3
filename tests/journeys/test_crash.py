"""A program that is killed gives the network back at its next start."""

import os
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from designer.document.backup import read_backup
from designer.document.project import Project
from designer.errors import ProjectFileError
from tests.conftest import ROOT
from tests.journeys.conftest import SitDown
from tests.journeys.robot import Robot

START_MS = 30_000


def test_a_killed_program_gives_the_network_back(
    sit_down: SitDown, robot: Robot, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "data" / "backups"
    with subprocess.Popen([sys.executable, "main.py", "open"], cwd=ROOT) as program:
        qtbot.waitUntil(lambda: is_active("Untitled"), timeout=START_MS)
        robot.key("ctrl+shift+f")
        robot.type("Dense")
        robot.key("Return")
        qtbot.waitUntil(lambda: node_types(folder) == ["Dense"], timeout=START_MS)
        program.kill()
    person = sit_down(Project())
    person.wait(lambda: bool(person.window.safekeeping.bars.names()))
    (bar,) = person.window.safekeeping.bars.names()
    assert person.says(f"{bar}Text", 'Unsaved network "Untitled" found')
    person.shot("found")
    person.press(f"{bar}Restore")
    person.wait(lambda: person.names() == {"dense"})
    assert person.window.isWindowModified()
    assert person.window.safekeeping.bars.names() == []
    person.shot("restored")
    person.leave()
    assert not list(folder.iterdir())


def is_active(title: str) -> bool:
    """Whether a window of this title has the keyboard."""
    command = ["xdotool", "getactivewindow", "getwindowname"]
    found = subprocess.run(command, capture_output=True, check=False, text=True, env=os.environ)
    return title in found.stdout


def node_types(folder: Path) -> list[str]:
    """The layers in the only backup there is."""
    for file in folder.glob("*.backup"):
        try:
            return [node.type for node in read_backup(file).project().graph.nodes]
        except ProjectFileError:
            continue  # it was replaced at this moment
    return []
