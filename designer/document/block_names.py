"""What blocks and their instances are called."""

from collections.abc import Collection

from designer.document.document import Document
from designer.errors import GraphError


def fresh_block_name(document: Document, wish: str, others: Collection[str] = ()) -> str:
    """A name for a block that no other block has.

    Raises:
        GraphError: The wish is empty.
    """
    taken = {*(block.name for block in document.blocks), *others}
    wish = wish.strip()
    if not wish:
        raise GraphError("A block's name can't be empty.")
    number = 2
    while (name := wish if number == 2 else f"{wish} {number - 1}") in taken:
        number += 1
    return name
