"""Looks for trouble while a run goes on, and tells it as notices."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from designer.training.events import BatchEnded
from designer.training.histograms import HistogramSampler
from designer.training.preparation import Prepared
from designer.training.reporter import RunReporter
from designer.training.trouble.finding import Finding
from designer.training.trouble.watch import Troubles


class LostLossError(Exception):
    """The loss is no number any more.

    Args:
        step: Since which batch, from 1.
    """

    def __init__(self, step: int) -> None:
        super().__init__(f"The loss is no number since step {step}.")
        self.step = step


class Watching:
    """The rules of `trouble` over one run. All methods are called in the training thread.

    Args:
        sampler: Measures the weights; None where that isn't wanted.
        interval: Steps between two of its samplings.
    """

    def __init__(
        self, prepared: Prepared, reporter: RunReporter, sampler: HistogramSampler | None, interval: int
    ) -> None:
        self._prepared = prepared
        self._reporter = reporter
        self._sampler = sampler
        self._troubles = Troubles(
            prepared.model,
            num_classes=_classes(prepared),
            sample_batch=prepared.first_batch,
            histogram_interval=interval,
        )

    def batches_ended(self, batches: list[BatchEnded]) -> None:
        """Look at the losses of batches.

        Raises:
            LostLossError: One is NaN or infinite.
        """
        for batch in batches:
            if not math.isfinite(batch.metrics.get("loss", 0.0)):
                raise LostLossError(batch.step)
            self._tell(self._troubles.batch_ended(batch.step, batch.epoch, batch.metrics))

    def weights_sampled(self, step: int) -> None:
        """Look at the weights that were just measured."""
        if self._sampler:
            self._tell(self._troubles.weights_sampled(step, self._sampler.latest))

    def epoch_ended(self, epoch: int, step: int, metrics: Mapping[str, float]) -> None:
        """Look at the metrics of a whole epoch."""
        self._tell(self._troubles.epoch_ended(epoch, step, metrics))

    def diagnose(self, step: int, restore_last_good: Callable[[], object]) -> Finding:
        """Say why the loss is no number since a step, and tell it; the model can't be trained on then."""
        x, y = next(iter(self._prepared.train_dataset(step - 1, 1)))
        finding = self._troubles.diagnose_nonfinite(step, x, y, restore_last_good)
        self._tell([finding])
        return finding

    def memory(self) -> dict[str, Any]:
        """What a checkpoint has to keep, so that nothing is told twice; JSON."""
        return self._troubles.state()

    def restore(self, memory: Mapping[str, Any]) -> None:
        """Go on from what a checkpoint keeps."""
        self._troubles.restore(memory)

    def _tell(self, findings: list[Finding]) -> None:
        for finding in findings:
            self._reporter.found(finding)


def _classes(prepared: Prepared) -> dict[str, int]:
    """By output; without those whose labels are numbers."""
    targets = prepared.pipeline.info.targets
    return {
        choice.head.name: targets[choice.labels].num_classes
        for choice in prepared.chosen.outputs
        if choice.labels is not None
    }
