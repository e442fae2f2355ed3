"""Events of a small run, as a trainer would tell them."""

from collections.abc import Iterator, Mapping

from designer.training.events import (
    BatchEnded,
    EpochEnded,
    Histogram,
    HistogramsSampled,
    RunEvent,
    RunStarted,
)

RUN = "/runs/small"
STEPS = 4
STEP_S = 0.5
VALIDATION_S = 1.0

EPOCHS: tuple[Mapping[str, float], ...] = (
    {"loss": 2.0, "accuracy": 0.3, "val_loss": 1.5, "val_accuracy": 0.5},
    {"loss": 1.0, "accuracy": 0.7, "val_loss": 0.9, "val_accuracy": 0.95},
    {"loss": 0.41, "accuracy": 0.9, "val_loss": 1.1, "val_accuracy": 0.93},
)


def started(epochs: int = len(EPOCHS), batch_size: int = 10) -> RunStarted:
    return RunStarted(
        run=RUN,
        time=1.0,
        parameters=10,
        steps_per_epoch=STEPS,
        epochs=epochs,
        batch_size=batch_size,
        versions={},
    )


def batch(step: int, loss: float = 1.0, time: float | None = None, **metrics: float) -> BatchEnded:
    return BatchEnded(
        run=RUN,
        time=step * STEP_S if time is None else time,
        epoch=(step - 1) // STEPS + 1,
        step=step,
        metrics={"loss": loss, **metrics},
    )


def epoch(number: int, metrics: Mapping[str, float]) -> EpochEnded:
    return EpochEnded(
        run=RUN,
        time=number * (STEPS * STEP_S + VALIDATION_S),
        epoch=number,
        step=number * STEPS,
        metrics=metrics,
    )


def small_run() -> Iterator[RunEvent]:
    """Three epochs of four batches; validation is best in the second."""
    yield started()
    for number, metrics in enumerate(EPOCHS, start=1):
        for step in range((number - 1) * STEPS + 1, number * STEPS + 1):
            time = step * STEP_S + (number - 1) * VALIDATION_S
            yield batch(step, loss=3.0 / step, time=time, accuracy=step / 12)
        yield epoch(number, metrics)


def histogram(low: float = -1.0, high: float = 1.0, peak: int = 32, num_non_finite: int = 0) -> Histogram:
    counts = tuple(100 - abs(peak - at) for at in range(64))
    return Histogram(low, high, counts, mean=-0.001, std=0.05, num_non_finite=num_non_finite)


def sampled(step: int, *names: str) -> HistogramsSampled:
    return HistogramsSampled(
        run=RUN, time=float(step), epoch=1, step=step, histograms={name: histogram() for name in names}
    )
