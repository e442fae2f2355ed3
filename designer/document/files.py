"""Opening and saving project files. Opening never runs code from the file."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from designer.atomic import write_atomically
from designer.document.migrations import migrate
from designer.document.project import Project
from designer.document.schema import ProjectRecord
from designer.errors import DesignerError, GraphError, ProjectFileError, RequestError
from designer.graph.graph import Graph

_MAX_BYTES = 256 * 2**20


def open_project(path: str | Path) -> Project:
    """Read a project file; an older format is migrated.

    Raises:
        ProjectFileError: The file is missing, unreadable, damaged, newer than this program, or not a project.
    """
    path = Path(path)
    try:
        return parse_project(_read(path))
    except DesignerError as error:
        raise ProjectFileError(f"{path} can't be opened. {error.message}", error.hint) from error


def parse_project(text: bytes | str) -> Project:
    """Read a project from the text of a file; see `open_project`."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProjectFileError(f"It is damaged: not JSON ({error}).", "Restore it from a copy.") from error
    if not isinstance(data, dict):
        raise ProjectFileError("It is no Model Designer project: a JSON object was expected.")
    try:
        project = ProjectRecord.model_validate(migrate(data)).to_project()
        Graph.from_snapshot(project.graph)
    except ValidationError as error:
        raise ProjectFileError(
            f"It is damaged: {_first_problem(error)}.", "Restore it from a copy."
        ) from error
    except (GraphError, RequestError) as error:
        if isinstance(error, ProjectFileError):
            raise
        raise ProjectFileError(f"It is damaged: {error.message}", "Restore it from a copy.") from error
    return project


def save_project(project: Project, path: str | Path) -> Path:
    """Write a project file, whole or not at all.

    Returns:
        The path written.

    Raises:
        ProjectFileError: The file can't be written; the old one, if any, is untouched.
    """
    path = Path(path)
    try:
        write_atomically(path, format_project(project).encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectFileError(
            f"{path} can't be saved: {reason}.", "Save it under another name or place."
        ) from error
    return path


def format_project(project: Project) -> str:
    """The text of a project file: stable order, a line for each node, edge and position, for good diffs."""
    data = ProjectRecord.from_project(project).model_dump(mode="json")
    for node in data["graph"]["nodes"]:
        if node["shares"] is None:
            del node["shares"]
    return _Writer().text(data)


class _Writer:
    """Writes the upper levels of a project indented and everything below on one line."""

    _OPEN = (("graph",), ("graph", "nodes"), ("graph", "edges"), ("view",), ("view", "positions"))
    _OPEN_SETTINGS = (("data",), ("training",), ("view", "notes"), ("view", "frames"))

    def text(self, data: dict[str, Any]) -> str:
        return self._write(data, ()) + "\n"

    def _write(self, data: Any, path: tuple[str, ...]) -> str:
        if not data or (path and path not in self._OPEN + self._OPEN_SETTINGS):
            return json.dumps(data, ensure_ascii=False)
        indent = "  " * (len(path) + 1)
        if isinstance(data, list):
            lines = [json.dumps(item, ensure_ascii=False) for item in data]
            opening, closing = "[]"
        else:
            lines = [f"{json.dumps(key)}: {self._write(value, (*path, key))}" for key, value in data.items()]
            opening, closing = "{}"
        body = ",\n".join(indent + line for line in lines)
        return f"{opening}\n{body}\n{indent[2:]}{closing}"


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            what = (
                "It is a folder"
                if path.is_dir()
                else "There is no such file"
                if not path.exists()
                else "It is no file"
            )
            raise ProjectFileError(f"{what}.", "Check the path.")
        if path.stat().st_size > _MAX_BYTES:
            raise ProjectFileError(f"It has more than {_MAX_BYTES // 2**20} MiB, too large for a project.")
        return path.read_bytes()
    except OSError as error:
        raise ProjectFileError(f"{error.strerror or error}.", "Check the path and your rights.") from error


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}"
