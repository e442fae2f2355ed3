"""What is said of a block beyond its inside and its parameters; each function returns one command."""

from dataclasses import replace

from designer.document.block_commands import SetBlock
from designer.document.block_edits import found_block
from designer.document.document import Document


def set_nested(document: Document, block_id: str, *, is_nested: bool) -> SetBlock:
    """Build a block as a nested model, or its layers as the network's own.

    Raises:
        GraphError: There is no such block.
    """
    block = found_block(document, block_id)
    what = f"Build {block.name} {'as nested model' if is_nested else 'inline'}"
    return SetBlock(replace(block, is_nested=is_nested), what)


def set_text(document: Document, block_id: str, text: str) -> SetBlock:
    """Say in one line what a block is for.

    Raises:
        GraphError: There is no such block.
    """
    block = found_block(document, block_id)
    return SetBlock(replace(block, text=" ".join(text.split())), f"Describe {block.name}")
