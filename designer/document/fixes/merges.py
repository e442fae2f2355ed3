"""Fixes for an Add, Concatenate or another merge of tensors that don't fit each other."""

from collections.abc import Iterator, Mapping

from designer.document.fixes.base import Case, Finding, Fix, insert
from designer.document.fixes.ways import Way, Word, ways
from designer.graph.elements import Edge, Node
from designer.graph.facts import Shape

_MOST = 4
_RANKS: Mapping[Word, int] = {"projection": 0, "pool": 1, "crop": 2, "resize": 3}

Plan = Mapping[Edge, Way]
"""What goes on which of the edges."""


def equalize(case: Case, finding: Finding) -> Iterator[Fix]:
    """Bring some inputs to the shape of another, the most usual way first."""
    flows = dict(zip(finding.facts.edges, finding.facts.shapes, strict=True))
    for plan in plans(case, case.node(finding), flows)[:_MOST]:
        layers = {edge: way.layers for edge, way in plan.items()}
        yield insert(case.document, _label(case, plan), layers)


def plans(case: Case, target: Node, flows: Mapping[Edge, Shape]) -> list[Plan]:
    """All sensible ways to make the inputs of a merge fit each other, the best first."""
    found: dict[str, Plan] = {}
    for wanted in dict.fromkeys(flows.values()):
        choices = _choices(case, target, flows, wanted)
        if not choices or not all(choices.values()):
            continue
        for word in _RANKS:
            if any(way.word == word for each in choices.values() for way in each):
                plan = {edge: _preferred(each, word) for edge, each in choices.items()}
                found.setdefault(_label(case, plan), plan)
    return sorted(found.values(), key=lambda plan: _cost(case, flows, plan))


def _choices(case: Case, target: Node, flows: Mapping[Edge, Shape], wanted: Shape) -> dict[Edge, list[Way]]:
    """The ways for each input that is to be brought to a shape."""
    goals = {edge: _goal(case, target, shape, wanted) for edge, shape in flows.items()}
    return {
        edge: list(ways(case.name(edge.source), shape, goal)) if (goal := goals[edge]) else []
        for edge, shape in flows.items()
        if goals[edge] != shape
    }


def _goal(case: Case, target: Node, shape: Shape, wanted: Shape) -> Shape | None:
    """What a tensor must become; a Concatenate lets it keep its size along the axis that is joined."""
    if target.type != "Concatenate":
        return wanted
    is_last = case.value(target, "axis", -1) in (-1, len(shape) - 1)
    return (*wanted[:-1], shape[-1]) if is_last and len(shape) == len(wanted) else None


def _preferred(found: list[Way], word: Word) -> Way:
    return next((way for way in found if way.word == word), found[0])


def _cost(case: Case, flows: Mapping[Edge, Shape], plan: Plan) -> tuple[object, ...]:
    """Projections first, interpolation last; few, on the shortcut, on the branch with fewer channels."""
    graph = case.document.graph
    trunk = graph.upstream(edge.source for edge in flows if edge not in plan)
    return (
        max(_RANKS[way.word] for way in plan.values()),
        sum(layer.type == "Resizing" for way in plan.values() for layer in way.layers),
        len(plan),
        sum(edge.source not in trunk for edge in plan),
        sum(flows[edge][-1] or 0 for edge in plan),
    )


def _label(case: Case, plan: Plan) -> str:
    texts = {way.text for way in plan.values()}
    sources = " and ".join(dict.fromkeys(case.name(edge.source) for edge in plan))
    if len(texts) == 1:
        return f"Insert {texts.pop()} after {sources}"
    return "Insert " + " and ".join(
        f"{way.text} after {case.name(edge.source)}" for edge, way in plan.items()
    )
