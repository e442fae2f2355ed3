"""Shared layers: nodes that call the layer of another node again. Each function returns one command."""

from collections.abc import Sequence
from dataclasses import replace

from designer.document.commands import Command, Together
from designer.document.document import Document
from designer.document.graph_changes import ReplaceNodes
from designer.errors import GraphError
from designer.graph.elements import INPUT, Node
from designer.graph.wiring import in_order


def share_layer(document: Document, node_ids: Sequence[str]) -> Command:
    """Let nodes call the layer of the first of them, with one set of weights.

    Args:
        document: It is only read.
        node_ids: The first keeps its layer; where it calls another one, so will the others.

    Raises:
        GraphError: There are fewer than two, they differ in type, have no layer, or share one already.
    """
    nodes = [document.graph.node(node_id) for node_id in dict.fromkeys(node_ids)]
    if len(nodes) < 2:
        raise GraphError("A layer is shared by two nodes or more.", "Select those that shall share one.")
    first, *others = nodes
    _check_may_share(first, others)
    owner = document.graph.nodes.get(first.shares or "", first)
    gone = {node.id for node in others} - {owner.id}
    followers = [node for node in document.graph.nodes.values() if node.shares in gone]
    changed = {node.id: node for node in (*others, *followers) if node.id != owner.id}
    new = [_calling(node, owner) for node in changed.values() if node.shares != owner.id]
    if not new:
        raise GraphError("These nodes share one layer already.", "Make independent parts them.")
    return Together((ReplaceNodes(new),), f"Share {owner.name}")


def make_independent(document: Document, node_ids: Sequence[str]) -> Command:
    """Give nodes layers of their own, with the parameters of those that they shared.

    Where a node that others call again becomes independent, the first of the others takes the layer over.

    Raises:
        GraphError: None of them shares a layer.
    """
    chosen = dict.fromkeys(node_ids)
    changed: dict[str, Node] = {}
    for node_id in chosen:
        node = document.graph.node(node_id)
        if node.shares:
            changed[node_id] = _of_its_own(node, document.graph.nodes.get(node.shares, node))
            continue
        heirs = [other for other in _callers(document, node_id) if other.id not in chosen]
        for heir in heirs:
            heads = heir is heirs[0]
            changed[heir.id] = _of_its_own(heir, node) if heads else replace(heir, shares=heirs[0].id)
    if not changed:
        raise GraphError("No selected layer is shared.", "Select one that calls another's layer again.")
    new = [changed[node_id] for node_id in in_order(changed)]
    name = document.graph.node(node_ids[0]).name if len(chosen) == 1 else f"{len(chosen)} layers"
    return Together((ReplaceNodes(new),), f"Make {name} independent")


def is_shared(document: Document, node_id: str) -> bool:
    """Whether a node calls another's layer again, or another calls its."""
    return bool(document.graph.node(node_id).shares) or bool(_callers(document, node_id))


def _check_may_share(first: Node, others: Sequence[Node]) -> None:
    if first.type == INPUT:
        raise GraphError("An Input has no layer that could be shared.", "Select layers.")
    for node in others:
        if node.type != first.type:
            raise GraphError(
                f'"{node.name}" is of another type than "{first.name}", so it can\'t call its layer.',
                "Select nodes of one type.",
            )


def _calling(node: Node, owner: Node) -> Node:
    """A node that calls the layer of another: that one says what its parameters are."""
    return replace(node, shares=owner.id, params={}, repeat=1)


def _of_its_own(node: Node, owner: Node) -> Node:
    return replace(node, shares=None, params=owner.params, repeat=owner.repeat)


def _callers(document: Document, node_id: str) -> list[Node]:
    found = {node.id: node for node in document.graph.nodes.values() if node.shares == node_id}
    return [found[each] for each in in_order(found)]
