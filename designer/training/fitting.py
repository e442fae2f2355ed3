"""Fits a prepared model from any step on, and again after a roll back, until it ends or is stopped."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from designer.compiler.build import deep_recursion
from designer.document.project import Project
from designer.errors import TrainingError
from designer.training.averages import OwnValues
from designer.training.branching import Place
from designer.training.checkpoints import (
    CheckpointInfo,
    link,
    newest_checkpoint,
    remove_after,
)
from designer.training.conductor import Conductor, LeaveError, Parts
from designer.training.control import Control
from designer.training.devices import allow_partial_batches
from designer.training.epoch_callbacks import EpochCallbacks, epoch_callbacks
from designer.training.events import MarkKind, Status
from designer.training.folder import replacing
from designer.training.histograms import HistogramSampler
from designer.training.judging import judge_of
from designer.training.keras_callbacks import callbacks_for
from designer.training.learning_rate import LearningRate
from designer.training.preparation import Prepared
from designer.training.recorder import Recorder, numbers
from designer.training.reporter import RunReporter
from designer.training.saver import Saver
from designer.training.snapshot import ModelState, Snapshot, build_for_training
from designer.training.watching import LostLossError, Watching


@dataclass(frozen=True)
class Ending:
    """How a run ended.

    Args:
        message: Why, where it isn't plain.
    """

    status: Status
    message: str = ""


class Fitting:
    """One run's model in training.

    Args:
        num_steps: Batches in an epoch.
    """

    def __init__(
        self, prepared: Prepared, project: Project, reporter: RunReporter, control: Control, num_steps: int
    ) -> None:
        self._prepared = prepared
        self._model = model = prepared.model
        self._settings = settings = project.training
        self._reporter = reporter
        self._control = control
        self._num_steps = num_steps
        build_for_training(model, prepared.train_dataset(0, 1))
        allow_partial_batches(model)
        self._state = ModelState(model)
        self._initial: Snapshot | None = None
        self._num_unnoted_at_start = 0
        sampler = HistogramSampler(model) if settings.histogram_interval else None
        self._watching = Watching(prepared, reporter, sampler, settings.histogram_interval)
        self._recorder = Recorder(
            reporter,
            batch_size=prepared.batch_size,
            own_values=OwnValues(prepared.running_metrics),
            sampler=sampler,
            interval=settings.histogram_interval,
            on_batches=self._watching.batches_ended,
            on_sampled=self._watching.weights_sampled,
        )
        rate = LearningRate(model.optimizer, settings.schedule, settings.epochs, num_steps)
        callbacks = EpochCallbacks(epoch_callbacks(settings, prepared.chosen, rate.now), model)
        parts = Parts(reporter, control, self._recorder, rate, callbacks, self._state, self._watching)
        self._callbacks = callbacks
        self._conductor = Conductor(parts, num_steps, self._validates)
        self._conductor.saver = Saver(
            self._state,
            reporter.folder,
            settings.checkpoints,
            memory=self._conductor.memory,
            judge=judge_of(settings, prepared.chosen),
            flush=reporter.flush_durably,
        )
        # At the end of every `fit` Keras would put the averages in the place of the weights.
        self._finalize = model.optimizer.finalize_variable_values
        model.optimizer.finalize_variable_values = lambda _variables: None

    def start_from(self, checkpoint: CheckpointInfo, *, is_end: bool = True) -> None:
        """Go on from a checkpoint of this run.

        Args:
            is_end: Whether a run that ended early there has ended; else it goes on, with all its patience.

        Raises:
            TrainingError: It doesn't fit the network.
        """
        self._go_on(checkpoint, self._state.restore(checkpoint.model_file, checkpoint.state_file))
        if not is_end:
            self._callbacks.begin_anew()

    def branch_from(self, place: Place) -> None:
        """Begin a new run where another one is, and save that as its first checkpoint.

        Raises:
            TrainingError: It has another network.
        """
        self._go_on(place.checkpoint, self._restore_what_fits(place))
        self._callbacks.begin_anew()
        conductor, saver = self._conductor, self._conductor.saver
        saver.note_metrics(conductor.step, place.checkpoint.metrics)
        saver.save(conductor.step, conductor.epoch, accumulators=conductor.accumulators or None, is_kept=True)
        saver.wait(lambda: not self._control.is_stopped)

    def _restore_what_fits(self, place: Place) -> list[Any]:
        model_file, state_file = place.checkpoint.model_file, place.checkpoint.state_file
        if place.has_same_optimizer:
            fresh = self._state.take(0, 0, {})
            try:
                return self._state.restore(model_file, state_file)
            except TrainingError:
                self._state.assign(fresh)
        accumulators = self._state.restore(model_file, state_file, with_optimizer=False)
        self._reporter.notice(
            "The optimizer begins without memory, since it is another one than that of the checkpoint.",
            "The first steps may be rough; a smaller learning rate or a warm-up helps.",
        )
        return accumulators

    def _go_on(self, checkpoint: CheckpointInfo, accumulators: list[Any]) -> None:
        self._conductor.restore(checkpoint.step, checkpoint.epoch, checkpoint.memory)
        self._conductor.accumulators = accumulators if self._is_within_epoch else []

    def run(self) -> Ending:
        """Train to the end.

        Raises:
            Exception: Whatever Keras or a callback raises; the last state is saved as far as that can be.
        """
        self._initial = None if self._conductor.step else self._conductor.saver.take(0, 0)
        self._num_unnoted_at_start = self._num_unnoted
        try:
            ending = self._run()
            self._finish(ending)
        except LostLossError as error:
            finding = self._watching.diagnose(error.step, self._restore_last_good)
            raise TrainingError(finding.message, finding.remedy) from error
        except BaseException:
            # The weights are worth keeping whatever happened; that they can't be saved is no news beside it.
            # Within a batch that was computed but not noted, they belong to no step.
            with suppress(Exception):
                if self._num_unnoted <= self._num_unnoted_at_start:
                    self._save_end(may_wait=lambda: False)
            raise
        finally:
            self._conductor.saver.close()
        return ending

    def mark(self, kind: MarkKind, text: str) -> None:
        """Mark the present place on the curves."""
        self._conductor.mark(kind, text)

    def _run(self) -> Ending:
        while True:
            why = self._fit()
            if self._control.is_stopped:
                return Ending("stopped", "Stopped by the user.")
            step = self._control.take_roll_back()
            if step is not None:
                self._roll_back(step)
            elif why:
                return Ending("finished", why)
            elif self._is_whole:
                return Ending("finished")
            else:
                return Ending("stopped", "Stopped by the user after the epoch.")

    @property
    def _num_unnoted(self) -> int:
        """How far the optimizer is ahead of the step; fewer where it skipped some of its updates."""
        return int(self._model.optimizer.iterations.numpy()) - self._conductor.step

    @property
    def _is_within_epoch(self) -> bool:
        return self._conductor.step != self._conductor.epoch * self._num_steps

    @property
    def _is_whole(self) -> bool:
        return self._conductor.epoch >= self._settings.epochs

    @property
    def _next_end(self) -> int:
        """The epoch after which `fit` has to end, lest batches computed at a time belong to two epochs."""
        is_even = self._num_steps % self._settings.steps_per_execution == 0
        return self._settings.epochs if is_even else self._conductor.epoch + 1

    def _fit(self) -> str:
        """Train until the end or until it has to be left; gives why, where that isn't plain."""
        if why := self._callbacks.why_ended:
            return why
        try:
            if self._conductor.is_validation_due:
                self._end_epoch()
            if offset := self._conductor.step % self._num_steps:
                self._fit_epochs(self._conductor.epoch + 1, self._num_steps - offset)
            while not self._is_whole:
                self._fit_epochs(self._next_end, self._num_steps)
        except LeaveError as error:
            if self._is_within_epoch and not self._conductor.accumulators:
                self._conductor.accumulators = self._state.accumulators()
            return error.why
        return ""

    def _fit_epochs(self, until: int, num_steps: int) -> None:
        epoch, step = self._conductor.epoch, self._conductor.step
        num_batches = num_steps + (until - epoch - 1) * self._num_steps
        self._model.fit(
            self._prepared.train_dataset(step, num_batches).take(num_batches),
            initial_epoch=epoch,
            epochs=until,
            steps_per_epoch=num_steps,
            validation_data=self._prepared.validation_dataset(),
            validation_freq=self._settings.validation_frequency,
            class_weight=self._prepared.class_weight,
            callbacks=callbacks_for(self._model, self._conductor),
            shuffle=False,
            verbose=0,
        )

    def _end_epoch(self) -> None:
        """Do what `fit` does after the last batch of an epoch, where it was left there."""
        self._state.accumulate(self._conductor.accumulators)
        logs = numbers(self._model.get_metrics_result())
        if self._validates(self._conductor.epoch + 1):
            found = self._model.evaluate(
                self._prepared.validation_dataset(),
                callbacks=callbacks_for(self._model, self._conductor),
                return_dict=True,
                verbose=0,
            )
            logs |= {f"val_{name}": value for name, value in numbers(found).items()}
        self._conductor.epoch_ended(logs)

    def _validates(self, epoch: int) -> bool:
        has_samples = self._prepared.pipeline.num_validation > 0
        return has_samples and epoch % self._settings.validation_frequency == 0

    def _roll_back(self, step: int) -> None:
        """Go back to a checkpoint; what came after it is kept in the store, but no more on the curves."""
        self._recorder.tell()
        self._conductor.saver.wait(lambda: False)
        folder, before = self._reporter.folder, self._conductor.step
        try:
            target = newest_checkpoint(folder, step)
        except TrainingError as error:
            self._reporter.notice(error.message, error.hint)
            return
        if target is None:
            return
        remove_after(folder, step)
        self._reporter.go_on_from(step, target.epoch, target.memory, keeps=True)
        self.start_from(target, is_end=False)
        self._conductor.saver.show(target)
        self._conductor.mark("rolled_back", f"rolled back from step {before}")

    def _finish(self, ending: Ending) -> None:
        control, settings = self._control, self._settings
        if not self._save_end(may_wait=lambda: not control.is_stopped):
            self._reporter.notice(
                "The disk is full, so the end of the run is not saved.",
                "Make room, then resume the run: it goes on from its last checkpoint.",
            )
        if ending.status != "finished":
            return
        stopping = settings.early_stopping
        folder = self._reporter.folder
        if stopping is not None and stopping.restore_best_weights and folder.best_file.is_file():
            self._model.load_weights(folder.best_file)
            link(folder.best_file, folder.last_file)
        elif self._model.optimizer.use_ema:
            self._finalize(self._model.trainable_variables)
            with replacing(folder.last_file) as part, deep_recursion(len(self._model.layers)):
                self._model.save(part)

    def _save_end(self, may_wait: Callable[[], bool]) -> bool:
        saver, conductor = self._conductor.saver, self._conductor
        self._recorder.tell()
        is_saved = saver.finish(conductor.step, conductor.epoch, conductor.accumulators or None, may_wait)
        conductor.report_saves()
        return is_saved

    def _restore_last_good(self) -> None:
        """Bring back the newest weights that gave a loss which was a number."""
        saver, folder = self._conductor.saver, self._reporter.folder
        saver.wait(lambda: False)
        if self._initial and not newest_checkpoint(folder):
            saver.hand_over(self._initial)
            saver.wait(lambda: False)
            self._state.assign(self._initial)
        elif checkpoint := newest_checkpoint(folder):
            self._state.restore(checkpoint.model_file, checkpoint.state_file)
