"""A program that is killed at any moment leaves a whole file and loses at most the last second of edits."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from designer.document.backup import backups_left
from designer.document.commands import RenameProject
from designer.document.document import Document
from designer.document.files import format_project, open_project
from tests.qt import editing_storm

MAX_LOST_S = 1.0
LONGEST_S = 2.5


@pytest.mark.parametrize("part", range(5))
def test_a_kill_while_editing_and_saving_loses_at_most_a_second(
    tmp_path: Path, soak: bool, part: int
) -> None:
    random.seed(part)  # when it is killed
    for number in range(20 if soak else 1):
        seed = f"{part}-{number}"
        home = tmp_path / seed
        home.mkdir()
        path = home / "net.json"
        told, killed_s = storm_and_kill(seed, path, home)
        texts = [format_project(open_project(path))] if path.exists() else []
        if texts:
            assert path.read_text() == texts[0]  # whole, to the last byte
        texts += [backup.text for backup in backups_left(home / "data" / "backups")]
        assert len(texts) <= 2
        edits = [number_of(text) for text in texts]
        assert_are_versions(seed, dict(zip(edits, texts, strict=True)))
        needed = max((edit for edit, done_s in told if done_s < killed_s - MAX_LOST_S), default=0)
        assert max(edits, default=0) >= needed


def storm_and_kill(seed: str, path: Path, home: Path) -> tuple[list[tuple[int, float]], float]:
    """Lets a process edit for a while and kills it.

    Returns:
        The edits that it told of, each with its moment, and the moment of the kill.
    """
    command = [sys.executable, "-m", editing_storm.__name__, seed, str(path)]
    environment = os.environ | {"MODEL_DESIGNER_HOME": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout
        first = process.stdout.readline()  # it has begun
        time.sleep(random.uniform(0, LONGEST_S))
        killed_s = time.monotonic()
        process.kill()
        lines = [first, *process.stdout]
    told = [line.split() for line in lines if line.endswith("\n")]
    return [(int(edit), float(done_s)) for edit, done_s in told], killed_s


def assert_are_versions(seed: str, texts: dict[int, str]) -> None:
    """Does the same edits again, and compares what was found with what there was after each."""
    document, chance = Document(), random.Random(seed)
    document.push(RenameProject("0"))
    for edit in range(max(texts, default=0) + 1):
        if edit:
            editing_storm.edit(document, chance)
        if edit in texts:
            assert texts[edit] == format_project(document.project())


def number_of(text: str) -> int:
    return int(text.split('"name": "', 1)[1].split('"', 1)[0])
