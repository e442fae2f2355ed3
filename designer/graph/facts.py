"""What a problem is, for machines: its kind, and where in the graph it lies. Fixes are made from this."""

from dataclasses import dataclass
from typing import Literal

from designer.graph.elements import Edge

Shape = tuple[int | None, ...]

Kind = Literal[
    "",
    "empty",
    "no_input",
    "no_output",
    "bad_name",
    "same_name",
    "loop",
    "unconnected",
    "too_few_inputs",
    "missing_input",
    "extra_input",
    "wrong_sharing",
    "dead",
    "idle_input",
    "unlisted_input",
    "no_such_output",
    "unequal_shapes",
    "large_window",
    "wrong_rank",
    "unknown_size",
    "missing_params",
    "unknown_layer",
    "dense_on_map",
    "input_shape",
    "adaptation",
    "head_units",
    "head_map",
    "head_activation",
]
"""What is wrong; empty where no machine can mend it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Where a problem lies.

    Args:
        edges: The edges that it lies at, in the order of their ports; those of a loop one after the other.
        shapes: What flows along them, batch axis included.
        names: Parameters that are missing, or the activation that would fit.
        number: What the kind needs: the port that is missing, the number of axes or of units that is wanted,
            or which loss is meant.
    """

    edges: tuple[Edge, ...] = ()
    shapes: tuple[Shape, ...] = ()
    names: tuple[str, ...] = ()
    number: int = 0
