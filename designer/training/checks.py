"""What would stop a project from training, found before a run is started."""

from collections.abc import Iterator

from designer.compiler.results import Analysis, Problem
from designer.data.info import DataInfo
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.errors import DesignerError
from designer.graph.facts import Facts, Kind
from designer.training.devices import check_device, has_gpu
from designer.training.final_activation import mismatches
from designer.training.heads import Head, heads
from designer.training.inputs import Entry, entries, fits
from designer.training.labels import HeadError
from designer.training.option_checks import option_problems
from designer.training.suggest import Suggestion, resolve
from designer.training.training_options import run_notices
from designer.training.trouble.before import label_forms

_VECTOR_RANK = 2


def check_project(project: Project) -> tuple[Problem, ...]:
    """All problems of a project: of the graph by Keras's verdict, then of data, loss and metrics."""
    from designer.compiler.analysis import analyse
    from designer.data.sources.registry import describe

    analysis = analyse(project.graph)
    if analysis.errors:
        return analysis.problems
    found = (*analysis.problems, *_computer_problems(project.training))
    try:
        info = describe(project.data.source)
    except DesignerError as error:
        return (*found, Problem("warning", None, error.message, error.hint))
    return (*found, *training_problems(project, analysis, info))


def training_problems(project: Project, analysis: Analysis, info: DataInfo) -> Iterator[Problem]:
    """Where the network, the data and the training settings don't fit each other.

    Args:
        project: A project whose graph builds.
        analysis: The analysis of that graph.
        info: What the project's data source holds.
    """
    yield from _misfits(project, analysis, info)
    outputs = heads(project.graph, [spec.shape for spec in analysis.outputs])
    try:
        suggestion = resolve(project.training, outputs, info.targets)
    except HeadError as error:
        kind: Kind = "head_units" if len(error.head.shape) == _VECTOR_RANK else "head_map"
        facts = Facts(shapes=(error.head.shape,), number=error.units)
        node = _in_network(error.head.node)
        yield Problem("error", node, error.message, error.hint, kind, facts)
    except DesignerError as error:
        yield Problem("error", None, error.message, error.hint)
    else:
        yield from _warnings(suggestion, outputs)
        yield from _idle_units(suggestion, info)
        yield from option_problems(project, suggestion, info)
        for found in label_forms(project.training, suggestion, info):
            yield Problem("warning", None, found.message, found.remedy)


def training_option_problems(project: Project, analysis: Analysis, info: DataInfo) -> tuple[Problem, ...]:
    """Those of `training_problems` that training options can mend; none where losses don't fit the data."""
    outputs = heads(project.graph, [spec.shape for spec in analysis.outputs])
    try:
        chosen = resolve(project.training, outputs, info.targets)
    except DesignerError:
        return ()
    return tuple(option_problems(project, chosen, info))


def _computer_problems(settings: TrainingSettings) -> Iterator[Problem]:
    """What this computer lacks for a run, and what to know before it starts; needs TensorFlow."""
    try:
        check_device(settings.device)
    except DesignerError as error:
        yield Problem("error", None, error.message, error.hint)
    for notice in run_notices(settings, on_gpu=has_gpu(settings.device)):
        yield Problem("warning", None, notice)


def _in_network(node_id: str) -> str:
    """The node of the drawn network that a layer of the flat one is or is in: heads are put behind that."""
    return node_id.partition("/")[0].partition("#")[0]


def _misfits(project: Project, analysis: Analysis, info: DataInfo) -> Iterator[Problem]:
    """Why the samples can't enter the Inputs."""
    try:
        found = entries(project, analysis.inputs, info)
    except DesignerError as error:
        yield Problem("error", None, error.message, error.hint)
        return
    for notice in found.notices:
        yield Problem("warning", None, notice)
    for entry in found:
        if not entry.is_adapted:
            yield from _misfit(entry)


def _misfit(entry: Entry) -> Iterator[Problem]:
    samples = entry.info.features.shape
    try:
        entry.propose()
    except DesignerError as error:
        kind: Kind = "" if fits(samples, entry.shape) and None not in samples else "input_shape"
        facts = Facts(shapes=((None, *samples),))
        yield Problem("error", entry.node, error.message, error.hint, kind, facts)


def _warnings(suggestion: Suggestion, outputs: tuple[Head, ...]) -> Iterator[Problem]:
    known = {mismatch.text: mismatch for mismatch in mismatches(suggestion.loss, outputs)}
    for warning in suggestion.warnings:
        if mismatch := known.get(warning):
            facts = Facts(names=(mismatch.activation,), number=mismatch.number)
            node = _in_network(mismatch.head.activated_by)
            yield Problem("warning", node, warning, kind="head_activation", facts=facts)
        else:
            yield Problem("warning", None, warning)


def _idle_units(suggestion: Suggestion, info: DataInfo) -> Iterator[Problem]:
    """Outputs that can be trained, but have more units than there are classes."""
    for choice in suggestion.outputs:
        if choice.labels is None or choice.form != "sparse":
            continue
        head, classes = choice.head, info.targets[choice.labels].num_classes
        if head.units > max(classes, 2):
            message = f'The output "{head.name}" has {head.units} units for {classes} classes.'
            hint = f"Give the last layer {classes} units, unless more classes will come."
            facts = Facts(shapes=(head.shape,), number=classes)
            yield Problem("warning", _in_network(head.node), message, hint, "head_units", facts)
