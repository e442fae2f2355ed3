"""From a project to a compiled model and an open data pipeline that fit each other."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from designer.catalog.values import KerasObject
from designer.compiler.build import build_model
from designer.compiler.values import make_object
from designer.data.adaptation import propose, text_of
from designer.data.info import DataInfo
from designer.data.pipeline import Pipeline, open_pipeline
from designer.data.sources.registry import open_source
from designer.document.project import Project
from designer.document.settings import Adaptation
from designer.errors import DataError, TrainingError
from designer.training.checks import first_layer_scales, fits
from designer.training.control import Control
from designer.training.heads import Head, heads
from designer.training.suggest import Suggestion, resolve

if TYPE_CHECKING:
    import keras

_PACKAGES = ("keras", "model-designer", "numpy", "tensorflow")


class StoppedError(Exception):
    """The user stopped the run before its first batch."""


@dataclass(frozen=True)
class Prepared:
    """All that `fit` needs.

    Args:
        running_metrics: Names of the metrics that are no mean over the samples.
    """

    model: "keras.Model"
    pipeline: Pipeline
    running_metrics: frozenset[str]

    def train_dataset(self, num_batches: int) -> Any:
        """At least this many batches, pass after pass over the training samples."""
        passes = -(-num_batches // self.pipeline.steps_per_epoch)
        return self._for_all_outputs(self.pipeline.train_dataset(passes))

    def validation_dataset(self) -> Any | None:
        """The validation samples once; None where there are none."""
        dataset = self.pipeline.validation_dataset()
        return None if dataset is None else self._for_all_outputs(dataset)

    def batch_size(self, step: int) -> int:
        """Number of samples in the batch of a step, counted from 1: the last one of a pass may be smaller."""
        full, steps = self.pipeline.batch_size, self.pipeline.steps_per_epoch
        return full if step % steps else self.pipeline.num_train - full * (steps - 1)

    def _for_all_outputs(self, dataset: Any) -> Any:
        num_outputs = len(self.model.outputs)
        return dataset if num_outputs == 1 else dataset.map(lambda x, y: (x, (y,) * num_outputs))


def prepare(project: Project, control: Control, notice: Callable[[str], None]) -> Prepared:
    """Build, open and compile.

    Args:
        notice: Told, in one line each, what is done to the samples unasked and what is probably not meant.

    Raises:
        DesignerError: The network doesn't build, the data can't be opened, or they don't fit each other.
        StoppedError: `control` was stopped.
    """
    import keras

    settings = project.training
    keras.utils.set_random_seed(settings.seed)
    model = build_model(project.graph, project.name)
    source = open_source(project.data.source)
    outputs = heads(project.graph, [output.shape for output in model.outputs])
    choice = resolve(settings, outputs, source.info.labels)
    for warning in choice.warnings:
        notice(warning)
    pipeline = open_pipeline(
        project.data,
        adaptation=_adaptation(project, model, source.info, notice),
        batch_size=settings.batch_size,
        seed=settings.seed,
        label_form=choice.label_form,
        num_classes=_num_classes(outputs),
        source=source,
        progress=lambda _progress: _check_stopped(control),
    )
    _check_samples(pipeline, model)
    _check_stopped(control)
    return Prepared(model, pipeline, _compile(model, project, choice))


def versions() -> dict[str, str]:
    """Version by package name, and of Python."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # a checkout that was not installed, or another build of TensorFlow
            continue
    return found


def _adaptation(
    project: Project, model: "keras.Model", info: DataInfo, notice: Callable[[str], None]
) -> Adaptation:
    if len(model.inputs) != 1:
        raise TrainingError(
            f"The network has {len(model.inputs)} inputs, but {info.source} gives one array of samples.",
            "Train a network with one Input on this data.",
        )
    if project.data.adaptation is not None:
        return project.data.adaptation
    [tensor] = model.inputs
    proposal = propose(
        info,
        tuple(tensor.shape[1:]),
        str(tensor.dtype),
        first_layer_scales=first_layer_scales(project),
    )
    for step in proposal.steps:
        notice(f"{step}, so that the samples fit the Input.")
    return proposal.adaptation


def _check_samples(pipeline: Pipeline, model: "keras.Model") -> None:
    wanted, given = tuple(model.inputs[0].shape[1:]), pipeline.sample_shape
    if not fits(given, wanted):
        raise DataError(
            f"The samples of {pipeline.info.source} are {text_of(given)} after adaptation, "
            f"but the Input wants {text_of(wanted)}.",
            "Let the program adapt them anew, or change the Input's shape.",
        )


def _num_classes(outputs: tuple[Head, ...]) -> int:
    """How many classes the network tells apart."""
    return max(2, min(head.units for head in outputs))


def _check_stopped(control: Control) -> None:
    if control.is_stopped:
        raise StoppedError


def _compile(model: "keras.Model", project: Project, choice: Suggestion) -> frozenset[str]:
    """Compile the model; gives the names of the metrics that are no mean."""
    weights = project.training.loss_weights
    if weights and len(weights) != len(model.outputs):
        raise TrainingError(
            f"There are {len(weights)} loss weights for {len(model.outputs)} outputs.",
            "Give one weight for each output, or none.",
        )
    metrics = [[_make_metric(spec) for spec in choice.metrics] for _ in model.outputs]
    model.compile(
        optimizer=make_object("optimizers", project.training.optimizer),
        loss=[make_object("losses", spec) for spec in choice.loss],
        loss_weights=list(weights) or None,
        metrics=metrics,
    )
    running = {metric.name for metric in metrics[0] if not _is_mean(metric)}
    prefixed = {f"{output}_{name}" for output in model.output_names for name in running}
    return frozenset(running | prefixed)


def _make_metric(spec: KerasObject) -> "keras.metrics.Metric":
    metric: keras.metrics.Metric = make_object("metrics", spec)
    return metric


def _is_mean(metric: "keras.metrics.Metric") -> bool:
    """Whether the metric is a mean over the samples, as not every subclass of Mean is."""
    import keras

    return isinstance(metric, keras.metrics.Mean) and type(metric).result is keras.metrics.Mean.result
