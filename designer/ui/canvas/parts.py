"""What can be placed on the canvas: layers, blocks of the project, and blocks of the library, by their keys.

The key of a layer or of a block of the project is its type, that of a block of the library tells its file.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec
from designer.catalog.starting import starting_params
from designer.document.block_edits import check_may_hold, found_block
from designer.document.block_intake import intake
from designer.document.commands import Command, Together
from designer.document.document import Document
from designer.document.library import LibraryBlock
from designer.errors import GraphError
from designer.graph.block_specs import CATEGORY, block_spec
from designer.graph.blocks import block_ports
from designer.graph.elements import Block, Node
from designer.graph.repeat_names import stem_of

_LIBRARY = "library:"
_BLOCK = "block:"


@dataclass(frozen=True)
class Part:
    """A node that is to be placed.

    Args:
        node: With a fresh id and name, not yet in the document.
        needs: What has to be done before, such as taking its block into the project.
        title: What people call it.
        num_inputs: How many inputs feed it in the usual case; None for any number.
    """

    node: Node
    needs: tuple[Command, ...]
    title: str
    num_inputs: int | None

    def step(self, command: Command, verb: str) -> Command:
        """The command that places it, after what it needs, as one step under its title."""
        if not self.node.block_id:
            return command
        return Together((*self.needs, command), f"{verb} {self.title}")


class Parts:
    """Looks keys up and makes nodes of them.

    Attributes:
        library: The blocks of the library.
        sample_shape: Of the data, which a new Input takes; empty where it isn't known.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.library: Sequence[LibraryBlock] = ()
        self.sample_shape: Sequence[int | None] = ()

    def spec(self, catalog: Catalog, key: str) -> LayerSpec | None:
        """What is known of a part; None where there is none with this key."""
        found = self._found(key)
        return _library_spec(found) if found else catalog.layer(key)

    def library_specs(self) -> list[LayerSpec]:
        """The blocks of the library that the project doesn't have under the same name, by their keys."""
        names = {block.name for block in self._document.blocks}
        return [_library_spec(found) for found in self.library if found.block.name not in names]

    def may_divide(self, catalog: Catalog, key: str) -> bool:
        """Whether an edge can lead through a part: a block needs one input and one output for it."""
        spec = self.spec(catalog, key)
        if spec is None or spec.inputs.maximum == 0:
            return False
        block = self._block(key)
        if block is None:
            return True
        inputs, outputs = block_ports(block)
        return (len(inputs), len(outputs)) == (1, 1)

    def make(self, catalog: Catalog, key: str, document: Document) -> Part:
        """A node for a part.

        Args:
            document: On whose graph it is to be placed.

        Raises:
            GraphError: There is no such part, or a block would get into itself.
        """
        spec = self.spec(catalog, key)
        if spec is None:
            raise GraphError(f'This Keras has no layer called "{key}".')
        if spec.category != CATEGORY:
            node = document.new_node(key, starting_params(spec, self.sample_shape))
            return Part(node, (), key, spec.inputs.usual)
        (node_id,) = document.new_ids(1)
        name = document.graph.names.fresh(stem_of(spec.title))
        if found := self._found(key):
            taken = intake(document, found.blocks, found.drawings)
            node = taken.node(Node(node_id, name, found.block.type))
            return Part(node, taken.commands, spec.title, spec.inputs.usual)
        block = found_block(document, key.removeprefix(_BLOCK))
        check_may_hold(document, [block.id])
        return Part(Node(node_id, name, block.type), (), spec.title, spec.inputs.usual)

    def _block(self, key: str) -> Block | None:
        found = self._found(key)
        return found.block if found else self._document.block(key.removeprefix(_BLOCK))

    def _found(self, key: str) -> LibraryBlock | None:
        if not key.startswith(_LIBRARY):
            return None
        return next((found for found in self.library if library_key(found) == key), None)


def library_key(found: LibraryBlock) -> str:
    """The key of a block of the library."""
    return f"{_LIBRARY}{found.path}"


def _library_spec(found: LibraryBlock) -> LayerSpec:
    return block_spec(found.block).model_copy(update={"type": library_key(found)})
