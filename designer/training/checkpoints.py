"""Keeps the best and the last model of a run on disk, at a cost that stays small beside the training."""

import math
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.compiler.build import deep_recursion
from designer.training.folder import RunFolder, replacing
from designer.training.runs import monitored

if TYPE_CHECKING:
    import keras

# A save that took s seconds is followed by none for 20 s seconds: saving takes at most 5 % of the time.
_PAUSE_PER_SAVE = 20.0


class Checkpoints:
    """Saves a model after epochs and at the end of a run.

    Epochs may be shorter than a save takes. Then the best state waits in memory, and is written when a save
    is due again or the run ends.

    Args:
        on_saved: Called with the step and the file, after each save.
    """

    def __init__(
        self, model: "keras.Model", folder: RunFolder, on_saved: Callable[[int, Path], None]
    ) -> None:
        self._model = model
        self._folder = folder
        self._on_saved = on_saved
        self._best_value = math.inf
        self._best_step: int | None = None
        self._best_waiting: list[Any] | None = None
        self._saved_step: int | None = None
        self._due_at = 0.0

    def epoch_ended(self, step: int, metrics: Mapping[str, float]) -> None:
        """Note whether this epoch is the best so far, and save what is due.

        Raises:
            OSError: A file can't be written; the one before is untouched.
        """
        value, started = monitored(metrics), time.monotonic()
        is_best = self._best_step is None or value < self._best_value
        if is_best:
            self._best_value, self._best_step = value, step
        if started < self._due_at:
            self._best_waiting = self._state() if is_best else self._best_waiting
            return
        self._save(step)
        self._due_at = time.monotonic() + _PAUSE_PER_SAVE * (time.monotonic() - started)

    def finish(self, step: int) -> None:
        """Save the model as training left it, and the best one if it still waits.

        Raises:
            OSError: A file can't be written; the one before is untouched.
        """
        self._best_step = step if self._best_step is None else self._best_step
        if step != self._saved_step or self._best_waiting is not None:
            self._save(step)

    def _save(self, step: int) -> None:
        """Bring both files up to date, then tell: a listener that fails must not cost the better one."""
        saved = [(step, self._folder.last_file)]
        self._save_model(self._folder.last_file)
        if self._best_step == step:
            with replacing(self._folder.best_file) as part:
                shutil.copyfile(self._folder.last_file, part)
            saved.append((step, self._folder.best_file))
        elif self._best_waiting is not None and self._best_step is not None:
            last = self._state()
            self._set_state(self._best_waiting)
            try:
                self._save_model(self._folder.best_file)
            finally:
                self._set_state(last)
            saved.append((self._best_step, self._folder.best_file))
        self._best_waiting = None
        self._saved_step = step
        for saved_step, file in saved:
            self._on_saved(saved_step, file)

    def _save_model(self, file: Path) -> None:
        with replacing(file) as part, deep_recursion(len(self._model.layers)):
            self._model.save(part)

    def _variables(self) -> list[Any]:
        return [*self._model.variables, *self._model.optimizer.variables]

    def _state(self) -> list[Any]:
        return [variable.numpy() for variable in self._variables()]

    def _set_state(self, state: list[Any]) -> None:
        for variable, value in zip(self._variables(), state, strict=True):
            variable.assign(value)
