"""A thread that runs jobs one after the other, and a queue with what came of them."""

import atexit
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from designer.errors import DesignerError

_log = logging.getLogger("designer")


_NICENESS = 5
_EXIT_TIMEOUT_S = 60.0


def give_way() -> None:
    """Let the GUI thread go before this one, and before those that this one starts, such as TensorFlow's."""
    if sys.platform == "linux":  # elsewhere it would be the whole process
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + _NICENESS)


def wait_for(thread: threading.Thread, timeout_s: float) -> None:
    """Wait until a thread has ended; longer than `timeout_s` only where the program ends.

    A daemon thread that is inside compiled code then, such as the import of TensorFlow, would abort the
    process: the interpreter ends such threads by unwinding that code.
    """
    if thread.is_alive():
        thread.join(timeout_s)
    if thread.is_alive():
        atexit.register(thread.join, _EXIT_TIMEOUT_S)


@dataclass(frozen=True)
class JobDone:
    """A job given to `submit` has returned."""

    job: int
    result: Any


@dataclass(frozen=True)
class JobFailed:
    """A job given to `submit` has raised."""

    job: int
    error: DesignerError


@dataclass(frozen=True)
class _Job:
    number: int
    function: Callable[[], Any]


class Worker:
    """Starts the thread, takes jobs, hands out results. All methods but `stop` return at once."""

    def __init__(self, name: str) -> None:
        self._inbox: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._outbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._next_job = 0

    def start(self) -> None:
        """Start the thread; jobs given before are waiting."""
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """End the thread after what was asked before; what takes longer than `timeout_s` is left behind."""
        self._inbox.put(None)
        wait_for(self._thread, timeout_s)

    def submit(self, function: Callable[[], Any]) -> int:
        """Run a function on the thread, after what was asked before.

        Returns:
            The job's number, which comes back in `JobDone` or `JobFailed`.
        """
        self._next_job += 1
        self._inbox.put(_Job(self._next_job, function))
        return self._next_job

    def poll(self) -> list[Any]:
        """What came since the last call, oldest first."""
        events = []
        while not self._outbox.empty():
            events.append(self._outbox.get())
        return events

    def _work(self) -> None:
        give_way()
        while job := self._inbox.get():
            self._outbox.put(self._run(job))

    def _run(self, job: _Job) -> object:
        try:
            return JobDone(job.number, job.function())
        except DesignerError as error:
            return JobFailed(job.number, error)
        except Exception as error:  # noqa: BLE001 - whatever a job meets must not end the thread
            _log.exception("A job failed unexpectedly")
            return JobFailed(job.number, DesignerError(f"{type(error).__name__}: {error}"))
