"""Frozen layers: their weights stay as they are while others learn. Keras's own argument says it."""

from collections.abc import Sequence

from designer.catalog.catalog import Catalog
from designer.catalog.values import Params
from designer.document.commands import Command, Together
from designer.document.document import Document
from designer.document.param_commands import SetManyParams
from designer.errors import GraphError
from designer.graph.block_specs import with_blocks
from designer.graph.blocks import TRAINABLE
from designer.graph.elements import Node


def toggle_frozen(document: Document, catalog: Catalog, node_ids: Sequence[str]) -> Command:
    """Freeze some nodes, or where all of them are frozen let them learn again.

    A node that calls another's layer stands for that layer; what can't learn is passed over.

    Raises:
        GraphError: None of them has weights that could be frozen.
    """
    nodes = document.graph.nodes
    owners = dict.fromkeys(nodes[node_id].shares or node_id for node_id in node_ids)
    known = with_blocks(catalog, document.blocks)
    chosen = [nodes[node_id] for node_id in owners if node_id in nodes and _can_learn(nodes[node_id], known)]
    if not chosen:
        raise GraphError("Nothing selected can be frozen.", "Select layers or blocks that have weights.")
    freezes = not all(is_frozen(node) for node in chosen)
    changed = {node.id: _with_trainable(node, is_on=not freezes) for node in chosen}
    name = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} layers"
    return Together((SetManyParams(changed),), f"{'Freeze' if freezes else 'Unfreeze'} {name}")


def is_frozen(node: Node) -> bool:
    """Whether a node's own weights, or all that is in a block, stay as they are."""
    return node.params.get(TRAINABLE) is False


def _can_learn(node: Node, catalog: Catalog) -> bool:
    spec = catalog.layer(node.type)
    return spec is not None and spec.param(TRAINABLE) is not None


def _with_trainable(node: Node, *, is_on: bool) -> Params:
    rest = {name: value for name, value in node.params.items() if name != TRAINABLE}
    return rest if is_on else {**rest, TRAINABLE: False}
