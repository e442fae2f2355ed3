"""Commands that open the window: `open` (the default) and `demo`."""

import argparse
import os
import sys
from pathlib import Path

from designer.errors import RequestError
from designer.imports import quick_imports


def open_window(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    _check_display()
    with quick_imports():
        from designer.app import run_window

    return run_window(Path(options.project) if options.project else None)


def demo(options: argparse.Namespace) -> int:
    """Open the window on the digits and train at once."""
    if options.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    else:
        _check_display()
    with quick_imports():
        from designer.app import run_demo

    return run_demo(
        offscreen=options.offscreen,
        screenshot=Path(options.screenshot) if options.screenshot else None,
        epochs=options.epochs,
        run_dir=Path(options.run_dir) if options.run_dir else None,
    )


def _check_display() -> None:
    """Qt aborts the process where it finds no display; say it in a line instead."""
    has_display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not has_display:
        raise RequestError(
            "There is no display to open a window on.",
            "Use `demo --offscreen`, or the commands without a window: `train`, `summary`, `check`.",
        )
