"""Keras's own callbacks that act once an epoch, with a memory that survives the process."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from designer.document.schedules import Plateau
from designer.document.settings import TrainingSettings
from designer.training.suggest import Suggestion
from designer.training.training_options import early_stopping, plateau

if TYPE_CHECKING:
    import keras

_REMEMBERED = ("wait", "best", "cooldown_counter", "stopped_epoch", "best_epoch")


class EpochCallbacks:
    """Early stopping and reduce on plateau.

    Keras forgets what they have seen when a training begins, so it is kept here, in checkpoints too.

    Args:
        callbacks: By name.
        model: The compiled model that they look at and act on.
    """

    def __init__(self, callbacks: Mapping[str, "keras.callbacks.Callback"], model: "keras.Model") -> None:
        self._callbacks = callbacks
        self._model = model
        for callback in callbacks.values():
            callback.set_model(model)
            callback.on_train_begin()

    @property
    def has_plateau(self) -> bool:
        """Whether the rate is reduced when a metric gets no better; decided when the run begins."""
        return "plateau" in self._callbacks

    def epoch_ended(self, epoch: int, metrics: Mapping[str, float]) -> str:
        """Let them act on the metrics of an epoch, which counts from 1.

        Returns:
            Why the run is to end; empty where it isn't.
        """
        for callback in self._callbacks.values():
            callback.on_epoch_end(epoch - 1, dict(metrics))  # they write into it
        self._model.stop_training = False
        return self.why_ended

    @property
    def why_ended(self) -> str:
        """Why the run has come to its end before its last epoch; empty where it hasn't."""
        stopping: Any = self._callbacks.get("early_stopping")
        return _reason(stopping) if stopping and stopping.stopped_epoch else ""

    def begin_anew(self) -> None:
        """Have all patience again where a run had ended early, since it is to go on."""
        stopping: Any = self._callbacks.get("early_stopping")
        if stopping and stopping.stopped_epoch:
            stopping.wait = stopping.stopped_epoch = 0

    def memory(self) -> dict[str, Any]:
        """What they remember; JSON."""
        return {name: _memory_of(callback) for name, callback in self._callbacks.items()}

    def restore(self, memory: Mapping[str, Mapping[str, Any]]) -> None:
        """Remember what a checkpoint holds."""
        for name, values in memory.items():
            for attribute, value in values.items():
                if name in self._callbacks:
                    setattr(self._callbacks[name], attribute, value)


def epoch_callbacks(
    settings: TrainingSettings, chosen: Suggestion, rate: float
) -> dict[str, "keras.callbacks.Callback"]:
    """The callbacks that settings ask for, by name.

    Args:
        chosen: The losses and metrics of the run.
        rate: The optimiser's own learning rate.
    """
    found: dict[str, keras.callbacks.Callback] = {}
    if stopping := settings.early_stopping:
        # The best weights are on disk, where they outlive the process.
        on_disk = stopping.model_copy(update={"restore_best_weights": False})
        found["early_stopping"] = early_stopping(on_disk, chosen)
    if isinstance(settings.schedule, Plateau):
        found["plateau"] = plateau(settings.schedule, chosen, rate)
    return found


def _memory_of(callback: Any) -> dict[str, Any]:
    values = ((name, getattr(callback, name, None)) for name in _REMEMBERED)
    return {name: _plain(value) for name, value in values if value is not None}


def _plain(value: Any) -> float | int:
    return value if isinstance(value, int) else float(value)


def _reason(callback: Any) -> str:
    return (
        f"Ended early: {callback.monitor} got no better in {callback.patience} epochs "
        f"(best {callback.best:.4g} in epoch {callback.best_epoch + 1})."
    )
