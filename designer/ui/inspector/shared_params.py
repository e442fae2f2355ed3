"""The parameters that several layers have in common, and edits of all of them. No Qt here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from designer.catalog.spec import LayerSpec, ParamSpec
from designer.catalog.values import Params, Value
from designer.graph.elements import Node
from designer.ui.inspector.parsing import is_default, same


@dataclass(frozen=True)
class Shared:
    """What a form about several layers shows.

    Args:
        params: The values that all of them have, defaults left out.
        mixed: The parameters in which they differ.
    """

    params: Params
    mixed: frozenset[str]


def shared_specs(layers: Sequence[LayerSpec]) -> tuple[ParamSpec, ...]:
    """The parameters that all layer types have with the same name and kind, narrowed to what all accept.

    Where their defaults differ, a parameter counts as required: no single value would be the default.
    """
    if not layers:
        return ()
    first, *others = layers
    found = []
    for spec in first.params:
        alike = [other for layer in others if (other := layer.param(spec.name))]
        if len(alike) == len(others) and (merged := _merged([spec, *alike])):
            found.append(merged)
    return tuple(found)


def shared_values(
    nodes: Collection[Node], specs: Sequence[ParamSpec], layers: Mapping[str, LayerSpec]
) -> Shared:
    """What the parameters of some nodes are, where they agree."""
    names = [spec.name for spec in specs]
    own = {layer_type: _defaults(layer, names) for layer_type, layer in layers.items()}
    agreed: dict[str, Value] = {}
    mixed: set[str] = set()
    for node in nodes:
        params, defaults = node.params, own[node.type]
        values = agreed or {name: params.get(name, defaults[name]) for name in names}
        others = [
            name
            for name, value in values.items()
            if (other := params.get(name, defaults[name])) is not value and not same(other, value)
        ]
        mixed.update(others)
        agreed = {name: value for name, value in values.items() if name not in mixed} if others else values
        if not agreed:
            break
    stored = {spec.name for spec in specs if spec.required}.union(*(node.params for node in nodes))
    return Shared({name: value for name, value in agreed.items() if name in stored}, frozenset(mixed))


def with_value(
    nodes: Collection[Node], layers: Mapping[str, LayerSpec], name: str, value: Value
) -> dict[str, Params]:
    """The params of nodes with another value, which is left out of those whose default it is."""
    is_plain = {
        layer_type: (spec := layer.param(name)) is None or is_default(spec, value)
        for layer_type, layer in layers.items()
    }
    order = {
        layer_type: {spec.name: place for place, spec in enumerate(layer.params)}
        for layer_type, layer in layers.items()
    }
    return {
        node.id: _without(node.params, name)
        if is_plain[node.type]
        else _with(node.params, order[node.type], name, value)
        for node in nodes
    }


def with_default(nodes: Collection[Node], name: str) -> dict[str, Params]:
    """The params of nodes, one of them left at its default."""
    return {node.id: _without(node.params, name) for node in nodes}


def _without(params: Params, name: str) -> Params:
    return {other: value for other, value in params.items() if other != name}


def _with(params: Params, order: Mapping[str, int], name: str, value: Value) -> Params:
    """Params with a value, a new one in Keras's order."""
    changed = {**params, name: value}
    if name in params:
        return changed
    return dict(sorted(changed.items(), key=lambda item: order.get(item[0], len(order))))


def _merged(found: Sequence[ParamSpec]) -> ParamSpec | None:
    """One spec for what all of them accept; None where they are different things under one name."""
    first = found[0]
    if all(spec == first for spec in found):
        return first
    if any(
        (spec.kind, spec.length, spec.scalar) != (first.kind, first.length, first.scalar) for spec in found
    ):
        return None
    choices = tuple(word for word in first.choices if all(word in spec.choices for spec in found))
    if any(spec.choices for spec in found) and not choices:
        return None
    has_default = not any(spec.required or not same(spec.default, first.default) for spec in found)
    narrowed = {
        "required": not has_default,
        "nullable": all(spec.nullable for spec in found),
        "minimum": max((spec.minimum for spec in found if spec.minimum is not None), default=None),
        "maximum": min((spec.maximum for spec in found if spec.maximum is not None), default=None),
        "choices": choices,
        "open": all(spec.open for spec in found),
        "advanced": all(spec.advanced for spec in found),
    }
    return first.model_copy(update=narrowed)


def _defaults(layer: LayerSpec, names: Sequence[str]) -> dict[str, Value]:
    return {spec.name: spec.default for spec in layer.params if spec.name in names}
