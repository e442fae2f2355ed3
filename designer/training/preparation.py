"""From a project to a compiled model and an open data pipeline that fit each other."""

import platform
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from typing import TYPE_CHECKING, Any

from designer.catalog.values import KerasObject
from designer.compiler.results import TensorSpec
from designer.compiler.values import make_object
from designer.compiler.weights import build_with_weights
from designer.data.adaptation import text_of
from designer.data.feeding import Feed, Target
from designer.data.pipeline import Pipeline, open_pipeline
from designer.data.sources.registry import open_source
from designer.document.project import Project
from designer.document.settings import Adaptation, TrainingSettings
from designer.errors import DataError
from designer.training.control import Control
from designer.training.devices import ALL, has_gpu
from designer.training.heads import heads
from designer.training.inputs import Entries, Entry, entries, fits
from designer.training.monitored import name_of
from designer.training.option_checks import refuse_wrong_options
from designer.training.suggest import Choice, Suggestion, resolve
from designer.training.training_options import class_weights, make_deterministic, precision, run_notices
from designer.training.trouble.before import findings_before
from designer.training.trouble.finding import Finding

if TYPE_CHECKING:
    import keras

_PACKAGES = ("keras", "model-designer", "numpy", "tensorflow")


class StoppedError(Exception):
    """The user stopped the run before its first batch."""


@dataclass(frozen=True)
class Prepared:
    """All that `fit` needs.

    Args:
        chosen: The losses and metrics of the run.
        running_metrics: Names of the metrics that are no mean over the samples.
        class_weight: What each class counts in the loss, by its number; None for the same.
    """

    model: "keras.Model"
    pipeline: Pipeline
    chosen: Suggestion
    running_metrics: frozenset[str]
    class_weight: Mapping[int, float] | None = None

    def train_dataset(self, start_step: int, num_batches: int) -> Any:
        """The batches after `start_step` others, pass after pass over the training samples.

        Args:
            num_batches: There are at least so many.
        """
        passes = -(-(start_step + num_batches) // self.pipeline.steps_per_epoch)
        return self.pipeline.train_dataset(passes, start_step=start_step)

    def first_batch(self) -> Any:
        """Samples and labels of a batch, as `fit` gets them."""
        return next(iter(self.train_dataset(0, 1)))

    def validation_dataset(self) -> Any | None:
        """The validation samples once; None where there are none."""
        return self.pipeline.validation_dataset()

    def batch_size(self, step: int) -> int:
        """Number of samples in the batch of a step, counted from 1: the last one of a pass may be smaller."""
        full, steps = self.pipeline.batch_size, self.pipeline.steps_per_epoch
        return full if step % steps else self.pipeline.num_train - full * (steps - 1)


def prepare(
    project: Project,
    control: Control,
    notice: Callable[[str], None],
    found_trouble: Callable[[Finding], None] | None = None,
) -> Prepared:
    """Build, open and compile.

    Args:
        notice: Told, in one line each, what is done to the samples unasked and what is probably not meant.
        found_trouble: Told what is seen before the first step; None to have it told to `notice`.

    Raises:
        DesignerError: The network doesn't build, the data can't be opened, or they don't fit each other.
        StoppedError: `control` was stopped.
    """
    import keras

    settings = project.training
    keras.utils.set_random_seed(settings.seed)
    if settings.deterministic:
        make_deterministic()
    for line in run_notices(settings, on_gpu=has_gpu(settings.device)):
        notice(line)
    with precision(settings.precision):
        model = build_with_weights(project, notice)
    source = open_source(project.data.source)
    outputs = heads(project.graph, [output.shape for output in model.outputs])
    chosen = resolve(settings, outputs, source.info.targets)
    specs = [TensorSpec(tuple(tensor.shape), str(tensor.dtype)) for tensor in model.inputs]
    found = entries(project, specs, source.info)
    options = refuse_wrong_options(project, chosen, source.info)
    findings = findings_before(project, chosen, source.info)
    _tell(findings, (*chosen.warnings, *options, *found.notices), notice, found_trouble)
    pipeline = open_pipeline(
        project.data,
        feeds=[Feed(entry.array, _adaptation(entry, notice)) for entry in found],
        targets=[_target(choice) for choice in chosen.outputs],
        batch_size=settings.batch_size,
        seed=settings.seed,
        source=source,
        progress=lambda _progress: _check_stopped(control),
    )
    _check_samples(pipeline, found)
    _check_stopped(control)
    running = _compile(model, settings, chosen)
    return Prepared(model, pipeline, chosen, running, class_weights(settings, chosen, pipeline))


def versions() -> dict[str, str]:
    """Version by package name, and of Python."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # a checkout that was not installed, or another build of TensorFlow
            continue
    return found


def _tell(
    findings: Sequence[Finding],
    lines: Sequence[str],
    notice: Callable[[str], None],
    found_trouble: Callable[[Finding], None] | None,
) -> None:
    """Tell of troubles, then all lines that don't say the same."""
    for finding in findings:
        (found_trouble or (lambda each: notice(each.message)))(finding)
    told = {finding.message for finding in findings}
    for line in lines:
        if line not in told:
            notice(line)


def _adaptation(entry: Entry, notice: Callable[[str], None]) -> Adaptation:
    if entry.agreed is not None:
        return entry.agreed
    proposal = entry.propose()
    for step in proposal.steps:
        notice(f"{entry.worded(step)}, so that the samples fit the Input.")
    return proposal.adaptation


def _target(choice: Choice) -> Target:
    return Target(choice.form, max(2, choice.head.units), choice.labels)


def _check_samples(pipeline: Pipeline, found: Entries) -> None:
    for entry, shape in zip(found, pipeline.sample_shapes, strict=True):
        if not fits(shape, entry.shape):
            raise DataError(
                entry.worded(
                    f"The samples of {pipeline.info.source} are {text_of(shape)} after adaptation, "
                    f"but the Input wants {text_of(entry.shape)}."
                ),
                "Let the program adapt them anew, or change the Input's shape.",
            )


def _check_stopped(control: Control) -> None:
    if control.is_stopped:
        raise StoppedError


def _compile(model: "keras.Model", settings: TrainingSettings, chosen: Suggestion) -> frozenset[str]:
    """Compile the model; gives the names of the metrics that are no mean."""
    # Keras calls two outputs of one layer the same, and would tell only the last one's loss.
    model.output_names = [choice.head.name for choice in chosen.outputs]
    if None in chosen.loss:
        warnings.filterwarnings("ignore", "Gradients do not exist")  # as the user wants it
    metrics = [_make_metrics(choice.metrics) for choice in chosen.outputs]
    model.compile(
        optimizer=make_object("optimizers", settings.optimizer),
        loss=[choice.loss and make_object("losses", choice.loss) for choice in chosen.outputs],
        loss_weights=list(settings.loss_weights) or None,
        metrics=metrics,
        steps_per_execution=settings.steps_per_execution,
        # XLA can't divide a batch among devices.
        jit_compile=False if settings.device == ALL else "auto",
    )
    is_single = len(metrics) == 1
    return frozenset(
        metric.name if is_single else f"{name}_{metric.name}"
        for name, of_output in zip(model.output_names, metrics, strict=True)
        for metric in of_output
        if not _is_mean(metric)
    )


def _make_metrics(specs: Sequence[KerasObject]) -> "list[keras.metrics.Metric]":
    """The metrics of an output; Keras alone would number them over all runs of a thread."""
    found: dict[str, Any] = {}
    for spec in specs:
        names = (f"{name_of(spec)}_{number}" if number else name_of(spec) for number in count())
        name = next(name for name in names if name not in found)
        found[name] = make_object("metrics", replace(spec, params={**spec.params, "name": name}))
    return list(found.values())


def _is_mean(metric: "keras.metrics.Metric") -> bool:
    """Whether the metric is a mean over the samples, as not every subclass of Mean is."""
    import keras

    return isinstance(metric, keras.metrics.Mean) and type(metric).result is keras.metrics.Mean.result
