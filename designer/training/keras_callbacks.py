"""The bridge from Keras's `fit` to a recorder."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from designer.training.recorder import Recorder

if TYPE_CHECKING:
    import keras


Logs: TypeAlias = Mapping[str, Any] | None


def callbacks_for(model: "keras.Model", recorder: Recorder) -> "keras.callbacks.CallbackList":
    """What to hand to `fit(callbacks=…)`.

    It is a whole `CallbackList`, since Keras's own converts every batch's logs for its callbacks, or hands
    them to a thread pool, and either costs a small model more than the recorder itself.
    """
    import keras

    class RecorderCallbacks(keras.callbacks.CallbackList):
        def on_train_begin(self, logs: Logs = None) -> None:
            super().on_train_begin(logs)
            recorder.training_began()

        def on_epoch_begin(self, epoch: int, _logs: Logs = None) -> None:
            recorder.epoch_began(epoch + 1)

        def on_train_batch_begin(self, _batch: int, _logs: Logs = None) -> None:
            recorder.wait_while_paused()

        def on_train_batch_end(self, _batch: int, logs: Logs = None) -> None:
            model.stop_training = recorder.batch_ended(logs or {})

        def on_test_batch_begin(self, _batch: int, _logs: Logs = None) -> None:
            recorder.wait_while_paused()

        def on_test_batch_end(self, _batch: int, _logs: Logs = None) -> None:
            model.stop_evaluating = model.stop_training = recorder.validation_batch_ended()

        def on_epoch_end(self, _epoch: int, logs: Logs = None) -> None:
            model.stop_training = recorder.epoch_ended(logs or {})

    return RecorderCallbacks(add_history=True, model=model)
