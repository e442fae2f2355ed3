"""What TensorBoard itself reads from the logs of a run."""

import json
from pathlib import Path
from typing import Any

import keras
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.graph.keras_util import keras_model_to_graph_def

from designer.training import tensorboard_log
from designer.training.events import (
    BatchEnded,
    EpochEnded,
    Histogram,
    HistogramsSampled,
    Marked,
    Notice,
    RunEvent,
)
from designer.training.tensorboard_log import TensorBoardLog
from designer.training.trainer import resume
from tests.tf.training_rig import STEPS, Listener, digits_project, run

RUN = "run"


def batch(step: int, loss: float = 0.5) -> BatchEnded:
    return BatchEnded(run=RUN, time=step / 10, epoch=1, step=step, metrics={"loss": loss, "accuracy": 0.25})


def epoch(number: int, step: int) -> EpochEnded:
    metrics = {"loss": 1.0 / number, "val_loss": 2.0 / number, "learning_rate": 0.125}
    return EpochEnded(run=RUN, time=step / 10, epoch=number, step=step, metrics=metrics)


def write(folder: Path, events: list[RunEvent]) -> TensorBoardLog:
    log = TensorBoardLog(folder)
    for event in events:
        log.handle(event)
    log.close()
    return log


def read(folder: Path) -> EventAccumulator:
    everything = {"scalars": 0, "histograms": 0, "tensors": 0}
    return EventAccumulator(str(folder), size_guidance=everything).Reload()


def scalars(folder: Path, tag: str) -> list[tuple[int, float]]:
    return [(event.step, event.value) for event in read(folder).Scalars(tag)]


def test_scalars_lie_where_tensorboard_expects_them(tmp_path: Path) -> None:
    write(tmp_path, [batch(1), batch(2, 0.25), epoch(1, 2), batch(3), epoch(2, 4)])
    assert scalars(tmp_path / "train", "batch_loss") == [(1, 0.5), (2, 0.25), (3, 0.5)]
    assert scalars(tmp_path / "train", "epoch_loss") == [(2, 1.0), (4, 0.5)]
    assert scalars(tmp_path / "train", "epoch_learning_rate") == [(2, 0.125), (4, 0.125)]
    assert scalars(tmp_path / "validation", "epoch_loss") == [(2, 2.0), (4, 1.0)]
    walls = [event.wall_time for event in read(tmp_path / "train").Scalars("batch_loss")]
    assert walls[2] - walls[0] == pytest.approx(0.2)


def test_values_that_are_no_numbers_are_written_as_such(tmp_path: Path) -> None:
    write(tmp_path, [batch(1, float("nan")), batch(2, float("inf"))])
    (_, first), (_, second) = scalars(tmp_path / "train", "batch_loss")
    assert first != first  # noqa: PLR0124 - NaN
    assert second == float("inf")


def sampled(step: int, time: float) -> HistogramsSampled:
    histogram = Histogram(-1.0, 1.0, (1, 3, 0, 4), mean=0.25, std=0.5)
    return HistogramsSampled(run=RUN, time=time, epoch=1, step=step, histograms={"dense/kernel": histogram})


def test_histograms_keep_their_bins(tmp_path: Path) -> None:
    write(tmp_path, [sampled(0, 0.0)])
    (event,) = read(tmp_path / "train").Histograms("dense/kernel")
    value = event.histogram_value
    assert (value.min, value.max, value.num, value.sum) == (-1.0, 1.0, 8, 2.0)
    assert value.sum_squares == 8 * (0.5**2 + 0.25**2)
    assert (value.bucket_limit, value.bucket) == ([-0.5, 0.0, 0.5, 1.0], [1, 3, 0, 4])


def test_histograms_are_thinned_by_time(tmp_path: Path) -> None:
    write(tmp_path, [sampled(step, step / 4) for step in range(9)])
    steps = [event.step for event in read(tmp_path / "train").Histograms("dense/kernel")]
    assert steps == [0, 4, 8]


def test_tensorboard_draws_the_network(tmp_path: Path) -> None:
    inputs = keras.Input((8,))
    hidden = keras.layers.Dense(4, name="hidden")(inputs)
    log = TensorBoardLog(tmp_path)
    log.graph(keras.Model(inputs, keras.layers.Add(name="sum")([hidden, hidden]), name="net"))
    log.close()
    accumulator = read(tmp_path / "train")
    assert accumulator.PluginTagToContent("graph_keras_model") == {"keras": b"1"}
    (event,) = accumulator.Tensors("keras")
    graph = keras_model_to_graph_def(json.loads(event.tensor_proto.string_val[0]))
    assert [node.name for node in graph.node][1:] == ["net/hidden", "net/sum"]


@pytest.mark.parametrize("kind", ["interrupted", "rolled_back"])
def test_a_run_that_goes_on_replaces_what_lay_behind_its_checkpoint(kind: Any, tmp_path: Path) -> None:
    write(tmp_path, [batch(1), batch(2), epoch(1, 2), batch(3, 9.0), epoch(2, 4)])
    mark = Marked(run=RUN, time=0.3, kind=kind, epoch=1, step=2, text="")
    write(tmp_path, [mark, batch(3, 0.125), epoch(2, 4)])
    assert scalars(tmp_path / "train", "batch_loss") == [(1, 0.5), (2, 0.5), (3, 0.125)]
    assert scalars(tmp_path / "train", "epoch_loss") == [(2, 1.0), (4, 0.5)]
    assert scalars(tmp_path / "validation", "epoch_loss") == [(2, 2.0), (4, 1.0)]


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = write(tmp_path / "file", [batch(step) for step in range(100)])
    notice = log.take_notice()
    assert notice
    assert "can't be written any more: Not a directory." in notice[0]
    assert log.take_notice() is None


class FullDisk:
    """A writer that has room for three records."""

    def __init__(self, _path: str) -> None:
        self._left = 3

    def write(self, _record: bytes) -> None:
        self._left -= 1
        if self._left < 0:
            raise OSError(28, "No space left on device")

    def flush(self) -> None:
        pass


def test_a_full_disk_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tensorflow.io.TFRecordWriter", FullDisk)
    log = write(tmp_path, [batch(step) for step in range(10)])
    notice = log.take_notice()
    assert notice
    assert notice[0].endswith("No space left on device.")
    assert "the run itself goes on" in notice[1].lower()


def test_a_missing_tensorboard_is_told_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tensorboard_log, "find_spec", lambda _name: None)
    log = write(tmp_path, [batch(1)])
    notice = log.take_notice()
    assert notice
    assert "pip install tensorboard" in notice[1]
    assert scalars(tmp_path / "train", "batch_loss") == [(1, 0.5)]


def test_a_run_writes_its_logs_where_settings_say_so(tmp_path: Path) -> None:
    listener = Listener()
    result = run(digits_project(2, tensorboard=True), tmp_path, listener)
    logs = result.folder / "tensorboard"
    losses = {event.step: event.metrics["loss"] for event in listener.of_type(BatchEnded)}
    assert dict(scalars(logs / "train", "batch_loss")) == pytest.approx(losses)
    accumulator = read(logs / "validation")
    assert [event.step for event in accumulator.Scalars("epoch_loss")] == [STEPS, 2 * STEPS]
    assert "keras" in read(logs / "train").Tags()["tensors"]
    assert read(logs / "train").Tags()["histograms"]
    resume(result.folder, emit=Listener(), epochs=3)
    steps = [step for step, _ in scalars(logs / "train", "batch_loss")]
    assert steps == list(range(1, 3 * STEPS + 1))


def test_what_the_logs_meet_is_a_notice_and_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tensorflow.io.TFRecordWriter", FullDisk)
    listener = Listener()
    assert run(digits_project(2, tensorboard=True), tmp_path, listener).status == "finished"
    (notice,) = [event for event in listener.of_type(Notice) if "TensorBoard" in event.message]
    assert notice.remedy.startswith("Make room")


def test_without_the_setting_there_are_no_logs(tmp_path: Path) -> None:
    assert not (run(digits_project(1), tmp_path).folder / "tensorboard").exists()
