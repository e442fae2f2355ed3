"""Building a project in code, the way presets do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from designer.catalog.spec import ParamKind, ParamSpec
from designer.catalog.values import Expr, Value
from designer.document.project import Project, View
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output, edge_key
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

    A block is drawn once and then added like a layer:
        >>> def pair(inside: NetworkBuilder) -> None:
        ...     x = inside.add("Dense", inside.port("x"), units=Expr("units"))
        ...     inside.add("ReLU", x)
        >>> dense_pair = net.block("Dense pair", pair, {"units": 10})
        >>> x = net.add(dense_pair, x, units=20, repeat=2)
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._counts: dict[str, int] = {}
        self._blocks: list[Block] = []

    def input(self, shape: tuple[int | None, ...], *, name: str = "") -> str:
        """Add an Input for samples of this shape (without the batch axis)."""
        return self._place(INPUT, name, {"shape": shape})

    def port(self, name: str) -> str:
        """Add an input port to the block that is being drawn."""
        return self._place(INPUT, name, {})

    def add(self, layer_type: str, *sources: str, **params: Value) -> str:
        """Add a layer fed by the first output of each source, in port order.

        `name=` as in Keras; `repeat=` says how many copies of a block follow each other.
        """
        name, repeat = str(params.pop("name", "")), params.pop("repeat", 1)
        node_id = self._place(layer_type, name, params)
        if isinstance(repeat, int | Expr):
            self._nodes[-1] = replace(self._nodes[-1], repeat=repeat)
        self._connect(sources, node_id)
        return node_id

    def block(
        self,
        name: str,
        draw: "Callable[[NetworkBuilder], object]",
        params: Mapping[str, Value] | None = None,
        *,
        text: str = "",
        is_nested: bool = False,
    ) -> str:
        """Draw a block; its outputs are the layers whose output nothing in it uses.

        Args:
            name: For people: "Residual".
            draw: Draws its inside.
            params: Its parameters with their defaults.
            text: One line: what it is for.
            is_nested: Whether it is built as a nested model.

        Returns:
            The type of its instances, for `add`.
        """
        inside = NetworkBuilder(name)
        draw(inside)
        specs = tuple(_spec(key, default) for key, default in (params or {}).items())
        graph = inside._graph(())
        block = Block(f"b{len(self._blocks) + 1}", name, specs, graph, is_nested, text)
        self._blocks.append(block)
        return block.type

    def adopt(self, name: str, graph: GraphSnapshot, *, text: str = "", is_nested: bool = False) -> str:
        """Take in a graph that was drawn elsewhere as a block; see `block`."""
        block = Block(f"b{len(self._blocks) + 1}", name, (), graph, is_nested, text)
        self._blocks.append(block)
        return block.type

    def share(self, node_id: str, *sources: str, name: str = "") -> str:
        """Call the layer of an earlier node again, with the same weights."""
        owner = next(node for node in self._nodes if node.id == node_id)
        again = self._place(owner.type, name, {}, shares=owner.shares or owner.id)
        self._connect(sources, again)
        return again

    def project(self, *, outputs: Sequence[str] = ()) -> Project:
        """The finished project, laid out; `outputs` where their order matters or one is used inside too."""
        graph = replace(
            self._graph(tuple(Output(node_id) for node_id in outputs)), blocks=tuple(self._blocks)
        )
        insides = {block.id: View(layout(block.graph).positions) for block in self._blocks}
        return Project(self._name, graph, View(layout(graph).positions, blocks=insides))

    def _graph(self, outputs: tuple[Output, ...]) -> GraphSnapshot:
        return GraphSnapshot(tuple(self._nodes), tuple(sorted(self._edges, key=edge_key)), (), outputs)

    def _place(self, layer_type: str, name: str, params: dict[str, Value], shares: str | None = None) -> str:
        node_id = f"n{len(self._nodes) + 1}"
        self._nodes.append(Node(node_id, name or self._fresh_name(layer_type), layer_type, params, shares))
        return node_id

    def _connect(self, sources: Sequence[str], node_id: str) -> None:
        self._edges += [Edge(source, 0, node_id, port) for port, source in enumerate(sources)]

    def _fresh_name(self, layer_type: str) -> str:
        block = next((block for block in self._blocks if block.type == layer_type), None)
        stem = snake_case(block.name.title() if block else layer_type)
        count = self._counts.get(stem, 0)
        self._counts[stem] = count + 1
        return f"{stem}_{count}" if count else stem


def _spec(name: str, default: Value) -> ParamSpec:
    """A parameter of the kind of its default; whole numbers are counts, from 1 on."""
    kinds: Mapping[type, ParamKind] = {bool: "bool", int: "int", float: "float", str: "str"}
    kind = kinds.get(type(default), "any")
    return ParamSpec(name=name, kind=kind, default=default, minimum=1 if kind == "int" else None)
