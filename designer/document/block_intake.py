"""Blocks from elsewhere on their way into a project: those that are there already aren't taken in again."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from designer.document.block_commands import AddBlocks
from designer.document.block_names import fresh_block_name
from designer.document.commands import Command
from designer.document.document import Document
from designer.document.project import View
from designer.errors import GraphError
from designer.graph.blocks import blocks_within
from designer.graph.elements import Block, GraphSnapshot, Node


@dataclass(frozen=True)
class Intake:
    """What takes blocks into a project, and under which ids they will be there.

    Args:
        commands: None where all of them are there already.
        ids: By the ids they had.
    """

    commands: tuple[Command, ...]
    ids: Mapping[str, str]

    def node(self, node: Node) -> Node:
        """A node from elsewhere as it is here; an instance of a block that nobody knows stays one."""
        if not node.block_id:
            return node
        return replace(node, type=f"block:{self.ids.get(node.block_id, f'missing_{node.block_id}')}")


def needed_blocks(nodes: Iterable[Node], blocks: Collection[Block]) -> list[Block]:
    """Those blocks that some nodes are instances of, and those that these contain, at any depth."""
    known = {block.id: block for block in blocks}
    found = {node.block_id for node in nodes if node.block_id}
    for block_id in tuple(found):
        found |= blocks_within(block_id, known)
    return [block for block in blocks if block.id in found]


def intake(document: Document, blocks: Collection[Block], drawings: Mapping[str, View]) -> Intake:
    """Find out which blocks a project lacks; one with the same name, parameters and inside serves as well.

    Args:
        document: Where instances of them are to be placed.
        blocks: With all that they contain.
        drawings: How they lie, by id.

    Raises:
        GraphError: `document` is the inside of one of them, so that a block would get into itself.
    """
    present, ids = list(document.blocks), dict[str, str]()
    first = int(document.new_block_id()[1:])
    new: list[Block] = []
    for block in _inner_first(blocks):
        here = replace(block, graph=_mapped(block.graph, ids))
        twin = next((other for other in present if _are_same(here, other)), None)
        ids[block.id] = twin.id if twin else f"b{first + len(new)}"
        if twin is None:
            name = fresh_block_name(document, block.name, [other.name for other in new])
            new.append(replace(here, id=ids[block.id], name=name))
            present.append(new[-1])
    if document.block_id in ids.values():
        name = next(block.name for block in present if block.id == document.block_id)
        raise GraphError(f'The block "{name}" can\'t be put into itself.', "Place it in the network.")
    views = {ids[key]: view for key, view in drawings.items() if key in ids}
    taken = {block.id: views[block.id] for block in new if block.id in views}
    return Intake((AddBlocks(new, taken),) if new else (), ids)


def _are_same(one: Block, other: Block) -> bool:
    return one is other or (
        _without_number(one.name) == _without_number(other.name)
        and (one.params, one.is_nested, one.graph) == (other.params, other.is_nested, other.graph)
    )


def _without_number(name: str) -> str:
    return re.sub(r" [0-9]+$", "", name)


def _mapped(graph: GraphSnapshot, ids: Mapping[str, str]) -> GraphSnapshot:
    if not any(node.block_id for node in graph.nodes):
        return graph
    nodes = (
        replace(node, type=f"block:{ids.get(node.block_id, node.block_id)}") if node.block_id else node
        for node in graph.nodes
    )
    return replace(graph, nodes=tuple(nodes))


def _inner_first(blocks: Collection[Block]) -> Iterator[Block]:
    """Each block after all that it contains; damaged ones that contain themselves in any order."""
    known = {block.id: block for block in blocks}
    within = {block.id: blocks_within(block.id, known) for block in blocks}
    yield from sorted(blocks, key=lambda block: len(within[block.id]))
