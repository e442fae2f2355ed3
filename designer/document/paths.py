"""Nodes of a project by path: `n5#3/n2` is the node n2 inside the third copy of the instance n5."""

from collections.abc import Sequence

from designer.document.document import Document


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


def places_of(document: Document, block_id: str) -> Sequence[str]:
    """The names of all nodes that stand for a block, on all sheets."""
    graphs = (document.root.graph, *(document.inside(block.id).graph for block in document.blocks))
    wanted = f"block:{block_id}"
    return [node.name for graph in graphs for node in graph.nodes.values() if node.type == wanted]
