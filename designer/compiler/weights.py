"""The weights of a project: written, read into a built model, and copied by name from elsewhere.

A weights file is HDF5 behind a first block that says whose it is. Each layer of the flat network is a group
under its name, each weight a data set in it: `residual.conv2d/kernel`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.compiler.build import build_model
from designer.compiler.importing.hdf5 import Hdf5File
from designer.compiler.slots import Slot, layers_of, slots
from designer.compiler.symbolic import symbolic_layers
from designer.document.project import Project
from designer.document.settings import WeightsFile
from designer.document.weights_files import MAGIC, adopt, checked, new_part
from designer.errors import WeightsError
from designer.graph.elements import GraphSnapshot

if TYPE_CHECKING:
    import keras
    import numpy as np

_USERBLOCK_BYTES = 512
_SHOWN = 3


@dataclass(frozen=True)
class WeightsReport:
    """What became of weights that were copied by name; all under names such as `residual.conv2d/kernel`.

    Args:
        copied: Those that fitted.
        missing: Those of the network that the source has not.
        unlike: Those whose shape differs, with that of the network and that of the source.
        unused: Those of the source that the network has not.
    """

    copied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unlike: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything fitted and nothing was left over."""
        return not (self.missing or self.unlike or self.unused)

    def __str__(self) -> str:
        parts = [f"{len(self.copied):,} weights were copied"]
        if self.missing:
            parts.append(f"{_listed(self.missing)} {_is(self.missing)} not in the file")
        if self.unlike:
            parts.append(f"{_listed([name for name, *_ in self.unlike])} {_is(self.unlike)} of another shape")
        if self.unused:
            parts.append(f"{_listed(self.unused)} of the file {_is(self.unused)} not in the network")
        return "; ".join(parts) + "."


def build_with_weights(project: Project, notice: Callable[[str], None] = lambda _line: None) -> "keras.Model":
    """Build a project's model and give it the project's weights, if it has any.

    Args:
        notice: Told, in one line, where not all of them fitted.

    Raises:
        BuildError: The graph isn't complete, or Keras refuses a layer.
        WeightsError: The weights are missing, or aren't those that the project was saved with.
    """
    path = checked(project.weights) if project.weights else None
    model = build_model(project.graph, project.name)
    if path is not None:
        report = load_into(model, path, project.weights.names if project.weights else {})
        if not report.is_whole:
            notice(f"The project's weights: {report}")
    return model


def load_into(model: "keras.Model", path: Path, renamed: Mapping[str, str] | None = None) -> WeightsReport:
    """Copy the weights of a file into a built model, by name: what fits.

    Args:
        renamed: What the file calls layers that have another name in the model.

    Raises:
        WeightsError: The file can't be read.
    """
    with Hdf5File(path, magic=MAGIC) as file:
        stored = stored_in(file, renamed)
        names = dict(slots(layers_of(model)))
        _name(stored, names)
        return _match(
            names, {name: file.shape(*place) for name, place in stored.items()}, _assign(file, stored)
        )


def stored_in(file: Hdf5File, renamed: Mapping[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """Where a weights file has its weights, by full name; `renamed` says what it calls some of the layers."""
    layers: dict[str, list[str]] = {group: [] for group in file.groups()}
    for layer, group in (renamed or {}).items():
        layers.get(group, []).append(layer)
    return {
        f"{layer}/{key}": (group, key)
        for group, names in layers.items()
        for key in file.keys_of(group)
        for layer in names or [group]
    }


def fit_of(graph: GraphSnapshot, weights: WeightsFile) -> WeightsReport:
    """What of a project's weights a network could take, by name; no value is read.

    Raises:
        WeightsError: They are missing, or not what they were.
    """
    names = dict(slots(symbolic_layers(graph).items()))
    with Hdf5File(checked(weights), magic=MAGIC) as file:
        stored = stored_in(file, weights.names)
        _name(stored, names)
        shapes = {name: file.shape(*place) for name, place in stored.items()}
    return _match(names, shapes, lambda _name, _slot: None)


def store(weights: "Iterable[tuple[str, np.ndarray[Any, Any]]]") -> WeightsFile:
    """Write weights under full names into the cache, for a project to have.

    Raises:
        WeightsError: There is no room, or the cache can't be written.
    """
    part = new_part()
    try:
        with writing(part) as write:
            for name, array in weights:
                write(name, array)
        return adopt(part)
    except OSError as error:
        raise WeightsError(
            f"The weights can't be kept: {error.strerror or error}.", "Make room on the disk."
        ) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> "Iterator[Callable[[str, np.ndarray[Any, Any]], None]]":
    """Write a weights file; the function given takes a full name and the values."""
    import h5py

    with h5py.File(path, "w", userblock_size=_USERBLOCK_BYTES, libver=("v108", "v108")) as file:
        yield lambda name, array: file.create_dataset(name, data=array)
    with path.open("r+b") as raw:
        raw.write(MAGIC)


def _name(stored: dict[str, tuple[str, str]], names: Mapping[str, Slot]) -> None:
    """Name weights that the file knows by number only, as their layer couldn't be made at that time."""
    for name, slot in names.items():
        numbered = f"{name.partition('/')[0]}/{slot.keras_key}"
        if name not in stored and numbered in stored:
            stored[name] = stored.pop(numbered)


def _match(
    names: Mapping[str, Slot],
    shapes: Mapping[str, tuple[int, ...]],
    take: Callable[[str, Slot], None],
) -> WeightsReport:
    copied, unlike = [], []
    for name, slot in names.items():
        if name not in shapes:
            continue
        if shapes[name] == slot.shape:
            take(name, slot)
            copied.append(name)
        else:
            unlike.append((name, slot.shape, shapes[name]))
    missing = [name for name in names if name not in shapes]
    unused = [name for name in shapes if name not in names]
    return WeightsReport(tuple(copied), tuple(missing), tuple(unlike), tuple(unused))


def _assign(file: Hdf5File, stored: Mapping[str, tuple[str, str]]) -> Callable[[str, Slot], None]:
    def assign(name: str, slot: Slot) -> None:
        slot.variable.assign(file.read(*stored[name]))

    return assign


def _listed(names: Any) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN:,} more"


def _is(names: Any) -> str:
    return "is" if len(names) == 1 else "are"
