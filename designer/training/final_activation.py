"""Where the last activation of an output and its loss don't belong together."""

from collections.abc import Sequence
from dataclasses import dataclass

from designer.catalog.values import KerasObject
from designer.training.heads import Head

PROBABILITIES = ("softmax", "sigmoid")

_RELUS = frozenset({"celu", "elu", "gelu", "leaky_relu", "mish", "relu", "relu6", "selu", "silu", "swish"})
_NEITHER = _RELUS | {"exponential", "hard_tanh", "log_sigmoid", "softplus", "softsign", "tanh"}
"""Activations that give neither probabilities nor logits."""


@dataclass(frozen=True)
class Mismatch:
    """A loss that is legal for an output, but can't be meant.

    Args:
        number: Which output it is.
        text: One line: why.
        activation: The one that the output should end in.
    """

    head: Head
    number: int
    text: str
    activation: str


def mismatches(loss: Sequence[KerasObject | None], outputs: Sequence[Head]) -> tuple[Mismatch, ...]:
    """All of them.

    Args:
        loss: Of each output; None where it isn't trained.
    """
    rows = enumerate(zip(loss, outputs, strict=True))
    found = ((number, head, _mismatch(each, head)) for number, (each, head) in rows if each)
    return tuple(Mismatch(head, number, *words) for number, head, words in found if words)


def _mismatch(loss: KerasObject, head: Head) -> tuple[str, str] | None:
    """Why, and what the output should end in."""
    if head.activation == "softmax" and head.units == 1:
        return f'"{head.name}" is a softmax over one unit, which is always 1: use sigmoid.', "sigmoid"
    if "Crossentropy" not in loss.type:
        return None
    return _of_logits(loss, head) if loss.params.get("from_logits") else _of_probabilities(loss, head)


def _of_logits(loss: KerasObject, head: Head) -> tuple[str, str] | None:
    if head.activation not in PROBABILITIES and head.activation not in _NEITHER:
        return None
    text = f'"{head.name}" ends in {head.activation}, but {loss.type} takes logits: it learns badly.'
    return text, "linear"


def _of_probabilities(loss: KerasObject, head: Head) -> tuple[str, str] | None:
    is_binary = loss.type.startswith("Binary")
    fitting = "sigmoid" if is_binary or head.units == 1 else "softmax"
    name, activation = f'"{head.name}"', head.activation
    if activation == "linear":
        return f"{name} has no softmax or sigmoid, but {loss.type} takes no logits: it learns badly.", fitting
    if activation in _NEITHER:
        return f"{name} ends in {activation}, but {loss.type} takes probabilities: it learns badly.", fitting
    if activation == "sigmoid" and fitting == "softmax":
        return f"{name} ends in sigmoid, but {loss.type} takes shares that sum to 1: use softmax.", fitting
    return None
