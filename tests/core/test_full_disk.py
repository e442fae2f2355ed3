"""While the disk is full a run keeps what it records, and nothing is lost when there is room again."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from designer.errors import TrainingError
from designer.training.events import Notice
from designer.training.reader import RunReader
from designer.training.store import RunWriter

LIMITED = """
import resource, sys
from pathlib import Path
from designer.training.reader import RunReader
from designer.training.store import RunWriter
path = Path(sys.argv[1])
writer = RunWriter(path)
loss = writer.series("batch", "loss")
writer.flush()
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
writer.add_metrics((loss, step, 1, 0.5) for step in range(1, 50_001))
writer.flush()
assert writer.is_disk_full
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
writer.flush()
assert not writer.is_disk_full
writer.close()
with RunReader(path) as reader:
    assert len(reader.points("loss").steps) == 50_000
"""


def limit_pages(writer: RunWriter, more: int) -> None:
    """Let SQLite call the disk full when the file has grown by so many pages."""
    pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
    writer._connection.execute(f"PRAGMA max_page_count = {pages + more}")


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_rows_wait_for_room_and_come_in_order(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run.db")
    loss = writer.series("batch", "loss")
    limit_pages(writer, 0)
    for step in range(1, 20_001):
        writer.add_metrics([(loss, step, 1, step / 2)])
    writer.flush()
    assert writer.is_disk_full
    writer.add_metrics([(writer.series("batch", "more"), 20_001, 1, 1.0)])
    limit_pages(writer, 100_000)
    until(lambda: not writer.is_disk_full)
    writer.close()
    with RunReader(tmp_path / "run.db") as reader:
        assert reader.points("loss").values.tolist() == [step / 2 for step in range(1, 20_001)]
        assert reader.plot("loss", max_points=20).counts.sum() == 20_000
        assert reader.names("batch") == ["loss", "more"]


def test_a_rewind_waits_for_room_like_everything_else(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run.db")
    loss = writer.series("batch", "loss")
    limit_pages(writer, 0)
    writer.add_metrics((loss, step, 1, 0.5) for step in range(1, 20_001))
    writer.rewind(10, keep=False, sampling=writer.sampling_state())
    assert writer.is_disk_full
    writer.add_metrics([(loss, 11, 1, 0.5)])
    limit_pages(writer, 100_000)
    writer.close()
    with RunReader(tmp_path / "run.db") as reader:
        assert reader.points("loss").steps.tolist() == list(range(1, 12))


def test_a_disk_that_fills_up_loses_nothing(small_disk: Path) -> None:
    filler = small_disk / "filler"
    writer = RunWriter(small_disk / "run.db", status="running")
    loss = writer.series("batch", "loss")
    writer.flush()
    free = os.statvfs(small_disk)
    filler.write_bytes(bytes(free.f_bavail * free.f_bsize - 100_000))
    writer.add_metrics((loss, step, 1, step / 2) for step in range(1, 20_001))
    writer.flush(durable=True)
    assert writer.is_disk_full
    filler.unlink()
    until(lambda: not writer.is_disk_full)
    writer.close(status="finished")
    with RunReader(small_disk / "run.db") as reader:
        assert reader.points("loss").values.tolist() == [step / 2 for step in range(1, 20_001)]


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of this kind")
def test_a_limit_to_the_size_of_files_is_a_full_disk(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "run.db")]
    subprocess.run(command, check=True, timeout=60)


def test_another_failure_is_told_at_once(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run.db")
    with sqlite3.connect(tmp_path / "run.db") as connection:
        connection.execute("DROP TABLE metrics")
    connection.close()
    writer.add_metrics([(writer.series("batch", "loss"), 1, 1, 0.5)])
    with pytest.raises(TrainingError, match="no such table"):
        writer.flush()
    assert not writer.is_disk_full
    writer.close()


def test_how_a_run_ended_is_kept_where_the_disk_is_too_full_for_the_rest(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run.db", status="running")
    limit_pages(writer, 0)
    loss = writer.series("batch", "loss")
    writer.add_metrics((loss, step, 1, 0.5) for step in range(1, 10_000))
    writer.close(Notice(run="r", time=1.0, message="The disk is full."), status="failed")
    with RunReader(tmp_path / "run.db") as reader:
        assert reader.meta()["status"] == "failed"
        assert [event["message"] for event in reader.events()] == ["The disk is full."]
