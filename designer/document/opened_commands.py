"""Edits by the ids of a joined graph (`n5/n2`), done on the sheets where the nodes are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from math import hypot
from typing import TYPE_CHECKING, Any

from designer.document.block_commands import EditBlock
from designer.document.commands import (
    AddNodes,
    Command,
    Connect,
    Disconnect,
    MoveNodes,
    RemoveNodes,
    SetBypassed,
    Together,
)
from designer.document.joined import parted
from designer.document.param_commands import SetManyParams
from designer.document.plan import CARD, Box
from designer.document.project import Position
from designer.errors import GraphError
from designer.graph.elements import Edge

if TYPE_CHECKING:
    from designer.document.opened import Opened

_STILL_PX = 0.01
_GAP_PX = 24.0


def translated(command: Command, document: "Opened") -> Command | None:
    """The same edit with each part on its own sheet; None where nothing is left to do.

    Raises:
        GraphError: It would join what is in an open block to what is outside, or add something inside.
    """
    parts = list(_translated(command, document))
    if len(parts) == 1:
        return parts[0]
    return Together(tuple(parts), command.text) if parts else None


def _translated(command: Command, document: "Opened") -> Iterator[Command]:
    match command:
        case Together(commands=commands):
            parts = [part for each in commands for part in _translated(each, document)]
            if parts:
                yield Together(tuple(parts), command.text)
        case MoveNodes():
            yield from _moves(command, document)
        case RemoveNodes() | SetBypassed() | SetManyParams():
            yield from _of_many(command, document)
        case Connect(edge=edge) | Disconnect(edge=edge):
            sheet, inner = _edge(edge, document)
            yield _on(sheet, replace(command, edge=inner))
        case AddNodes():
            _refuse_inside(command, document)
            yield _beside_frames(command, document)
        case _:
            yield _of_one_node(command, document)


def _of_many(command: RemoveNodes | SetBypassed | SetManyParams, document: "Opened") -> Iterator[Command]:
    """A part for each block in which some of the nodes are."""
    if isinstance(command, SetManyParams):
        for sheet, local in _by_sheet(command.params, document).items():
            there = {key: command.params[joined] for key, joined in local.items()}
            yield _on(sheet, replace(command, params=there))
        return
    ids = command.ids
    if isinstance(command, RemoveNodes):
        ids = [key for key in ids if not _is_within(key, ids)]
    for sheet, local in _by_sheet(ids, document).items():
        yield _on(sheet, replace(command, ids=tuple(local)))


def _of_one_node(command: Command, document: "Opened") -> Command:
    node_id = getattr(command, "node_id", None)
    found = _inner(node_id, document) if isinstance(node_id, str) else None
    if found is None:
        _refuse_inside(command, document)
        return command
    sheet, local = found
    return _on(sheet, replace(command, node_id=local))  # type: ignore[type-var]


def _on(sheet: str | None, command: Command) -> Command:
    return command if sheet is None else EditBlock(sheet, command)


def _inner(node_id: str, document: "Opened") -> tuple[str, str] | None:
    """The block that a node is in, and its id there; None outside of blocks."""
    path, local = parted(node_id, document.paths)
    inset = document.inset(path)
    return (inset.block_id, local) if inset else None


def _by_sheet(node_ids: Iterable[str], document: "Opened") -> dict[str | None, dict[str, str]]:
    """Some nodes by the block that they are in: their ids there, and here."""
    found: dict[str | None, dict[str, str]] = {}
    for node_id in node_ids:
        sheet, local = _inner(node_id, document) or (None, node_id)
        found.setdefault(sheet, {})[local] = node_id
    return found


def _is_within(node_id: str, others: Iterable[str]) -> bool:
    return any(node_id.startswith(f"{other}/") for other in others)


def _edge(edge: Edge, document: "Opened") -> tuple[str | None, Edge]:
    (path, source), (other, target) = (parted(end, document.paths) for end in (edge.source, edge.target))
    if path != other:
        inside = edge.source if path else edge.target
        raise _refusal(document.graph.node(inside).name, "edges can't cross its frame")
    inset = document.inset(path)
    return (inset.block_id if inset else None), replace(edge, source=source, target=target)


def _refuse_inside(command: Command, document: "Opened") -> None:
    for node_id in _mentioned(command):
        if "/" in node_id and node_id in document.graph.nodes and _inner(node_id, document):
            raise _refusal(document.graph.node(node_id).name, "this can't be done from outside")


def _refusal(name: str, reason: str) -> GraphError:
    return GraphError(
        f'"{name}" is inside an open block, and {reason}.', "Look inside the block (Alt+Down) to do it there."
    )


def _mentioned(value: Any) -> Iterator[str]:
    """All texts that an edit holds."""
    match value:
        case str():
            yield value
        case Mapping():
            for key, item in value.items():
                yield from _mentioned(key)
                yield from _mentioned(item)
        case list() | tuple() | set() | frozenset():
            for item in value:
                yield from _mentioned(item)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from _mentioned(getattr(value, field.name))


def _beside_frames(command: AddNodes, document: "Opened") -> AddNodes:
    """The same with the nodes beside the frames of what is open."""
    frames = document.open_boxes()
    places = dict(command.positions)
    axis = 0 if document.orientation == "vertical" else 1
    for _ in range(len(frames)):
        hit = next((box for box in frames if any(_touches(box, place) for place in places.values())), None)
        if hit is None or not places:
            break
        far, size = (hit.right, CARD.right) if axis == 0 else (hit.bottom, CARD.bottom)
        shift = far + _GAP_PX + size - min(place[axis] for place in places.values())
        step = (shift, 0.0) if axis == 0 else (0.0, shift)
        places = {key: (x + step[0], y + step[1]) for key, (x, y) in places.items()}
    return replace(command, positions=places) if places != command.positions else command


def _touches(box: Box, place: Position) -> bool:
    card = CARD.at(place)
    across = card.left < box.right and card.right > box.left
    return across and card.top < box.bottom and card.bottom > box.top


def _moves(command: MoveNodes, document: "Opened") -> Iterator[Command]:
    """Nodes of open blocks by their own places; what a block takes along hasn't moved in it."""
    if not any("/" in key for key in command.positions):
        yield command
        return
    found = _Moving(document, {key: place for key, place in command.positions.items() if place})
    for sheet, moves in found.by_sheet().items():
        part = replace(command, positions=moves)
        yield part if sheet is None else EditBlock(sheet, part, follows=not found.takes_along)


class _Moving:
    """Where nodes go, worked out from the outermost sheet to the innermost.

    Attributes:
        takes_along: Whether a block moves since what it hangs by has moved in it.
    """

    def __init__(self, document: "Opened", wanted: Mapping[str, Position]) -> None:
        self._document = document
        self._plan = document.plan()
        self._moves: dict[str, dict[str, Position]] = {}
        self._goals: dict[str, Position] = {}
        self._touched: set[str] = set()
        self.takes_along = False
        for node_id in sorted(wanted, key=lambda key: key.count("/")):
            self._move(node_id, wanted[node_id])
        self._keep_still()

    def by_sheet(self) -> dict[str | None, dict[str, Position]]:
        """The new places by block, the sheet itself as None; blocks that nothing moves in are left out."""
        base = self._document.block_id
        return {None if key == base else key: moves for key, moves in self._moves.items() if moves}

    def _sheet_of(self, path: str) -> str:
        inset = self._document.inset(path)
        return inset.block_id if inset else self._document.block_id

    def _origin(self, path: str) -> Position:
        """Where the origin of what is at a path comes to lie."""
        if not path:
            return 0.0, 0.0
        (x, y), (dx, dy) = self._goal(path), self._plan.offset(self._sheet_of(path))
        return x + dx, y + dy

    def _goal(self, node_id: str) -> Position:
        """Where a node comes to lie."""
        if node_id not in self._goals:
            path, local = parted(node_id, self._document.paths)
            (x, y), (at_x, at_y) = self._origin(path), self._plan.places(self._sheet_of(path))[local]
            self._goals[node_id] = x + at_x, y + at_y
        return self._goals[node_id]

    def _move(self, node_id: str, goal: Position) -> None:
        path, local = parted(node_id, self._document.paths)
        (x, y), (was_x, was_y) = self._origin(path), self._plan.places(self._sheet_of(path))[local]
        place = goal[0] - x, goal[1] - y
        self._goals[node_id] = goal
        if not path or hypot(place[0] - was_x, place[1] - was_y) > _STILL_PX:
            self._moves.setdefault(self._sheet_of(path), {})[local] = place
            self._touched.add(path)

    def _keep_still(self) -> None:
        """Where what a block is hung up by has moved in it, the block moves along, and all else stays."""
        document = self._document
        for path in sorted(document.paths, key=lambda path: -path.count("/")):
            if path not in self._touched:
                continue
            sheet = self._sheet_of(path)
            now, was = document.plan(moved=self._moves).anchor(sheet), self._plan.anchor(sheet)
            if now != was:
                outer, local = parted(path, document.paths)
                home = self._sheet_of(outer)
                x, y = self._moves.get(home, {}).get(local) or self._plan.places(home)[local]
                self._moves.setdefault(home, {})[local] = x + now[0] - was[0], y + now[1] - was[1]
                self._touched.add(outer)
                self.takes_along = True
