"""Ids and names for new nodes, as Keras would choose them."""

import re
from collections.abc import Collection, Iterable

from designer.errors import GraphError

_DIGITS = r"(\d{1,15})"
_ID = re.compile(rf"n{_DIGITS}")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def fresh_id(taken: Collection[str], *, after: int = 0) -> str:
    """An id like `n12`, above all present ones and above `after`."""
    return f"n{max(highest_number(taken), after) + 1}"


def highest_number(node_ids: Iterable[str]) -> int:
    """The largest number in ids like `n12`, 0 where there is none."""
    return max((int(match[1]) for node_id in node_ids if (match := _ID.fullmatch(node_id))), default=0)


def snake_case(layer_type: str) -> str:
    """Name a class as Keras does: `Conv2D` becomes `conv2d`, `MaxPooling2D` becomes `max_pooling2d`."""
    name = re.sub(r"\W+", "", layer_type)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def fresh_name(layer_type: str, taken: Collection[str]) -> str:
    """A name that no other node has, such as `conv2d` or `conv2d_1`."""
    stem = snake_case(layer_type)
    if stem not in taken:
        return stem
    pattern = re.compile(rf"{re.escape(stem)}_{_DIGITS}")
    numbers = [int(match[1]) for name in taken if (match := pattern.fullmatch(name))]
    return f"{stem}_{max(numbers, default=0) + 1}"


def check_name(name: str, taken: Collection[str]) -> None:
    """Accept a layer name that Keras can build and train with, and nobody else has.

    Raises:
        GraphError: The name is empty, has a character that TensorFlow's scopes lack, or is taken.
    """
    if not name.strip():
        raise GraphError("A layer's name can't be empty.")
    if not _NAME.fullmatch(name):
        raise GraphError(
            f"{name!r} can't be a layer's name.",
            "Keras trains layers whose names have only the letters A to Z, a to z, digits, and _ . -",
        )
    if name in taken:
        raise GraphError(
            f'Another layer is already called "{name}".',
            "Names are how layers are looked up; choose another.",
        )
