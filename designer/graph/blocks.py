"""What can be read off a block without opening it: its ports, its parameters, what it contains."""

from collections.abc import Mapping

from designer.catalog.expressions import resolved
from designer.catalog.values import Params, Value
from designer.errors import RequestError
from designer.graph.elements import Block, Node, Output
from designer.graph.healing import model_inputs, model_outputs

MOST_COPIES = 10_000
TRAINABLE = "trainable"


def starting_values(block: Block) -> dict[str, Value]:
    """The defaults of a block's parameters."""
    return {param.name: param.default for param in block.params}


def block_ports(block: Block) -> tuple[list[Node], list[Output]]:
    """The Inputs inside a block, which are its input ports, and its outputs, both in order."""
    nodes = {node.id: node for node in block.graph.nodes}
    return [nodes[node_id] for node_id in model_inputs(block.graph)], model_outputs(block.graph)


def blocks_within(block_id: str, blocks: Mapping[str, Block]) -> set[str]:
    """Ids of all blocks that are used inside one, at any depth."""
    found: set[str] = set()
    rest = [block_id]
    while rest:
        block = blocks.get(rest.pop())
        used = {node.block_id for node in block.graph.nodes if node.block_id} if block else set()
        rest += used - found
        found |= used
    return found


def endless_blocks(blocks: Mapping[str, Block]) -> set[str]:
    """Ids of the blocks that contain themselves, at any depth."""
    if not blocks:
        return set()
    import networkx as nx

    uses: nx.DiGraph[str] = nx.DiGraph()
    for block in blocks.values():
        uses.add_edges_from((block.id, node.block_id) for node in block.graph.nodes if node.block_id)
    rounds = (found for found in nx.strongly_connected_components(uses) if len(found) > 1)
    return {*nx.nodes_with_selfloops(uses), *(block_id for found in rounds for block_id in found)}


def copy_path(node_id: str, number: int) -> str:
    """The path of one copy of an instance, counted from 1; the first has that of the instance."""
    return node_id if number == 1 else f"{node_id}#{number}"


def num_copies(node: Node, values: Params) -> int:
    """How often an instance is repeated.

    Raises:
        RequestError: It is no number from 1 on, or can't be computed.
    """
    count = resolved(node.repeat, values)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_COPIES:
        raise RequestError(f"A block can't be repeated {count} times.", "Give a whole number from 1 on.")
    return count
