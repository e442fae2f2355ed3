"""The inputs of a layer that takes several, in their order."""

from collections.abc import Callable, Sequence

from designer.catalog.spec import LayerSpec
from designer.graph.elements import Node
from designer.graph.graph import Graph
from designer.ui.inspector.order_list import OrderList, Words

_WORDS = Words("inputOrder", "input", "Inputs", "Inputs in their order", "the input")


class InputOrder(OrderList):
    """Shown where two or more edges lead to the layer.

    Args:
        reorder: Called with the connected ports in their new order.
    """

    def __init__(self, reorder: Callable[[Sequence[int]], None]) -> None:
        super().__init__(_WORDS, lambda order: reorder([self._ports[row] for row in order]))
        self._ports: list[int] = []
        self._node = ""

    def show_inputs(self, graph: Graph, node: Node, spec: LayerSpec | None) -> None:
        """Show what enters a node, and at which port."""
        edges = graph.in_edges(node.id)
        is_same = node.id == self._node
        self._node, self._ports = node.id, [edge.target_port for edge in edges]
        names = spec.inputs.names if spec and spec.inputs.style == "positional" else ()
        ports = [names[port] if port < len(names) else str(port + 1) for port in self._ports]
        sources = [graph.node(edge.source).name for edge in edges]
        self.show_rows(list(zip(ports, sources, strict=True)), is_same=is_same)
