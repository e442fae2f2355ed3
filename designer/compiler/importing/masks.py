"""Masks that Keras derives from the network itself, and so will again when it builds the drawing."""

from collections.abc import Iterable

from designer.compiler.importing.records import Call, LayerRecord, ModelRecord, TensorRef, tensors_in

Place = tuple[int, int]
"""A call: number of the layer and of the call."""


def derived_masks(record: ModelRecord, masks: Iterable[TensorRef]) -> set[TensorRef]:
    """Those among some masks that stem from an Embedding or a Masking alone."""
    masked = {
        ref
        for layer in record.layers
        if _makes_mask(layer)
        for call in layer.calls
        for ref in tensors_in(list(call.args))
    }
    return {mask for mask in set(masks) if masked and _stems_from(record, mask, masked)}


def without_use(record: ModelRecord, derived: Iterable[TensorRef], used: set[Place]) -> set[Place]:
    """The operations that served nothing but derived masks.

    Args:
        used: The calls whose tensors are used otherwise.
    """
    gone: set[Place] = set()
    waiting = list(derived)
    while waiting:
        ref = waiting.pop()
        place = ref.layer, ref.call
        layer, call = record.call(ref)
        if layer.is_operation and place not in used and place not in gone:
            gone.add(place)
            waiting += _sources(call)
    return gone


def _makes_mask(layer: LayerRecord) -> bool:
    is_masking = layer.class_name == "Masking" or bool(layer.config.get("mask_zero"))
    return is_masking and layer.is_from_keras


def _stems_from(record: ModelRecord, mask: TensorRef, masked: set[TensorRef]) -> bool:
    """Whether operations alone lead from tensors that get a mask to this one."""
    seen: set[Place] = set()
    waiting = [mask]
    while waiting:
        ref = waiting.pop()
        layer, call = record.call(ref)
        if not layer.is_operation:
            return False
        if (ref.layer, ref.call) not in seen:
            seen.add((ref.layer, ref.call))
            waiting += [source for source in _sources(call) if source not in masked]
    return True


def _sources(call: Call) -> list[TensorRef]:
    return [*tensors_in(list(call.args)), *tensors_in(dict(call.kwargs))]
