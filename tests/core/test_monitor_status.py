"""The status line says how far, how fast, how long still, and how well."""

import pytest

from designer.training.events import RunEvent, RunFinished
from designer.ui.monitor.status import RunStatus, duration
from tests.monitor_events import RUN, STEP_S, batch, epoch, small_run, started


def status_after(*events: RunEvent) -> RunStatus:
    status = RunStatus()
    for event in events:
        status = status.advance(event)
    return status


def test_nothing_is_said_before_a_run() -> None:
    assert RunStatus().text() == ""


def test_a_run_that_has_no_step_yet_says_why_it_takes_long() -> None:
    assert status_after(started()).text() == "Starting: the first step takes longest"


def test_one_step_gives_no_speed_yet() -> None:
    assert status_after(started(), batch(1, 2.5)).text() == "epoch 1/3, step 1/12, loss 2.5"


def test_speed_and_time_left_follow_from_the_steps() -> None:
    status = status_after(started(epochs=100), *(batch(step) for step in range(1, 5)))
    assert status.samples_per_s == pytest.approx(10 / STEP_S)
    assert status.left_s == pytest.approx((400 - 4) * STEP_S)
    assert status.text() == "epoch 1/100, step 4/400, 20 samples/s, 3 min 18 s left, loss 1"


def test_a_pause_is_not_taken_for_a_slow_step() -> None:
    steps = [batch(step) for step in range(1, 5)]
    status = status_after(started(epochs=100), *steps, batch(5, time=steps[-1].time + 30))
    assert status.samples_per_s == pytest.approx(10 / STEP_S)


def test_time_left_counts_the_validations_to_come_but_speed_does_not() -> None:
    status = status_after(*list(small_run())[:6], batch(5, time=3.5))
    assert status.samples_per_s == pytest.approx(10 / STEP_S, rel=0.01)
    assert status.left_s == pytest.approx(7 * STEP_S + 2 * 1.0, rel=0.01)


def test_one_slow_step_hardly_changes_the_speed() -> None:
    steady = [batch(step, time=step * 0.01) for step in range(1, 1000)]
    slow = batch(1000, time=10.2)
    speed = status_after(started(epochs=1000), *steady, slow).samples_per_s
    assert speed == pytest.approx(1000, rel=0.6)


def test_validation_values_stay_while_the_next_epoch_trains() -> None:
    status = status_after(started(), epoch(1, {"loss": 2.0, "val_accuracy": 0.5}), batch(5, 1.25))
    assert status.text().endswith("loss 1.25, val_accuracy 0.5")


@pytest.mark.parametrize(
    ("status", "message", "text"),
    [
        ("finished", "", "Finished after 1 min 20 s, epoch 3/3, loss 0.41, accuracy 0.9"),
        ("stopped", "Interrupted from the keyboard.", "Stopped after 1 min 20 s"),
        ("failed", "The loss became NaN.", "Failed after 1 min 20 s"),
    ],
)
def test_the_end_says_how_and_after_how_long(status: str, message: str, text: str) -> None:
    end = RunFinished(run=RUN, time=80.0, status=status, message=message)  # type: ignore[arg-type]
    line = status_after(*small_run(), end).text()
    assert line.startswith(text)
    assert line.endswith(message)


def test_an_end_that_its_message_names_is_said_once() -> None:
    end = RunFinished(run=RUN, time=80.0, status="stopped", message="Stopped by the user.")
    assert (
        status_after(*small_run(), end).text().startswith("Stopped by the user after 1 min 20 s, epoch 3/3")
    )


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.2, "1 s"),
        (45, "45 s"),
        (80, "1 min 20 s"),
        (3599.5, "1 h 00 min"),
        (7500, "2 h 05 min"),
    ],
)
def test_durations_are_said_as_people_do(seconds: float, text: str) -> None:
    assert duration(seconds) == text
