"""Commands that open the window: `open` (the default) and `demo`."""

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from designer.errors import RequestError


def open_window(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    _check_display()
    with _collecting_no_garbage():
        from designer.app import run_window

    return run_window(Path(options.project) if options.project else None)


def demo(options: argparse.Namespace) -> int:
    """Open the window on the digits and train at once."""
    if options.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    else:
        _check_display()
    with _collecting_no_garbage():
        from designer.app import run_demo

    return run_demo(
        offscreen=options.offscreen,
        screenshot=Path(options.screenshot) if options.screenshot else None,
        epochs=options.epochs,
        run_dir=Path(options.run_dir) if options.run_dir else None,
    )


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """Importing makes none, and looking for it takes a quarter of the time; nor is there any later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _check_display() -> None:
    """Qt aborts the process where it finds no display; say it in a line instead."""
    has_display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not has_display:
        raise RequestError(
            "There is no display to open a window on.",
            "Use `demo --offscreen`, or the commands without a window: `train`, `summary`, `check`.",
        )
