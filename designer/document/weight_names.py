"""Weights stay with their layers when these get other names; a project's weights are kept by name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from designer.document.commands import Command, RenameNode, Together
from designer.document.document import Document
from designer.document.settings import WeightsFile
from designer.document.weights_commands import SetWeights
from designer.graph.elements import Node
from designer.graph.expansion import flat


@dataclass(frozen=True, slots=True)
class Step:
    """A node on the way to a layer of the flat network.

    Args:
        block_id: The block in which it is drawn; empty for the network.
        node: The node itself.
        name: Its part of the layer's name, `residual` or, in the second copy, `residual.2`.
    """

    block_id: str
    node: Node
    name: str


Rename = Callable[[Step], str]
"""What a step of a layer's name becomes."""


def rename_node(document: Document, node_id: str, name: str) -> Command:
    """Give a node another name; the weights that the project has for it stay with it.

    Raises:
        GraphError: There is no such node.
    """
    old = document.graph.node(node_id).name

    def rename(step: Step) -> str:
        is_it = step.block_id == document.block_id and step.node.id == node_id
        return name + step.name[len(old) :] if is_it else step.name

    return carrying(document, RenameNode(node_id, name), lambda: names_after(document, rename))


def carrying(document: Document, command: Command, names: Callable[[], Mapping[str, str]]) -> Command:
    """A command that gives layers other names, with the project's weights told of it.

    Args:
        names: Gives the names of layers in the flat network after the command, by those before; asked only
            where the project has weights.
    """
    if document.weights is None:
        return command
    changed = {old: new for old, new in names().items() if old != new}
    if not changed:
        return command
    return Together((command, SetWeights(with_names(document.weights, changed))), command.text)


def with_names(weights: WeightsFile, changed: Mapping[str, str]) -> WeightsFile:
    """Weights whose layers are called otherwise now."""
    known = {changed.get(layer, layer): stored for layer, stored in weights.names.items()}
    known |= {new: weights.names.get(old, old) for old, new in changed.items()}
    return weights.model_copy(
        update={"names": {new: old for new, old in sorted(known.items()) if new != old}}
    )


def names_after(document: Document, rename: Rename) -> dict[str, str]:
    """What all layers of the flat network will be called, by their names now."""
    root = document.root
    found = {}
    for layer in flat(root.snapshot()).nodes:
        steps = list(_steps(root, layer.id))
        known = ".".join(step.name for step in steps) == layer.name
        found[layer.name] = ".".join(map(rename, steps)) if known else layer.name
    return found


def _steps(document: Document, path: str) -> Iterator[Step]:
    sheet = document
    for part in path.split("/"):
        node_id, _, copy = part.partition("#")
        node = sheet.graph.nodes.get(node_id)
        if node is None:
            return  # an id with signs of a path, as no program writes it
        yield Step(sheet.block_id, node, f"{node.name}.{copy}" if copy else node.name)
        if document.block(node.block_id):
            sheet = document.inside(node.block_id)
