"""What an edit just did, for whoever shows the document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NodesAdded:
    """Nodes are new."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodesRemoved:
    """Nodes are gone; their edges too."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodesChanged:
    """Nodes were renamed or got other parameters."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodesMoved:
    """Nodes lie elsewhere."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EdgesChanged:
    """Edges of these nodes came or went."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """The model's inputs or outputs, or their order, changed."""


@dataclass(frozen=True, slots=True)
class ViewChanged:
    """The orientation changed, or nodes lost their place."""


@dataclass(frozen=True, slots=True)
class NotesChanged:
    """Notes or frames came, went or changed."""


@dataclass(frozen=True, slots=True)
class OpenChanged:
    """Blocks were opened where they stand, or closed."""


@dataclass(frozen=True, slots=True)
class BookmarksChanged:
    """Bookmarks came, went or got other names."""


@dataclass(frozen=True, slots=True)
class DataChanged:
    """The data settings changed."""


@dataclass(frozen=True, slots=True)
class TrainingChanged:
    """The training settings changed."""


@dataclass(frozen=True, slots=True)
class WeightsChanged:
    """Training starts from other weights."""


@dataclass(frozen=True, slots=True)
class NameChanged:
    """The project was renamed."""


@dataclass(frozen=True, slots=True)
class BlocksChanged:
    """Blocks came or went, or have another name or other parameters; what is in them is told by `InBlock`."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InBlock:
    """Something changed inside a block."""

    block: str
    change: "Change"


Change = (
    NodesAdded
    | NodesRemoved
    | NodesChanged
    | NodesMoved
    | EdgesChanged
    | OrderChanged
    | ViewChanged
    | NotesChanged
    | OpenChanged
    | BookmarksChanged
    | DataChanged
    | TrainingChanged
    | WeightsChanged
    | NameChanged
    | BlocksChanged
    | InBlock
)

GRAPH_CHANGES = (NodesAdded, NodesRemoved, NodesChanged, EdgesChanged, OrderChanged)
"""Changes of what is in a graph."""

_OF_NODES = (NodesChanged, NodesMoved, EdgesChanged)
_OF_VIEW = (NodesMoved, NotesChanged, OpenChanged, BookmarksChanged)
_TOLD_TOGETHER = (NodesAdded, NodesRemoved, *_OF_NODES, InBlock)


def condensed(told: Sequence[Change]) -> tuple[Change, ...]:
    """What many edits changed together; nodes that came and went between them are left out."""
    was_there, is_there = _presence(told)
    added = tuple(node_id for node_id in is_there if is_there[node_id] and not was_there[node_id])
    removed = tuple(node_id for node_id in is_there if was_there[node_id] and not is_there[node_id])
    found: list[Change] = [NodesAdded(added)] if added else []
    found += [NodesRemoved(removed)] if removed else []
    replaced = [node_id for node_id in is_there if was_there[node_id] and is_there[node_id]]
    for kind in _OF_NODES:
        ids = dict.fromkeys(replaced)
        for change in told:
            if isinstance(change, kind):
                ids.update((node_id, None) for node_id in change.ids if is_there.get(node_id, True))
        found += [kind(tuple(ids))] if ids else []
    others = (change for change in told if not isinstance(change, _TOLD_TOGETHER))
    return (*found, *dict.fromkeys(others), *_condensed_within(told))


def is_of_graph(change: Change) -> bool:
    """Whether an analysis of the network is out of date after this change."""
    if isinstance(change, InBlock):
        return is_of_graph(change.change)
    return isinstance(change, (*GRAPH_CHANGES, BlocksChanged))


def sheets_of(told: Iterable[Change]) -> dict[str, list[str]]:
    """The sheets on which something is drawn otherwise, the network's id being empty, and which nodes."""
    found: dict[str, list[str]] = {}
    for change in told:
        sheet, own = (change.block, change.change) if isinstance(change, InBlock) else ("", change)
        if isinstance(own, (*GRAPH_CHANGES, *_OF_VIEW)):
            found.setdefault(sheet, []).extend(getattr(own, "ids", ()))
    return found


def inside(told: Iterable[Change], block_id: str) -> tuple[Change, ...]:
    """The changes as one sees them who looks into a block: those in it first, and those elsewhere."""
    own = [change.change for change in told if isinstance(change, InBlock) and change.block == block_id]
    others = [change for change in told if not isinstance(change, (*GRAPH_CHANGES, *_OF_VIEW, InBlock))]
    elsewhere = [change for change in told if isinstance(change, InBlock) and change.block != block_id]
    return (*own, *others, *elsewhere)


def _condensed_within(told: Sequence[Change]) -> Iterator[Change]:
    blocks: dict[str, list[Change]] = {}
    for change in told:
        if isinstance(change, InBlock):
            blocks.setdefault(change.block, []).append(change.change)
    for block_id, found in blocks.items():
        yield from (InBlock(block_id, change) for change in condensed(found))


def _presence(told: Iterable[Change]) -> tuple[dict[str, bool], dict[str, bool]]:
    """Of each node that came or went, whether it was there before all changes and is after them."""
    was_there: dict[str, bool] = {}
    is_there: dict[str, bool] = {}
    for change in told:
        if isinstance(change, NodesAdded | NodesRemoved):
            for node_id in change.ids:
                is_there[node_id] = isinstance(change, NodesAdded)
                was_there.setdefault(node_id, not is_there[node_id])
    return was_there, is_there
