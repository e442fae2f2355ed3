"""Trains a project: prepare, fit, save; told as events, the last of which is always `RunFinished`."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from designer.document.files import open_project, save_project
from designer.document.project import Project
from designer.errors import RequestError
from designer.training.branching import Branch, Start, open_branch
from designer.training.checkpoints import CheckpointInfo, clear_parts, newest_checkpoint, remove_after
from designer.training.continuity import check_continuity
from designer.training.control import Control
from designer.training.devices import device_scope
from designer.training.events import RunFinished, Status
from designer.training.failures import explain
from designer.training.fitting import Ending, Fitting
from designer.training.folder import RunFolder
from designer.training.interrupts import stop_when_interrupted
from designer.training.lock import RunLock
from designer.training.preparation import StoppedError, prepare, versions
from designer.training.reader import RunReader
from designer.training.reporter import Emit, RunReporter
from designer.training.tensorboard_log import TensorBoardLog


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
    start: Start | None = None,
) -> RunResult:
    """Train a project in the calling thread, until it is done, stopped, or fails.

    Args:
        run_dir: The parent folder of runs; the run gets a new folder in it.
        emit: Called with each event, in this thread; `RunFinished` is the last one, whatever happens.
        control: Steers the run from another thread.
        steps_per_epoch: Batches in an epoch; None for as many as the data has.
        start: A checkpoint of another run of the same network to go on from.

    Raises:
        DesignerError: The run failed; the last event has said so too.
        KeyboardInterrupt: The run was interrupted; its state is saved.
    """

    def open_run() -> _Run:
        branch = open_branch(start, project) if start else None
        folder = RunFolder.create(run_dir, project)
        lock = RunLock(folder.path)
        lock.acquire()
        reporter = RunReporter(folder, project, emit)
        reporter.note(requested_steps=steps_per_epoch)
        if branch:
            reporter.note(branched_from=branch.note)
        return _Run(project, reporter, lock, steps_per_epoch, branch=branch)

    return _train(open_run, run_dir, emit, control or Control())


def resume(
    folder: Path, *, emit: Emit, control: Control | None = None, epochs: int | None = None
) -> RunResult:
    """Go on with a run in the calling thread, exactly from its last whole checkpoint.

    Args:
        folder: The run's folder. Where it has no checkpoint yet, the run begins anew in it.
        epochs: Train until this epoch instead of the one planned.

    Raises:
        DesignerError: There is nothing to go on with, another process writes the run, or it failed.
        KeyboardInterrupt: The run was interrupted again; its state is saved.
    """

    def open_run() -> _Run:
        run = RunFolder(folder.expanduser().absolute())
        if not run.database.is_file() or not run.project_file.is_file():
            raise RequestError(
                f"There is no run in {run.path}.", "`model-designer runs` lists what is there."
            )
        lock = RunLock(run.path)
        lock.acquire()
        try:
            return _reopened(run, lock, emit, epochs)
        except BaseException:
            lock.release()
            raise

    return _train(open_run, folder, emit, control or Control())


@dataclass(frozen=True, eq=False)
class _Run:
    """A run that is open for writing.

    Args:
        checkpoint: Where it goes on; None for the beginning.
        branch: Where it begins instead, in another run.
        goes_on: Whether it was begun before.
        was_whole: Whether it had come to its end, and is to be trained longer.
    """

    project: Project
    reporter: RunReporter
    lock: RunLock
    steps_per_epoch: int | None
    checkpoint: CheckpointInfo | None = None
    branch: Branch | None = None
    goes_on: bool = False
    was_whole: bool = False


def _reopened(folder: RunFolder, lock: RunLock, emit: Emit, epochs: int | None) -> _Run:
    project = open_project(folder.project_file)
    if epochs is not None:
        if epochs < 1:
            raise RequestError(f"{epochs} epochs are too few.", "Give at least 1.")
        training = project.training.model_copy(update={"epochs": epochs})
        project = project.replace(training=training)
    clear_parts(folder)
    checkpoint = newest_checkpoint(folder)
    was_whole = _is_finished(folder)
    num_epochs = project.training.epochs
    # A run that was cut off after its last epoch still has to make its last model.
    is_left = checkpoint and checkpoint.epoch == num_epochs and not was_whole
    if checkpoint and checkpoint.epoch >= num_epochs and not is_left:
        raise RequestError(
            f"The run has trained all of its {num_epochs} epochs.",
            "Give more epochs to train it longer: `resume RUN --epochs N`.",
        )
    if epochs is not None:
        save_project(project, folder.project_file)
    reporter = RunReporter(folder, project, emit, goes_on=True)
    begin = (checkpoint.step, checkpoint.epoch, checkpoint.memory) if checkpoint else (0, 0, {})
    remove_after(folder, begin[0])
    reporter.go_on_from(*begin)
    steps, noted = reporter.noted("requested_steps"), reporter.noted("branched_from")
    # A branch that ended before it had saved anything begins where it was to begin.
    start = Start(Path(noted["folder"]), noted["step"]) if noted and not checkpoint else None
    branch = open_branch(start, project) if start else None
    return _Run(project, reporter, lock, steps, checkpoint, branch, goes_on=True, was_whole=was_whole)


def _is_finished(folder: RunFolder) -> bool:
    with RunReader(folder.database) as reader:
        return reader.meta().get("status") == "finished"


def _train(open_run: Callable[[], _Run], run_dir: Path, emit: Emit, control: Control) -> RunResult:
    try:
        run = open_run()
    except Exception as error:
        failure = explain(error)
        emit(
            RunFinished(
                run=str(run_dir), time=0.0, status="failed", message=failure.message, remedy=failure.hint
            )
        )
        raise failure from error
    try:
        return _tell_ending(run, control)
    finally:
        run.lock.release()


def _tell_ending(run: _Run, control: Control) -> RunResult:
    reporter = run.reporter
    try:
        with stop_when_interrupted(control) as interrupt, device_scope(run.project.training.device):
            ending = _run(run, control)
    except KeyboardInterrupt:
        reporter.finish("stopped", "Interrupted from the keyboard.")
        raise
    except Exception as error:
        failure = explain(error)
        reporter.finish("failed", failure.message, failure.hint, traceback.format_exc())
        raise failure from error
    is_cut = interrupt.has_come and ending.status == "stopped"
    reporter.finish(ending.status, "Interrupted from the keyboard." if is_cut else ending.message)
    if interrupt.has_come:
        raise KeyboardInterrupt
    return RunResult(reporter.folder.path, ending.status, reporter.history)


def _run(run: _Run, control: Control) -> Ending:
    """Prepare and fit."""
    project, reporter, steps = run.project, run.reporter, run.steps_per_epoch
    if steps is not None and steps < 1:
        raise RequestError(f"{steps} steps an epoch are too few.", "Give at least 1.")
    try:
        prepared = prepare(project, control, reporter.notice, reporter.found)
    except StoppedError:
        return Ending("stopped", "Stopped by the user.")
    steps = steps or prepared.pipeline.steps_per_epoch
    check_continuity(prepared, reporter, steps)
    fitting = Fitting(prepared, project, reporter, control, steps)
    if run.branch:
        place = run.branch.place(project, steps)
        reporter.branch_from(place.excerpt, place.checkpoint.memory)
        run.branch.bring_best(reporter.folder, place)
        fitting.branch_from(place)
    elif run.checkpoint:
        fitting.start_from(run.checkpoint, is_end=not run.was_whole)
    if project.training.tensorboard:
        log = TensorBoardLog(reporter.folder.path / "tensorboard")
        reporter.listen(log)
        if not run.goes_on:
            log.graph(prepared.model)
    reporter.run_started(
        parameters=prepared.model.count_params(),
        steps_per_epoch=steps,
        epochs=project.training.epochs,
        batch_size=project.training.batch_size,
        versions=versions(),
    )
    if run.branch:
        fitting.mark("branched", run.branch.words)
    elif run.goes_on:
        fitting.mark("interrupted", f"resumed from step {run.checkpoint.step if run.checkpoint else 0}")
    return fitting.run()
