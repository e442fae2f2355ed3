"""Edits of blocks as a whole: each function returns one command, which may be pushed on any document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from designer.document.block_commands import AddBlocks, EditBlock, RemoveBlocks, SetBlock
from designer.document.block_names import fresh_block_name
from designer.document.commands import AddNodes, Command, Together
from designer.document.document import Document
from designer.document.graph_changes import ReplaceNodes
from designer.document.project import Position, View
from designer.errors import GraphError
from designer.graph.blocks import blocks_within
from designer.graph.elements import Block, Node
from designer.graph.repeat_names import stem_of


def place_block(document: Document, block_id: str, position: Position) -> tuple[Command, str]:
    """Place an instance of a block that is in the project; to be pushed on `document`.

    Returns:
        The command, and the id that the instance will have.

    Raises:
        GraphError: There is no such block, or `document` is the inside of it or of one that it contains.
    """
    block = found_block(document, block_id)
    check_may_hold(document, [block_id])
    (node_id,) = document.new_ids(1)
    node = Node(node_id, document.graph.names.fresh(stem_of(block.name)), block.type)
    return Together((AddNodes([node], {node_id: position}),), f"Add {block.name}"), node_id


def make_unique(document: Document, node_id: str) -> tuple[Command, str]:
    """Give an instance a block of its own, a copy of the one it had; nodes that share its layers go with it.

    To be pushed on `document`.

    Returns:
        The command, and the id that the new block will have.

    Raises:
        GraphError: It is no instance of a block in the project.
    """
    node = document.graph.node(node_id)
    if not node.block_id:
        raise GraphError(f'"{node.name}" is a layer, and has nothing in common with others.')
    copy, block_id = duplicate_block(document, node.block_id)
    home = node.shares or node_id
    family = [other for other in document.graph.nodes.values() if home in (other.id, other.shares)]
    nodes = [replace(other, type=f"block:{block_id}") for other in family if other.type == node.type]
    return Together((copy, ReplaceNodes(nodes)), f"Make {node.name} unique"), block_id


def duplicate_block(document: Document, block_id: str) -> tuple[Command, str]:
    """Take a copy of a block into the project.

    Returns:
        The command, and the id that the copy will have.

    Raises:
        GraphError: There is no such block.
    """
    block = found_block(document, block_id)
    copy = replace(block, id=document.new_block_id(), name=fresh_block_name(document, block.name))
    return AddBlocks(
        [copy], {copy.id: drawing(document, block_id)}, f'Duplicate block "{block.name}"'
    ), copy.id


def rename_block(document: Document, block_id: str, name: str) -> Command:
    """Give a block another name; the names of its instances stay.

    Raises:
        GraphError: There is no such block, the name is empty, or another block has it.
    """
    block, name = found_block(document, block_id), name.strip()
    if name != block.name and fresh_block_name(document, name) != name:
        raise GraphError(f'Another block is already called "{name}".', "Choose another name.")
    return SetBlock(replace(block, name=name or block.name), f"Rename block to {name}")


def remove_unused_blocks(document: Document) -> Command:
    """Take the blocks out of the project that neither the network nor a block in it uses.

    Raises:
        GraphError: All are used.
    """
    unused = unused_blocks(document)
    if not unused:
        raise GraphError("All blocks of the project are used.")
    text = f'Delete block "{unused[0].name}"' if len(unused) == 1 else f"Delete {len(unused)} blocks"
    return RemoveBlocks([block.id for block in unused], text)


def unused_blocks(document: Document) -> list[Block]:
    """The blocks that neither the network nor a block in it uses."""
    blocks = {block.id: block for block in document.blocks}
    used = {node.block_id for node in document.root.graph.nodes.values() if node.block_id}
    for block_id in tuple(used):
        used |= blocks_within(block_id, blocks)
    return [block for block in blocks.values() if block.id not in used]


def drawing(document: Document, block_id: str) -> View:
    """How the inside of a block lies."""
    inside = document.inside(block_id)
    return View(
        dict(inside.positions),
        inside.orientation,
        inside.notes,
        inside.frames,
        inside.bookmarks,
        open=inside.open,
    )


def found_block(document: Document, block_id: str) -> Block:
    """A block of the project.

    Raises:
        GraphError: There is no such block.
    """
    block = document.block(block_id)
    if block is None:
        raise GraphError(f'The block "{block_id}" is not in this project.')
    return block


def check_may_hold(document: Document, block_ids: Iterable[str]) -> None:
    """Refuse instances that would put a block into itself.

    Raises:
        GraphError: `document` is the inside of one of these blocks, or of one that they contain.
    """
    blocks = {block.id: block for block in document.blocks}
    for block_id in block_ids if document.block_id else ():
        if document.block_id in {block_id, *blocks_within(block_id, blocks)}:
            raise GraphError(
                f'The block "{blocks[document.block_id].name}" can\'t be put into itself.',
                "Place it in the network or in another block.",
            )


def instances(document: Document, block_id: str) -> Iterator[tuple[str, Node]]:
    """All instances of a block in the project, with the id of the block that each is in, or an empty one."""
    sheets = [document.root, *(document.inside(block.id) for block in document.blocks)]
    for sheet in sheets:
        for node in sheet.graph.nodes.values():
            if node.block_id == block_id:
                yield sheet.block_id, node


def in_sheets(changed: Iterable[tuple[str, Node]]) -> list[Command]:
    """What puts changed nodes in the place of the present ones, wherever they are."""
    homes: dict[str, list[Node]] = {}
    for home, node in changed:
        homes.setdefault(home, []).append(node)
    return [EditBlock(home, ReplaceNodes(nodes)) for home, nodes in homes.items()]
