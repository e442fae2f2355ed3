"""What cards and edges say, worked out for what is looked at and kept until it changes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, TensorSpec, tensor_text
from designer.document.document import Document
from designer.document.joined import parted
from designer.graph.elements import INPUT, Block, Edge, Node
from designer.graph.graph import Graph
from designer.ui.canvas.card import CardText, Standing, card_text
from designer.ui.canvas.footers import Footer


class Texts:
    """What the texts are made of; replaced whole where it changes.

    Attributes:
        roles: The part that inputs and outputs of the model play, such as `output 2`.
        footer: Which number stands at the foot of the cards.
        nested: The types of the blocks that are built as nested models.
        owners: The nodes whose layers others call again.
    """

    def __init__(self, document: Document, catalog: Catalog) -> None:
        self._document = document
        self.catalog = catalog
        self.analysis = Analysis()
        self.roles: Mapping[str, str] = {}
        self.footer = Footer()
        self.nested: frozenset[str] = frozenset()
        self.owners: frozenset[str] = frozenset()

    @property
    def graph(self) -> Graph:
        """The graph."""
        return self._document.graph

    def is_inside(self, node_id: str) -> bool:
        """Whether a node is in a block, be it that the whole sheet is."""
        return bool(self._document.block_id or parted(node_id, self.open)[0])

    def find_roles(self) -> set[str]:
        """Find the parts that nodes play; returns the nodes that play another one now, or share otherwise."""
        graph, roles, owners = self.graph, self.roles, self.owners
        outputs = [output.node for output in graph.model_outputs()]
        found = numbered_roles(graph.model_inputs(), outputs)
        for inset in self._document.insets:
            found |= numbered_roles(inset.inputs, inset.outputs)
        self.roles = found
        self.owners = frozenset(node.shares for node in graph.nodes.values() if node.shares)
        return {node_id for node_id, _ in roles.items() ^ found.items()} | (owners ^ self.owners)

    def other_calls(self, node_id: str) -> list[str]:
        """The other nodes that call the layer of a node; none where it isn't shared."""
        nodes = self.graph.nodes
        node = nodes.get(node_id)
        if node is None or not (node.shares or node.id in self.owners):
            return []
        owner = node.shares or node.id
        found = (other.id for other in nodes.values() if owner in (other.id, other.shares))
        return [other for other in found if other != node_id]

    @property
    def open(self) -> Collection[str]:
        """The nodes that show what is in them where they stand."""
        return {inset.path for inset in self._document.insets}

    def tensor(self, edge: Edge) -> TensorSpec | None:
        """What flows along an edge, where it is known."""
        found = self.analysis.nodes.get(edge.source)
        return found.outputs[edge.source_port] if found and edge.source_port < len(found.outputs) else None


class Cards(Mapping[str, CardText]):
    """What each card says."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._known: dict[str, CardText] = {}

    def forget(self, node_ids: Iterable[str]) -> None:
        """Work the cards of some nodes out again."""
        for node_id in node_ids:
            self._known.pop(node_id, None)

    def clear(self) -> None:
        """Work all cards out again."""
        self._known.clear()

    @override
    def __getitem__(self, node_id: str) -> CardText:
        if node_id not in self._known:
            node, texts = self._called(self._texts.graph.nodes[node_id]), self._texts
            self._known[node_id] = card_text(
                node,
                texts.catalog.layer(node.type),
                texts.analysis.nodes.get(node_id),
                texts.roles.get(node_id, ""),
                texts.footer,
                Standing(
                    is_nested=node.type in texts.nested,
                    is_shared=node_id in texts.owners,
                    is_open=bool(node.block_id) and node_id in texts.open,
                    is_port=node.type == INPUT and texts.is_inside(node_id),
                ),
            )
        return self._known[node_id]

    def _called(self, node: Node) -> Node:
        """A node that calls the layer of another has the parameters of that."""
        owner = self._texts.graph.nodes.get(node.shares) if node.shares else None
        return replace(node, params=owner.params, repeat=owner.repeat) if owner else node

    @override
    def __contains__(self, node_id: object) -> bool:
        return node_id in self._texts.graph.nodes

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._texts.graph.nodes)

    @override
    def __len__(self) -> int:
        return len(self._texts.graph.nodes)


class Labels(Mapping[Edge, str]):
    """The shape to write on an edge, where it is another than before, and whether it has a mask.

    It stands on the first edge out of each node that gives another shape than it takes, or where a mask
    begins or ends.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._known: dict[str, tuple[Edge, str] | None] = {}

    def clear(self) -> None:
        """Work all labels out again."""
        self._known.clear()

    @override
    def __getitem__(self, edge: Edge) -> str:
        found = self._behind(edge.source)
        if found is None or found[0] != edge:
            raise KeyError(edge)
        return found[1]

    @override
    def __iter__(self) -> Iterator[Edge]:
        found = map(self._behind, self._texts.graph.nodes)
        return (label[0] for label in found if label)

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _behind(self, node_id: str) -> tuple[Edge, str] | None:
        """The labelled edge out of a node, and its label."""
        if node_id not in self._known:
            self._known[node_id] = self._find(node_id) if node_id in self._texts.graph.nodes else None
        return self._known[node_id]

    def _find(self, node_id: str) -> tuple[Edge, str] | None:
        graph, texts = self._texts.graph, self._texts
        first = next(iter(graph.out_edges(node_id)), None)
        if first is None or (given := texts.tensor(first)) is None:
            return None
        text, taken = tensor_text(given), map(texts.tensor, graph.in_edges(node_id))
        return (first, text) if {tensor and tensor_text(tensor) for tensor in taken} != {text} else None


def numbered_roles(inputs: Sequence[str], outputs: Sequence[str]) -> dict[str, str]:
    """What to call the inputs and outputs of a model; numbered where there are several."""
    return {**_numbered("input", inputs), **_numbered("output", outputs)}


def nested_types(blocks: Iterable[Block]) -> frozenset[str]:
    """The types of the nodes that stand for nested models."""
    return frozenset(block.type for block in blocks if block.is_nested)


def _numbered(word: str, node_ids: Sequence[str]) -> dict[str, str]:
    if len(node_ids) == 1:
        return {node_ids[0]: word}
    return {node_id: f"{word} {number}" for number, node_id in enumerate(node_ids, 1)}
