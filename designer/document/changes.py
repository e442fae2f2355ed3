"""What an edit just did, for whoever shows the document."""

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
    """Orientation, notes or frames changed, or nodes lost their place."""


@dataclass(frozen=True, slots=True)
class DataChanged:
    """The data settings changed."""


@dataclass(frozen=True, slots=True)
class TrainingChanged:
    """The training settings changed."""


@dataclass(frozen=True, slots=True)
class NameChanged:
    """The project was renamed."""


Change = (
    NodesAdded
    | NodesRemoved
    | NodesChanged
    | NodesMoved
    | EdgesChanged
    | OrderChanged
    | ViewChanged
    | DataChanged
    | TrainingChanged
    | NameChanged
)

GRAPH_CHANGES = (NodesAdded, NodesRemoved, NodesChanged, EdgesChanged, OrderChanged)
"""Changes after which an analysis of the graph is out of date."""
