"""What a graph becomes when its blocks are opened; made by `designer.graph.expansion`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from designer.graph.elements import Block, GraphSnapshot, Output

Source = Output | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a node can't be opened or its parameters can't be computed; `node` is its id by path."""

    node: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """A block that was opened at one place.

    Args:
        block: What it is an instance of.
        layers: Ids by path of the layers in it, all copies together.
        inputs: What feeds each of its input ports; None where nothing does.
        outputs: Where each of its output ports comes from.
        num_copies: How often it is repeated.
    """

    block: Block
    layers: tuple[str, ...]
    inputs: tuple[Source, ...]
    outputs: tuple[Source, ...]
    num_copies: int = 1


@dataclass(frozen=True, slots=True)
class Expansion:
    """A graph without blocks, and where each part of it came from.

    Args:
        graph: Flat and healed; nodes in the order of the drawing, those of a block in its place.
        instances: The opened blocks, by path.
        ports: What feeds the Inputs inside blocks, by path; None where nothing does.
        refusals: What couldn't be opened; such nodes stay in `graph` as they are.
        unfed: Ids by path of nodes inside blocks that miss an input because nothing feeds their block.
    """

    graph: GraphSnapshot
    instances: Mapping[str, Instance] = field(default_factory=dict)
    ports: Mapping[str, Source] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    unfed: frozenset[str] = frozenset()
