"""A worker does what it is asked in order, and nothing that a job meets ends it."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from designer.errors import DataError
from designer.worker import JobDone, JobFailed, Worker


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker("test")
    worker.start()
    yield worker
    worker.stop()


def results(worker: Worker, count: int) -> list[Any]:
    """What came, once there are `count` results."""
    found: list[Any] = []
    deadline = time.monotonic() + 10
    while len(found) < count:
        assert time.monotonic() < deadline
        found += worker.poll()
    return found


def fail(error: Exception) -> None:
    raise error


def test_jobs_are_done_in_order(worker: Worker) -> None:
    numbers = [worker.submit(lambda value=value: value * 10) for value in range(20)]  # type: ignore[misc]
    assert results(worker, 20) == [JobDone(job, value * 10) for value, job in enumerate(numbers)]


def test_jobs_wait_for_the_start() -> None:
    worker = Worker("test")
    job = worker.submit(lambda: "done")
    assert worker.poll() == []
    worker.start()
    assert results(worker, 1) == [JobDone(job, "done")]
    worker.stop()


def test_a_failure_is_handed_over_and_the_next_job_is_done(worker: Worker) -> None:
    expected = DataError("Gone.", "Look elsewhere.")
    worker.submit(lambda: fail(expected))
    worker.submit(lambda: "done")
    failed, done = results(worker, 2)
    assert isinstance(failed, JobFailed)
    assert failed.error is expected
    assert done.result == "done"


def test_what_nobody_expected_is_logged_with_its_traceback(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    worker.submit(lambda: fail(ValueError("odd")))
    [failed] = results(worker, 1)
    assert str(failed.error) == "ValueError: odd"
    assert "ValueError: odd" in caplog.text


def test_a_worker_that_never_started_can_be_stopped() -> None:
    worker = Worker("test")
    worker.stop()
    assert worker.poll() == []
