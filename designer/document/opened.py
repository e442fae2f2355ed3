"""A sheet as a canvas shows it: the insides of its open blocks are there too, and are edited there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import hypot

from typing_extensions import override

from designer.document import changes as did
from designer.document.changes import Change, InBlock
from designer.document.commands import Command
from designer.document.document import Document, Inset
from designer.document.joined import JoinedGraph, parted
from designer.document.opened_commands import translated
from designer.document.plan import MOST_SHOWN, Box
from designer.document.project import Position
from designer.graph.graph import Graph
from designer.graph.opener import MAX_DEPTH

_STILL_PX = 0.01
_BY_IDS = (did.NodesAdded, did.NodesRemoved, did.NodesChanged, did.NodesMoved, did.EdgesChanged)
_Touching = did.NodesAdded | did.NodesRemoved | did.NodesChanged | did.NodesMoved | did.EdgesChanged


@dataclass
class _Shown:
    """What there is while any block is open."""

    insets: dict[str, Inset]
    graph: JoinedGraph
    positions: dict[str, Position]


class Opened(Document):
    """A document whose graph also has what is in the open blocks of its sheet, by path: `n5/n2`.

    Where none is open it is the sheet's document in all. Edits of what is in a block are made there; those
    that would join it to what is outside are refused.

    Args:
        base: The document on the sheet.
    """

    def __init__(self, base: Document) -> None:
        self.block_id = base.block_id
        self._base = base
        self._store, self._root, self._sheet = base._store, base.root, base._sheet
        self._insides = {}
        self._shown: _Shown | None = None
        self._follow(())
        self._store.listeners.insert(0, self._tell)  # who asks the canvas about an edit finds it drawn

    def close(self) -> None:
        """Follow the sheet no longer."""
        self._store.listeners.remove(self._tell)

    @property
    def base(self) -> Document:
        """The document on the sheet."""
        return self._base

    @property
    @override
    def graph(self) -> Graph:
        return self._shown.graph if self._shown else self._sheet.graph

    @property
    @override
    def positions(self) -> Mapping[str, Position]:
        return self._shown.positions if self._shown else self._sheet.positions

    @property
    @override
    def insets(self) -> tuple[Inset, ...]:
        return tuple(self._shown.insets.values()) if self._shown else ()

    @property
    def paths(self) -> Collection[str]:
        """The paths of all that is open."""
        return self._shown.insets.keys() if self._shown else ()

    def open_boxes(self) -> list[Box]:
        """What the open nodes of the sheet take up."""
        plan = self.plan()
        places = plan.places(self.block_id)
        return [plan.box(self.block_id, key).at(places[key]) for key in plan.open(self.block_id)]

    def path_at(self, point: Position) -> str:
        """The innermost open node in whose frame a point lies; empty where there is none."""
        if self._shown is None:
            return ""
        plan = self.plan()
        for path in reversed(self._shown.insets):
            outer, local = parted(path, self.paths)
            home = self._shown.insets.get(outer)
            box = plan.box(home.block_id if home else self.block_id, local)
            if box.at(self.positions[path]).contains(point):
                return path
        return ""

    def inset(self, path: str) -> Inset | None:
        """The open block at a path."""
        return self._shown.insets.get(path) if self._shown else None

    @override
    def push(self, command: Command) -> None:
        if self._shown:
            found = translated(command, self)
            if found is None:
                return
            command = found
        self._base.push(command)

    @override
    def _tell(self, changes: tuple[Change, ...]) -> None:
        state = self._store.state
        self._sheet = state.blocks.get(self.block_id, self._sheet) if self.block_id else state
        seen = did.inside(changes, self.block_id) if self.block_id else changes
        try:
            if seen:
                if self._shown or self._sheet.open:
                    seen = self._follow(seen)
                self.changed.emit(seen)
        finally:
            self.status_changed.emit()

    def _follow(self, seen: tuple[Change, ...]) -> tuple[Change, ...]:
        """Bring what is shown up to date; returns the changes by the ids that are shown."""
        before = self._shown
        insets, sheets = self._find_insets()
        if not insets and before is None:
            return seen
        old = _same(before, sheets) if before else {}
        inner = list(_translated(seen, {**insets, **old}.values()))
        if before is None:
            graph = JoinedGraph(sheets)
            was = frozenset(self._sheet.graph.nodes)
            closed: list[str] = []
            came = [key for path in insets for key in insets[path].members]
        else:
            graph = before.graph
            was = frozenset(graph.nodes)
            closed = [key for path in before.insets if path not in old for key in before.insets[path].members]
            came = [key for path in insets if path not in old for key in insets[path].members]
            touched = {key for change in (*seen, *inner) for key in _ids_of(change)}
            if insets:
                graph.follow(sheets, [*closed, *sorted(touched - set(closed)), *came])
        positions = self._find_positions(insets)
        moved = self._moved(before.positions if before else {}, positions)
        self._shown = _Shown(insets, graph, positions) if insets else None
        is_there = graph.nodes if insets else self._sheet.graph.nodes
        told = _present(inner, was, is_there)
        toggled = insets.keys() ^ (before.insets.keys() if before else set())
        return tuple(
            change
            for change in (
                *seen,
                *told,
                did.NodesRemoved(tuple(key for key in closed if key in was)),
                did.NodesAdded(tuple(key for key in came if key in is_there)),
                did.NodesMoved(tuple(key for key in moved if key in was and key in is_there)),
                did.NodesChanged(tuple(path for path in toggled if path in is_there)),
            )
            if not isinstance(change, _BY_IDS) or change.ids
        )

    def _find_insets(self) -> tuple[dict[str, Inset], dict[str, Graph]]:
        insets: dict[str, Inset] = {}
        sheets: dict[str, Graph] = {"": self._sheet.graph}
        state = self._store.state
        num_shown = 0

        def add(sheet_ids: Iterable[str], graph: Graph, prefix: str, depth: int) -> None:
            nonlocal num_shown
            for node_id in sheet_ids:
                block_id = graph.nodes[node_id].block_id
                block = state.blocks.get(block_id)
                if block is None or depth > MAX_DEPTH or num_shown > MOST_SHOWN:
                    continue
                num_shown += len(block.graph.nodes)
                path = prefix + node_id
                inner = block.graph
                members = tuple(f"{path}/{key}" for key in inner.nodes)
                inputs = tuple(f"{path}/{key}" for key in inner.model_inputs())
                outputs = tuple(f"{path}/{output.node}" for output in inner.model_outputs())
                insets[path] = Inset(path, block_id, members, inputs, outputs)
                sheets[path] = inner
                add(block.present_open(), inner, f"{path}/", depth + 1)

        add(self._sheet.present_open(), self._sheet.graph, "", 1)
        return insets, sheets

    def _find_positions(self, insets: Mapping[str, Inset]) -> dict[str, Position]:
        plan = self.plan()
        positions = dict(plan.places(self.block_id))
        for path, inset in insets.items():
            dx, dy = plan.offset(inset.block_id)
            x, y = positions[path]
            for local, (inner_x, inner_y) in plan.places(inset.block_id).items():
                positions[f"{path}/{local}"] = (x + dx + inner_x, y + dy + inner_y)
        return positions

    def _moved(self, before: Mapping[str, Position], now: Mapping[str, Position]) -> Iterator[str]:
        """The nodes that lie elsewhere than before, as those do that no edit has placed."""
        for key, place in now.items():
            if (was := before.get(key, place)) != place and _differs(was, place):
                yield key


def _translated(seen: Iterable[Change], insets: Iterable[Inset]) -> Iterator[Change]:
    """The changes in open blocks by the ids that are shown."""
    paths: dict[str, list[str]] = {}
    for inset in insets:
        paths.setdefault(inset.block_id, []).append(inset.path)
    for change in seen:
        if not isinstance(change, InBlock) or change.block not in paths:
            continue
        inner = change.change
        if isinstance(inner, did.OrderChanged):
            yield inner
        elif isinstance(inner, _BY_IDS) and not isinstance(inner, did.NodesMoved):
            for path in paths[change.block]:
                yield type(inner)(tuple(f"{path}/{key}" for key in inner.ids))


def _present(told: Iterable[Change], was: frozenset[str], is_there: Mapping[str, object]) -> Iterator[Change]:
    """The changes with just those nodes that were shown before or are shown now."""
    for change in told:
        if isinstance(change, did.NodesRemoved):
            yield did.NodesRemoved(tuple(key for key in change.ids if key in was))
        elif isinstance(change, _BY_IDS):
            yield type(change)(tuple(key for key in change.ids if key in is_there))
        else:
            yield change


def _same(before: _Shown, sheets: Mapping[str, Graph]) -> dict[str, Inset]:
    """The blocks that were open and still are, each with the same drawing."""
    was = before.graph.sheets
    return {path: inset for path, inset in before.insets.items() if sheets.get(path) is was[path]}


def _ids_of(change: Change) -> tuple[str, ...]:
    return change.ids if isinstance(change, _BY_IDS) and not isinstance(change, did.NodesMoved) else ()


def _differs(before: Position, after: Position) -> bool:
    return hypot(after[0] - before[0], after[1] - before[1]) > _STILL_PX
