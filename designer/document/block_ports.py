"""The input ports of a block, which are the Inputs in it; each function returns one command."""

from designer.document.commands import AddNodes
from designer.document.document import Document
from designer.graph.elements import INPUT
from designer.graph.layout import COLUMN_GAP, NODE_SIZE


def add_input(document: Document) -> AddNodes:
    """Give the block whose inside a document is one more input, beside those that it has."""
    graph, places = document.graph, document.positions
    across = 0 if document.orientation == "vertical" else 1
    known = [places[node_id] for node_id in graph.model_inputs() if node_id in places]
    x, y = max(known, key=lambda place: place[across], default=(0.0, 0.0))
    step = NODE_SIZE[across] + COLUMN_GAP if known else 0.0
    node = document.new_node(INPUT)
    return AddNodes([node], {node.id: (x + step, y) if across == 0 else (x, y + step)})
