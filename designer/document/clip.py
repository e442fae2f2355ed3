"""A piece of a network as text, `model-designer-clip/1`: what the clipboard and chats carry."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field, ValidationError

from designer.document.files import ANY, finite, format_json, project_from_json, reason_of
from designer.document.migrations import is_project
from designer.document.project import Position, View
from designer.document.schema import (
    BlockRecord,
    NodeRecord,
    Port,
    Record,
    SheetRecord,
    lean,
    written_block,
    written_sheet,
)
from designer.document.settings import Annotation, Frame, Note
from designer.errors import GraphError, ProjectFileError, RequestError
from designer.graph.elements import Block, Edge, GraphSnapshot, Node
from designer.graph.graph import Graph

FORMAT_NAME = "model-designer-clip"
FORMAT_VERSION = 1

_MAX_CHARACTERS = 16 * 2**20
_MAX_LAYERS = 20_000
_FARTHEST_PX = 10_000_000
_HINT = "Copy layers in Model Designer, or the whole text of a project file."
_IN_LINES = [
    *((name,) for name in ("nodes", "edges", "incoming", "outside", "positions", "notes", "frames")),
    *(("blocks",), ("blocks", ANY), ("blocks", ANY, "nodes"), ("blocks", ANY, "edges"), ("drawings",)),
]
_START = re.compile(r'\{\s*"')
_decoder = json.JSONDecoder(parse_float=finite, parse_constant=finite)

_Numbers = tuple[str, Port, str, Port]


@dataclass(frozen=True)
class Clip:
    """Some nodes with what belongs to them.

    Args:
        graph: The nodes and the edges among them.
        incoming: Edges from other nodes.
        outside: Those other nodes, and the owners of layers that the copied nodes share.
        positions: Centre of each node, as far as known.
        blocks: The blocks that instances among the nodes need, at any depth.
        drawings: How the insides of those lie, by the block's id.
    """

    graph: GraphSnapshot
    incoming: tuple[Edge, ...] = ()
    outside: tuple[Node, ...] = ()
    positions: dict[str, Position] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    frames: tuple[Frame, ...] = ()
    blocks: tuple[Block, ...] = ()
    drawings: dict[str, View] = field(default_factory=dict)


class _ClipRecord(Record):
    format: str
    nodes: list[NodeRecord] = Field(default=[], max_length=_MAX_LAYERS)
    edges: list[_Numbers] = Field(default=[])
    incoming: list[_Numbers] = Field(default=[])
    outside: list[NodeRecord] = Field(default=[])
    positions: dict[str, Position] = Field(default={})
    notes: list[Note] = Field(default=[])
    frames: list[Frame] = Field(default=[])
    blocks: dict[str, BlockRecord] = Field(default={}, max_length=_MAX_LAYERS)
    drawings: dict[str, SheetRecord] = Field(default={}, max_length=_MAX_LAYERS)


def format_clip(clip: Clip) -> str:
    """The text of a clip.

    Raises:
        RequestError: A parameter has a value that text can't hold, such as infinity.
    """
    record = _ClipRecord(
        format=f"{FORMAT_NAME}/{FORMAT_VERSION}",
        nodes=[NodeRecord.from_node(node) for node in clip.graph.nodes],
        edges=[_numbers(edge) for edge in clip.graph.edges],
        incoming=[_numbers(edge) for edge in clip.incoming],
        outside=[NodeRecord.from_node(node) for node in clip.outside],
        positions={node_id: (round(x, 1), round(y, 1)) for node_id, (x, y) in clip.positions.items()},
        notes=list(clip.notes),
        frames=list(clip.frames),
    )
    data = record.model_dump(mode="json")
    data["blocks"] = {block.id: written_block(block) for block in clip.blocks}
    data["drawings"] = {key: written_sheet(view) for key, view in clip.drawings.items()}
    for name in ("nodes", "outside"):
        data[name] = [lean(node) for node in data[name]]
    try:
        text = format_json({name: value for name, value in data.items() if value}, _IN_LINES)
    except (ValueError, TypeError, RecursionError) as error:
        raise RequestError(f"This can't be copied: {reason_of(error)}") from error
    return text.encode(errors="backslashreplace").decode()


def parse_clip(text: str) -> Clip:
    """Read a clip, or the graph of a project file; other text may stand around it, as in a chat.

    Raises:
        RequestError: There is none in the text, it is damaged, too large, or newer than this program.
    """
    if len(text) > _MAX_CHARACTERS:
        raise RequestError("The text is too long to be a piece of a network.", _HINT)
    data = _find(text)
    try:
        clip = _from_project(data) if is_project(data) else _from_record(_ClipRecord.model_validate(data))
        _check(clip)
    except (ProjectFileError, ValidationError, GraphError, RequestError, RecursionError) as error:
        raise RequestError(f"The text can't be pasted: {_lowered(reason_of(error))}", _HINT) from error
    return clip


def _find(text: str) -> dict[str, Any]:
    """The first JSON object in a text that says it is a clip or a project."""
    # Each failure costs a search for its line; a text of nothing but braces must not take seconds.
    at, rest, worst = 0, 4 * len(text) + 1_000_000, ""
    while rest > 0 and (found := _START.search(text, at)):
        try:
            data, at = _decoder.raw_decode(text, found.start())
            if _is_ours(data):
                return data  # type: ignore[no-any-return]
        except json.JSONDecodeError as error:
            rest -= error.pos - found.start() + error.pos // 32
            at, worst = found.end() - 1, worst or f"{error.msg} in line {error.lineno}"
        except (ValueError, RecursionError) as error:
            worst = reason_of(error)
            break
    if worst and FORMAT_NAME.rpartition("-")[0] in text:
        raise RequestError(
            f"The text can't be pasted, since it is damaged: {worst}.", "Copy all of it again."
        )
    raise RequestError("There are no layers of Model Designer in this text.", _HINT)


def _is_ours(data: dict[str, Any]) -> bool:
    match = re.fullmatch(rf"{FORMAT_NAME}/([0-9]{{1,9}})", str(data.get("format", "")))
    if match and int(match[1]) > FORMAT_VERSION:
        raise RequestError(
            f"The text has the format {match[0]}; this program knows up to {FORMAT_NAME}/{FORMAT_VERSION}.",
            "Update Model Designer to paste it.",
        )
    return bool(match) or is_project(data)


def _from_project(data: dict[str, Any]) -> Clip:
    project = project_from_json(data)
    view = project.view
    return Clip(
        GraphSnapshot(project.graph.nodes, project.graph.edges),
        positions=dict(view.positions),
        notes=view.notes,
        frames=view.frames,
        blocks=project.graph.blocks,
        drawings=dict(view.blocks),
    )


def _from_record(record: _ClipRecord) -> Clip:
    nodes = tuple(node.to_node() for node in record.nodes)
    return Clip(
        GraphSnapshot(nodes, tuple(Edge(*edge) for edge in record.edges)),
        tuple(Edge(*edge) for edge in record.incoming),
        tuple(node.to_node() for node in record.outside),
        record.positions,
        tuple(record.notes),
        tuple(record.frames),
        tuple(block.to_block(block_id) for block_id, block in record.blocks.items()),
        {block_id: sheet.to_view("vertical") for block_id, sheet in record.drawings.items()},
    )


def _check(clip: Clip) -> None:
    """Refuse what the format allows and no program writes."""
    graph = Graph.from_snapshot(clip.graph)
    if not (graph.nodes or clip.notes or clip.frames):
        raise RequestError("it holds nothing.")
    num_inside = sum(len(Graph.from_snapshot(block.graph).nodes) for block in clip.blocks)
    if len(graph.nodes) + num_inside > _MAX_LAYERS:
        raise RequestError(f"it has more than {_MAX_LAYERS:,} layers.")
    items: tuple[Annotation, ...] = (*clip.notes, *clip.frames)
    inside = (place for view in clip.drawings.values() for place in view.positions.values())
    places = [*clip.positions.values(), *inside, *(corner for item in items for corner in item.corners)]
    if any(max(abs(x), abs(y)) > _FARTHEST_PX for x, y in places):
        raise RequestError("something in it lies too far away to be seen.")
    ports = set()
    for edge in clip.incoming:
        port = graph.node(edge.target).id, edge.target_port
        if port in ports or graph.is_taken(*port):
            raise RequestError(f"two edges lead to one input of {edge.target}.")
        ports.add(port)


def _numbers(edge: Edge) -> _Numbers:
    return edge.source, edge.source_port, edge.target, edge.target_port


def _lowered(reason: str) -> str:
    return reason[:1].lower() + reason[1:]
