"""The changes of one step, gathered by what they mean for the canvas."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from designer.document.changes import (
    Change,
    EdgesChanged,
    NodesAdded,
    NodesChanged,
    NodesMoved,
    NodesRemoved,
    OrderChanged,
    ViewChanged,
)


@dataclass(frozen=True)
class Edit:
    """What one step of the document did; a node may be in several sets.

    Args:
        added: New nodes.
        removed: Nodes that went, even if they came back in the same step.
        changed: Nodes that say something else.
        moved: Nodes that lie elsewhere.
        ends: Nodes whose edges came or went.
        has_order: Whether other nodes are inputs or outputs of the model.
        has_view: Whether the orientation changed, or nodes lost their place.
    """

    added: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    has_order: bool = False
    has_view: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether it is anything that the canvas shows."""
        return bool(self.nodes) or self.has_order or self.has_view

    @property
    def rewired(self) -> set[str]:
        """The nodes at which edges may have come or gone."""
        return self.added | self.removed | self.ends

    @property
    def displaced(self) -> set[str]:
        """The nodes that came, went or lie elsewhere."""
        return self.added | self.removed | self.moved

    @property
    def nodes(self) -> set[str]:
        """All nodes that it names."""
        return self.rewired | self.changed | self.moved


def gather(changes: Iterable[Change]) -> Edit:
    """The changes of a step as one edit; those that the canvas doesn't show are left out."""
    changes = tuple(changes)
    edit = Edit(
        has_order=any(isinstance(change, OrderChanged) for change in changes),
        has_view=any(isinstance(change, ViewChanged) for change in changes),
    )
    sets = {
        NodesAdded: edit.added,
        NodesRemoved: edit.removed,
        NodesChanged: edit.changed,
        NodesMoved: edit.moved,
        EdgesChanged: edit.ends,
    }
    for change in changes:
        if isinstance(change, NodesAdded | NodesRemoved | NodesChanged | NodesMoved | EdgesChanged):
            sets[type(change)].update(change.ids)
    return edit
