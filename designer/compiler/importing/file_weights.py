"""The weights in a model file, under the names that they have in the project."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from designer.compiler.importing.hdf5 import Hdf5File
from designer.compiler.importing.records import LayerRecord, ModelRecord
from designer.compiler.slots import Slot, slots_of

if TYPE_CHECKING:
    import keras
    import numpy as np

_OLD_ROOT = "_layer_checkpoint_dependencies"
_LAYERS = "layers"
_MOST_NAMES = 100_000


class FileWeights:
    """Reads weights layer by layer.

    Args:
        file: The open file.
        record: The model that it belongs to.
        owners: The layers that have weights, by their name in the flat network.
        layers: Those that Keras could make, by the same names; not initialised.

    Attributes:
        unlike: Full names of the weights whose shape isn't what the network says.
        absent: Full names of the weights that aren't in the file.
    """

    def __init__(
        self,
        file: Hdf5File,
        record: ModelRecord,
        owners: Mapping[str, LayerRecord],
        layers: "Mapping[str, keras.layers.Layer]",
    ) -> None:
        self._file = file
        self._record = record
        self._owners = owners
        self._slots = {name: slots_of(layer) for name, layer in layers.items()}
        self._layers = layers
        self.unlike: list[str] = []
        self.absent: list[str] = []

    def read(self) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
        """The weights of a .keras file, under full names."""
        has_old_root = _LAYERS not in self._file.groups()
        paths = dict(_keras_paths(self._record, "", _OLD_ROOT if has_old_root else _LAYERS))
        for name, layer in self._owners.items():
            path = paths.get(id(layer))
            if path is None:
                continue
            if name in self._slots:
                yield from self._of_slots(name, path, self._slots[name])
            else:
                yield from self._as_they_are(name, path)

    def read_old(self) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
        """The weights of an .h5 file, under full names: a group for each outermost layer."""
        inner: dict[str, list[str]] = {}
        for name in self._owners:
            inner.setdefault(name.partition(".")[0], []).append(name)
        names = {id(layer): name for name, layer in self._owners.items()}
        for layer in self._record.layers:
            wanted = [names[id(owner)] for owner in _leaves(layer) if id(owner) in names]
            if wanted and all(name in self._slots for name in wanted):
                yield from self._of_group(layer.name, self._old_order(wanted))

    def read_in_order(self) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
        """The weights of a file whose groups have other names: the first is for the first layer with any."""
        names = {id(layer): name for name, layer in self._owners.items()}
        groups = [group for group in names_in(self._file, "", "layer_names") if names_in(self._file, group)]
        wanted = (
            self._old_order(
                [names[id(owner)] for owner in _leaves(layer) if names.get(id(owner)) in self._slots]
            )
            for layer in self._record.layers
        )
        for number, own in enumerate(filter(None, wanted)):
            yield from self._of_group(groups[number] if number < len(groups) else "", own)

    def _of_slots(
        self, name: str, path: str, slots: Sequence[Slot]
    ) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
        for slot in slots:
            yield from self._one(f"{name}/{slot.key}", path, slot.keras_key, slot)

    def _one(
        self, full_name: str, group: str, key: str, slot: Slot
    ) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
        if not self._file.has(group, key):
            self.absent.append(full_name)
        elif self._file.shape(group, key) == slot.shape:
            yield full_name, self._file.read(group, key)
        elif self._owners[full_name.partition("/")[0]].stored and _fits(self._file.shape(group, key), slot):
            yield full_name, self._file.read(group, key).reshape(slot.shape)
        else:
            self.unlike.append(full_name)

    def _as_they_are(self, name: str, path: str) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
        """Those of a layer that Keras can't make here: kept under the numbers that the file gives them."""
        try:
            keys = self._file.keys_of(path)
        except KeyError:
            return
        for key in keys:
            yield f"{name}/{key}", self._file.read(path, key)

    def _old_order(self, names: Sequence[str]) -> list[tuple[str, Slot]]:
        """The weights of some layers, those that learn first."""
        learning: list[tuple[str, Slot]] = []
        others: list[tuple[str, Slot]] = []
        for name in names:
            by_variable = {id(slot.variable): slot for slot in self._slots[name]}
            layer = self._layers[name]
            for place, variables in (
                (learning, layer.trainable_weights),
                (others, layer.non_trainable_weights),
            ):
                own = [(name, by_variable[id(one)]) for one in variables if id(one) in by_variable]
                place.extend(own)
        return learning + others

    def _of_group(
        self, group: str, wanted: Sequence[tuple[str, Slot]]
    ) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
        keys = names_in(self._file, group) if group else []
        if len(keys) != len(wanted):
            self.absent += [f"{name}/{slot.key}" for name, slot in wanted]
            return
        for key, (name, slot) in zip(keys, wanted, strict=True):
            yield from self._one(f"{name}/{slot.key}", group, key, slot)


def _fits(shape: tuple[int, ...], slot: Slot) -> bool:
    return math.prod(shape) == math.prod(slot.shape)


def _leaves(layer: LayerRecord) -> Iterator[LayerRecord]:
    """A layer, or all that are in it, in the order of the file."""
    if layer.inner is None:
        yield layer
    else:
        for inner in layer.inner.layers:
            yield from _leaves(inner)


def names_in(file: Hdf5File, group: str, attribute: str = "weight_names") -> list[str]:
    """A list of names that a group has as an attribute, which may be in several pieces."""
    pieces: list[Any] = []
    try:
        whole = file.attribute(group, attribute)
        if whole is not None:
            pieces = list(whole)
        else:
            number = 0
            while (
                len(pieces) < _MOST_NAMES
                and (more := file.attribute(group, f"{attribute}{number}")) is not None
            ):
                pieces += list(more)
                number += 1
    except (KeyError, TypeError):
        return []
    return [piece.decode(errors="replace") if isinstance(piece, bytes) else str(piece) for piece in pieces]


def _keras_paths(record: ModelRecord, base: str, root: str) -> Iterator[tuple[int, str]]:
    """Where Keras's own files have the layers of a model: by class, counted in the order of the model."""
    from keras.src.utils.naming import to_snake_case

    counts: dict[str, int] = {}
    for layer in record.layers:
        saved_as = layer.class_name if layer.saved_as is None else layer.saved_as
        if not saved_as or layer.is_operation or (layer.is_input and record.class_name == "Sequential"):
            continue
        stem = to_snake_case(saved_as)
        count = counts[stem] = counts.get(stem, -1) + 1
        path = f"{base}{root}/{stem}_{count}" if count else f"{base}{root}/{stem}"
        if layer.inner is None:
            yield id(layer), path
        else:
            yield from _keras_paths(layer.inner, f"{path}/", root)
