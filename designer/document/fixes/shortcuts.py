"""Where the shortcut of a residual block begins."""

from designer.document.fixes.base import Case
from designer.graph.elements import Edge, Node

_SIZES = ("units", "filters", "depth_multiplier")
_NUM_LAYERS = 2
"""With weights, in the usual block."""


def block_entry(case: Case, last: Edge) -> Edge | None:
    """The edge that leads into the residual block that another edge leads out of.

    What flows along it has the shape that the block gives. The block begins with the second layer with
    weights further up, or the next one that is fed such a shape; at the latest behind a merge or an Input.
    """
    graph, wanted = case.document.graph, case.shape(last)
    entry, num_layers, edge = None, 0, last
    while wanted and len(arriving := graph.in_edges(edge.source)) == 1:
        layer = graph.node(edge.source)
        (edge,) = arriving
        if _has_weights(case, layer):
            num_layers += 1
            entry = edge if case.shape(edge) == wanted else entry
        if entry and num_layers >= _NUM_LAYERS:
            break
    return entry


def _has_weights(case: Case, node: Node) -> bool:
    return any(case.param(node.type, name) for name in _SIZES)
