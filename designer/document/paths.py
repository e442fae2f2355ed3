"""Nodes of a project by path: `n5#3/n2` is the node n2 inside the third copy of the instance n5."""

from collections.abc import Sequence

from designer.catalog.expressions import resolved
from designer.catalog.values import Params, Value
from designer.document.document import Document
from designer.errors import RequestError
from designer.graph.blocks import starting_values


def sheet_at(document: Document, address: str) -> Document | None:
    """The document on whose graph a node is drawn; None where a block on the way is gone.

    Args:
        document: The network's.
        address: The node's path; empty for the network itself.
    """
    sheet = document.root
    for step in address.split("/")[:-1]:
        inner = inside(sheet, step)
        if inner is None:
            return None
        sheet = inner
    return sheet


def inside(sheet: Document, step: str) -> Document | None:
    """The inside of an instance on a sheet, given by its id, with or without the number of a copy."""
    node = sheet.graph.nodes.get(step.partition("#")[0])
    if node is None or sheet.block(node.block_id) is None:
        return None
    return sheet.inside(node.block_id)


def way_to(document: Document, block_id: str) -> tuple[str, ...] | None:
    """The steps to the inside of a block by the shortest way; None where nothing stands for it."""
    if not block_id:
        return ()
    ways: dict[str, tuple[str, ...]] = {"": ()}
    sheets = [document.root]
    for sheet in sheets:
        way = ways[sheet.block_id]
        for node in sheet.graph.nodes.values():
            if node.block_id not in ways and sheet.block(node.block_id):
                ways[node.block_id] = (*way, node.id)
                sheets.append(sheet.inside(node.block_id))
    return ways.get(block_id)


def places_of(document: Document, block_id: str) -> Sequence[str]:
    """The names of all nodes that stand for a block, on all sheets."""
    graphs = (document.root.graph, *(document.inside(block.id).graph for block in document.blocks))
    wanted = f"block:{block_id}"
    return [node.name for graph in graphs for node in graph.nodes.values() if node.type == wanted]


def values_at(document: Document, path: str) -> Params:
    """What the parameters of a block are in one of its instances; those that can't be computed are left out.

    Args:
        document: The network's.
        path: Of the instance, such as `n5#2/n7`; empty for the network, which has no parameters.
    """
    sheet, values = document.root, dict[str, Value]()
    for step in path.split("/") if path else ():
        node = sheet.graph.nodes.get(step.partition("#")[0])
        block = sheet.block(node.block_id) if node else None
        if node is None or block is None:
            return {}
        owner = sheet.graph.nodes.get(node.shares or "", node)
        given = {**starting_values(block), **owner.params}
        values = {name: value for name in given for value in _known(given[name], values)}
        sheet = sheet.inside(block.id)
    return values


def _known(value: Value, values: Params) -> Sequence[Value]:
    """The value with its expressions computed; none where they can't be."""
    try:
        return (resolved(value, values),)
    except RequestError:
        return ()
