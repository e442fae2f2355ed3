"""What differs between occurrences of the same structure, as parameters of the block that it becomes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from designer.catalog.catalog import Catalog
from designer.catalog.expressions import has_expressions
from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Value
from designer.graph.elements import Node

_SIZES = {"filters", "units", "output_dim", "key_dim", "num_heads", "target_shape"}
_ALWAYS_EQUAL = {"axis", "axes", "seed"}
_LOOSE_WORDS = {"padding"}
_MISSING = Expr("")
REPEAT = "repeat"

Slot = tuple[int, str]
"""A node by its place, and one of its parameters; the name `repeat` stands for how often a block repeats."""


@dataclass(frozen=True)
class Differences:
    """The parameters of a block, the value of each node inside that differs, and of each occurrence.

    Args:
        params: In the order in which data meets them.
        inner: What stands at each slot inside: a name, or a multiple of one.
        values: Of each occurrence.
    """

    params: tuple[ParamSpec, ...]
    inner: Mapping[Slot, Expr]
    values: tuple[dict[str, Value], ...]


def may_differ(name: str, value: Value) -> bool:
    """Whether a parameter with such a value may become a parameter of a block; others must be equal."""
    if name in _LOOSE_WORDS or has_expressions(value):
        return True
    return name not in _ALWAYS_EQUAL and _is_of_numbers(value)


def differences(
    occurrences: Sequence[Sequence[Node]], catalog: Catalog, own: Mapping[str, Sequence[ParamSpec]]
) -> Differences | None:
    """Compare nodes that correspond to each other.

    Args:
        occurrences: The nodes of each, in the same order.
        catalog: Gives kinds and defaults.
        own: The parameters of blocks found before, by node type.

    Returns:
        None where a parameter is missing here and there and its default isn't known.
    """
    vectors: dict[Slot, tuple[Value, ...]] = {}
    for place, nodes in enumerate(zip(*occurrences, strict=True)):
        for name in _differing(nodes):
            spec = _spec(nodes[0], name, catalog, own)
            if spec is None and any(name not in node.params for node in nodes):
                return None
            default = spec.default if spec else None
            vectors[place, name] = tuple(node.params.get(name, default) for node in nodes)
        if any(node.repeat != nodes[0].repeat or isinstance(node.repeat, Expr) for node in nodes):
            vectors[place, REPEAT] = tuple(node.repeat for node in nodes)
    return _named(vectors, occurrences[0], catalog, own)


def _differing(nodes: Sequence[Node]) -> Iterator[str]:
    first = nodes[0].params
    # Names in expressions mean parameters of the block around, which a new block hasn't got.
    computed = [name for name, value in first.items() if has_expressions(value)]
    if all(node.params == first for node in nodes) and not computed:
        return
    names = dict.fromkeys(name for node in nodes for name in node.params)
    for name in names:
        values = (node.params.get(name, _MISSING) for node in nodes)
        if name in computed or any(value is _MISSING or value != first.get(name) for value in values):
            yield name


def _named(
    vectors: Mapping[Slot, tuple[Value, ...]],
    nodes: Sequence[Node],
    catalog: Catalog,
    own: Mapping[str, Sequence[ParamSpec]],
) -> Differences:
    groups: dict[str, list[Slot]] = {}
    for slot, vector in vectors.items():
        groups.setdefault(repr(vector), []).append(slot)
    params: list[ParamSpec] = []
    inner: dict[Slot, Expr] = {}
    known: dict[str, tuple[Value, ...]] = {}
    # Smaller sizes first, so that larger ones can be multiples of them; then as data meets them.
    for slots in sorted(groups.values(), key=lambda slots: _rank(slots[0], vectors[slots[0]])):
        vector = vectors[slots[0]]
        text = _multiple(slots[0], vector, known)
        if not text:
            place, name = slots[0]
            text = _fresh("repeats" if name == REPEAT else name, known)
            known[text] = vector
            params.append(_block_param(nodes[place], name, text, vector[0], catalog, own))
        inner |= dict.fromkeys(slots, Expr(text))
    number = range(len(next(iter(vectors.values()), ())))
    values = tuple({name: vector[place] for name, vector in known.items()} for place in number)
    return Differences(tuple(params), inner, values)


def _rank(slot: Slot, vector: tuple[Value, ...]) -> tuple[bool, float, int]:
    is_size = slot[1] in _SIZES and isinstance(vector[0], int)
    return not is_size, vector[0] if is_size and isinstance(vector[0], int) else 0, slot[0]


def _multiple(slot: Slot, vector: tuple[Value, ...], known: Mapping[str, tuple[Value, ...]]) -> str:
    """A multiple of a size that is a parameter already; empty where there is none."""
    if slot[1] not in _SIZES:
        return ""
    for name, base in known.items():
        first, least = vector[0], base[0]
        if not (isinstance(first, int) and isinstance(least, int) and least > 0 and first % least == 0):
            continue
        factor = first // least
        if all(isinstance(b, int) and v == b * factor for v, b in zip(vector, base, strict=True)):
            return f"{name}*{factor}"
    return ""


def _fresh(name: str, taken: Mapping[str, object]) -> str:
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _block_param(
    node: Node,
    name: str,
    new_name: str,
    value: Value,
    catalog: Catalog,
    own: Mapping[str, Sequence[ParamSpec]],
) -> ParamSpec:
    is_computed = has_expressions(value)
    if name == REPEAT:
        return ParamSpec(name=new_name, kind="int", default=1 if is_computed else value, minimum=1)
    spec = _spec(node, name, catalog, own)
    if is_computed:
        value = 1 if spec is None or spec.required else spec.default
    if spec is None:
        return ParamSpec(name=new_name, kind="any", default=value)
    changes = {"name": new_name, "default": value, "required": False, "advanced": False}
    return spec.model_copy(update=changes)


def _spec(
    node: Node, name: str, catalog: Catalog, own: Mapping[str, Sequence[ParamSpec]]
) -> ParamSpec | None:
    if node.type in own:
        return next((param for param in own[node.type] if param.name == name), None)
    spec = catalog.layer(node.type)
    return spec.param(name) if spec else None


def _is_of_numbers(value: Value) -> bool:
    if isinstance(value, tuple | list):
        return all(map(_is_of_numbers, value))
    return isinstance(value, int | float) and not isinstance(value, bool)
