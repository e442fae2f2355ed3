"""Whether two flat graphs are the same network: layers, parameters and wiring, whatever ids and names are."""

from collections import Counter
from typing import Any

from designer.catalog.catalog import Catalog
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.graph.healing import model_inputs
from designer.graph.wiring import Wiring


def described(graph: GraphSnapshot, catalog: Catalog | None = None) -> Any:
    """What two graphs have in common just where they are the same network."""
    wiring = Wiring(graph)
    order = _topological(wiring)
    own = {node.id: _said(node, catalog) for node in graph.nodes}
    above: dict[str, int] = {}
    for key in order:
        fed = [(edge.target_port, above.get(edge.source), edge.source_port) for edge in wiring.into[key]]
        above[key] = hash((own[key], tuple(fed)))
    below: dict[str, int] = {}
    for key in reversed(order):
        uses = sorted(
            (edge.source_port, edge.target_port, above[edge.target], below.get(edge.target, 0))
            for edge in wiring.out_of[key]
        )
        places = [place for place, output in enumerate(wiring.outputs) if output.node == key]
        below[key] = hash((above[key], tuple(uses), tuple(places)))
    return (
        Counter((own[key], below[key]) for key in order),
        Counter(_ends(edge, below) for edge in graph.edges if edge.source in below and edge.target in below),
        [(below[output.node], output.port) for output in wiring.outputs],
        [below[key] for key in model_inputs(graph)],
    )


def _ends(edge: Edge, below: dict[str, int]) -> tuple[int, int, int, int]:
    return below[edge.source], edge.source_port, below[edge.target], edge.target_port


def _said(node: Node, catalog: Catalog | None) -> str:
    spec = catalog.layer(node.type) if catalog else None
    defaults = {param.name: param.default for param in spec.params if not param.required} if spec else {}
    params = sorted({**defaults, **node.params}.items())
    return repr((node.type, params, node.bypassed, bool(node.shares)))


def _topological(wiring: Wiring) -> list[str]:
    missing = {key: len(edges) for key, edges in wiring.into.items()}
    order = [key for key, count in missing.items() if not count]
    for key in order:
        for edge in wiring.out_of[key]:
            missing[edge.target] -= 1
            if not missing[edge.target]:
                order.append(edge.target)
    return order
