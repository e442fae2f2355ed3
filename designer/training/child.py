"""The process that trains for `ProcessRunner`: commands come by standard input, events go by standard output.

It stops the run, with its weights saved, as soon as nobody is left at the other end.
"""

import os
import pickle
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from designer.errors import DesignerError
from designer.training.control import Control
from designer.training.events import RunEvent
from designer.worker import give_way

BATCH_S = 0.02
_MOST_AT_ONCE = 1000


def main() -> None:
    """Train once, as the first command says."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal goes to all; the parent decides
    give_way()
    events = _take_standard_output()
    commands = sys.stdin.buffer
    name, arguments, options = pickle.load(commands)  # noqa: S301 - the parent's own
    control = Control()
    threading.Thread(target=_follow, args=(commands, control), name="commands", daemon=True).start()
    sender = _Sender(events)
    # Whatever it raises, the last event has told.
    with suppress(DesignerError):
        _trainer(name)(*arguments, **options, emit=sender.put, control=control)
    sender.close()
    # TensorFlow takes a second to end; all that is worth keeping is on disk.
    sys.stderr.flush()
    os._exit(0)


def _trainer(name: str) -> Callable[..., object]:
    from designer.compiler.backend import load_tensorflow
    from designer.training import trainer

    with suppress(DesignerError):  # training itself says what is wrong
        load_tensorflow()
    function: Callable[..., object] = getattr(trainer, name)
    return function


def _take_standard_output() -> BinaryIO:
    """Keep standard output for events; what libraries print goes to standard error."""
    events = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return events


def _follow(commands: BinaryIO, control: Control) -> None:
    """Hand commands on until the parent is gone."""
    while True:
        try:
            name, arguments, options = pickle.load(commands)  # noqa: S301 - the parent's own
        except (EOFError, OSError, pickle.UnpicklingError):
            control.stop()
            return
        getattr(control, name)(*arguments, **options)


class _Sender:
    """Sends events in batches from a thread of its own, so that training never waits for the parent."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._events: queue.SimpleQueue[RunEvent | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="events", daemon=True)
        self._thread.start()
        self.put = self._events.put

    def close(self) -> None:
        """Send what is left."""
        self._events.put(None)
        self._thread.join()

    def _work(self) -> None:
        is_open = True
        while is_open:
            batch = self._take()
            is_open = batch[-1] is not None
            try:
                pickle.dump(batch if is_open else batch[:-1], self._stream, pickle.HIGHEST_PROTOCOL)
                self._stream.flush()
            except OSError:  # the parent is gone, as the other thread has noticed too
                return
            if is_open:
                time.sleep(BATCH_S)

    def _take(self) -> list[RunEvent | None]:
        batch = [self._events.get()]
        while batch[-1] is not None and len(batch) < _MOST_AT_ONCE and not self._events.empty():
            batch.append(self._events.get())
        return batch
