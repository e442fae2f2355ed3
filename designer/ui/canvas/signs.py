"""What there is to see of a node at a glance, and what it means in words. No Qt here."""

from collections.abc import Mapping
from typing import Literal

from designer.graph.blocks import TRAINABLE
from designer.graph.elements import Node

Sign = Literal["nested", "frozen", "shared"]

WORDS: Mapping[Sign, str] = {
    "nested": "Nested model: built as a keras.Model of its own.",
    "frozen": "Frozen: training doesn't change its weights.",
    "shared": "Shared: called at several places with one set of weights.",
}

SPOKEN: Mapping[Sign, str] = {"nested": "nested model", "frozen": "frozen", "shared": "shared"}
"""The same for the middle of a sentence."""

CLOSED_HINT = "The arrow or Alt+Right shows its layers here; a double click or Alt+Down looks inside."
OPEN_HINT = "The arrow or Alt+Left closes it."


def signs_of(node: Node, *, is_nested: bool = False, is_shared: bool = False) -> tuple[Sign, ...]:
    """The signs of a node, always in the same order.

    Args:
        is_nested: Whether it is a block that is built as a nested model.
        is_shared: Whether another node calls its layer again.
    """
    found: dict[Sign, bool] = {
        "nested": is_nested,
        "frozen": node.params.get(TRAINABLE) is False,
        "shared": is_shared or node.shares is not None,
    }
    return tuple(sign for sign, is_there in found.items() if is_there)
