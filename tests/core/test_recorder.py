import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from designer.document.project import Project
from designer.training.averages import OwnValues
from designer.training.events import BatchEnded, EpochEnded, Histogram, HistogramsSampled, RunEvent
from designer.training.folder import RunFolder
from designer.training.recorder import Recorder
from designer.training.reporter import RunReporter


class FakeSampler:
    def sample(self) -> dict[str, Histogram]:
        return {"dense/kernel": Histogram(0.0, 1.0, (1,) * 64, 0.5, 0.1)}


class Rig:
    """A recorder with what it talks to."""

    def __init__(self, folder: Path) -> None:
        self.events: list[RunEvent] = []
        self.told: list[BatchEnded] = []
        self.reporter = RunReporter(RunFolder.create(folder, Project()), Project(), self.events.append)
        self.recorder = Recorder(
            self.reporter,
            batch_size=lambda _step: 10,
            own_values=OwnValues(),
            sampler=FakeSampler(),
            interval=2,
            on_batches=self.told.extend,
        )

    def fit(self, *running_means: float) -> None:
        """Go through one epoch the way Keras does."""
        self.recorder.epoch_began(1)
        for step, mean in enumerate(running_means, start=1):
            self.recorder.batches_ended(step, {"loss": mean})
        self.recorder.epoch_ended({"loss": running_means[-1]}, {})

    def of_type(self, event_type: type[RunEvent]) -> list[Any]:
        return [event for event in self.events if isinstance(event, event_type)]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.reporter.finish("finished")


def test_events_come_in_the_order_of_what_happened(rig: Rig) -> None:
    rig.recorder.training_began()
    rig.fit(2.0, 1.5, 1.0)
    names = [event.event for event in rig.events]
    assert names == ["histograms", "batch", "batch", "histograms", "batch", "epoch_end"]
    assert [event.step for event in rig.of_type(HistogramsSampled)] == [0, 2]


def test_a_batch_tells_its_own_loss_and_an_epoch_the_mean(rig: Rig) -> None:
    rig.fit(2.0, 1.5, 1.0)
    assert [event.metrics["loss"] for event in rig.of_type(BatchEnded)] == pytest.approx(
        [2.0, 1.0, 0.0], abs=1e-5
    )
    assert [event.metrics for event in rig.of_type(EpochEnded)] == [{"loss": 1.0}]


def test_batches_that_were_computed_at_once_are_one_point_with_the_mean_of_all(rig: Rig) -> None:
    rig.recorder.epoch_began(1)
    rig.recorder.batches_ended(2, {"loss": 2.0})
    rig.recorder.batches_ended(4, {"loss": 1.5})
    rig.recorder.tell()
    assert [(event.step, event.metrics["loss"]) for event in rig.of_type(BatchEnded)] == [(2, 2.0), (4, 1.0)]
    assert [event.step for event in rig.of_type(HistogramsSampled)] == [2, 4]


def test_what_comes_from_elsewhere_is_told_as_it_is(rig: Rig) -> None:
    rig.recorder.epoch_began(1)
    rig.recorder.batches_ended(1, {"loss": 1.0}, {"learning_rate": 0.5})
    rig.recorder.batches_ended(2, {"loss": 1.0}, {"learning_rate": 0.25})
    rig.recorder.tell()
    assert [event.metrics["learning_rate"] for event in rig.told] == [0.5, 0.25]


def test_a_recorder_goes_on_in_the_middle_of_an_epoch(rig: Rig) -> None:
    rig.recorder.epoch_began(1)
    rig.recorder.batches_ended(1, {"loss": 2.0})
    rig.recorder.tell()
    memory = json.loads(json.dumps(rig.recorder.memory()))
    rig.recorder.batches_ended(2, {"loss": 7.0})
    rig.recorder.tell()
    rig.recorder.restore(1, 1, memory)
    rig.recorder.batches_ended(2, {"loss": 1.5})
    rig.recorder.tell()
    assert rig.told[-1].metrics["loss"] == pytest.approx(1.0)


def test_a_metric_with_one_value_a_class_tells_their_mean(rig: Rig) -> None:
    rig.recorder.epoch_began(1)
    rig.recorder.batches_ended(1, {"loss": 1.0, "f1": [0.5, 1.0]})
    rig.recorder.epoch_ended({"loss": 1.0}, {})
    assert rig.of_type(BatchEnded)[0].metrics == {"loss": 1.0, "f1": 0.75}
