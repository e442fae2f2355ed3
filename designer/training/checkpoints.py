"""The checkpoints of a run on disk: written whole or not at all, checked when read, thinned out."""

import hashlib
import json
import math
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from designer.atomic import sync_folder
from designer.errors import TrainingError
from designer.training.folder import RunFolder
from designer.training.snapshot import Memory

MODEL = "model.keras"
STATE = "state.npz"
MANIFEST = "manifest.json"

_PART = ".part-"
_OLD = ".old-"


@dataclass(frozen=True)
class CheckpointInfo:
    """One whole checkpoint.

    Args:
        step: Weight updates before it.
        epoch: Whole epochs before it.
        path: Its folder.
        is_best: Whether it holds the weights of `best.keras`.
        metrics: Of the epoch that ended there; empty in the middle of one.
        memory: What isn't a tensor, such as what callbacks remember.
    """

    step: int
    epoch: int
    path: Path
    is_best: bool = False
    metrics: Mapping[str, float] = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)

    @property
    def model_file(self) -> Path:
        """The model with weights and optimiser."""
        return self.path / MODEL

    @property
    def state_file(self) -> Path:
        """Seed generators and accumulators of the metrics."""
        return self.path / STATE

    @property
    def best_step(self) -> int | None:
        """The step of the best weights as it was known then."""
        step: int | None = self.memory.get("best", {}).get("step")
        return step


def write_checkpoint(
    folder: RunFolder,
    step: int,
    epoch: int,
    memory: Memory,
    metrics: Mapping[str, float],
    fill: Callable[[Path, Path], None],
    before_done: Callable[[], None],
) -> CheckpointInfo:
    """Write a checkpoint beside the others; it appears once all of it is on disk.

    Args:
        fill: Writes the model and the state to the paths it is given.
        before_done: Called when all is written, before it counts.

    Raises:
        OSError: It can't be written; what was there is untouched.
    """
    target = folder.checkpoints / str(step)
    part = target.with_name(f"{_PART}{step}")
    old = target.with_name(f"{_OLD}{step}")
    shutil.rmtree(part, ignore_errors=True)
    folder.checkpoints.mkdir(exist_ok=True)  # not the run's folder: where that is gone, nothing is saved
    part.mkdir()
    try:
        fill(part / MODEL, part / STATE)
        manifest = {
            "step": step,
            "epoch": epoch,
            "metrics": dict(metrics),
            "memory": memory,
            "sha256": {name: _digest(part / name) for name in (MODEL, STATE)},
        }
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        for file in part.iterdir():
            _sync(file)
        before_done()
        if target.exists():  # of the same step: before a validation, a kill or a roll back
            shutil.rmtree(old, ignore_errors=True)
            target.rename(old)
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        _settle(old)
        raise
    _settle(old)
    sync_folder(folder.checkpoints)
    return CheckpointInfo(step, epoch, target, metrics=dict(metrics), memory=memory)


def list_checkpoints(folder: RunFolder, *, verify: bool = False) -> list[CheckpointInfo]:
    """The whole checkpoints of a run by step.

    Args:
        verify: Whether their checksums are compared too, which reads all of them.
    """
    if not folder.checkpoints.is_dir():
        return []
    names = [path for path in folder.checkpoints.iterdir() if path.name.isdecimal()]
    found = [info for path in names if (info := read_checkpoint(path, verify=verify))]
    found.sort(key=lambda info: info.step)
    best = found[-1].best_step if found else None
    return [replace(info, is_best=info.step == best) for info in found]


def read_checkpoint(path: Path, *, verify: bool = True) -> CheckpointInfo | None:
    """The checkpoint in a folder; None where it isn't whole."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        sums: dict[str, str] = manifest["sha256"]
        is_whole = set(sums) == {MODEL, STATE} and all((path / name).is_file() for name in sums)
        if not is_whole or (verify and any(_digest(path / name) != sums[name] for name in sums)):
            return None
        step, epoch = int(manifest["step"]), int(manifest["epoch"])
        return CheckpointInfo(step, epoch, path, metrics=manifest["metrics"], memory=manifest["memory"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def newest_checkpoint(folder: RunFolder, step: int | None = None) -> CheckpointInfo | None:
    """The last checkpoint whose checksums hold, or that of a step; None where there is none.

    Raises:
        TrainingError: That of the step is missing or damaged.
    """
    known = list_checkpoints(folder)
    if step is not None:
        found = next((info for info in known if info.step == step), None)
        if found is None or read_checkpoint(found.path) is None:
            steps = ", ".join(str(info.step) for info in known) or "none"
            raise TrainingError(
                f"There is no whole checkpoint of step {step}.", f"The checkpoints there are: {steps}."
            )
        return found
    return next((info for info in reversed(known) if read_checkpoint(info.path)), None)


def link(source: Path, target: Path) -> None:
    """Let `target` be the file `source` too, at once and without a second copy where the disk can do that.

    Raises:
        OSError: It can't be written; what was at `target` is untouched.
    """
    part = target.with_name(f"{_PART}{target.name}")
    part.unlink(missing_ok=True)
    try:
        try:
            os.link(source, part)
        except OSError:  # a file system without hard links
            shutil.copyfile(source, part)
            _sync(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def thin_out(folder: RunFolder, *, keep_every: int) -> None:
    """Delete checkpoints that nobody asked to keep.

    The last one stays, those of every n epochs, and the best one that any of these refers to.

    Args:
        keep_every: Epochs from one that is kept for good to the next; 0 for none.
    """
    known = list_checkpoints(folder)
    kept = {info.step for info in known[-1:]}
    kept |= {info.step for info in known if info.metrics and keep_every and info.epoch % keep_every == 0}
    kept |= {info.step for info in known if info.memory.get("is_kept")}
    kept |= {info.best_step for info in known if info.step in kept and info.best_step is not None}
    for info in known:
        if info.step not in kept:
            remove(info)


def remove(info: CheckpointInfo) -> None:
    """Delete a checkpoint; one that is half gone counts no more."""
    gone = info.path.with_name(f"{_PART}gone-{info.path.name}")
    shutil.rmtree(gone, ignore_errors=True)
    try:
        info.path.rename(gone)
    except OSError:
        return  # it stays, whole
    shutil.rmtree(gone, ignore_errors=True)


def remove_after(folder: RunFolder, step: int) -> None:
    """Delete the checkpoints after a step, lest damaged or undone ones count as the last."""
    for info in list_checkpoints(folder):
        if info.step > step:
            remove(info)


def clear_parts(folder: RunFolder) -> None:
    """Delete what a killed process left half written, and bring back what it was about to replace."""
    if folder.checkpoints.is_dir():
        for path in folder.checkpoints.glob(f"{_OLD}*"):
            _settle(path)
        for path in folder.checkpoints.glob(f"{_PART}*"):
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.path.glob(f"{_PART}*"):
        path.unlink(missing_ok=True)


def _settle(old: Path) -> None:
    """Delete a checkpoint that was replaced, or bring it back where nothing came in its place."""
    target = old.with_name(old.name.removeprefix(_OLD))
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
    elif old.exists():
        old.rename(target)


def is_better(value: float, than: float) -> bool:
    """Whether a monitored value, less being better, beats another; NaN beats nothing."""
    return not math.isnan(value) and value < than


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
