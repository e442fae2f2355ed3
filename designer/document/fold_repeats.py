"""What repeats in a network made into blocks, as one step; the search for it is `designer.graph.repeats`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from designer.document.block_commands import AddBlocks
from designer.document.block_names import fresh_block_name
from designer.document.commands import Command, MoveNodes, Together
from designer.document.document import Document
from designer.document.graph_changes import graph_commands
from designer.document.project import View
from designer.document.weight_names import carrying
from designer.errors import GraphError
from designer.graph.blocks import copy_path
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output, natural_key
from designer.graph.expansion import flat
from designer.graph.foldings import Folding, fold_in, folded
from designer.graph.layout import layout
from designer.graph.names import Names, is_name
from designer.graph.repeat_names import stem_of


def fold_repeats(document: Document, foldings: Sequence[Folding]) -> Command:
    """Put blocks in the place of what repeats, and lay the network out anew.

    Args:
        document: It is only read; what was found must be from its graph as it is.
        foldings: Those of `find_repeats` that are wanted, in its order; one that takes up instances of
            another that isn't wanted is passed over.

    Raises:
        GraphError: Nothing of it is there any more.
    """
    before = document.graph.snapshot()
    after = folded(before, foldings)
    if not after.blocks:
        raise GraphError("There is nothing to fold.", "Look for repeated structure again.")
    blocks = _blocks(document, after.blocks)
    ids = _ids(document, after)
    graph = _renamed(after, ids, {old: block.type for old, block in blocks.items()})
    way = document.orientation
    views = {block.id: View(layout(block.graph, orientation=way).positions, way) for block in blocks.values()}
    places = layout(graph, orientation=way).positions
    moved = {node.id: places[node.id] for node in graph.nodes if node.id in document.graph.nodes}
    commands = graph_commands(document, graph, places)
    added = AddBlocks(list(blocks.values()), views)
    command = Together((added, *commands, *([MoveNodes(moved)] if moved else [])), "Fold repeated structure")
    return (
        command if document.block_id else carrying(document, command, lambda: fold_names(document, foldings))
    )


def fold_names(document: Document, foldings: Sequence[Folding]) -> dict[str, str]:
    """What layers will be called in the opened network once `fold_repeats` is done, by their names before.

    Weights are kept under these names.
    """
    before = document.graph.snapshot()
    after, done = fold_in(before, foldings)
    blocks, ids = _blocks(document, after.blocks), _ids(document, after)
    graph = _renamed(after, ids, {old: block.type for old, block in blocks.items()})
    opened = flat(replace(graph, blocks=(*document.blocks, *blocks.values())))
    names = {node.id: node.name for node in opened.nodes}
    homes = dict(_homes(done))

    def path(node_id: str) -> str:
        if node_id not in homes:
            return ids.get(node_id, node_id)
        instance, number, inner = homes[node_id]
        return f"{copy_path(path(instance), number)}/{inner}"

    found = {}
    for node in flat(replace(before, blocks=document.blocks)).nodes:
        at = re.search("[#/]", node.id)
        top = node.id[: at.start()] if at else node.id
        found[node.name] = names[path(top) + node.id[len(top) :]]
    return found


def _homes(foldings: Iterable[Folding]) -> Iterator[tuple[str, tuple[str, int, str]]]:
    """For each node that goes into a block its instance, the number of the copy, and its id inside."""
    for folding in foldings:
        inner = [node.id for node in folding.block.graph.nodes if node.type != INPUT]
        for place in folding.places:
            for number, copy in enumerate(place.copies, start=1):
                for node_id, inner_id in zip(copy, inner, strict=True):
                    yield node_id, (place.id, number, inner_id)


def _blocks(document: Document, found: Sequence[Block]) -> dict[str, Block]:
    """The new blocks by their provisional types, inner ones first."""
    first = int(document.new_block_id()[1:])
    done: dict[str, Block] = {}
    for number, block in enumerate(found, start=first):
        types = {old: new.type for old, new in done.items()}
        nodes = tuple(replace(node, type=types.get(node.type, node.type)) for node in block.graph.nodes)
        name = fresh_block_name(document, block.name, [other.name for other in done.values()])
        graph = replace(block.graph, nodes=nodes)
        done[block.type] = replace(block, id=f"b{number}", name=name, graph=graph)
    return done


def _ids(document: Document, graph: GraphSnapshot) -> dict[str, str]:
    """The ids that new nodes will have, by their provisional ones and in their order."""
    new = sorted((node.id for node in graph.nodes if node.id not in document.graph.nodes), key=natural_key)
    return dict(zip(new, document.new_ids(len(new)), strict=True))


def _renamed(graph: GraphSnapshot, ids: Mapping[str, str], types: Mapping[str, str]) -> GraphSnapshot:
    names = Names(node.name for node in graph.nodes if node.id not in ids)

    def here(node_id: str) -> str:
        return ids.get(node_id, node_id)

    def renamed(node: Node) -> Node:
        if node.id not in ids:
            return node
        name = names.fresh(node.name if is_name(node.name) else stem_of(node.name))
        names.add(name)
        return replace(node, id=ids[node.id], name=name, type=types.get(node.type, node.type))

    edges = (
        Edge(here(edge.source), edge.source_port, here(edge.target), edge.target_port) for edge in graph.edges
    )
    outputs = (Output(here(output.node), output.port) for output in graph.outputs)
    nodes = tuple(map(renamed, graph.nodes))
    return GraphSnapshot(nodes, tuple(edges), graph.inputs, tuple(outputs))
