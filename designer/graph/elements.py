"""The parts of a graph, as frozen values that may cross threads."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Params

INPUT = "Input"
_BLOCK = "block:"

# In pieces, since Python refuses to read numbers of thousands of digits, which a damaged file may hold.
_PARTS = re.compile(r"\d{1,15}|\D+")


@dataclass(frozen=True, slots=True)
class Node:
    """A layer placed in a graph.

    Args:
        id: Unique in the graph and never reused in a document.
        name: The Keras layer's name, unique in the graph.
        type: The layer type, spelt as in Keras, or `block:ID`.
        params: Keras arguments that differ from the default, as the user gave them. Never changed in place.
        shares: Id of the node whose layer this node calls again.
        bypassed: Whether the network is built as if the node weren't there; see `designer.graph.healing`.
        repeat: How many copies of a block follow each other; 1 of everything else.
    """

    id: str
    name: str
    type: str
    params: Params = field(default_factory=dict)
    shares: str | None = None
    bypassed: bool = False
    repeat: int | Expr = 1

    @property
    def block_id(self) -> str:
        """Id of the block that it is an instance of; empty for a layer."""
        return self.type[len(_BLOCK) :] if self.type.startswith(_BLOCK) else ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A tensor flow from an output port to an input port; ports count from 0."""

    source: str
    source_port: int
    target: str
    target_port: int


@dataclass(frozen=True, slots=True)
class Output:
    """An output port of a node that is an output of the model."""

    node: str
    port: int = 0


@dataclass(frozen=True, slots=True)
class GraphSnapshot:
    """A whole graph at one moment, in canonical order.

    Args:
        nodes: Ordered by id (`n2` before `n10`).
        edges: Ordered by target, target port and source.
        inputs: Ids of Input nodes in the model's order; empty means all of them in node order.
        outputs: The model's outputs in order; empty means every node whose output nothing uses.
        blocks: All blocks of the project, by id; none within a block.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[Output, ...] = ()
    blocks: "tuple[Block, ...]" = ()

    def in_order(self) -> "GraphSnapshot":
        """The same in canonical order, for one that was taken in a hurry."""
        nodes = sorted(self.nodes, key=lambda node: natural_key(node.id))
        edges = tuple(sorted(self.edges, key=edge_key))
        blocks = sorted(self.blocks, key=lambda block: natural_key(block.id))
        ordered = tuple(replace(block, graph=block.graph.in_order()) for block in blocks)
        return GraphSnapshot(tuple(nodes), edges, self.inputs, self.outputs, ordered)


@dataclass(frozen=True, slots=True)
class Block:
    """A named subgraph with parameters, which nodes of the type `block:ID` stand for.

    Args:
        id: Unique in the project, such as `b1`.
        name: What people call it: "Residual".
        params: What can be set on each instance. Inner parameters name them in `Expr` values.
        graph: What is in it. Its Inputs are the input ports and its outputs the output ports, in the model's
            order.
        is_nested: Whether it is built as a nested `keras.Model`; otherwise its layers are the network's own.
        text: One line: what it is for.
    """

    id: str
    name: str
    params: tuple[ParamSpec, ...] = ()
    graph: GraphSnapshot = field(default_factory=GraphSnapshot)
    is_nested: bool = False
    text: str = ""

    @property
    def type(self) -> str:
        """The type of the nodes that stand for it."""
        return _BLOCK + self.id


@lru_cache(maxsize=65536)
def natural_key(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key by which `n2` comes before `n10`."""
    parts = _PARTS.findall(text)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def edge_key(edge: Edge) -> tuple[object, ...]:
    """Sort key of the canonical edge order."""
    return natural_key(edge.target), edge.target_port, natural_key(edge.source), edge.source_port
