"""A display of its own for a window that is measured, so that no other program's windows disturb it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

_COMMAND = ("Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp")


def has_virtual_display() -> bool:
    """Whether Xvfb is installed."""
    return shutil.which(_COMMAND[0]) is not None


def platforms() -> Iterator[tuple[str, dict[str, str]]]:
    """Where windows can be drawn: the name and the environment of programs that draw there."""
    yield "off screen", no_display()
    if has_virtual_display():
        with virtual_display() as environment:
            yield "X11", environment


@contextmanager
def virtual_display() -> Iterator[dict[str, str]]:
    """An X server, for the `with` block; gives the environment of programs that draw there."""
    with subprocess.Popen(_COMMAND, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout
            display = f":{server.stdout.readline().strip()}"
            yield {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        finally:
            server.terminate()


def no_display() -> dict[str, str]:
    """The environment of programs that draw into memory."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
