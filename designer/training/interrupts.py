"""Ctrl+C while a run goes on: it ends between two batches, where its state can be saved exactly."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from designer.training.control import Control


@dataclass
class Interrupt:
    """What came from the keyboard.

    Attributes:
        has_come: Whether the run was interrupted.
    """

    has_come: bool = False


@contextmanager
def stop_when_interrupted(control: Control) -> Iterator[Interrupt]:
    """Let the first Ctrl+C stop the run as its user would; the second one raises at once, as ever.

    Only where Python's own handler is in charge, which it can be in the main thread only.
    """
    interrupt = Interrupt()
    usual = signal.getsignal(signal.SIGINT)
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or usual is not signal.default_int_handler:
        yield interrupt
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, usual)
        interrupt.has_come = True
        # Not from here: the code that is interrupted may hold the lock of the control.
        threading.Thread(target=control.stop, name="interrupt", daemon=True).start()

    signal.signal(signal.SIGINT, stop)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, usual)
