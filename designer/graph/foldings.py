"""What to fold in a network: blocks, and the nodes that become instances of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from designer.catalog.values import Value
from designer.graph.elements import Block, GraphSnapshot, Node, Output
from designer.graph.folding import Placed, with_instances
from designer.graph.wiring import Wiring

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Nodes that become one instance of a block.

    Args:
        id: Of the instance; provisional, until it is put into a document.
        name: What it may be called.
        copies: The nodes of each repeat, in corresponding order.
        params: The instance's values.
    """

    id: str
    name: str
    copies: tuple[Ids, ...]
    params: Mapping[str, Value]


@dataclass(frozen=True)
class Folding:
    """A block that some nodes of a network can become; later ones may take up instances of earlier ones.

    Args:
        block: With a provisional id.
        places: Where it is found.
        exits: Its outputs: the place of a node in each copy, and the port.
    """

    block: Block
    places: tuple[Place, ...]
    exits: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """How often the structure is there."""
        return sum(len(place.copies) for place in self.places)


def folded(graph: GraphSnapshot, foldings: Sequence[Folding]) -> GraphSnapshot:
    """A network with blocks in the place of what is repeated; ids and blocks have provisional names.

    What isn't there any more is passed over, such as instances of a folding that was left out.
    """
    return fold_in(graph, foldings)[0]


def fold_in(graph: GraphSnapshot, foldings: Sequence[Folding]) -> tuple[GraphSnapshot, list[Folding]]:
    """The same, and what was done of it."""
    blocks, done = list(graph.blocks), list[Folding]()
    for folding in foldings:
        present = {node.id for node in graph.nodes}
        places = [place for place in folding.places if present.issuperset(_all_nodes(place))]
        if sum(len(place.copies) for place in places) > 1:
            done.append(replace(folding, places=tuple(places)))
            graph = applied(graph, done[-1], Wiring(graph))
            blocks.append(folding.block)
    return replace(graph, blocks=tuple(blocks)), done


def applied(graph: GraphSnapshot, folding: Folding, wiring: Wiring) -> GraphSnapshot:
    """A network with instances of one block."""
    placed = []
    for place in folding.places:
        last = place.copies[-1]
        exits = [Output(last[number], port) for number, port in folding.exits]
        node = Node(place.id, place.name, folding.block.type, place.params, repeat=len(place.copies))
        placed.append(Placed(node, set(_all_nodes(place)), wiring.sources(place.copies[0]), exits))
    return with_instances(graph, placed)


def _all_nodes(place: Place) -> Iterator[str]:
    return (node_id for copy in place.copies for node_id in copy)
