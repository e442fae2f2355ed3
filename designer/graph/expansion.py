"""The graph with its blocks opened: every layer that Keras will be asked about or made to build.

Ids tell the way: `n5/n2` is the node n2 inside the instance n5, and `n5#3/n2` the one in its third copy.
Names tell it too: `residual.conv2d`, `residual.3.conv2d`.
"""

from collections.abc import Sequence
from dataclasses import replace

from designer.catalog.values import Params
from designer.graph.elements import Block, GraphSnapshot
from designer.graph.expanded import Expansion
from designer.graph.healing import healed
from designer.graph.opener import Opener


def flat(snapshot: GraphSnapshot) -> GraphSnapshot:
    """The layers of a network as it is analysed and built: blocks opened, bypassed nodes left out."""
    return expanded(snapshot).graph


def address_of(snapshot: GraphSnapshot, name: str) -> str | None:
    """The path of a layer, given by its name in the flat network; None where there is none.

    Args:
        name: Maybe with that of a layer within the layer behind a dot.
    """
    ids = {node.name: node.id for node in flat(snapshot).nodes}
    while name and name not in ids:
        name = name.rpartition(".")[0]
    return ids.get(name)


def expanded(snapshot: GraphSnapshot, *, keeps_nested: bool = False) -> Expansion:
    """Open all blocks of a graph.

    Args:
        keeps_nested: Leave those closed that are built as nested models; their nodes then have all their
            parameters computed, and one node stands for each copy.
    """
    if not any(node.block_id for node in snapshot.nodes):
        return Expansion(replace(healed(snapshot), blocks=()))
    return Opener(snapshot.blocks, keeps_nested=keeps_nested).open_root(snapshot)


def expanded_block(block: Block, values: Params, blocks: Sequence[Block]) -> Expansion:
    """Open one block as a network of its own, for building it as a nested model; see `expanded`.

    Args:
        values: A value for each of its parameters, as `keeps_nested` gives them.
    """
    return Opener(blocks, keeps_nested=True).open_block(block, values)
