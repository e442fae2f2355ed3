"""Weights of any file for a project: of a model, of a project, or weights alone as Keras saves them."""

from pathlib import Path

from designer.compiler.build import build_model
from designer.compiler.importing.live import read_model
from designer.compiler.importing.projects import OnStep
from designer.compiler.importing.substitutes import substitute
from designer.compiler.importing.weights_alone import holds_weights_alone, weights_alone
from designer.compiler.weight_copying import copy_weights
from designer.compiler.weights import WeightsReport, store
from designer.document.project import Project
from designer.document.weights_files import MAGIC


def take_weights(project: Project, path: Path, on_step: OnStep) -> tuple[Project, WeightsReport]:
    """Give a project the weights of a file; see `copy_weights`.

    Weights alone have no names of layers, so that the file must belong to the very network of the project.

    Raises:
        WeightsError: The file can't be read, has no weights, or weights alone of another network.
        ImportModelError: It holds no model.
        BuildError: The project's network isn't complete, and the file has weights alone.
    """
    if not _is_ours(path) and holds_weights_alone(path):
        on_step("Building the network")
        record = read_model(build_model(project.graph))
        substitute(record)
        on_step(f"Reading {path.name}")
        path = Path(store(weights_alone(path, record)).path)
    return copy_weights(project, path, on_step=on_step)


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return True  # whoever reads it will say why it can't be
