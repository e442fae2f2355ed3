"""What differs between two drawings: layers and edges added, removed and changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from designer.catalog.values import Expr, Value
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.training.comparison.matching import Side, match, moved
from designer.training.comparison.words import value_text


@dataclass(frozen=True)
class ParamChange:
    """One parameter that has another value; texts, with "default" where nothing was set."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        """In words."""
        return f"{self.name} {self.before} → {self.after}"


@dataclass(frozen=True)
class NodeChange:
    """A layer that is there in both drawings, but set otherwise."""

    before: Node
    after: Node
    params: tuple[ParamChange, ...]


@dataclass(frozen=True)
class Diff:
    """What makes the second drawing of the first.

    Args:
        added: Nodes of the second that the first lacks.
        removed: Nodes of the first that the second lacks.
        changed: Nodes in both whose parameters differ.
        added_edges: Edges of the second that the first lacks.
        removed_edges: Edges of the first that the second lacks.
        matched: Id in the second drawing by id in the first.
        inside: What differs in the blocks of the same name, by that name.
    """

    added: tuple[Node, ...] = ()
    removed: tuple[Node, ...] = ()
    changed: tuple[NodeChange, ...] = ()
    added_edges: tuple[Edge, ...] = ()
    removed_edges: tuple[Edge, ...] = ()
    matched: Mapping[str, str] = field(default_factory=dict)
    inside: "Mapping[str, Diff]" = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether both drawings are the same, but for names, ids and places."""
        parts = self.added, self.removed, self.changed, self.added_edges, self.removed_edges, self.inside
        return not any(parts)


def drawing_diff(before: GraphSnapshot, after: GraphSnapshot) -> Diff:
    """Compare two drawings, whether one was made of the other or both were made separately."""
    first, second = Side(before), Side(after)
    matches = match(first, second)
    back = {other: one for one, other in matches.items()}
    theirs, ours = set(after.edges), set(before.edges)
    changes = (
        NodeChange(node, second.nodes[matches[node.id]], params)
        for node in before.nodes
        if node.id in matches and (params := _changes(node, second.nodes[matches[node.id]]))
    )
    return Diff(
        tuple(node for node in after.nodes if node.id not in back),
        tuple(node for node in before.nodes if node.id not in matches),
        tuple(changes),
        tuple(edge for edge in after.edges if moved(edge, back) not in ours),
        tuple(edge for edge in before.edges if moved(edge, matches) not in theirs),
        matches,
        _inside(first, second),
    )


def _inside(first: Side, second: Side) -> dict[str, Diff]:
    named = {block.name: block for block in second.graph.blocks}
    pairs = [(block, named[block.name]) for block in first.graph.blocks if block.name in named]
    diffs = {
        one.name: drawing_diff(_with_blocks(one.graph, first), _with_blocks(other.graph, second))
        for one, other in pairs
        if one.graph != other.graph
    }
    return {name: diff for name, diff in diffs.items() if not diff.is_empty}


def _with_blocks(graph: GraphSnapshot, side: Side) -> GraphSnapshot:
    """The inside of a block, with names for the blocks in it; what is in those is compared elsewhere."""
    empty = tuple(type(block)(block.id, block.name, block.params) for block in side.graph.blocks)
    return GraphSnapshot(graph.nodes, graph.edges, graph.inputs, graph.outputs, empty)


def _changes(before: Node, after: Node) -> tuple[ParamChange, ...]:
    ours, theirs = _settings(before), _settings(after)
    names = dict.fromkeys([*ours, *theirs])
    return tuple(
        ParamChange(name, ours.get(name, "default"), theirs.get(name, "default"))
        for name in names
        if ours.get(name) != theirs.get(name)
    )


def _settings(node: Node) -> dict[str, str]:
    values: dict[str, Value] = dict(node.params)
    if node.shares:
        values["calls another layer again"] = True
    if node.bypassed:
        values["bypassed"] = True
    if isinstance(node.repeat, Expr) or node.repeat != 1:
        values["repeat"] = node.repeat
    return {name: value_text(value) for name, value in values.items()}
