"""Blocks as the catalogue describes layers, so that palette, inspector and ports treat them alike."""

from collections.abc import Sequence
from functools import cache

from designer.catalog.catalog import Catalog
from designer.catalog.spec import InputPorts, LayerSpec, ParamSpec
from designer.graph.blocks import TRAINABLE, block_ports
from designer.graph.elements import Block

CATEGORY = "Blocks"
_MOST_IN_HEADLINE = 2
_FREEZE = ParamSpec(name=TRAINABLE, kind="bool", default=True, advanced=True)
_last: list[tuple[Catalog, tuple[Block, ...], Catalog]] = []


def with_blocks(catalog: Catalog, blocks: Sequence[Block]) -> Catalog:
    """A catalogue that knows the blocks of a project too; the same object for the same blocks."""
    if not blocks:
        return catalog
    for known, these, found in _last:
        if known is catalog and len(these) == len(blocks) and all(map(_is, these, blocks)):
            return found
    layers = (*catalog.layers, *map(block_spec, blocks))
    categories = (*catalog.categories, CATEGORY)
    found = catalog.model_copy(update={"layers": layers, "categories": categories})
    found.__dict__.pop("_layers_by_type", None)
    _last[:] = [(catalog, tuple(blocks), found), *_last[:7]]
    return found


@cache
def _all_families(categories: tuple[str, ...]) -> tuple[str, ...]:
    return ("", *dict.fromkeys((*categories, CATEGORY)))


def families(catalog: Catalog) -> tuple[str, ...]:
    """All categories that a node may have, the unknown one first."""
    return _all_families(catalog.categories)


def block_spec(block: Block) -> LayerSpec:
    """A block as a layer: its parameters, and an input port for each Input in it."""
    names = tuple(node.name for node in block_ports(block)[0])
    own = [param.name for param in block.params]
    return LayerSpec(
        type=block.type,
        title=block.name,
        params=(*block.params, *(() if TRAINABLE in own else (_FREEZE,))),
        category=CATEGORY,
        summary=block.text,
        inputs=InputPorts(style="positional", names=names, minimum=len(names), maximum=len(names)),
        headline=tuple(own[:_MOST_IN_HEADLINE]),
    )


def _is(one: object, other: object) -> bool:
    return one is other
