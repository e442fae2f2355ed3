"""Weights from model files for a project to start from."""

from pathlib import Path

from designer.compiler.importing.projects import OnStep, import_file
from designer.compiler.weights import WeightsReport, fit_of
from designer.document.settings import WeightsFile
from designer.errors import WeightsError
from designer.graph.elements import GraphSnapshot


def take_weights(graph: GraphSnapshot, path: Path, on_step: OnStep) -> tuple[WeightsFile, WeightsReport]:
    """Keep the weights of a model file for a project, and see what of them its network can take by name.

    Raises:
        ImportModelError: The file can't be read, or holds no model.
        WeightsError: It has no weights.
    """
    imported = import_file(path, on_step)
    weights = imported.project.weights
    if weights is None:
        reason = imported.remarks[-1].message if imported.remarks else "The file has no weights."
        raise WeightsError(f"{path.name}: {reason}", "Choose a file that has weights.")
    on_step("Comparing with the network")
    return weights.model_copy(update={"origin": path.name}), fit_of(graph, weights)
