"""Runs a training in a process of its own: what it leaks or breaks ends with it, and the window lives on."""

import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from typing_extensions import override

from designer.document.project import Project
from designer.errors import TrainingError
from designer.training.child import BATCH_S
from designer.training.events import RunEvent, RunFinished
from designer.training.running import Command, Running

# With the parent's own path, a checkout, a wheel and a test all find the same modules.
_START = "import sys; sys.path[:] = sys.argv[1:]; from designer.training.child import main; main()"


class ProcessRunner(Running):
    """Trains in a child process.

    The child stops cleanly when this process ends, whatever ends it. A child that dies is told as a run that
    failed; in its folder it is an interrupted run like any other.
    """

    def __init__(self) -> None:
        super().__init__()
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()

    @override
    def _make_thread(self, command: Command, folder: Path) -> threading.Thread:
        self._commands = queue.SimpleQueue()
        self._commands.put(command)
        child = _Child(str(folder), self._commands, self._events)
        return threading.Thread(target=child.follow, name="training", daemon=True)

    @override
    def _tell(self, name: str, *arguments: Any, **options: Any) -> None:
        super()._tell(name, *arguments, **options)  # for those who ask how the run stands
        if self.is_running:
            self._commands.put((name, arguments, options))


class _Child:
    """One child, from its start to its end, in a thread of its own.

    Args:
        run: What the last event names where the child had no time to tell its folder.
    """

    def __init__(
        self,
        run: str,
        commands: "queue.SimpleQueue[Command | None]",
        events: "queue.SimpleQueue[RunEvent]",
    ) -> None:
        self._run = run
        self._time = 0.0
        self._commands = commands
        self._events = events
        self._is_finished = False

    def follow(self) -> None:
        """Start it, hand its events on, and tell of its end if it can't."""
        try:
            child = _start()
        except OSError as error:
            reason = error.strerror or str(error)
            self._tell_end(f"The worker process can't be started: {reason}.", "Train in this program.")
            return
        writer = threading.Thread(target=self._hand_on, args=(child.stdin,), name="commands", daemon=True)
        writer.start()
        self._receive(child.stdout)
        self._commands.put(None)
        writer.join()
        status = child.wait()
        if not self._is_finished:
            self._tell_end(_words(status), "Resume it.")

    def _hand_on(self, stream: IO[bytes]) -> None:
        with suppress(OSError), stream:  # a child that has died doesn't listen
            while command := self._commands.get():
                pickle.dump(command, stream, pickle.HIGHEST_PROTOCOL)
                stream.flush()

    def _receive(self, stream: IO[bytes]) -> None:
        # A child that is killed may leave half a batch.
        with suppress(EOFError, OSError, pickle.UnpicklingError), stream:
            while True:
                for event in pickle.load(stream):  # noqa: S301 - the child's own
                    self._run, self._time = event.run, event.time
                    self._is_finished |= isinstance(event, RunFinished)
                    self._events.put(event)

    def _tell_end(self, message: str, remedy: str) -> None:
        event = RunFinished(run=self._run, time=self._time, status="failed", message=message, remedy=remedy)
        self._events.put(event)


class _Pipes(NamedTuple):
    """A child with both of its pipes."""

    stdin: IO[bytes]
    stdout: IO[bytes]
    wait: Callable[[], int]


def _start() -> _Pipes:
    command = [sys.executable, "-c", _START, *(path or str(Path.cwd()) for path in sys.path)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    if child.stdin is None or child.stdout is None:
        raise OSError("it has no pipes")
    return _Pipes(child.stdin, child.stdout, child.wait)


def _words(status: int) -> str:
    """How a process ended."""
    if status < 0:
        return f"The worker process was killed (signal {-status})."
    return f"The worker process ended with status {status}."


def train_apart(
    project: Project, *, run_dir: Path, emit: Callable[[RunEvent], None], steps_per_epoch: int | None = None
) -> RunFinished:
    """Train a project in a process of its own, and wait for its end; see `trainer.train`.

    Returns:
        The last event.

    Raises:
        TrainingError: The run failed; the last event has said so too.
        KeyboardInterrupt: The run was interrupted; the last weights are saved.
    """
    runner = ProcessRunner()
    runner.start(project, run_dir, steps_per_epoch=steps_per_epoch)
    try:
        last = _follow(runner, emit)
    except KeyboardInterrupt:
        runner.stop()
        _follow(runner, emit)
        raise
    finally:
        runner.close()
    if last.status == "failed":
        raise TrainingError(last.message, last.remedy)
    return last


def _follow(runner: ProcessRunner, emit: Callable[[RunEvent], None]) -> RunFinished:
    """Hand events on until the last one."""
    while True:
        events = runner.poll()
        for event in events:
            emit(event)
        if events and isinstance(events[-1], RunFinished):
            return events[-1]
        time.sleep(BATCH_S)
