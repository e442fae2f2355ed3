"""What the engine finds out about a graph, as frozen values that may cross threads."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from designer.graph.facts import Facts, Kind

MASKED = " · masked"
"""Stands behind the shape of a tensor that comes with a mask."""

Shape = tuple[int | None, ...]
"""A tensor's shape, the batch axis first; None is unknown."""


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """Shape and dtype of a tensor.

    Args:
        mask: Shape of the mask that comes with it and tells which time steps are padding; None without one.
    """

    shape: Shape
    dtype: str = "float32"
    mask: Shape | None = None


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The part of the network's input that one value sees, whatever lies beyond the border included.

    Args:
        sizes: Extent along each spatial axis, in positions of the input; empty for the values of a vector.
        jumps: Distance in the input between the fields of neighbours, along the same axes.
        is_whole: Whether it sees all of the input; sizes and jumps are empty then.
    """

    sizes: tuple[int, ...] = ()
    jumps: tuple[int | Fraction, ...] = ()
    is_whole: bool = False


WHOLE_INPUT = ReceptiveField(is_whole=True)


@dataclass(frozen=True, slots=True)
class NodeAnalysis:
    """What Keras says of one node.

    Args:
        outputs: One spec for each output port.
        parameters: Number of weights of its layer, in scalars; 0 where the layer is counted at another node.
        trainable: How many of them training changes.
        flops: Floating-point operations of one inference pass on one sample; a multiply-add counts as 2.
        activation_bytes: Bytes of its float32 outputs for one sample.
        receptive_field: What one of its output values sees of the input; None where that is unknown.
    """

    outputs: tuple[TensorSpec, ...]
    parameters: int = 0
    trainable: int = 0
    flops: int = 0
    activation_bytes: int = 0
    receptive_field: ReceptiveField | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What stops the network from building (an error) or is probably not meant (a warning).

    Args:
        node: Id of the node it belongs to; None where it belongs to the whole network.
        message: One line: what is wrong and what Keras expected.
        fix: What to do about it; empty where the message says it.
        kind: What is wrong, for machines.
        name: The node's name; that of a layer inside a block says where: `residual.conv2d`.
        path: Of the instance whose inside `node` and `facts` are about, with a slash at its end; empty for
            the network. See `Analysis.within`.
        facts: Where exactly it lies.
    """

    severity: Literal["error", "warning"]
    node: str | None
    message: str
    fix: str = ""
    kind: Kind = ""
    facts: Facts = field(default_factory=Facts)
    name: str = ""
    path: str = ""

    @property
    def address(self) -> str:
        """The node's id by path, wherever it is looked at; empty for the whole network."""
        return self.path + (self.node or "")


@dataclass(frozen=True)
class Analysis:
    """Derived facts about one revision of a graph. Nodes that couldn't be analysed are missing from `nodes`.

    Args:
        revision: Number of the request that it answers; below 0 where nothing was analysed yet.
        inputs: One spec for each input of the model, in order.
        outputs: One spec for each output of the model, in order.
        nodes: By id; layers inside blocks, and blocks themselves with their totals, by path (`n5/n2`).
        layers: Number of Keras layers as `len(model.layers)` counts them.
        is_whole: Whether nothing in the network itself is wrong, so that the totals are those of all of it.
        has_blocks: Whether the graph has blocks; see `within`.
    """

    revision: int = 0
    nodes: Mapping[str, NodeAnalysis] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()
    layers: int = 0
    parameters: int = 0
    trainable: int = 0
    flops: int = 0
    activation_bytes: int = 0
    is_whole: bool = False
    has_blocks: bool = False

    @property
    def non_trainable(self) -> int:
        """Weights that training doesn't change by gradients, such as moving averages."""
        return self.parameters - self.trainable

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the network from building."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def within(self, path: str = "", opened: Collection[str] = ()) -> "Analysis":
        """The same as one sees it who looks at one sheet: nodes and problems by their ids there.

        Args:
            path: Of the instance that was opened, such as `n5` or, for its third copy, `n5#3`; empty for the
                network. Problems of layers further inside are told at the block that they are in.
            opened: The paths, from there, of the blocks that are open in place; problems in them are told at
                their layers.
        """
        if not self.has_blocks:
            return self
        prefix = f"{path}/" if path else ""
        local = {key[len(prefix) :]: found for key, found in self.nodes.items() if key.startswith(prefix)}
        here = (problem for problem in self.problems if (problem.node or "").startswith(prefix) or not prefix)
        seen = tuple(localised(problem, prefix, opened) for problem in here)
        return replace(self, nodes=local, problems=seen)

    def problems_of(self, node_id: str) -> tuple[Problem, ...]:
        """The problems that belong to one node."""
        return tuple(problem for problem in self.problems if problem.node == node_id)


def localised(problem: Problem, prefix: str, opened: Collection[str] = ()) -> Problem:
    """A problem by the ids of a sheet; one further inside is that of the block, and is mended there.

    Args:
        prefix: The path of the instance whose inside the sheet is, with a slash at its end.
        opened: The paths, from there, of the blocks that are open in place.
    """
    if problem.node is None:
        return problem
    inner, *deeper = problem.node[len(prefix) :].split("/")
    while deeper and inner in opened:
        inner = f"{inner}/{deeper.pop(0)}"
    if deeper:
        where = f"In {problem.name.rpartition('.')[2]}: " if problem.name else ""
        message = where + problem.message
        return replace(
            problem, node=_without_copy(inner), message=message, kind="", facts=Facts(), path=prefix
        )
    edges = (
        replace(edge, source=edge.source[len(prefix) :], target=edge.target[len(prefix) :])
        for edge in problem.facts.edges
    )
    return replace(problem, node=inner, facts=replace(problem.facts, edges=tuple(edges)), path=prefix)


def _without_copy(node_id: str) -> str:
    """A node's id without the number of a copy in its last step."""
    outer, slash, last = node_id.rpartition("/")
    return outer + slash + last.partition("#")[0]


def shape_text(shape: Shape) -> str:
    """A shape as people write it, without the batch axis: `32×32×3`; `?` for an unknown size."""
    return "×".join("?" if size is None else str(size) for size in shape[1:]) or "scalar"


def tensor_text(tensor: TensorSpec) -> str:
    """A tensor as it is written on edges: its shape, and whether it has a mask."""
    return shape_text(tensor.shape) + (MASKED if tensor.mask is not None else "")


def field_text(found: ReceptiveField | None) -> str:
    """A receptive field as people write it: `31×31`, `whole input`, `unknown`."""
    if found is None:
        return "unknown"
    return "whole input" if found.is_whole else "×".join(map(str, found.sizes)) or "1"


def num_values(shape: Shape) -> int:
    """How many scalars one sample has; unknown sizes count as 1."""
    return math.prod(size or 1 for size in shape[1:])
