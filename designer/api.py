"""The public Python functions, re-exported by `designer`."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer import paths
from designer.compiler.results import Analysis
from designer.document.comparisons import open_comparison
from designer.document.files import open_project
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import DesignerError, RequestError, TrainingError
from designer.training.events import RunEvent

if TYPE_CHECKING:
    import keras

    from designer.data.open import OpenedData
    from designer.training.comparison.running import Plan
    from designer.training.comparison.runs import Comparison
    from designer.training.trainer import RunResult
    from designer.training.trials.curve import RateCurve
    from designer.training.trials.events import TrialEvent
    from designer.training.trials.judgement import OverfitResult

__all__ = [
    "analyse",
    "build_model",
    "compare",
    "find_learning_rate",
    "from_model",
    "import_model",
    "load_preset",
    "open_data",
    "open_project",
    "overfit_one_batch",
    "resume",
    "train",
    "with_settings",
]


def analyse(project: Project) -> Analysis:
    """Shapes, parameter counts, FLOPs and problems of a project's graph."""
    from designer.compiler.analysis import analyse as analyse_graph

    return analyse_graph(project.graph)


def build_model(project: Project) -> "keras.Model":
    """Build the functional model that a project draws, with its weights if it has any; not compiled.

    Raises:
        BuildError: The graph isn't complete, or Keras refuses a layer.
        WeightsError: The project's weights are missing or were changed; `project.replace(weights=None)` goes
            on with fresh ones.
    """
    from designer.compiler.weights import build_with_weights

    return build_with_weights(project)


def compare(
    *targets: str | Path,
    data: str | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    steps_per_epoch: int | None = None,
    run_dir: str | Path | None = None,
    html: str | Path | None = None,
    on_event: Callable[[RunEvent], None] | None = None,
) -> "Comparison":
    """Look at runs side by side; a saved comparison is trained first, as far as that wasn't done before.

    Args:
        targets: Name or file of one saved comparison, or folders or ids of runs.
        data: A data source other than the projects'; it and the four settings below are for training.
        epochs: Other than the projects'.
        batch_size: Other than the projects'.
        seed: Other than the projects'.
        steps_per_epoch: Batches in an epoch, for a quick try; by default all of the data.
        run_dir: The parent folder of runs; by default the user's.
        html: Write the comparison as a page here, too.
        on_event: Called with each frozen event as it happens.

    Raises:
        RequestError: There is no such comparison or run, or a setting is outside what it accepts.
        TrainingError: None of the variants could be trained, or the page can't be written.
    """
    from designer.training.comparison.page import write_html

    if html is not None and not Path(html).absolute().parent.is_dir():
        raise RequestError(f"There is no folder for {html}.", "Make it first.")
    folder = Path(run_dir) if run_dir else paths.runs_dir()
    settings = {"data": data, "epochs": epochs, "batch_size": batch_size, "seed": seed}
    found = _compared_runs(targets, folder)
    if found is None:
        plan = _plan(str(targets[0]), folder, settings, steps_per_epoch)
        found = _trained(plan, on_event or (lambda _event: None))
    if html is not None:
        write_html(found, Path(html))
    return found


def from_model(model: "keras.Model") -> Project:
    """Make a project of a functional or Sequential model, with its weights.

    Raises:
        RequestError: The model is neither, so that no graph is recorded.
        WeightsError: The weights can't be written.
    """
    from designer.compiler.importing.projects import import_live

    return import_live(model).project


def import_model(path: str | Path) -> Project:
    """Make a project of a .keras, .h5 or Keras JSON file. Nothing in the file is run.

    What can't be made, such as a Python lambda or an unknown class, becomes a node of its own type; an
    analysis says what is missing.

    Raises:
        ImportModelError: The file can't be read, or holds no model.
    """
    from designer.compiler.importing.projects import import_file

    return import_file(Path(path)).project


def open_data(source: str) -> "OpenedData":
    """Open a data source: `digits`, `tfds:NAME[:split]`, `keras:NAME` or `numpy:FILE.npz`.

    Raises:
        RequestError: There is no such kind of source.
        DataError: The data is missing or can't be read.
    """
    from designer.data.open import open_data as open_source

    return open_source(source)


def train(
    project: Project,
    *,
    data: str | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    steps_per_epoch: int | None = None,
    run_dir: str | Path | None = None,
    on_event: Callable[[RunEvent], None] | None = None,
) -> "RunResult":
    """Train a project to the end, in this thread; the run is kept in a folder of its own.

    Args:
        project: What to train.
        data: A data source other than the project's.
        epochs: Other than the project's.
        batch_size: Other than the project's.
        seed: Other than the project's.
        steps_per_epoch: Batches in an epoch, for a quick try; by default all of the data.
        run_dir: The parent folder of runs; by default the user's.
        on_event: Called with each frozen event as it happens.

    Raises:
        RequestError: A setting is outside what it accepts.
        BuildError: The graph can't be built.
        DataError: The data is missing, can't be read or doesn't fit.
        TrainingError: The run failed.
    """
    from designer.training.trainer import train as run

    return run(
        with_settings(project, data=data, epochs=epochs, batch_size=batch_size, seed=seed),
        run_dir=Path(run_dir) if run_dir else paths.runs_dir(),
        emit=on_event or (lambda _event: None),
        steps_per_epoch=steps_per_epoch,
    )


def resume(
    run: str | Path,
    *,
    epochs: int | None = None,
    run_dir: str | Path | None = None,
    on_event: Callable[[RunEvent], None] | None = None,
) -> "RunResult":
    """Go on with a run that was stopped or interrupted, in this thread, exactly from its last checkpoint.

    On a CPU the result is the same, bit for bit, as if the run had never been interrupted.

    Args:
        run: The run's folder or its id.
        epochs: Train until this epoch instead of the one planned, also a run that is finished.
        run_dir: The parent folder of runs; by default the user's.
        on_event: Called with each frozen event as it happens.

    Raises:
        RequestError: There is no such run, or nothing is left to do in it.
        TrainingError: Another process writes the run, or it failed.
    """
    from designer.training.runs import find_run
    from designer.training.trainer import resume as go_on

    folder = find_run(run, Path(run_dir) if run_dir else paths.runs_dir())
    return go_on(folder.path, emit=on_event or (lambda _event: None), epochs=epochs)


def find_learning_rate(
    project: Project,
    *,
    data: str | None = None,
    low: float = 1e-7,
    high: float = 10.0,
    num_steps: int = 100,
    on_event: "Callable[[TrialEvent], None] | None" = None,
) -> "RateCurve":
    """Train a copy of the network while the learning rate grows from `low` to `high`; nothing is kept of it.

    Args:
        project: What to find a learning rate for.
        data: A data source other than the project's.
        low: The first learning rate.
        high: The last learning rate.
        num_steps: Batches at most.
        on_event: Called with each frozen event as it happens.

    Returns:
        The curve, with a suggestion where the loss falls somewhere.

    Raises:
        RequestError: The range or the number of steps can't be.
        BuildError: The graph can't be built.
        DataError: The data is missing, can't be read or doesn't fit.
        TrainingError: The network can't be trained.
    """
    from designer.training.trials import finder

    emit = on_event or (lambda _event: None)
    tried = with_settings(project, data=data)
    return finder.find_learning_rate(tried, emit=emit, low=low, high=high, num_steps=num_steps)


def overfit_one_batch(
    project: Project,
    *,
    data: str | None = None,
    num_steps: int = 200,
    on_event: "Callable[[TrialEvent], None] | None" = None,
) -> "OverfitResult":
    """Train a copy of the network on one batch only, and judge whether it can memorise it; nothing is kept.

    Args:
        project: What to try.
        data: A data source other than the project's.
        num_steps: Weight updates.
        on_event: Called with each frozen event as it happens.

    Raises:
        RequestError: The number of steps can't be.
        BuildError: The graph can't be built.
        DataError: The data is missing, can't be read or doesn't fit.
        TrainingError: The network can't be trained.
    """
    from designer.training.trials import overfitting

    emit = on_event or (lambda _event: None)
    return overfitting.overfit_one_batch(with_settings(project, data=data), emit=emit, num_steps=num_steps)


def with_settings(
    project: Project,
    *,
    data: str | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
) -> Project:
    """A copy of a project with some settings replaced.

    Raises:
        RequestError: A value is outside what the setting accepts.
    """
    from pydantic import ValidationError

    from designer.document.settings import TrainingSettings
    from designer.errors import RequestError

    given = {"epochs": epochs, "batch_size": batch_size, "seed": seed}
    changed = {name: value for name, value in given.items() if value is not None}
    try:
        training = TrainingSettings.model_validate({**dict(project.training), **changed})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RequestError(f"{first['loc'][0]}={first['input']} won't do: {first['msg']}.") from error
    if data is None or data == project.data.source:
        return project.replace(training=training)
    settings = project.data.model_copy(
        update={"source": data, "adaptation": None, "adaptations": {}, "validation_split": None}
    )
    return project.replace(training=training, data=settings)


def _compared_runs(targets: Sequence[str | Path], run_dir: Path) -> "Comparison | None":
    """The runs that are named; None where a saved comparison is."""
    from designer.training.comparison.runs import read_comparison
    from designer.training.runs import find_run

    if not targets:
        raise RequestError("There is nothing to compare.", "Name a comparison, or two or more runs.")
    try:
        return read_comparison([find_run(target, run_dir).path for target in targets])
    except RequestError:
        if len(targets) > 1:
            raise
        return None


def _plan(target: str, run_dir: Path, settings: Mapping[str, Any], steps_per_epoch: int | None) -> "Plan":
    from designer.training.comparison.running import plan

    def override(project: Project) -> Project:
        return with_settings(project, **settings)

    return plan(open_comparison(target), run_dir, override, steps_per_epoch)


def _trained(plan: "Plan", emit: Callable[[RunEvent], None]) -> "Comparison":
    from designer.training.comparison.running import train_all

    failures: Sequence[DesignerError] = train_all(plan, emit)
    found = plan.read()
    if found is None:
        reason = failures[0] if failures else TrainingError("Nothing was trained.")
        raise reason
    return found
