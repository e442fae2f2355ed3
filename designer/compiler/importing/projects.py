"""From a model to a project: drawn, laid out, with its weights beside it."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.compiler.catalogs import current_catalog
from designer.compiler.importing.configs import read_config
from designer.compiler.importing.drawing import Drawn, drawn
from designer.compiler.importing.file_weights import FileWeights
from designer.compiler.importing.files import ModelFile, open_model_file
from designer.compiler.importing.live import read_model
from designer.compiler.importing.records import LayerRecord, ModelRecord, Remark
from designer.compiler.importing.substitutes import substitute
from designer.compiler.importing.values import is_text
from designer.compiler.messages import clean
from designer.compiler.slots import slots_of
from designer.compiler.symbolic import symbolic_layers
from designer.compiler.weights import store
from designer.document.project import Project, View
from designer.document.settings import WeightsFile
from designer.errors import ImportModelError, WeightsError
from designer.graph.layout import layout

if TYPE_CHECKING:
    import keras

_log = logging.getLogger("designer")
# What reading raises where a file has a value of another type than all others have.
_CONTRADICTIONS = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError)

OnStep = Callable[[str], None]
"""Told what is being done; may raise in order to give up."""


@dataclass(frozen=True)
class Imported:
    """A project made of an existing model.

    Args:
        remarks: What couldn't be taken over as it was.
    """

    project: Project
    remarks: tuple[Remark, ...] = ()

    @property
    def missing(self) -> tuple[Remark, ...]:
        """What must be replaced before the network can be built."""
        return tuple(remark for remark in self.remarks if remark.is_missing)


def draw_live(model: "keras.Model", name: str = "") -> Imported:
    """Make a project of a model in memory, without its weights.

    Raises:
        RequestError: The model has no graph that Keras records.
    """
    found = _drawn_live(model)
    return Imported(_project(name or model.name, found), found.remarks)


def import_live(model: "keras.Model", name: str = "", on_step: OnStep = lambda _text: None) -> Imported:
    """Make a project of a model in memory.

    Raises:
        RequestError: The model has no graph that Keras records.
        WeightsError: The weights can't be written.
    """
    on_step("Reading the graph")
    found = _drawn_live(model)
    project = _project(name or model.name, found)
    owners = {name: owner for name, owner in found.owners.items() if getattr(owner.layer, "weights", ())}
    weights = store(_watched(_values(owners), on_step)) if owners else None
    return Imported(project.replace(weights=weights), found.remarks)


def import_file(path: Path, on_step: OnStep = lambda _text: None) -> Imported:
    """Make a project of a .keras, .h5 or Keras JSON file; nothing in it is run.

    Raises:
        ImportModelError: The file can't be read, or holds no model.
    """
    on_step(f"Opening {path.name}")
    with open_model_file(path) as file:
        record, found = _read(path, file, on_step)
        project = _project(path.name.partition(".")[0] or record.name, found)
        weights, remarks = _weights(file, record, found, on_step)
    return Imported(project.replace(weights=weights), (*found.remarks, *remarks))


@contextmanager
def import_weights(path: Path, on_step: OnStep = lambda _text: None) -> Iterator[Iterator[tuple[str, Any]]]:
    """The weights of a model file under the names that they would have in a project of it.

    Raises:
        ImportModelError: The file can't be read, or holds no model.
        WeightsError: It has no weights.
    """
    on_step(f"Opening {path.name}")
    with open_model_file(path) as file:
        if file.weights is None:
            raise WeightsError(f"{path} has no weights.", "Choose another file.")
        record, found = _read(path, file)
        with file.weights() as opened:
            reader = FileWeights(opened, record, found.owners, symbolic_layers(found.graph))
            yield reader.read_old() if file.is_old else reader.read()


def _drawn_live(model: "keras.Model") -> Drawn:
    record = read_model(model)
    substitute(record)
    return drawn(record, current_catalog())


def _read(path: Path, file: ModelFile, on_step: OnStep = lambda _text: None) -> tuple[ModelRecord, Drawn]:
    """What a file says of its network, and its drawing."""
    on_step("Reading the graph")
    catalog = current_catalog()
    with _damaged_description(path):
        record = read_config(file.config)
        substitute(record)
        return record, drawn(record, catalog)


@contextmanager
def _damaged_description(path: Path) -> Iterator[None]:
    """Whatever a description leads to is one clear line."""
    try:
        yield
    except RecursionError as error:
        raise ImportModelError(f"{path} can't be imported. Its values are nested too deeply.") from error
    except ImportModelError as error:
        raise ImportModelError(f"{path} can't be imported. {error.message}", error.hint) from error
    except _CONTRADICTIONS as error:
        _log.info("A description can't be read", exc_info=True)
        raise ImportModelError(
            f"{path} is damaged: its description contradicts itself ({clean(error)[:200]}).",
            "Get another copy.",
        ) from error


def _project(name: str, found: Drawn) -> Project:
    """A project of a graph that has just been drawn, laid out with all its blocks."""
    graph = found.graph
    insides = {block.id: View(layout(block.graph).positions) for block in graph.blocks}
    return Project(name if is_text(name) else "model", graph, View(layout(graph).positions, blocks=insides))


def _values(owners: Mapping[str, LayerRecord]) -> Iterator[tuple[str, Any]]:
    """The weights of layers in memory, under full names."""
    for name, owner in owners.items():
        if owner.stored:
            pairs = zip(owner.stored, slots_of(owner.layer), strict=False)
            yield from (
                (f"{name}/{key}", slot.variable.numpy().reshape(shape)) for (key, shape), slot in pairs
            )
        else:
            yield from ((f"{name}/{slot.key}", slot.variable.numpy()) for slot in slots_of(owner.layer))


def _weights(
    file: ModelFile, record: ModelRecord, found: Drawn, on_step: OnStep
) -> tuple[WeightsFile | None, list[Remark]]:
    """The weights of a file, kept for the project; what is wrong with them costs the network nothing."""
    if file.weights is None:
        return None, [Remark("", "The file has no weights; training begins with fresh ones.")]
    on_step("Reading the weights")
    try:
        with file.weights() as opened:
            reader = FileWeights(opened, record, found.owners, symbolic_layers(found.graph))
            weights = store(_watched(reader.read_old() if file.is_old else reader.read(), on_step))
    except WeightsError as error:
        return None, [Remark("", f"The weights are left out: {error}")]
    return weights, list(_left_out(reader))


def _left_out(reader: FileWeights) -> Iterator[Remark]:
    for names, reason in (
        (reader.unlike, "have another shape than the network says"),
        (reader.absent, "are not in the file"),
    ):
        if names:
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
            yield Remark("", f"{len(names):,} weights {reason}: {shown}.")


def _watched(weights: Iterable[tuple[str, Any]], on_step: OnStep) -> Iterator[tuple[str, Any]]:
    for name, array in weights:
        on_step(f"Reading {name}")
        yield name, array
