"""What a node says: the few words on its card, and the longer description for screen readers. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from designer.catalog.spec import LayerSpec, ParamSpec
from designer.catalog.values import Expr, KerasObject, Value
from designer.compiler.results import NodeAnalysis, Problem
from designer.graph.elements import Node
from designer.graph.names import snake_case
from designer.ui.canvas.footers import Footer
from designer.ui.canvas.signs import SPOKEN, Sign, signs_of

NOT_SET = "?"
BYPASSED = "bypassed"

_SHAPE = Footer()
_BLOCK_WORDS = ("block", "block, open")

_ALWAYS = frozenset(
    {"axis", "filters", "kernel_size", "pool_size", "rate", "shape", "size", "target_shape", "units"}
)
"""Parameters that a card shows even at their default."""

_BARE = (_ALWAYS - {"axis"}) | {
    "activation",
    "cell",
    "cropping",
    "dims",
    "dtype",
    "function",
    "layer",
    "merge_mode",
    "n",
    "padding",
}
"""Parameters whose value speaks for itself on a card; others are shown as `name value`."""


@dataclass(frozen=True, slots=True)
class CardText:
    """The text of one card.

    Args:
        title: The layer type.
        tag: The name that the user gave it, else the part it plays (`input`, `output 2`), else its own name.
        headline: The parameters that matter: `64 × 3×3, stride 2`.
        footer: Output shape and number of parameters, `32×32×64 · 1,792`, or another number that was chosen;
            of a bypassed node that it is.
        is_bypassed: Whether the network is built as if the node weren't there.
        is_block: Whether it stands for several layers.
        is_open: Whether these are shown where it stands.
        signs: What else there is to see, such as that it is frozen.
    """

    title: str
    tag: str = ""
    headline: str = ""
    footer: str = ""
    is_bypassed: bool = False
    is_block: bool = False
    is_open: bool = False
    signs: tuple[Sign, ...] = ()


class Standing(NamedTuple):
    """What a card shows of a node that isn't in the node itself.

    Args:
        is_nested: Whether it is a block that is built as a nested model.
        is_shared: Whether another node calls its layer again.
        is_open: Whether it is a block that is open where it stands.
        is_port: Whether it is an Input inside a block, which needs no shape of its own.
    """

    is_nested: bool = False
    is_shared: bool = False
    is_open: bool = False
    is_port: bool = False


def card_text(
    node: Node,
    spec: LayerSpec | None,
    analysis: NodeAnalysis | None,
    role: str = "",
    footer: Footer = _SHAPE,
    standing: Standing = Standing(),  # noqa: B008 - it is immutable
) -> CardText:
    """What the card of a node says.

    Args:
        role: The node's part in the model, such as `input` or `output 2`; empty for a layer in the middle.
        footer: Which number stands at its foot.
        standing: What else is so of it.
    """
    unknown = "not in this project" if node.block_id else "not in this Keras"
    headline = headline_text(node, spec) if spec else unknown
    if standing.is_port and "shape" not in node.params:
        headline = ""
    foot = BYPASSED if node.bypassed else footer.text(analysis)
    headline = "" if headline == foot else headline
    title = block_title(node, spec) if node.block_id else node.type
    tag = _given_name(node) or role or node.name
    signs = signs_of(node, is_nested=standing.is_nested, is_shared=standing.is_shared)
    return CardText(title, tag, headline, foot, node.bypassed, bool(node.block_id), standing.is_open, signs)


def block_title(node: Node, spec: LayerSpec | None) -> str:
    """What the card of a block is headed: its name, and how often it is repeated."""
    title = spec.title if spec else "Block"
    return title if node.repeat == 1 else f"{title} ×{value_text(node.repeat)}"


def headline_text(node: Node, spec: LayerSpec) -> str:
    """The parameters worth showing, the size of a kernel joined to the number of its filters."""
    parts = [
        text for name in spec.headline if (param := spec.param(name)) and (text := _param_text(node, param))
    ]
    if {"filters", "kernel_size"} <= set(spec.headline) and not node.block_id:
        parts[:2] = [" × ".join(parts[:2])]
    return ", ".join(parts)


def footer_text(analysis: NodeAnalysis | None) -> str:
    """Output shapes and number of parameters; empty before the first analysis."""
    return _SHAPE.text(analysis)


def description(
    card: CardText,
    *,
    sources: Sequence[str] = (),
    targets: Sequence[str] = (),
    calls: Sequence[str] = (),
    bookmark: str = "",
    problems: Sequence[Problem] = (),
) -> str:
    """The whole node in one line of words, for screen readers and tool tips."""
    output = card.footer if card.is_bypassed or not card.footer else f"output {card.footer}"
    facts = [_BLOCK_WORDS[card.is_open] if card.is_block else "", card.headline, output]
    facts += [SPOKEN[sign] for sign in card.signs if sign != "shared"]
    facts.append(f"shares its weights with {', '.join(calls)}" if calls else "")
    facts.append(f"from {', '.join(sources)}" if sources else "")
    facts.append(f"to {', '.join(targets)}" if targets else "")
    facts.append(bookmark)
    facts.extend(f"{problem.severity}: {problem.message}" for problem in problems)
    return "; ".join(fact for fact in facts if fact)


def value_text(value: Value) -> str:
    """A parameter value as people write it."""
    match value:
        case tuple() | list():
            return "×".join(value_text(item) for item in value) or "()"
        case KerasObject(type=name):
            return name
        case Expr(text=text):
            return f"={text}"
        case float():
            return f"{value:g}"
    return str(value)


def spread(value: Value, param: ParamSpec) -> Value:
    """A bare number that stands for a tuple, as that tuple."""
    if isinstance(value, int) and param.scalar and param.length:
        return (value,) * param.length
    return value


def _param_text(node: Node, param: ParamSpec) -> str:
    value = node.params.get(param.name, param.default)
    if param.required and param.name not in node.params:
        return f"{param.name} {NOT_SET}"
    if node.block_id:
        return f"{param.name} {value_text(spread(value, param))}"  # what it means, only its maker knows
    if param.name == "strides":
        return _strides_text(value)
    if value is None or (value == param.default and not param.required and param.name not in _ALWAYS):
        return ""
    if isinstance(value, bool):
        return param.name if value else ""
    text = value_text(spread(value, param))
    return text if param.name in _BARE else f"{param.name} {text}"


def _strides_text(value: Value) -> str:
    sizes = value if isinstance(value, tuple | list) else (value,)
    if value is None or all(size == 1 for size in sizes):
        return ""
    return f"stride {value_text(sizes[0] if len(set(map(str, sizes))) == 1 else tuple(sizes))}"


_stem = lru_cache(maxsize=512)(snake_case)


def _given_name(node: Node) -> str:
    stem = _stem(node.type)
    is_automatic = node.name == stem or (
        node.name.startswith(f"{stem}_") and node.name[len(stem) + 1 :].isdecimal()
    )
    return "" if is_automatic else node.name
