"""Constructor arguments of Keras classes as `ParamSpec`s.

What is known about an argument is merged from four sources, each overruling the one before: the docstring,
the default, the name, and the hand-written rules of `overlay_params`.
"""

import inspect
import re
from collections.abc import Sequence
from typing import Any

from designer.catalog.spec import ParamKind, ParamSpec
from designer.compiler.docstrings import Facts, argument_docs, facts_in
from designer.compiler.overlay_params import is_advanced, is_offered, rule

_NO_DOCS: dict[str, str] = {}
_RANK = re.compile(r"([123])D")
_ENDINGS: dict[str, ParamKind] = {
    "_initializer": "initializer",
    "_regularizer": "regularizer",
    "_constraint": "constraint",
}
_KIND_OF_DEFAULT: dict[type, ParamKind] = {bool: "bool", int: "int", float: "float", str: "str"}
# A default may be narrower than what the docstring promises.
_WIDER: dict[ParamKind, tuple[ParamKind, ...]] = {
    "int": ("float", "int_tuple"),
    "float": ("float_tuple",),
    "str": ("choice",),
}

COMMON = ("activity_regularizer", "trainable", "dtype")
"""What the base class of all layers takes, and so every layer that hands `**kwargs` on."""


def layer_params(cls: type, name: str) -> tuple[ParamSpec, ...]:
    """The arguments of a layer class, the common ones of all layers last."""
    import keras

    base = inspect.signature(keras.layers.Layer.__init__).parameters
    own = inspect.signature(cls.__init__).parameters  # type: ignore[misc]
    takes_any = any(argument.kind is argument.VAR_KEYWORD for argument in own.values())
    common = [base[common] for common in COMMON if takes_any and common not in own]
    offered = (argument for argument in common if is_offered(name, argument.name))
    return object_params(cls, name) + tuple(_param(name, argument, _NO_DOCS) for argument in offered)


def object_params(cls: type, name: str) -> tuple[ParamSpec, ...]:
    """The arguments of any Keras class, in Keras's order."""
    _self, *arguments = inspect.signature(cls.__init__).parameters.values()  # type: ignore[misc]
    docs = argument_docs(cls)
    return tuple(_param(name, argument, docs, cls) for argument in arguments if _is_settable(name, argument))


def argument_params(
    function: Any, name: str, arguments: Sequence[inspect.Parameter]
) -> tuple[ParamSpec, ...]:
    """Some arguments of a function, in Keras's order."""
    docs = argument_docs(function)
    return tuple(_param(name, argument, docs) for argument in arguments if _is_settable(name, argument))


def function_params(function: Any, name: str, offered: tuple[str, ...]) -> tuple[ParamSpec, ...]:
    """The arguments of a function that stands for a layer, such as `keras.Input`."""
    arguments = inspect.signature(function).parameters
    return tuple(_param(name, arguments[argument], _NO_DOCS) for argument in offered)


def _is_settable(class_name: str, argument: inspect.Parameter) -> bool:
    variadic = argument.kind in {argument.VAR_KEYWORD, argument.VAR_POSITIONAL}
    return not variadic and is_offered(class_name, argument.name)


def _param(
    class_name: str, argument: inspect.Parameter, docs: dict[str, str], cls: type | None = None
) -> ParamSpec:
    required = argument.default is inspect.Parameter.empty
    default = None if required else argument.default
    facts = Facts(nullable=default is None and not required)
    facts.update(_guess(argument.name, default, docs.get(argument.name, "")))
    facts.update(_factor_bounds(cls, argument.name))
    own = rule(class_name, argument.name)
    if "kind" in own:
        facts = Facts(nullable=facts["nullable"])
    facts.update(own)
    facts.update(_per_dimension(class_name, facts))
    facts.setdefault("kind", "any")
    return ParamSpec(
        name=argument.name, default=default, required=required, advanced=is_advanced(argument.name), **facts
    )


def _guess(name: str, default: object, text: str) -> Facts:
    """What name, default and docstring tell together."""
    by_name = next((kind for ending, kind in _ENDINGS.items() if name.endswith(ending)), None)
    if by_name:
        return Facts(kind=by_name)
    by_text, by_default = facts_in(text), _KIND_OF_DEFAULT.get(type(default))
    if by_default is None or by_text.get("kind") in {by_default, *_WIDER.get(by_default, ())}:
        return by_text
    return Facts(kind=by_default)


def _factor_bounds(cls: type | None, name: str) -> Facts:
    """Image augmentations state the limits of `factor` in a class attribute."""
    bounds = getattr(cls, "_FACTOR_BOUNDS", None)
    if name != "factor" or bounds is None:
        return Facts()
    return Facts(kind="float_tuple", length=2, scalar=True, minimum=bounds[0], maximum=bounds[1])


def _per_dimension(class_name: str, facts: Facts) -> Facts:
    """`kernel_size` and its like hold one number per spatial dimension: two for Conv2D."""
    rank = _RANK.search(class_name)
    is_counted = (
        facts.get("kind") in {"int_tuple", "int_pairs"} and facts.get("scalar") and "minimum" in facts
    )
    return Facts(length=int(rank[1])) if rank and is_counted and "length" not in facts else Facts()
