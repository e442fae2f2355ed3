"""What can be set on a node, whether it is a layer of Keras or a block of the project."""

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec
from designer.document.document import Document
from designer.graph.block_specs import block_spec
from designer.graph.elements import Node


def type_words(document: Document, node: Node) -> str:
    """What people call a node's type: the layer's, or the block's name."""
    block = document.block(node.block_id) if node.block_id else None
    return block.name if block else "Block" if node.block_id else node.type


def spec_of(document: Document, catalog: Catalog, node: Node) -> LayerSpec | None:
    """The spec of a node's type, or None where neither this Keras nor the project has it."""
    if not node.block_id:
        return catalog.layer(node.type)
    block = document.block(node.block_id)
    return block_spec(block) if block else None
