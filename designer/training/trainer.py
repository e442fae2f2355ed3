"""Trains a project: prepare, fit, save; told as events, the last of which is always `RunFinished`."""

import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from designer.document.project import Project
from designer.errors import RequestError
from designer.training.averages import OwnValues
from designer.training.checkpoints import Checkpoints
from designer.training.control import Control
from designer.training.events import RunFinished, Status
from designer.training.failures import explain
from designer.training.folder import RunFolder
from designer.training.histograms import HistogramSampler
from designer.training.keras_callbacks import callbacks_for
from designer.training.preparation import Prepared, StoppedError, prepare, versions
from designer.training.recorder import Recorder
from designer.training.reporter import Emit, RunReporter


@dataclass(frozen=True)
class RunResult:
    """What came of a run.

    Args:
        folder: The run's folder.
        status: "finished" or "stopped".
        history: The metrics of each whole epoch by name; validation metrics begin with `val_`.
    """

    folder: Path
    status: Status
    history: Mapping[str, list[float]]


def train(
    project: Project,
    *,
    run_dir: Path,
    emit: Emit,
    control: Control | None = None,
    steps_per_epoch: int | None = None,
) -> RunResult:
    """Train a project in the calling thread, until it is done, stopped, or fails.

    Args:
        run_dir: The parent folder of runs; the run gets a new folder in it.
        emit: Called with each event, in this thread; `RunFinished` is the last one, whatever happens.
        control: Pauses and stops the run from another thread.
        steps_per_epoch: Batches in an epoch; None for as many as the data has.

    Raises:
        DesignerError: The run failed; the last event has said so too.
        KeyboardInterrupt: The run was interrupted; the last weights are saved.
    """
    reporter = _open(project, run_dir, emit)
    control = control or Control()
    try:
        is_whole = _run(project, reporter, control, steps_per_epoch)
    except KeyboardInterrupt:
        reporter.finish("stopped", "Interrupted from the keyboard.")
        raise
    except Exception as error:
        failure = explain(error)
        reporter.finish("failed", failure.message, failure.hint, traceback.format_exc())
        raise failure from error
    status: Status = "finished" if is_whole else "stopped"
    reporter.finish(status, "" if is_whole else "Stopped by the user.")
    return RunResult(reporter.folder.path, status, reporter.history)


def _open(project: Project, run_dir: Path, emit: Emit) -> RunReporter:
    try:
        return RunReporter(RunFolder.create(run_dir, project), project, emit)
    except Exception as error:
        failure = explain(error)
        emit(
            RunFinished(
                run=str(run_dir), time=0.0, status="failed", message=failure.message, remedy=failure.hint
            )
        )
        raise failure from error


def _run(project: Project, reporter: RunReporter, control: Control, steps_per_epoch: int | None) -> bool:
    """Prepare and fit; gives whether all epochs were done."""
    if steps_per_epoch is not None and steps_per_epoch < 1:
        raise RequestError(f"{steps_per_epoch} steps an epoch are too few.", "Give at least 1.")
    try:
        prepared = prepare(project, control, reporter.notice)
    except StoppedError:
        return False
    steps = steps_per_epoch or prepared.pipeline.steps_per_epoch
    reporter.run_started(
        parameters=prepared.model.count_params(),
        steps_per_epoch=steps,
        epochs=project.training.epochs,
        batch_size=project.training.batch_size,
        versions=versions(),
    )
    return _fit(prepared, project, reporter, control, steps)


def _fit(prepared: Prepared, project: Project, reporter: RunReporter, control: Control, steps: int) -> bool:
    model, settings = prepared.model, project.training
    checkpoints = Checkpoints(model, reporter.folder, reporter.checkpoint_saved)
    recorder = Recorder(
        reporter,
        control,
        steps_per_epoch=steps,
        batch_size=prepared.batch_size,
        own_values=OwnValues(prepared.running_metrics),
        sampler=HistogramSampler(model) if settings.histogram_interval else None,
        interval=settings.histogram_interval,
        on_epoch=checkpoints.epoch_ended,
    )
    try:
        model.fit(
            prepared.train_dataset(steps * settings.epochs),
            epochs=settings.epochs,
            steps_per_epoch=steps,
            validation_data=prepared.validation_dataset(),
            callbacks=callbacks_for(model, recorder),
            shuffle=False,
            verbose=0,
        )
    except BaseException:
        # The weights are worth keeping whatever happened; that they can't be saved is no news beside it.
        with suppress(Exception):
            checkpoints.finish(recorder.step)
        raise
    checkpoints.finish(recorder.step)
    return recorder.step == steps * settings.epochs and not recorder.was_cut_short
