"""What would stop a project from training, found before a run is started."""

from collections.abc import Iterator

from designer.compiler.results import Analysis, Problem
from designer.data.adaptation import SampleShape, adapted_shape, propose
from designer.data.info import DataInfo
from designer.document.project import Project
from designer.errors import DesignerError
from designer.graph.healing import healed
from designer.training.heads import heads
from designer.training.suggest import resolve

_SCALING_LAYERS = frozenset({"Rescaling", "Normalization", "BatchNormalization"})


def check_project(project: Project) -> tuple[Problem, ...]:
    """All problems of a project: of the graph by Keras's verdict, then of data, loss and metrics."""
    from designer.compiler.analysis import analyse
    from designer.data.sources.registry import describe

    analysis = analyse(project.graph)
    if analysis.errors:
        return analysis.problems
    try:
        info = describe(project.data.source)
    except DesignerError as error:
        return (*analysis.problems, Problem("warning", None, error.message, error.hint))
    return (*analysis.problems, *training_problems(project, analysis, info))


def training_problems(project: Project, analysis: Analysis, info: DataInfo) -> Iterator[Problem]:
    """Where the network, the data and the training settings don't fit each other.

    Args:
        project: A project whose graph builds.
        analysis: The analysis of that graph.
        info: What the project's data source holds.
    """
    if len(analysis.inputs) != 1:
        yield Problem(
            "error",
            None,
            f"The network has {len(analysis.inputs)} Inputs, and {info.source} gives one array of samples.",
            "Keep one Input.",
        )
        return
    try:
        if not is_adapted(project, analysis, info):
            target = analysis.inputs[0]
            propose(info, target.shape[1:], target.dtype, first_layer_scales=first_layer_scales(project))
        outputs = heads(project.graph, [spec.shape for spec in analysis.outputs])
        suggestion = resolve(project.training, outputs, info.labels)
    except DesignerError as error:
        yield Problem("error", None, error.message, error.hint)
        return
    yield from (Problem("warning", None, warning) for warning in suggestion.warnings)


def is_adapted(project: Project, analysis: Analysis, info: DataInfo) -> bool:
    """Whether the project says how to adapt the samples, and they then have the shape of the Input."""
    adaptation = project.data.adaptation
    if adaptation is None or not analysis.inputs:
        return False
    return fits(adapted_shape(adaptation, info.features.shape), analysis.inputs[0].shape[1:])


def fits(shape: SampleShape, target: SampleShape) -> bool:
    """Whether samples of a shape can enter an Input of another; None in the Input's takes any size."""
    return len(shape) == len(target) and all(
        want is None or have == want for have, want in zip(shape, target, strict=True)
    )


def first_layer_scales(project: Project) -> bool:
    """Whether a layer right after the Input brings the values to a small range itself."""
    graph = healed(project.graph)
    types = {node.id: node.type for node in graph.nodes}
    return any(
        types.get(edge.source) == "Input" and types.get(edge.target) in _SCALING_LAYERS
        for edge in graph.edges
    )
