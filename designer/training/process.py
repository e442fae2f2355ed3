"""Runs a training in a process of its own: what it leaks or breaks ends with it, and the window lives on."""

import atexit
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

from designer.document.project import Project
from designer.errors import TrainingError
from designer.training.child import BATCH_S, Command
from designer.training.control import Control
from designer.training.events import RunEvent, RunFinished

_CLOSE_TIMEOUT_S = 10.0
# With the parent's own path, a checkout, a wheel and a test all find the same modules.
_START = "import sys; sys.path[:] = sys.argv[1:]; from designer.training.child import main; main()"


class ProcessRunner:
    """The same as `runner.Runner`, with the run in a child process.

    The child stops cleanly when this process ends, whatever ends it. A child that dies is told as a run that
    failed; in its folder it is an interrupted run like any other.
    """

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[RunEvent] = queue.SimpleQueue()
        self._control = Control()  # what the child's own is told, for those who ask
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether a run is going on, paused or not; its last event may still wait in `poll`."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_paused(self) -> bool:
        """Whether the run is paused, or will be after the batch at hand."""
        return self._control.is_paused

    @property
    def is_stopping(self) -> bool:
        """Whether a run is going on that was told to stop."""
        return self.is_running and self._control.is_stopped

    def start(self, project: Project, run_dir: Path, *, steps_per_epoch: int | None = None) -> None:
        """Start a run.

        Args:
            steps_per_epoch: Batches in an epoch; None for as many as the data has.

        Raises:
            TrainingError: One is going on.
        """
        options = {"run_dir": run_dir, "steps_per_epoch": steps_per_epoch}
        self._begin(("train", (project,), options), run_dir)

    def pause(self) -> None:
        """Let the run wait after the batch at hand."""
        self._control.pause()
        self._tell("pause")

    def resume(self) -> None:
        """Let a paused run go on."""
        self._control.resume()
        self._tell("resume")

    def stop(self) -> None:
        """End the run after the batch at hand; its weights are saved, then `RunFinished` follows."""
        self._control.stop()
        self._tell("stop")

    def poll(self, limit: int = 1000) -> list[RunEvent]:
        """The events that came since the last call, oldest first, at most `limit` of them."""
        events: list[RunEvent] = []
        while len(events) < limit and not self._events.empty():
            events.append(self._events.get())
        return events

    def close(self, timeout_s: float = _CLOSE_TIMEOUT_S) -> bool:
        """Stop the run and wait for its end.

        Returns:
            Whether it has ended.
        """
        atexit.unregister(self.close)
        self.stop()
        if self._thread is not None:
            self._thread.join(timeout_s)
        return not self.is_running

    def _begin(self, command: Command, folder: Path) -> None:
        if self.is_running:
            raise TrainingError("A run is going on.", "Stop it first.")
        self._control = Control()
        self._commands = queue.SimpleQueue()
        self._commands.put(command)
        work = _Child(str(folder), self._commands, self._events)
        self._thread = threading.Thread(target=work.follow, name="training", daemon=True)
        atexit.register(self.close)
        self._thread.start()

    def _tell(self, name: str, *arguments: Any, **options: Any) -> None:
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
