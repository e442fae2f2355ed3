"""The functions of `keras.ops` that map tensors to tensors, as `LayerSpec`s of types such as `ops.mean`."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from designer.catalog.spec import OPERATION, InputPorts, LayerSpec, ParamSpec
from designer.compiler.introspect_params import argument_params
from designer.compiler.overlay_operation_ports import (
    ALIASES,
    COMPLEX,
    GIVES_LISTS,
    LISTS,
    NOT_OFFERED,
    is_tensor,
    outputs_of,
    stand_in,
)
from designer.compiler.overlay_operations import GROUP_OF, GROUPS

CATEGORY = "Operations"

_Argument = inspect.Parameter


def operation_specs() -> tuple[LayerSpec, ...]:
    """All of them, in the order of the palette."""
    import keras

    found = dict(inspect.getmembers(keras.ops, inspect.isfunction))
    offered = found.keys() - NOT_OFFERED - ALIASES.keys()
    ordered = [name for name in GROUP_OF if name in offered] + sorted(offered - GROUP_OF.keys())
    specs = (_spec(name, found[name], found.keys()) for name in ordered)
    return tuple(spec for spec in specs if spec.inputs.style != "none")


def gives_one_tensor(spec: LayerSpec) -> bool:
    """Whether it can stand in an expression: it takes tensors one by one, no text, and gives one tensor."""
    name = spec.type.removeprefix(OPERATION)
    takes_text = any(param.kind == "str" for param in spec.params)
    return spec.inputs.style != "list" and not (takes_text or spec.outputs or name in GIVES_LISTS)


def _spec(name: str, function: Callable[..., Any], known: Any) -> LayerSpec:
    arguments = list(inspect.signature(function).parameters.values())
    ports = _ports(name, [argument for argument in arguments if is_tensor(name, argument.name)])
    params = (*_params(name, function, arguments), *_stand_ins(name, ports))
    group = GROUP_OF.get(name)
    return LayerSpec(
        type=f"{OPERATION}{name}",
        title=name.replace("_", " ").capitalize(),
        aliases=tuple(
            f"{OPERATION}{alias}" for alias, of in ALIASES.items() if of == name and alias in known
        ),
        params=params,
        category=CATEGORY,
        summary=GROUPS[group][name] if group else "",
        inputs=ports,
        outputs=outputs_of(name),
        headline=tuple(_headline(params)),
        keywords=(name, *(alias for alias, of in ALIASES.items() if of == name), *([group] if group else [])),
    )


def _ports(name: str, tensors: list[_Argument]) -> InputPorts:
    if name in COMPLEX:
        return InputPorts(style="list", names=("real", "imag"), minimum=2, maximum=2)
    if not tensors:
        return InputPorts(style="none", names=(), minimum=0, maximum=0)
    names = tuple(argument.name for argument in tensors)
    if name in LISTS or tensors[0].kind is _Argument.VAR_POSITIONAL:
        return InputPorts(style="list", names=names, minimum=1, maximum=None)
    needed = sum(argument.default is _Argument.empty for argument in tensors)
    least = 1 if stand_in(name) else needed
    if len(names) == 1:
        return InputPorts(names=names)
    return InputPorts(style="positional", names=names, minimum=least, maximum=len(names))


def _params(name: str, function: Callable[..., Any], arguments: list[_Argument]) -> tuple[ParamSpec, ...]:
    own = [argument for argument in arguments if not is_tensor(name, argument.name)]
    found = argument_params(function, f"{OPERATION}{name}", own)
    return tuple(param.model_copy(update={"advanced": False}) if param.required else param for param in found)


def _stand_ins(name: str, ports: InputPorts) -> Iterator[ParamSpec]:
    """Parameters that stand for tensors which aren't connected, as in `x + 1`."""
    facts = stand_in(name)
    if facts:
        yield from (ParamSpec(name=port, **facts) for port in ports.names[1:])


def _headline(params: tuple[ParamSpec, ...]) -> Iterator[str]:
    shown = [param.name for param in params if not param.advanced]
    first = [param.name for param in params if param.required]
    yield from (first + [name for name in shown if name not in first])[:3]
