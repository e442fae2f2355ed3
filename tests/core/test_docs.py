"""What the documents show works as it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from designer.cli.parser import make_parser, with_command
from designer.document.files import parse_project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings
from designer.training.events import RunEvent
from designer.training.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PROGRAM = re.compile(r"^(?:model-designer|python main\.py)\b(.*)$", re.MULTILINE)


def blocks(text: str, info: str) -> list[str]:
    return [body for found, body in BLOCK.findall(text) if found == info]


def commands() -> list[str]:
    return [
        line
        for text in (README, *DOCS.values())
        for body in blocks(text, "sh")
        for line in PROGRAM.findall(body)
    ]


def tables() -> dict[str, list[str]]:
    statement = r"CREATE TABLE (?:IF NOT EXISTS )?(\w+) \((.*?)\n?\)(?: WITHOUT ROWID)?;"
    created = re.findall(statement, TABLES, re.DOTALL)
    return {name: re.findall(r"(?:^|,)\s*([a-z_]+) [A-Z]", columns) for name, columns in created}


@pytest.mark.parametrize("text", blocks(DOCS["formats.md"], "json project"))
def test_example_projects_open(text: str) -> None:
    assert parse_project(text).graph.nodes


@pytest.mark.parametrize("line", commands())
def test_commands_in_the_documents_are_understood(line: str) -> None:
    words = shlex.split(line, comments=True)
    assert make_parser().parse_args(with_command(words)).run


def test_commands_and_example_projects_are_found_at_all() -> None:
    assert len(commands()) >= 5
    assert blocks(DOCS["formats.md"], "json project")


@pytest.mark.parametrize(
    "name", [*Adaptation.model_fields, *DataSettings.model_fields, *TrainingSettings.model_fields]
)
def test_every_setting_is_described(name: str) -> None:
    assert f"`{name}`" in DOCS["formats.md"]


@pytest.mark.parametrize("event", [kind.event for kind in RunEvent.__subclasses__()])
def test_every_event_is_described(event: str) -> None:
    assert f"| `{event}` |" in DOCS["formats.md"]


@pytest.mark.parametrize("table", tables())
def test_every_table_and_column_of_a_run_is_described(table: str) -> None:
    [row] = [line for line in DOCS["formats.md"].splitlines() if line.startswith(f"| `{table}` | `")]
    missing = [column for column in tables()[table] if f"`{column}`" not in row]
    assert not missing
