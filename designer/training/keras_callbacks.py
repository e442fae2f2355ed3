"""The bridge from Keras's `fit` and `evaluate` to a conductor."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from designer.training.conductor import Conductor

if TYPE_CHECKING:
    import keras


Logs: TypeAlias = Mapping[str, Any] | None


def callbacks_for(model: "keras.Model", conductor: Conductor) -> "keras.callbacks.CallbackList":
    """What to hand to `fit(callbacks=…)`.

    It is a whole `CallbackList`, since Keras's own converts every batch's logs for its callbacks, or hands
    them to a thread pool, and either costs a small model more than the conductor itself.
    """
    import keras

    class ConductorCallbacks(keras.callbacks.CallbackList):
        def on_train_begin(self, logs: Logs = None) -> None:
            super().on_train_begin(logs)
            conductor.training_began()

        def on_epoch_begin(self, _epoch: int, _logs: Logs = None) -> None:
            conductor.epoch_began()

        def on_train_batch_begin(self, _batch: int, _logs: Logs = None) -> None:
            conductor.batch_begins()

        def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
            conductor.batch_ended(batch, logs or {})

        def on_test_batch_begin(self, _batch: int, _logs: Logs = None) -> None:
            conductor.wait()

        def on_test_batch_end(self, _batch: int, _logs: Logs = None) -> None:
            """Nothing: what a validation comes to is told at its end."""

        def on_epoch_end(self, _epoch: int, logs: Logs = None) -> None:
            conductor.epoch_ended(logs or {})

    return ConductorCallbacks(add_history=True, model=model)
