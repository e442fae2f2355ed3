import dataclasses
import gc
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from designer.compiler.weights import build_with_weights
from designer.data.feeding import Feed
from designer.data.pipeline import Pipeline, open_pipeline
from designer.document.project import Project
from designer.document.settings import Adaptation, Checkpointing, DataSettings
from designer.training import fitting, preparation
from designer.training.conductor import Conductor
from designer.training.control import Control
from designer.training.events import (
    BatchEnded,
    CheckpointSaved,
    EpochEnded,
    HistogramsSampled,
    Notice,
    RunEvent,
    RunFinished,
    RunStarted,
)
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.runs import list_runs
from designer.training.trainer import train
from tests.tf.training_rig import BATCH_SIZE, STEPS, Listener, digits_project, run


def validation_data(project: Project) -> Pipeline:
    return open_pipeline(
        project.data, batch_size=BATCH_SIZE, seed=0, feeds=[Feed(adaptation=Adaptation(scale=1 / 16))]
    )


def test_a_run_tells_its_events_in_order_and_ends_with_exactly_one_last(tmp_path: Path) -> None:
    listener = Listener()
    run(digits_project(2), tmp_path, listener)
    names = [event.event for event in listener.events]
    assert listener.counts["run_started"] == listener.counts["run_finished"] == 1
    assert names[-1] == "run_finished"
    assert names.index("run_started") < names.index("batch")
    assert [event.step for event in listener.of_type(BatchEnded)] == list(range(1, 2 * STEPS + 1))
    assert [event.step for event in listener.of_type(EpochEnded)] == [STEPS, 2 * STEPS]
    assert [event.step for event in listener.of_type(HistogramsSampled)] == [0, 10, 20]
    times = [event.time for event in listener.of_type(BatchEnded)]
    assert times == sorted(times)


def test_a_small_network_learns_the_digits(tmp_path: Path) -> None:
    result = run(digits_project(30), tmp_path)
    assert result.status == "finished"
    assert result.history["val_accuracy"][-1] > 0.85
    assert len(result.history["loss"]) == 30


def test_batches_tell_their_own_loss_whose_mean_is_that_of_the_epoch(tmp_path: Path) -> None:
    listener = Listener()
    run(digits_project(1), tmp_path, listener)
    sizes = [BATCH_SIZE] * (STEPS - 1) + [1438 - BATCH_SIZE * (STEPS - 1)]
    losses = [event.metrics["loss"] for event in listener.of_type(BatchEnded)]
    mean = sum(size * loss for size, loss in zip(sizes, losses, strict=True)) / sum(sizes)
    assert mean == pytest.approx(listener.of_type(EpochEnded)[0].metrics["loss"], rel=1e-5)


def test_the_run_folder_holds_what_was_told(tmp_path: Path) -> None:
    listener = Listener()
    result = run(digits_project(2), tmp_path, listener)
    with RunReader(RunFolder(result.folder).database) as reader:
        assert reader.history() == result.history
        told = [event.metrics["loss"] for event in listener.of_type(BatchEnded)]
        assert reader.points("loss").values.tolist() == told
        first = listener.of_type(HistogramsSampled)[0]
        assert {name: reader.histograms(name)[0].histogram.counts for name in reader.names("histogram")} == {
            name: histogram.counts for name, histogram in first.histograms.items()
        }
        assert reader.events()[-1]["event"] == "run_finished"
    [summary] = list_runs(tmp_path)
    assert (summary.status, summary.epochs_done, summary.name) == ("finished", 2, "Digits MLP")


def test_best_and_last_models_evaluate_to_the_recorded_metrics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    judged = iter([3.0, 1.0, 2.0, 2.0])
    monkeypatch.setattr(fitting, "judge_of", lambda *_: lambda _metrics: next(judged))
    project = digits_project(4)
    result = run(project, tmp_path)
    dataset = validation_data(project).validation_dataset()
    folder, losses = RunFolder(result.folder), result.history["val_loss"]
    for file, loss in ((folder.best_file, losses[1]), (folder.last_file, losses[-1])):
        model = keras.models.load_model(file)
        assert model.evaluate(dataset, verbose=0, return_dict=True)["loss"] == pytest.approx(loss, rel=1e-5)


def test_saving_and_measuring_change_nothing_in_the_training(tmp_path: Path) -> None:
    often = digits_project(4, histogram_interval=1, checkpoints=Checkpointing(every=2, unit="batches"))
    seldom = digits_project(4, histogram_interval=0, checkpoints=Checkpointing(every=9))
    listener = Listener()
    assert run(often, tmp_path, listener).history == run(seldom, tmp_path).history
    assert listener.of_type(CheckpointSaved)[-1].step == 4 * STEPS


def test_one_seed_gives_one_result(tmp_path: Path) -> None:
    first, again, other = (run(digits_project(2, seed=seed), tmp_path).history for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_stopped_run_ends_within_one_batch_and_keeps_its_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control, listener = Control(), Listener()

    def stop_at_step_15(conductor: Conductor, batch: int, logs: Mapping[str, Any]) -> None:
        if conductor.step == 14:
            control.stop()
        original(conductor, batch, logs)

    original = Conductor.batch_ended
    monkeypatch.setattr(Conductor, "batch_ended", stop_at_step_15)
    result = run(digits_project(50), tmp_path, listener, control)
    assert result.status == "stopped"
    assert listener.counts["batch"] == 15
    assert len(result.history["loss"]) == 1
    folder = RunFolder(result.folder)
    assert folder.last_file.is_file()
    assert folder.best_file.is_file()


def test_a_stop_during_validation_ends_within_one_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control, ended = Control(), list[int]()

    def stop_at_once(conductor: Conductor) -> None:
        if conductor.is_validation_due:
            control.stop()
            ended.append(conductor.step)
        original(conductor)

    original = Conductor.wait
    monkeypatch.setattr(Conductor, "wait", stop_at_once)
    project = digits_project(5).replace(data=DataSettings(validation_percent=50))
    result = run(project, tmp_path, control=control)
    assert len(ended) == 1
    assert (result.status, result.history) == ("stopped", {})


def test_a_run_stopped_before_its_first_batch_ends_as_stopped(tmp_path: Path) -> None:
    control, listener = Control(), Listener()
    control.stop()
    assert run(digits_project(), tmp_path, listener, control).status == "stopped"
    assert [event.event for event in listener.events if event.event != "notice"] == ["run_finished"]


def test_steps_per_epoch_cuts_the_data_into_other_epochs(tmp_path: Path) -> None:
    listener = Listener()
    train(digits_project(4), run_dir=tmp_path, emit=listener, steps_per_epoch=5)
    assert [event.step for event in listener.of_type(EpochEnded)] == [5, 10, 15, 20]
    assert listener.of_type(RunStarted)[0].steps_per_epoch == 5


def test_unasked_adaptation_is_noticed_and_agreed_adaptation_is_not(tmp_path: Path) -> None:
    listener = Listener()
    run(digits_project(1), tmp_path, listener)
    assert [notice.message for notice in listener.of_type(Notice)] == [
        "Scale values from 0–16 to 0–1, so that the samples fit the Input."
    ]
    agreed = DataSettings(adaptation=Adaptation(scale=1 / 16))
    listener = Listener()
    run(digits_project(1).replace(data=agreed), tmp_path, listener)
    assert not listener.of_type(Notice)


@pytest.mark.parametrize(
    ("loss", "units", "activation"),
    [("CategoricalCrossentropy", 10, "softmax"), ("MeanSquaredError", 10, "sigmoid"), ("", 10, "linear")],
)
def test_labels_take_the_form_that_the_loss_wants(
    tmp_path: Path, loss: str, units: int, activation: str
) -> None:
    chosen = ({"object": loss},) if loss else ()
    fast = {"object": "Adam", "params": {"learning_rate": 0.01}}
    project = digits_project(6, units=units, activation=activation, loss=chosen, optimizer=fast)
    history = run(project, tmp_path).history
    assert history["loss"][-1] < history["loss"][0]
    assert history["val_accuracy"][-1] > 0.3


def test_nothing_holds_the_model_after_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models: list[weakref.ref[object]] = []

    def build(project: Project, notice: Callable[[str], None]) -> object:
        model = build_with_weights(project, notice)
        models.append(weakref.ref(model))
        return model

    monkeypatch.setattr(preparation, "build_with_weights", build)
    run(digits_project(1), tmp_path)
    gc.collect()
    assert [model() for model in models] == [None]


def test_an_interrupt_keeps_the_weights_and_is_told(tmp_path: Path) -> None:
    def interrupt(event: RunEvent) -> None:
        if isinstance(event, EpochEnded):
            raise KeyboardInterrupt

    listener = Listener(interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(digits_project(5), tmp_path, listener)
    [finished] = listener.of_type(RunFinished)
    assert finished.status == "stopped"
    assert RunFolder(Path(finished.run)).last_file.is_file()


def test_events_are_frozen(tmp_path: Path) -> None:
    listener = Listener()
    run(digits_project(1), tmp_path, listener)
    for event in listener.events:
        with pytest.raises(dataclasses.FrozenInstanceError):
            event.run = "other"  # type: ignore[misc]
