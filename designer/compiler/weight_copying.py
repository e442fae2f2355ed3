"""Weights by name from elsewhere into a project: from a run, a model file, or another project."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.compiler.importing.hdf5 import Hdf5File
from designer.compiler.importing.projects import OnStep, import_weights
from designer.compiler.slots import slots
from designer.compiler.symbolic import symbolic_layers
from designer.compiler.weights import WeightsReport, store, stored_in
from designer.document.files import open_project
from designer.document.project import Project
from designer.document.settings import WeightsFile
from designer.document.weights_files import MAGIC, checked
from designer.errors import ProjectFileError, WeightsError

if TYPE_CHECKING:
    import numpy as np

    Weights = Iterator[tuple[str, np.ndarray[Any, Any]]]

_OF_RUNS = ("best.keras", "last.keras")
_Shape = tuple[int, ...]


def copy_weights(
    project: Project, source: Path, *, under: str = "", on_step: OnStep = lambda _text: None
) -> tuple[Project, WeightsReport]:
    """Give a project the weights of a run or a file: those of the same name and shape.

    What it had before stays where nothing takes its place.

    Args:
        source: The folder of a run, whose best model is taken; a .keras or .h5 file; a project with weights,
            or its weights file.
        under: What stands before the names in the project: `resnet50.` for what is in that node.
        on_step: Told what is being done; may raise in order to give up.

    Raises:
        WeightsError: The source has no weights, or they can't be read.
        ImportModelError: The file holds no model.
    """
    layers = symbolic_layers(project.graph)
    wanted = {name: slot.shape for name, slot in slots(layers.items())}
    copying = _Copying(wanted, under)
    with weights_in(source, on_step) as found:
        weights = store(_together(project, copying, found, on_step))
    return project.replace(weights=weights), copying.report()


@contextmanager
def weights_in(source: Path, on_step: OnStep = lambda _text: None) -> "Iterator[Weights]":
    """The weights of a run or a file, under full names; see `copy_weights`."""
    path = _model_of(source) if source.is_dir() else source
    if not path.is_file():
        raise WeightsError(f"There is no {path}.", "Choose a run, or a file with weights.")
    start = _start(path)
    if start == MAGIC:
        with _own(path, {}) as found:
            yield found
    elif path.suffix == ".json" and (weights := _weights_of_project(path)) is not None:
        with _own(checked(weights), weights.names) as found:
            yield found
    else:
        with import_weights(path, on_step) as found:
            yield found


@contextmanager
def _own(path: Path, renamed: Mapping[str, str]) -> "Iterator[Weights]":
    """What is in a weights file of the program's own."""
    with Hdf5File(path, magic=MAGIC) as file:
        yield ((name, file.read(*place)) for name, place in stored_in(file, renamed).items())


@dataclass
class _Copying:
    """What becomes of each weight, while they come one after the other."""

    wanted: dict[str, _Shape]
    under: str
    copied: list[str] = field(default_factory=list)
    unlike: list[tuple[str, _Shape, _Shape]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def takes(self, name: str, shape: _Shape) -> bool:
        wanted = self.wanted.get(name)
        if wanted is None:
            self.unused.append(name.removeprefix(self.under))
        elif wanted == shape:
            self.copied.append(name)
            return True
        else:
            self.unlike.append((name, wanted, shape))
        return False

    def report(self) -> WeightsReport:
        met = {*self.copied, *(name for name, *_ in self.unlike)}
        missing = (name for name in self.wanted if name.startswith(self.under) and name not in met)
        return WeightsReport(tuple(self.copied), tuple(missing), tuple(self.unlike), tuple(self.unused))


def _together(project: Project, copying: _Copying, found: "Weights", on_step: OnStep) -> "Weights":
    """The new weights, then those that the project has kept."""
    for name, array in found:
        full_name = copying.under + name
        on_step(f"Copying {full_name}")
        if copying.takes(full_name, tuple(array.shape)):
            yield full_name, array
    copied = set(copying.copied)
    if project.weights and (path := _kept(project)):
        with Hdf5File(path, magic=MAGIC) as file:
            for name, place in stored_in(file, project.weights.names).items():
                if name not in copied and copying.wanted.get(name) == file.shape(*place):
                    yield name, file.read(*place)


def _kept(project: Project) -> Path | None:
    """The weights that a project had; None where they are lost, since new ones come."""
    try:
        return checked(project.weights) if project.weights else None
    except WeightsError:
        return None


def _model_of(folder: Path) -> Path:
    found = next((folder / name for name in _OF_RUNS if (folder / name).is_file()), None)
    if found is None:
        raise WeightsError(
            f"{folder} has no weights: it is no run, or one that saved none.", "Choose another."
        )
    return found


def _weights_of_project(path: Path) -> WeightsFile | None:
    """The weights of a project; None where the file is something else."""
    try:
        project = open_project(path)
    except ProjectFileError:
        return None
    if project.weights is None:
        raise WeightsError(f"{path} has no weights of its own.", "Choose a run, or a model file.")
    return project.weights


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC))
    except OSError as error:
        raise WeightsError(f"{path} can't be read: {error.strerror or error}.") from error
