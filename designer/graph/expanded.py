"""What a graph becomes when its blocks are opened; made by `designer.graph.expansion`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from designer.graph.elements import Block, Edge, GraphSnapshot, Output

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
        outputs: Where each of its output ports comes from, in the last copy.
        ends: The same of all copies together.
        num_copies: How often it is repeated.
    """

    block: Block
    layers: tuple[str, ...]
    inputs: tuple[Source, ...]
    outputs: tuple[Source, ...]
    num_copies: int = 1
    ends: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """A graph without blocks, and where each part of it came from.

    Args:
        graph: Flat and healed; nodes in the order of the drawing, those of a block in its place.
        instances: The opened blocks, by path.
        ports: What feeds the Inputs inside blocks, by path; None where nothing does.
        refusals: What couldn't be opened; such nodes stay in `graph` as they are.
        loose: Edges that begin at an output port which their block doesn't have; from the instance by path.
        lost: Outputs of the network at such ports.
    """

    graph: GraphSnapshot
    instances: Mapping[str, Instance] = field(default_factory=dict)
    ports: Mapping[str, Source] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    loose: tuple[Edge, ...] = ()
    lost: tuple[Output, ...] = ()

    def is_in_unfed(self, path: str) -> bool:
        """Whether a node is inside a block that misses an input."""
        at = path.rfind("/")
        while at >= 0:
            head, slash, last = path[:at].rpartition("/")
            instance = self.instances.get(head + slash + last.partition("#")[0])
            if instance and None in instance.inputs:
                return True
            at = path.rfind("/", 0, at)
        return False
