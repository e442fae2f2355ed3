"""What an edge that is about to be drawn would bring on, told before it is there."""

from designer.catalog.fitting import wanted_rank
from designer.document.fixes.base import Case, shape_text
from designer.document.fixes.layers import fitting_window
from designer.document.fixes.merges import plans
from designer.document.fixes.ways import Word
from designer.graph.elements import Edge, Node
from designer.graph.facts import Shape

_MERGES = frozenset({"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"})
_OFFERS: dict[Word, str] = {
    "projection": "a projection will be offered",
    "pool": "pooling will be offered",
    "crop": "cropping will be offered",
    "resize": "resizing will be offered",
}
_KINDS = {2: "a vector", 3: "a sequence", 4: "a map", 5: "a volume"}


def misfit(case: Case, edge: Edge) -> str:
    """Why the tensor on a new edge won't fit where it leads, in one line; empty where it will, or who knows.

    Args:
        case: The document without the edge, with the shapes around it.
        edge: What is being drawn.
    """
    target, shape = case.document.graph.node(edge.target), case.shape(edge)
    if shape is None:
        return ""
    if target.type in _MERGES:
        return _unequal(case, target, edge, shape)
    if rank := _wrong_rank(target, shape):
        kind = _KINDS.get(len(shape), "something else")
        return f"{target.type} takes {_KINDS[rank]} and gets {kind} ({shape_text(shape[1:])})"
    if target.type == "Dense" and len(shape) > 3:
        return f"Dense keeps the map {shape_text(shape[1:])}; pooling or Flatten will be offered"
    return _large_window(case, target, shape)


def _unequal(case: Case, target: Node, edge: Edge, shape: Shape) -> str:
    known = {other: case.shape(other) for other in case.document.graph.in_edges(target.id)}
    flows = {other: found for other, found in known.items() if found is not None} | {edge: shape}
    is_joined = target.type == "Concatenate"
    other = next((found for found in flows.values() if not _fit(found, shape, is_joined=is_joined)), None)
    if other is None:
        return ""
    best = next(iter(plans(case, target, flows)), {})
    word = next((way.word for way in best.values()), None)
    offer = _OFFERS[word] if word else "nothing simple makes them equal"
    what = "shapes that are equal but for the last axis" if is_joined else "equal shapes"
    return f"{target.type} needs {what}: {shape_text(other[1:])} and {shape_text(shape[1:])}; {offer}"


def _fit(one: Shape, two: Shape, *, is_joined: bool) -> bool:
    """Whether two tensors can be merged: sizes are equal, or one of them is 1 and is repeated."""
    if is_joined:
        return len(one) == len(two) and all(
            a == b or None in (a, b) for a, b in zip(one[1:-1], two[1:-1], strict=True)
        )
    pairs = zip(reversed(one[1:]), reversed(two[1:]), strict=False)
    return all(a == b or not {a, b}.isdisjoint({1, None}) for a, b in pairs)


def _wrong_rank(target: Node, shape: Shape) -> int:
    """How many axes a layer takes where it gets another number; 0 where it is content."""
    rank = wanted_rank(target.type)
    return rank if rank and rank != len(shape) else 0


def _large_window(case: Case, target: Node, shape: Shape) -> str:
    owner = case.owner(target)
    found = fitting_window(case, owner, shape)
    if found is None or owner.params.get("padding", "valid") != "valid":
        return ""
    return f"The {found[0]} of {owner.name} is larger than {shape_text(shape[1:])}; padding will be offered"
