"""The queue of runs: its order, its devices, and that it outlives its process."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.errors import RequestError, TrainingError
from designer.training.queue import RunQueue, clash
from designer.training.queue_file import QueueFile


def project(device: str = "auto") -> Project:
    net = NetworkBuilder("Net")
    net.add("Dense", net.input((4,)), units=2)
    return net.project().replace(training=TrainingSettings(device=device))


@pytest.fixture
def queue(tmp_path: Path) -> RunQueue:
    return RunQueue(tmp_path / "runs")


def titles(queue: RunQueue) -> list[str]:
    return [entry.title for entry in queue.entries]


def test_runs_begin_in_the_order_in_which_they_were_added(queue: RunQueue) -> None:
    first, second = queue.add(project(), "a"), queue.add(project(), "b")
    for expected in (first, second):
        entry = queue.next_for("auto")
        assert entry
        assert entry.id == expected
        queue.begin(expected)
        assert queue.next_for("auto") is None
        queue.finish(expected) if expected == first else queue.fail(expected, "No data.")
    assert [(entry.state, entry.message) for entry in queue.entries] == [("done", ""), ("failed", "No data.")]
    queue.forget_ended()
    assert not queue.entries


@pytest.mark.parametrize(("running", "waiting"), [("auto", "cpu"), ("cpu", "all"), ("gpu:0", "auto")])
def test_what_takes_any_device_clashes_with_everything(running: str, waiting: str, queue: RunQueue) -> None:
    queue.begin(queue.add(project(running), "a"))
    queue.add(project(waiting), "b")
    assert queue.next_for(waiting) is None


def test_one_run_trains_at_a_time_on_each_device(queue: RunQueue) -> None:
    queue.begin(queue.add(project("gpu:0"), "a"))
    queue.add(project("gpu:0"), "b")
    third = queue.add(project("gpu:1"), "c")
    assert queue.next_for("gpu:0") is None
    entry = queue.next_for("gpu:1")
    assert entry
    assert entry.id == third
    assert clash("cpu", "cpu")
    assert not clash("cpu", "gpu:0")


def test_nobody_overtakes_a_run_that_waits_for_every_device(queue: RunQueue) -> None:
    queue.begin(queue.add(project("gpu:0"), "a"))
    queue.add(project("all"), "b")
    queue.add(project("cpu"), "c")
    assert queue.next_for("cpu") is None


def test_moving_changes_places_among_those_that_wait(queue: RunQueue) -> None:
    ids = [queue.add(project(), name) for name in "abcd"]
    queue.begin(ids[0])
    queue.move(ids[3], up=True)
    assert titles(queue) == ["a", "b", "d", "c"]
    queue.move(ids[1], up=True)  # the first that waits stays behind the one that trains
    queue.move(ids[0], up=False)
    assert titles(queue) == ["a", "b", "d", "c"]
    queue.move(ids[1], up=False)
    assert titles(queue) == ["a", "d", "b", "c"]


def test_a_removed_run_is_not_trained_but_still_known(queue: RunQueue) -> None:
    removed, kept = queue.add(project(), "a"), queue.add(project(), "b")
    queue.remove(removed)
    assert queue.get(removed).state == "removed"
    entry = queue.next_for("auto")
    assert entry
    assert entry.id == kept
    with pytest.raises(RequestError):
        queue.get("nothing")


def test_a_run_that_trains_is_not_removed(queue: RunQueue) -> None:
    entry = queue.add(project(), "a")
    queue.begin(entry)
    with pytest.raises(TrainingError, match="a is training"):
        queue.remove(entry)
    assert titles(queue) == ["a"]


def test_threads_add_without_losing_entries(queue: RunQueue) -> None:
    def add() -> None:
        for number in range(50):
            queue.add(Project("Net"), str(number))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({entry.id for entry in queue.entries}) == 200


Kept = Callable[[RunQueue], QueueFile]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return lambda queue: QueueFile(tmp_path / "queues", queue)


def test_a_queue_outlives_its_process(queue: RunQueue, kept: Kept, tmp_path: Path) -> None:
    done = queue.add(project(), "done")
    queue.begin(done)
    queue.finish(done)
    began = queue.add(project("cpu"), "began", steps_per_epoch=3, comparison="widths")
    queue.begin(began)
    queue.place(began, tmp_path / "runs" / "x")
    queue.add(project(), "later")
    file = kept(queue)
    file.save()
    expected = [entry for entry in queue.entries if entry.state != "done"]
    file.close()
    again = RunQueue(tmp_path)
    kept(again).take_over()
    assert [entry.state for entry in again.entries] == ["waiting", "waiting"]
    assert [(e.title, e.folder, e.steps_per_epoch, e.comparison, e.project) for e in again.entries] == [
        (e.title, e.folder, e.steps_per_epoch, e.comparison, e.project) for e in expected
    ]


def test_any_number_of_threads_may_save_at_once(queue: RunQueue, kept: Kept) -> None:
    queue.add(project(), "a")
    failures: list[OSError] = []

    def save(file: QueueFile, start: threading.Barrier) -> None:
        start.wait()
        try:
            file.save()
        except OSError as error:
            failures.append(error)

    for _ in range(20):
        file, start = kept(queue), threading.Barrier(8)
        threads = [threading.Thread(target=save, args=(file, start)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        file.close()
    assert not failures


def test_the_queue_of_a_living_process_is_left_alone(queue: RunQueue, kept: Kept) -> None:
    queue.add(project(), "a")
    file = kept(queue)
    file.save()
    assert not kept(RunQueue(Path())).look()
    file.close()
    assert kept(RunQueue(Path())).look()


def test_what_was_taken_over_is_offered_once(queue: RunQueue, kept: Kept, tmp_path: Path) -> None:
    queue.add(project(), "a")
    file = kept(queue)
    file.save()
    file.close()
    again = RunQueue(tmp_path)
    next_file = kept(again)
    next_file.take_over()
    assert [entry.title for entry in again.entries] == ["a"]
    assert not kept(RunQueue(Path())).look()
    next_file.close()
    assert [entry.title for entry in kept(RunQueue(Path())).look()] == ["a"]


def test_what_was_left_behind_can_be_discarded(queue: RunQueue, kept: Kept, tmp_path: Path) -> None:
    queue.add(project(), "a")
    file = kept(queue)
    file.save()
    file.close()
    kept(RunQueue(tmp_path)).discard()
    assert list((tmp_path / "queues").iterdir()) == []


def test_an_empty_queue_leaves_no_file(queue: RunQueue, kept: Kept, tmp_path: Path) -> None:
    file = kept(queue)
    entry = queue.add(project(), "a")
    file.save()
    queue.remove(entry)
    file.save()
    file.close()
    assert list((tmp_path / "queues").iterdir()) == []


@pytest.mark.parametrize("text", ["{", "[]", '{"entries": [{}]}', '{"entries": [{"id": 1, "title": 2}]}'])
def test_a_damaged_queue_is_passed_over(text: str, kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "queues").mkdir()
    (tmp_path / "queues" / "x.json").write_text(text)
    assert not kept(RunQueue(tmp_path)).look()
    assert (tmp_path / "queues" / "x.json").read_text() == text


_KILLED = """
import os, signal, sys
from pathlib import Path
from designer.document.project import Project
from designer.graph.elements import GraphSnapshot
from designer.training.queue import RunQueue
from designer.training.queue_file import QueueFile
queue = RunQueue(Path("runs"))
file = QueueFile(Path(sys.argv[1]), queue)
for number in range(3):
    queue.add(Project("Net", GraphSnapshot()), str(number))
    file.save()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_its_queue(kept: Kept, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _KILLED, str(tmp_path / "queues")]
    assert subprocess.run(command, check=False, timeout=60).returncode != 0
    assert [entry.title for entry in kept(RunQueue(tmp_path)).look()] == ["0", "1", "2"]
    (file,) = (tmp_path / "queues").glob("*.json")
    assert json.loads(file.read_text())["format"] == 1
