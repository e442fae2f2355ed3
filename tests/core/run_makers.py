"""Runs as the trainer leaves them behind."""

from pathlib import Path

from designer.catalog.values import KerasObject
from designer.document.project import Project
from designer.training.events import BatchEnded
from designer.training.folder import RunFolder
from designer.training.reporter import RunReporter


def make_run(
    run_dir: Path, name: str = "Net", *, accuracies: tuple[float, ...] = (), **training: float
) -> RunFolder:
    """A finished run with two batches an epoch; `val_loss` is 1 − `val_accuracy`."""
    project = Project(name=name)
    rate = training.pop("learning_rate", 0.001)
    settings = {**training, "optimizer": KerasObject("Adam", {"learning_rate": rate})}
    project = project.replace(training=project.training.model_copy(update=settings))
    folder = RunFolder.create(run_dir, project)
    reporter = RunReporter(folder, project, lambda _event: None)
    reporter.run_started(parameters=1, steps_per_epoch=2, epochs=10, batch_size=32, versions={})
    for epoch, accuracy in enumerate(accuracies, start=1):
        for step in (2 * epoch - 1, 2 * epoch):
            batch = BatchEnded(run="", time=step, epoch=epoch, step=step, metrics={"loss": 1 / step})
            reporter.batches_ended([batch])
        reporter.epoch_ended(epoch, 2 * epoch, {"val_accuracy": accuracy, "val_loss": 1 - accuracy})
    reporter.finish("finished")
    return folder
