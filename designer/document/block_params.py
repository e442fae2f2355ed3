"""Edits of the parameters of a block: each function returns one command, for any document of the project."""

import keyword
import re
from collections.abc import Callable
from dataclasses import replace

from designer.catalog.catalog import Catalog
from designer.catalog.expressions import check_expression, has_expressions
from designer.catalog.spec import ParamSpec
from designer.catalog.substitution import all_substituted, substituted, used_names
from designer.catalog.values import Expr, Params, Value
from designer.document.block_commands import EditBlock, SetBlock
from designer.document.block_edits import found_block, in_sheets, instances
from designer.document.commands import Command, SetParams, Together
from designer.document.document import Document
from designer.document.graph_changes import ReplaceNodes
from designer.errors import GraphError, RequestError
from designer.graph.block_specs import with_blocks
from designer.graph.blocks import TRAINABLE
from designer.graph.elements import Block, Node


def add_block_param(document: Document, block_id: str, param: ParamSpec) -> Command:
    """Give a block one more parameter, which nothing in it uses yet.

    Raises:
        GraphError: There is no such block, or the name won't do.
    """
    block = found_block(document, block_id)
    _check_name(block, param.name)
    return SetBlock(replace(block, params=(*block.params, param)), f"Add parameter {param.name}")


def change_block_param(document: Document, block_id: str, param: ParamSpec) -> Command:
    """Give a parameter of a block another default, kind or limits; it is the one of the same name.

    Raises:
        GraphError: There is no such block or parameter.
    """
    block = found_block(document, block_id)
    _found_param(block, param.name)
    params = tuple(param if old.name == param.name else old for old in block.params)
    return SetBlock(replace(block, params=params), f"Change parameter {param.name}", f"param {param.name}")


def order_block_params(document: Document, block_id: str, names: list[str]) -> Command:
    """Bring the parameters of a block into another order.

    Raises:
        GraphError: There is no such block, or `names` doesn't name each parameter once.
    """
    block = found_block(document, block_id)
    params = {param.name: param for param in block.params}
    if sorted(names) != sorted(params):
        raise GraphError("A new order has to name each parameter once.")
    ordered = tuple(params[name] for name in names)
    return SetBlock(replace(block, params=ordered), "Reorder parameters")


def rename_block_param(document: Document, block_id: str, old: str, new: str) -> Command:
    """Rename a parameter, in the expressions inside and in the values of all instances.

    Raises:
        GraphError: There is no such block or parameter, or the name won't do.
    """
    block, new = found_block(document, block_id), new.strip()
    param = _found_param(block, old)
    _check_name(block, new)
    params = tuple(param.model_copy(update={"name": new}) if each is param else each for each in block.params)
    return _rewritten(document, replace(block, params=params), old, Expr(new), f"Rename {old} to {new}", new)


def remove_block_param(document: Document, block_id: str, name: str) -> Command:
    """Take a parameter away; its default takes its place inside, and instances lose their values of it.

    Raises:
        GraphError: There is no such block or parameter, or an expression can't be computed with the default.
    """
    block = found_block(document, block_id)
    param = _found_param(block, name)
    rest = tuple(each for each in block.params if each is not param)
    return _rewritten(document, replace(block, params=rest), name, param.default, f"Remove parameter {name}")


def parameterise(
    document: Document, catalog: Catalog, node_id: str, param_name: str, new_name: str
) -> Command:
    """Make a value of a layer in a block a parameter of that block, with the present value as its default.

    Args:
        document: The inside of a block, on which the command is to be pushed.
        catalog: Says of which kind the value is and which limits it has.
        node_id: The layer.
        param_name: Which of its parameters.
        new_name: What the block's parameter is called; mostly the same.

    Raises:
        GraphError: This is no inside of a block, the value is computed or missing, or the name won't do.
    """
    block, node, new_name = document.block(document.block_id), document.graph.node(node_id), new_name.strip()
    if block is None:
        raise GraphError("Only layers in a block can have parameters of it.", "Make a block of them first.")
    spec = with_blocks(catalog, document.blocks).layer(node.type)
    param = spec.param(param_name) if spec else None
    if param is None:
        raise GraphError(f'"{node.name}" has no parameter "{param_name}".')
    if param.required and param_name not in node.params:
        raise GraphError(f'"{param_name}" of "{node.name}" has no value yet.', "Give it one first.")
    value = node.params.get(param_name, param.default)
    if has_expressions(value):
        raise GraphError(f'"{param_name}" of "{node.name}" is computed already.')
    _check_name(block, new_name)
    own = {"name": new_name, "default": value, "required": False, "advanced": False}
    header = replace(block, params=(*block.params, param.model_copy(update=own)))
    commands = SetBlock(header), SetParams(node_id, {**node.params, param_name: Expr(new_name)})
    return Together(commands, f"Make {new_name} a parameter")


def new_param_name(block: Block, node: Node, name: str) -> str:
    """A name for a parameter made of a layer's: the same, or with the layer's name before it."""
    taken = {TRAINABLE, *(param.name for param in block.params)}
    wishes = [name, f"{re.sub(r'[^A-Za-z0-9_]', '_', node.name)}_{name}"]
    free = next((wish for wish in wishes if wish not in taken and wish.isidentifier()), "")
    number = 2
    while not free or free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def block_param_error(document: Document, text: str) -> str:
    """Why a text is no expression over the parameters of the block around; empty where it is one."""
    block = document.block(document.block_id)
    try:
        check_expression(text, [param.name for param in block.params] if block else [])
    except RequestError as error:
        return str(error)
    return ""


def _rewritten(
    document: Document, block: Block, name: str, value: Value, text: str, new_name: str = ""
) -> Command:
    """A block with something else in the place of one of its parameters, inside and at its instances."""
    given: dict[str, Value] = {param.name: Expr(param.name) for param in block.params}
    given[name] = value
    changed = []
    try:
        for node in block.graph.nodes:
            params = _if_used(node, name, lambda params: all_substituted(params, given))
            repeat = substituted(node.repeat, given) if name in used_names(node.repeat) else node.repeat
            if params is not node.params or repeat is not node.repeat:
                repeat = repeat if isinstance(repeat, int | Expr) else 1
                changed.append(replace(node, params=params, repeat=repeat))
    except RequestError as error:
        raise GraphError(f'"{node.name}": {error.message}', error.hint) from error
    commands: list[Command] = [SetBlock(block)]
    commands += [EditBlock(block.id, ReplaceNodes(changed))] if changed else []
    renamed = [
        (home, replace(node, params=_moved(node.params, name, new_name)))
        for home, node in instances(document, block.id)
        if name in node.params
    ]
    return Together((*commands, *in_sheets(renamed)), text)


def _if_used(node: Node, name: str, write: Callable[[Params], Params]) -> Params:
    return (
        write(node.params)
        if any(name in used_names(value) for value in node.params.values())
        else node.params
    )


def _moved(params: Params, name: str, new_name: str) -> Params:
    return {
        new_name if key == name else key: value for key, value in params.items() if new_name or key != name
    }


def _found_param(block: Block, name: str) -> ParamSpec:
    found = next((param for param in block.params if param.name == name), None)
    if found is None:
        raise GraphError(f'The block "{block.name}" has no parameter "{name}".')
    return found


def _check_name(block: Block, name: str) -> None:
    if not name.isidentifier() or not name.isascii() or keyword.iskeyword(name) or name == TRAINABLE:
        raise GraphError(
            f'"{name}" can\'t be the name of a parameter.',
            "Use letters, digits and _, such as in num_filters.",
        )
    if any(param.name == name for param in block.params):
        raise GraphError(
            f'The block "{block.name}" has a parameter "{name}" already.', "Choose another name."
        )
