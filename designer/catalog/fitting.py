"""Which layers fit a tensor: a guess that orders lists, never a verdict, which is Keras's."""

from collections.abc import Iterable, Sequence

from designer.catalog.spec import LayerSpec

_SUFFIXES = (("1D", 3), ("2D", 4), ("3D", 5), ("LSTM", 3), ("GRU", 3), ("RNN", 3))
_WRAPPERS = ("Time", "Bidirectional", "RNN")
_ANYWHERE = ("BatchNormalization", "ReLU", "Dropout", "Add", "Concatenate", "Activation")
_USUAL: dict[int, tuple[str, ...]] = {
    2: ("Dense", "Dropout", "Activation", "BatchNormalization", "ReLU", "Add", "Concatenate", "Reshape"),
    3: (
        *("Conv1D", "LSTM", "GRU", "LayerNormalization", "MaxPooling1D", "GlobalAveragePooling1D"),
        *("Dense", "Dropout", "MultiHeadAttention", "Flatten", "Add", "Concatenate"),
    ),
    4: (
        *("Conv2D", "BatchNormalization", "ReLU", "MaxPooling2D", "Add", "Flatten", "GlobalAveragePooling2D"),
        *("Dropout", "Concatenate", "Activation", "SeparableConv2D", "UpSampling2D"),
    ),
    5: ("Conv3D", "BatchNormalization", "ReLU", "MaxPooling3D", "Add", "Flatten", "GlobalAveragePooling3D"),
}
_BEGINNING = ("Input",)
_LATE = ("preprocessing", "augmentation", "Operations")


def wanted_rank(layer_type: str) -> int:
    """How many axes, batch included, a layer takes by its name; 0 for any number."""
    if layer_type.startswith(_WRAPPERS):
        return 0
    return next((rank for part, rank in _SUFFIXES if layer_type.endswith(part)), 0)


def fits(spec: LayerSpec, rank: int | None) -> bool:
    """Whether a layer may take a tensor with so many axes; None where that isn't known."""
    return spec.inputs.maximum != 0 and (rank is None or wanted_rank(spec.type) in (0, rank))


def by_fitness(layers: Iterable[LayerSpec], rank: int | None, *, num_tensors: int = 1) -> Sequence[LayerSpec]:
    """All layers, those first that usually follow a tensor, then those that can, then the others.

    Args:
        rank: How many axes the tensor has, batch included; None where that isn't known.
        num_tensors: How many tensors are to be fed to it, 0 where there is nothing to begin with. Of several,
            the layers come first that merge them.
    """
    usual = _USUAL.get(rank or 0, _ANYWHERE) if num_tensors else _BEGINNING
    place = {layer_type: number for number, layer_type in enumerate(usual)}

    def order(spec: LayerSpec) -> tuple[bool, bool, int, bool]:
        is_merge = spec.category == "Merge"
        return (
            num_tensors > 1 and not is_merge,
            num_tensors > 0 and not fits(spec, rank),
            place.get(spec.type, len(place)),
            spec.category.endswith(_LATE) or bool(spec.needs),
        )

    return sorted(layers, key=order)
