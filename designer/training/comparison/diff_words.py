"""A drawing diff as lines of text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from designer.graph.elements import Edge, Node
from designer.training.comparison.drawing_diff import Diff

SIGNS = {"added": "+", "removed": "−", "changed": "~"}
_MOST_LINES = 400


def summary(diff: Diff) -> str:
    """In a line: `14 layers added, 3 changed`."""
    if diff.is_empty:
        return "The drawings are the same."
    counts = (
        ("layer", "added", len(diff.added)),
        ("layer", "removed", len(diff.removed)),
        ("layer", "changed", len(diff.changed)),
        ("edge", "added", len(diff.added_edges)),
        ("edge", "removed", len(diff.removed_edges)),
    )
    parts = [
        f"{number:,} {what if number == 1 else what + 's'} {how}" for what, how, number in counts if number
    ]
    if diff.inside:
        parts.append(f"other layers in {', '.join(diff.inside)}")
    return f"{', '.join(parts)}."


def lines(diff: Diff, blocks: Mapping[str, str] | None = None) -> list[str]:
    """A line for each layer, with its sign; then what differs in blocks.

    Args:
        blocks: The name of a block by the type of its instances.
    """
    names = blocks or {}
    found = [
        *(f"+ {_named(node, names)}" for node in diff.added),
        *(f"− {_named(node, names)}" for node in diff.removed),
        *(
            f"~ {_named(change.after, names)}: {', '.join(map(str, change.params))}"
            for change in diff.changed
        ),
    ]
    if len(found) > _MOST_LINES:
        found[_MOST_LINES:] = [f"… and {len(found) - _MOST_LINES:,} more"]
    for name, inside in diff.inside.items():
        found += [f"In {name}:", *(f"  {line}" for line in lines(inside, names))]
    return found


def counted(nodes: Iterable[Node], blocks: Mapping[str, str] | None = None) -> str:
    """How many of each type: `14 Add, 3 Conv2D`."""
    names = blocks or {}
    counts = Counter(names.get(node.type, node.type) for node in nodes)
    return ", ".join(f"{count:,} {name}" for name, count in counts.most_common())


def ends(edges: Sequence[Edge], nodes: Mapping[str, Node]) -> list[str]:
    """Edges by the names of their layers."""
    return [f"{nodes[edge.source].name} → {nodes[edge.target].name}" for edge in edges]


def _named(node: Node, blocks: Mapping[str, str]) -> str:
    return f"{node.name} ({blocks.get(node.type, node.type)})"
