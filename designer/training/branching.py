"""A new run that goes on from a checkpoint of another one, with settings of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from designer.document.files import open_project
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.errors import RequestError
from designer.training.checkpoints import (
    CheckpointInfo,
    link,
    list_checkpoints,
    newest_checkpoint,
    write_checkpoint,
)
from designer.training.copying import Excerpt
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.snapshot import Memory

# What an epoch that goes on in its middle must have in common with its beginning.
_OF_AN_EPOCH = {
    "batch_size",
    "seed",
    "loss",
    "loss_weights",
    "metrics",
    "output_metrics",
    "class_weights",
    "label_smoothing",
}


@dataclass(frozen=True)
class Start:
    """Where a run branches off.

    Args:
        folder: Of the run that it goes on from.
        step: Of the checkpoint there.
        has_new_rate: Whether the learning rate is that of the settings in any case. Else it goes on as it was
            there, changes by hand and all, where optimizer and schedule are those of that run.
    """

    folder: Path
    step: int
    has_new_rate: bool = False


@dataclass(frozen=True)
class Place:
    """Where a new run begins.

    Args:
        checkpoint: The other run's, with the step that it has in this one, and what is remembered here.
        has_same_optimizer: Whether the state of the optimizer may fit.
        excerpt: What it takes over of the record.
    """

    checkpoint: CheckpointInfo
    has_same_optimizer: bool
    excerpt: Excerpt


@dataclass(frozen=True)
class Branch:
    """The run that another one goes on from.

    Args:
        checkpoint: Where.
        project: What produced it.
        num_steps: Batches in an epoch of it.
    """

    start: Start
    folder: RunFolder
    checkpoint: CheckpointInfo
    project: Project
    num_steps: int

    @property
    def words(self) -> str:
        """Where it branches off, for people."""
        return f"branched from {self.folder.id} at step {self.checkpoint.step}"

    @property
    def note(self) -> dict[str, Any]:
        """Where it branches off, for the new run's facts."""
        return {"run": self.folder.id, "folder": str(self.folder.path), "step": self.checkpoint.step}

    def place(self, project: Project, num_steps: int) -> Place:
        """Where a run of other settings begins, whose epochs have so many batches.

        Raises:
            RequestError: They can't go on in the middle of an epoch.
        """
        is_alike = num_steps == self.num_steps and _is_epoch_alike(project, self.project)
        checkpoint = self.checkpoint
        if not is_alike and checkpoint.step != checkpoint.epoch * self.num_steps:
            raise RequestError(
                f"The checkpoint of step {checkpoint.step} lies in the middle of an epoch, which can't go on "
                "with other data, batches, losses or metrics.",
                "Branch from the end of an epoch, or change only what doesn't matter to the epoch at hand.",
            )
        step = checkpoint.step * num_steps // self.num_steps
        memory = self._memory(project.training, num_steps)
        excerpt = Excerpt(self.folder.database, checkpoint.step, (self.num_steps, num_steps))
        is_same_type = project.training.optimizer.type == self.project.training.optimizer.type
        return Place(replace(checkpoint, step=step, memory=memory), is_same_type, excerpt)

    def bring_best(self, folder: RunFolder, place: Place) -> None:
        """Give the new run the best weights so far, where they are of an earlier epoch.

        Raises:
            OSError: They can't be written.
        """
        best = self._best()
        step = place.checkpoint.best_step
        if best is None or step in (None, place.checkpoint.step):
            return
        link(best.model_file, folder.best_file)
        if place.has_same_optimizer:  # else nobody could go back to it

            def fill(model: Path, state: Path) -> None:
                link(best.model_file, model)
                link(best.state_file, state)

            write_checkpoint(
                folder, step or 0, best.epoch, place.checkpoint.memory, best.metrics, fill, _nothing
            )

    def _best(self) -> CheckpointInfo | None:
        best_step = self.checkpoint.best_step
        return next((each for each in list_checkpoints(self.folder) if each.step == best_step), None)

    def _memory(self, settings: TrainingSettings, num_steps: int) -> Memory:
        """What of the memory holds with other settings."""
        memory, before = dict(self.checkpoint.memory), self.project.training
        has_rate = settings.optimizer == before.optimizer and settings.schedule == before.schedule
        callbacks: Mapping[str, Any] = memory["callbacks"]
        same = {
            "early_stopping": settings.early_stopping == before.early_stopping,
            "plateau": settings.schedule == before.schedule,
        }
        best = self._best() if same["early_stopping"] else None
        moved = {"step": best.step * num_steps // self.num_steps} if best else {}
        return {
            **memory,
            "rate": memory["rate"] if has_rate and not self.start.has_new_rate else {},
            "callbacks": {name: callbacks[name] for name in callbacks if same.get(name, True)},
            "best": {**memory["best"], **moved} if best else {},
        }


def open_branch(start: Start, project: Project) -> Branch:
    """Look at the run that another one is to go on from.

    Raises:
        DesignerError: There is no such checkpoint, or nothing is left to train after it.
    """
    folder = RunFolder(start.folder.expanduser().absolute())
    checkpoint = newest_checkpoint(folder, start.step)
    if checkpoint is None:
        raise RequestError(f"There is no checkpoint in {folder.path}.")
    if checkpoint.epoch >= project.training.epochs:
        raise RequestError(
            f"{checkpoint.epoch} epochs are trained at step {checkpoint.step}, of {project.training.epochs}.",
            "Give the new run more epochs: they count from the beginning of the other one.",
        )
    with RunReader(folder.database) as reader:
        num_steps: int = reader.meta().get("steps_per_epoch", 0)
    return Branch(start, folder, checkpoint, open_project(folder.project_file), max(1, num_steps))


def _is_epoch_alike(project: Project, other: Project) -> bool:
    mine = project.training.model_dump(include=_OF_AN_EPOCH)
    return project.data == other.data and mine == other.training.model_dump(include=_OF_AN_EPOCH)


def _nothing() -> None:
    pass
