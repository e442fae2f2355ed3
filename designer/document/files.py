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
from designer.document.project import Position, Project, View
from designer.document.schema import (
    BlockRecord,
    GraphRecord,
    NodeRecord,
    ProjectRecord,
    lean,
    lean_block,
    lean_view,
    written_sheet,
)
from designer.document.weights_files import placed_beside, resolved
from designer.errors import DesignerError, GraphError, ProjectFileError, RequestError
from designer.graph.elements import Block, Edge, GraphSnapshot, Node, natural_key
from designer.graph.graph import Graph

_MAX_BYTES = 256 * 2**20
_MAX_SHOWN = 120
# A line that was written before costs 1.
_COST_OF_NEW = 16
_COST_AT_ONCE = 1024
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
ANY = "*"
_Path = tuple[str, ...]
_DRAWN = (("positions",), ("notes",), ("frames",), ("bookmarks",))
_PARTS: tuple[_Path, ...] = ((), ("nodes",), ("edges",), ("params",))
_BLOCKS = "blocks"
_IN_LINES: tuple[_Path, ...] = (
    *(("graph", *part) for part in _PARTS),
    ("graph", _BLOCKS),
    *(("graph", _BLOCKS, ANY, *part) for part in _PARTS),
    ("view",),
    *(("view", *part) for part in _DRAWN),
    ("view", _BLOCKS),
    *(("view", _BLOCKS, ANY, *part) for part in ((), *_DRAWN)),
    *(("data",), ("training",)),
)
_GRAPH_ORDER = ("nodes", "edges", _BLOCKS, "inputs", "outputs")
_VIEW_ORDER = ("orientation", "positions", "notes", "frames", "bookmarks", "open", _BLOCKS)


def open_project(path: str | Path) -> Project:
    """Read a project file; an older format is migrated.

    Raises:
        ProjectFileError: The file is missing, unreadable, damaged, newer than this program, or not a project.
    """
    path = Path(path)
    try:
        project = parse_project(_read(path))
        return project.replace(weights=resolved(project.weights, path)) if project.weights else project
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
        blocks = (replace(block, graph=_checked(block.graph)) for block in project.graph.blocks)
        in_order = sorted(blocks, key=lambda block: natural_key(block.id))
        return project.replace(graph=replace(_checked(project.graph), blocks=tuple(in_order)))
    except ProjectFileError:
        raise
    except (ValidationError, GraphError, RequestError, RecursionError) as error:
        raise ProjectFileError(f"It is damaged: {reason_of(error)}", "Restore it from a copy.") from error


def _checked(graph: GraphSnapshot) -> GraphSnapshot:
    return Graph.from_snapshot(graph).snapshot()


def save_project(project: Project, path: str | Path) -> Path:
    """Write a project file, whole or not at all, and its weights beside it.

    Returns:
        The path written.

    Raises:
        ProjectFileError: The file can't be written; the old one, if any, is untouched.
    """
    path = Path(path)
    try:
        if project.weights:
            project = project.replace(weights=placed_beside(project.weights, path))
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
            graph=GraphSnapshot(inputs=graph.inputs, outputs=graph.outputs),
            view=replace(view, positions={}, blocks={}),
        )
        data = ProjectRecord.from_project(rest).model_dump(mode="json")
        drawn = data["graph"] | self._graph(graph) | {_BLOCKS: dict(map(self._block, graph.blocks))}
        data["graph"] = {name: drawn[name] for name in _GRAPH_ORDER}
        seen = lean_view(data["view"]) | {"positions": self._positions(view)}
        if view.blocks:
            seen[_BLOCKS] = {key: self._sheet(key, inside) for key, inside in view.blocks.items()}
        data["view"] = {name: seen[name] for name in _VIEW_ORDER if name in seen}
        return format_json(data, _IN_LINES) + "\n"

    def _graph(self, graph: GraphSnapshot, owner: str = "") -> "dict[str, _Lines]":
        nodes = ((node.id, node) for node in graph.nodes)
        edges = ((id(edge), edge) for edge in graph.edges)
        return {
            "nodes": self._list(f"nodes {owner}", nodes, _node_line),
            "edges": self._list(f"edges {owner}", edges, _edge_line),
        }

    def _block(self, block: Block) -> tuple[str, dict[str, Any]]:
        empty = replace(block, graph=GraphSnapshot(inputs=block.graph.inputs, outputs=block.graph.outputs))
        header = lean_block(BlockRecord.from_block(empty))
        return block.id, {**header, **self._graph(block.graph, block.id)}

    def _sheet(self, block_id: str, view: View) -> dict[str, Any]:
        said = written_sheet(replace(view, positions={}))
        return {"positions": self._positions(view, block_id), **said}

    def _positions(self, view: View, owner: str = "") -> "_Lines":
        return self._list(f"positions {owner}", view.positions.items(), _place_line, "{}")

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
    if not data or (path and not _is_among(path, in_lines)):
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


def _is_among(path: _Path, patterns: Collection[_Path]) -> bool:
    if path in patterns:
        return True
    return any(
        len(path) == len(pattern)
        and all(wanted in (ANY, name) for name, wanted in zip(path, pattern, strict=True))
        for pattern in patterns
    )


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
