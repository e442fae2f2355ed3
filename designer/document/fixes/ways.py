"""Layers that bring one tensor to the shape of another: a projection, resizing, or cropping and padding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from designer.catalog.values import Params, Value
from designer.document.fixes.base import NewLayer
from designer.document.projection import projection
from designer.errors import GraphError
from designer.graph.facts import Shape

Word = Literal["projection", "resize", "crop", "pool"]

_CROP_SHARE = 0.25


@dataclass(frozen=True)
class Way:
    """Layers, in the order in which the tensor passes them, and the sort of way they are."""

    word: Word
    layers: tuple[NewLayer, ...]

    @property
    def text(self) -> str:
        """The layers in words, for a label."""
        if self.word == "projection":
            return f"a projection ({_layer_text(self.layers[0])})"
        return " and ".join(layer.type for layer in self.layers)


def ways(name: str, given: Shape, wanted: Shape) -> Iterator[Way]:
    """All ways from one shape to another; none where sizes aren't known or nothing reasonable leads there.

    Args:
        name: The layer that gives the tensor.
        given: Its shape, batch axis included.
        wanted: The shape to reach.
    """
    if len(given) != len(wanted):
        yield from _pool(given, wanted)
        return
    try:
        layer = projection(name, given, wanted)
    except GraphError:
        layer = None
    if layer:
        yield Way("projection", (NewLayer(*layer, stem="projection"),))
    if None in given[1:] or None in wanted[1:]:
        return
    before, after = _sizes(given), _sizes(wanted)
    axes = len(before) - 1
    if not 1 <= axes <= 3 or before[:-1] == after[:-1]:
        return
    channels = _channels(axes, after[-1]) if before[-1] != after[-1] else ()
    if crop := _crop(axes, before[:-1], after[:-1]):
        yield Way("crop", (crop, *channels))
    if resize := _resize(axes, before[:-1], after[:-1]):
        yield Way("resize", (*channels, resize))


def global_pooling(rank: int) -> NewLayer | None:
    """What makes a vector of a map with so many axes, the batch axis included."""
    return NewLayer(f"GlobalAveragePooling{rank - 2}D") if 3 <= rank <= 5 else None


def _pool(given: Shape, wanted: Shape) -> Iterator[Way]:
    pooling = global_pooling(len(given))
    if len(wanted) == 2 and pooling and wanted[-1] is not None:
        dense = () if given[-1] == wanted[-1] else (NewLayer("Dense", {"units": wanted[-1]}, "projection"),)
        yield Way("pool", (pooling, *dense))


def _sizes(shape: Shape) -> tuple[int, ...]:
    return tuple(size for size in shape[1:] if size is not None)


def _channels(axes: int, filters: int) -> tuple[NewLayer, ...]:
    return (NewLayer(f"Conv{axes}D", {"filters": filters, "kernel_size": 1}, "projection"),)


def _crop(axes: int, before: Sequence[int], after: Sequence[int]) -> NewLayer | None:
    """Cut the borders off, or put zeros around, where only a little is to go or to come."""
    missing = [large - small for large, small in zip(after, before, strict=True)]
    is_little = all(
        abs(gap) <= _CROP_SHARE * max(a, b) for gap, a, b in zip(missing, after, before, strict=True)
    )
    if not is_little or (min(missing) < 0 < max(missing)):
        return None
    pairs: tuple[Value, ...] = tuple((abs(gap) // 2, abs(gap) - abs(gap) // 2) for gap in missing)
    name = "cropping" if min(missing) < 0 else "padding"
    layer_type = f"Cropping{axes}D" if name == "cropping" else f"ZeroPadding{axes}D"
    return NewLayer(layer_type, {name: pairs[0] if axes == 1 else pairs})


def _resize(axes: int, before: Sequence[int], after: Sequence[int]) -> NewLayer | None:
    if all(large % small == 0 for large, small in zip(after, before, strict=True)):
        factors = tuple(large // small for large, small in zip(after, before, strict=True))
        size: Value = factors[0] if len(set(factors)) == 1 else factors
        return NewLayer(f"UpSampling{axes}D", {"size": size})
    return NewLayer("Resizing", {"height": after[0], "width": after[1]}) if axes == 2 else None


def _layer_text(layer: NewLayer) -> str:
    if layer.type == "Dense":
        return f"Dense, {layer.params['units']} units"
    return f"{layer.type} 1×1, {layer.params['filters']} filters{_stride_text(layer.params)}"


def _stride_text(params: Params) -> str:
    match params.get("strides"):
        case None:
            return ""
        case tuple() as strides:
            return f", strides {'×'.join(map(str, strides))}"
        case stride:
            return f", stride {stride}"
