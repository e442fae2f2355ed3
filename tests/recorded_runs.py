"""Runs as the trainer leaves them behind, without training."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from designer.document.project import Project
from designer.training.events import BatchEnded, Status
from designer.training.folder import RunFolder
from designer.training.reporter import RunReporter

Epochs = Sequence[Mapping[str, float]]

EPOCHS: Epochs = (
    {"loss": 2.0, "accuracy": 0.3, "val_loss": 1.5, "val_accuracy": 0.5},
    {"loss": 1.0, "accuracy": 0.7, "val_loss": 0.9, "val_accuracy": 0.95},
    {"loss": 0.41, "accuracy": 0.9, "val_loss": 1.1, "val_accuracy": 0.93},
)


def record_run(
    run_dir: Path,
    project: Project,
    epochs: Epochs = EPOCHS,
    *,
    steps: int = 4,
    parameters: int = 10,
    status: Status = "finished",
) -> Path:
    """A run with these metrics in each epoch, and batches whose loss falls; gives its folder."""
    reporter = RunReporter(RunFolder.create(run_dir, project), project, lambda _event: None)
    reporter.run_started(
        parameters=parameters, steps_per_epoch=steps, epochs=len(epochs), batch_size=32, versions={}
    )
    for number, metrics in enumerate(epochs, start=1):
        batches = range((number - 1) * steps + 1, number * steps + 1)
        reporter.batches_ended(
            [
                BatchEnded(
                    run=str(reporter.folder.path),
                    time=step / 2,
                    epoch=number,
                    step=step,
                    metrics={"loss": 3.0 / step, "accuracy": 1 - 1 / (step + 1)},
                )
                for step in batches
            ]
        )
        reporter.epoch_ended(number, number * steps, metrics)
    reporter.finish(status)
    return reporter.folder.path
