"""The published JSON schemas say what the code accepts and writes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from designer.training.events import RunEvent, RunFinished, to_json

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "docs" / "schemas"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schemas")
    subprocess.run([sys.executable, ROOT / ".ci" / "schemas.py", folder], check=True, timeout=60)
    return folder


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_published_schemas_are_up_to_date(generated: Path) -> None:
    names = {path.name for path in generated.iterdir()}
    assert names == {path.name for path in SCHEMAS.iterdir()}
    stale = [name for name in sorted(names) if read(generated / name) != read(SCHEMAS / name)]
    assert not stale, "run `make schemas`"


def test_every_event_has_a_schema() -> None:
    kinds = {
        schema["properties"]["event"]["const"]
        for name, schema in read(SCHEMAS / "events.schema.json")["$defs"].items()
        if name != "Histogram"
    }
    assert kinds == {kind.event for kind in RunEvent.__subclasses__()}


def test_an_event_is_written_with_exactly_the_fields_of_its_schema() -> None:
    written = to_json(RunFinished(run="runs/a", time=1.0, status="finished"))
    schema = read(SCHEMAS / "events.schema.json")["$defs"]["RunFinished"]
    assert list(written) == schema["required"] == list(schema["properties"])
