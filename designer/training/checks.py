"""What would stop a project from training, found before a run is started."""

from collections.abc import Iterator

from designer.compiler.results import Analysis, Problem
from designer.data.adaptation import SampleShape, adapted_shape, propose
from designer.data.info import DataInfo
from designer.document.project import Project
from designer.document.settings import DataSettings
from designer.errors import DesignerError
from designer.graph.expansion import flat
from designer.graph.facts import Facts, Kind
from designer.graph.healing import model_inputs
from designer.training.heads import Head, heads
from designer.training.labels import HeadError
from designer.training.suggest import Suggestion, mismatches, resolve

_VECTOR_RANK = 2
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
    yield from _misfit(project, analysis, info)
    outputs = heads(project.graph, [spec.shape for spec in analysis.outputs])
    try:
        suggestion = resolve(project.training, outputs, info.labels)
    except HeadError as error:
        kind: Kind = "head_units" if len(error.head.shape) == _VECTOR_RANK else "head_map"
        facts = Facts(shapes=(error.head.shape,), number=error.units)
        yield Problem("error", error.head.node, error.message, error.hint, kind, facts)
    except DesignerError as error:
        yield Problem("error", None, error.message, error.hint)
    else:
        yield from _warnings(suggestion, outputs)
        if suggestion.label_form == "sparse":
            yield from _idle_units(outputs, info.labels.num_classes)


def _misfit(project: Project, analysis: Analysis, info: DataInfo) -> Iterator[Problem]:
    """Why the samples can't enter the Input."""
    target, samples = analysis.inputs[0], info.features.shape
    if is_adapted(project.data, analysis, info):
        return
    try:
        propose(info, target.shape[1:], target.dtype, first_layer_scales=first_layer_scales(project))
    except DesignerError as error:
        kind: Kind = "" if fits(samples, target.shape[1:]) and None not in samples else "input_shape"
        [node] = model_inputs(project.graph)
        facts = Facts(shapes=((None, *samples),))
        yield Problem("error", node, error.message, error.hint, kind, facts)


def _warnings(suggestion: Suggestion, outputs: tuple[Head, ...]) -> Iterator[Problem]:
    known = {mismatch.text: mismatch for mismatch in mismatches(suggestion.loss, outputs)}
    for warning in suggestion.warnings:
        if mismatch := known.get(warning):
            facts = Facts(names=(mismatch.activation,), number=mismatch.number)
            node = mismatch.head.activated_by
            yield Problem("warning", node, warning, kind="head_activation", facts=facts)
        else:
            yield Problem("warning", None, warning)


def _idle_units(outputs: tuple[Head, ...], classes: int) -> Iterator[Problem]:
    """Outputs that can be trained, but have more units than there are classes."""
    for head in outputs:
        if head.units > max(classes, 2):
            message = f'The output "{head.name}" has {head.units} units for {classes} classes.'
            hint = f"Give the last layer {classes} units, unless more classes will come."
            facts = Facts(shapes=(head.shape,), number=classes)
            yield Problem("warning", head.node, message, hint, "head_units", facts)


def is_adapted(data: DataSettings, analysis: Analysis, info: DataInfo) -> bool:
    """Whether it is said how to adapt the samples, and they then have the shape of the Input."""
    adaptation = data.adaptation
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
    graph = flat(project.graph)
    types = {node.id: node.type for node in graph.nodes}
    return any(
        types.get(edge.source) == "Input" and types.get(edge.target) in _SCALING_LAYERS
        for edge in graph.edges
    )
