"""Building a project in code, the way presets do."""

from collections.abc import Sequence

from designer.catalog.values import Value
from designer.document.project import Project, View
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output, edge_key
from designer.graph.layout import layout
from designer.graph.names import snake_case


class NetworkBuilder:
    """Collects layers in the order they are called; each call returns the id of the new node.

    Example:
        >>> net = NetworkBuilder("Small")
        >>> x = net.input((8, 8, 1))
        >>> x = net.add("Flatten", x)
        >>> x = net.add("Dense", x, units=10, activation="softmax")
        >>> project = net.project()
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._counts: dict[str, int] = {}

    def input(self, shape: tuple[int | None, ...], *, name: str = "") -> str:
        """Add an Input for samples of this shape (without the batch axis)."""
        return self._place(INPUT, name, {"shape": shape})

    def add(self, layer_type: str, *sources: str, **params: Value) -> str:
        """Add a layer fed by the first output of each source, in port order; `name=` as in Keras."""
        name = str(params.pop("name", ""))
        node_id = self._place(layer_type, name, params)
        self._connect(sources, node_id)
        return node_id

    def share(self, node_id: str, *sources: str, name: str = "") -> str:
        """Call the layer of an earlier node again, with the same weights."""
        owner = next(node for node in self._nodes if node.id == node_id)
        again = self._place(owner.type, name, {}, shares=owner.shares or owner.id)
        self._connect(sources, again)
        return again

    def project(self, *, outputs: Sequence[str] = ()) -> Project:
        """The finished project, laid out; `outputs` where their order matters or one is used inside too."""
        order = tuple(Output(node_id) for node_id in outputs)
        graph = GraphSnapshot(tuple(self._nodes), tuple(sorted(self._edges, key=edge_key)), (), order)
        return Project(self._name, graph, View(layout(graph).positions))

    def _place(self, layer_type: str, name: str, params: dict[str, Value], shares: str | None = None) -> str:
        node_id = f"n{len(self._nodes) + 1}"
        self._nodes.append(Node(node_id, name or self._fresh_name(layer_type), layer_type, params, shares))
        return node_id

    def _connect(self, sources: Sequence[str], node_id: str) -> None:
        self._edges += [Edge(source, 0, node_id, port) for port, source in enumerate(sources)]

    def _fresh_name(self, layer_type: str) -> str:
        stem = snake_case(layer_type)
        count = self._counts.get(stem, 0)
        self._counts[stem] = count + 1
        return f"{stem}_{count}" if count else stem
