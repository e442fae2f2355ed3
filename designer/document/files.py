"""Opening and saving project files. Opening never runs code from the file."""

import json
import math
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from designer.atomic import write_atomically
from designer.document.migrations import migrate
from designer.document.project import Position, Project
from designer.document.schema import GraphRecord, NodeRecord, ProjectRecord, lean, lean_view
from designer.errors import DesignerError, GraphError, ProjectFileError, RequestError
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.graph.graph import Graph

_MAX_BYTES = 256 * 2**20
_MAX_SHOWN = 120
# A line that was written before costs 1.
_COST_OF_NEW = 16
_COST_AT_ONCE = 1024
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_Path = tuple[str, ...]
_IN_LINES: tuple[_Path, ...] = (
    *(("graph",), ("graph", "nodes"), ("graph", "edges")),
    *(("view",), ("view", "positions"), ("view", "notes"), ("view", "frames"), ("view", "bookmarks")),
    *(("data",), ("training",)),
)


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
        data = json.loads(text, parse_float=finite, parse_constant=finite)
    except (ValueError, RecursionError) as error:
        raise ProjectFileError(f"It is damaged: not JSON ({error}).", "Restore it from a copy.") from error
    if not isinstance(data, dict):
        raise ProjectFileError("It is no Model Designer project: a JSON object was expected.")
    return project_from_json(data)


def project_from_json(data: dict[str, Any]) -> Project:
    """Read a project from the object that a file holds; see `open_project`."""
    try:
        project = ProjectRecord.model_validate(migrate(data)).to_project()
        return project.replace(graph=Graph.from_snapshot(project.graph).snapshot())
    except ProjectFileError:
        raise
    except (ValidationError, GraphError, RequestError, RecursionError) as error:
        raise ProjectFileError(f"It is damaged: {reason_of(error)}", "Restore it from a copy.") from error


def save_project(project: Project, path: str | Path) -> Path:
    """Write a project file, whole or not at all.

    Returns:
        The path written.

    Raises:
        ProjectFileError: The file can't be written; the old one, if any, is untouched.
    """
    path = Path(path)
    try:
        # Half of a surrogate pair, which UTF-8 lacks, becomes the escape that JSON has for it.
        write_atomically(path, format_project(project).encode(errors="backslashreplace"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectFileError(
            f"{path} can't be saved: {reason}.", "Save it under another name or place."
        ) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise ProjectFileError(f"{path} can't be saved: {reason_of(error)}") from error
    return path


def format_project(project: Project) -> str:
    """The text of a project file: stable order, a line for each node, edge and position, for good diffs.

    Raises:
        ValueError: A value is one that a file can't hold, such as infinity.
    """
    return ProjectWriter().text(project)


class ProjectWriter:
    """Writes one project again and again; only what is new since the last time costs more than a look-up.

    Args:
        pause: Called every millisecond or so of work, so that a thread can let others go first.
    """

    def __init__(self, pause: Callable[[], None] | None = None) -> None:
        self._pause = pause
        self._known: dict[str, dict[Hashable, tuple[object, str]]] = {}
        self._cost = 0

    def text(self, project: Project) -> str:
        """The text of a project; see `format_project`."""
        graph, view = project.graph, project.view
        rest = project.replace(
            graph=GraphSnapshot(inputs=graph.inputs, outputs=graph.outputs), view=replace(view, positions={})
        )
        data = ProjectRecord.from_project(rest).model_dump(mode="json")
        data["view"] = lean_view(data["view"])
        data["graph"]["nodes"] = self._list("nodes", ((node.id, node) for node in graph.nodes), _node_line)
        data["graph"]["edges"] = self._list("edges", ((id(edge), edge) for edge in graph.edges), _edge_line)
        data["view"]["positions"] = self._list("positions", view.positions.items(), _place_line, "{}")
        return format_json(data, _IN_LINES) + "\n"

    def _list(
        self,
        kind: str,
        items: Iterable[tuple[Hashable, Any]],
        write: Callable[[Any, Any], str],
        brackets: str = "[]",
    ) -> "_Lines":
        """A line for each value by its key; values are immutable, so the same object has the same line."""
        old = self._known.get(kind, {})
        new = {}
        for key, value in items:
            known = old.get(key)
            if known and known[0] is value:
                new[key] = known
                self._take_turns(1)
            else:
                new[key] = (value, write(key, value))
                self._take_turns(_COST_OF_NEW)
        self._known[kind] = new
        return _Lines([line for _, line in new.values()], brackets)

    def _take_turns(self, cost: int) -> None:
        self._cost += cost
        if self._pause and self._cost >= _COST_AT_ONCE:
            self._cost = 0
            self._pause()


@dataclass(frozen=True)
class _Lines:
    """A list or an object whose items are written already."""

    lines: list[str]
    brackets: str

    def __bool__(self) -> bool:
        return bool(self.lines)


def format_json(data: Any, in_lines: Collection[_Path], path: _Path = ()) -> str:
    """JSON with the parts that `in_lines` names indented, and everything below them on one line.

    Raises:
        ValueError: A value is one that a file can't hold, such as infinity.
    """
    if isinstance(data, _Lines) and not data:
        return data.brackets
    if not data or (path and path not in in_lines):
        return _line(data)
    indent = "  " * (len(path) + 1)
    if isinstance(data, _Lines):
        lines = data.lines
        opening, closing = tuple(data.brackets)
    elif isinstance(data, list):
        lines = [_line(item) for item in data]
        opening, closing = "[]"
    else:
        lines = [f"{_line(key)}: {format_json(value, in_lines, (*path, key))}" for key, value in data.items()]
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


def _node_line(_node_id: str, node: Node) -> str:
    return _line(lean(NodeRecord.from_node(node).model_dump(mode="json")))


def _edge_line(_key: int, edge: Edge) -> str:
    ends = (edge.source, edge.source_port, edge.target, edge.target_port)
    return _line(GraphRecord(edges=[ends]).edges[0])


def _place_line(node_id: str, place: Position) -> str:
    return f"{_line(node_id)}: {_line([round(float(number), 1) for number in place])}"


def _line(data: Any) -> str:
    try:
        return _ENCODER.encode(data)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{str(data)[:_MAX_SHOWN]} has a value that a file can't hold ({error}).") from error


def finite(text: str) -> float:
    """Read a number in JSON; infinity and NaN are none."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is not a finite number")
    return number


def reason_of(error: Exception) -> str:
    """What is wrong with data that can't be read or written, in one line."""
    match error:
        case DesignerError(message=message):
            return message
        case ValidationError():
            first = error.errors(include_url=False)[0]
            return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}."
        case RecursionError():
            return "its values are nested too deeply."
    return str(error)
