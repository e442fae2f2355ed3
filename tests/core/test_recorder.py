import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from designer.document.project import Project
from designer.training.averages import OwnValues
from designer.training.control import Control
from designer.training.events import BatchEnded, EpochEnded, Histogram, HistogramsSampled, Notice, RunEvent
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
        self.control = Control()
        self.saved: list[int] = []
        self.reporter = RunReporter(RunFolder.create(folder, Project()), Project(), self.events.append)
        self.recorder = Recorder(
            self.reporter,
            self.control,
            steps_per_epoch=3,
            batch_size=lambda _step: 10,
            own_values=OwnValues(),
            sampler=FakeSampler(),
            interval=2,
            on_epoch=lambda step, _metrics: self.saved.append(step),
        )

    def fit(self, *running_means: float) -> None:
        """Go through one epoch the way Keras does."""
        self.recorder.epoch_began(1)
        for mean in running_means:
            self.recorder.wait_while_paused()
            if self.recorder.batch_ended({"loss": mean}):
                break
        self.recorder.epoch_ended({"loss": running_means[-1]})

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
    assert rig.saved == [3]


def test_a_stopped_run_ends_after_the_batch_at_hand_and_its_epoch_does_not_count(rig: Rig) -> None:
    rig.control.stop()
    rig.fit(2.0, 1.5, 1.0)
    assert rig.recorder.step == 1
    assert rig.recorder.was_cut_short
    assert not rig.of_type(EpochEnded)
    assert len(rig.of_type(BatchEnded)) == 1
    assert not rig.saved


def test_an_epoch_that_was_whole_when_stopped_counts(rig: Rig) -> None:
    rig.recorder.epoch_began(1)
    rig.recorder.batch_ended({"loss": 1.0})
    rig.recorder.batch_ended({"loss": 1.0})
    rig.control.stop()
    assert rig.recorder.batch_ended({"loss": 1.0})
    rig.recorder.epoch_ended({"loss": 1.0})
    assert len(rig.of_type(EpochEnded)) == 1


def test_a_stop_during_validation_leaves_the_epoch_out(rig: Rig) -> None:
    rig.recorder.epoch_began(1)
    for _ in range(3):
        rig.recorder.batch_ended({"loss": 1.0})
    rig.control.stop()
    assert rig.recorder.validation_batch_ended()
    rig.recorder.epoch_ended({"loss": 1.0, "val_loss": 9.0})
    assert not rig.of_type(EpochEnded)


def test_a_paused_run_has_told_every_batch_and_computes_none(rig: Rig) -> None:
    rig.control.pause()
    training = threading.Thread(target=rig.fit, args=(2.0, 1.5, 1.0))
    training.start()
    training.join(0.1)
    assert rig.recorder.step == 0
    rig.control.resume()
    training.join(5)
    assert rig.recorder.step == 3


def test_a_lost_loss_is_noticed_once(rig: Rig) -> None:
    rig.fit(2.0, float("nan"), float("nan"))
    [notice] = rig.of_type(Notice)
    assert notice.message == "The loss is no number any more since step 2 (epoch 1)."
    assert "learning rate" in notice.remedy


def test_a_metric_with_one_value_a_class_tells_their_mean(rig: Rig) -> None:
    rig.recorder.epoch_began(1)
    rig.recorder.batch_ended({"loss": 1.0, "f1": [0.5, 1.0]})
    rig.recorder.epoch_ended({"loss": 1.0})
    assert rig.of_type(BatchEnded)[0].metrics == {"loss": 1.0, "f1": 0.75}
