"""What is opened as a project, and what is imported."""

import json
from pathlib import Path

import pytest

from designer.document.file_kind import is_model_file
from designer.document.project import Project


@pytest.mark.parametrize(
    "start", [b"PK\x03\x04...", b"\x89HDF\r\n\x1a\n...", b'{"module": "keras", "class_name": "Functional"}']
)
def test_a_model_is_known_by_how_the_file_begins(start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    path.write_bytes(start)
    assert is_model_file(path)


def test_a_project_is_no_model_whatever_its_layers_are_called(tmp_path: Path) -> None:
    path = Project('"class_name"').save(tmp_path / "net.json")
    assert not is_model_file(path)
    path.write_text(json.dumps({"format": "model-designer/1", "name": '"class_name"'}))
    assert not is_model_file(path)


def test_a_damaged_file_goes_by_its_name_and_what_is_no_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "cut.keras").write_bytes(b"")
    assert is_model_file(tmp_path / "cut.keras")
    assert not is_model_file(tmp_path / "absent.keras")
    assert not is_model_file(tmp_path)
