"""Importing large packages."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import without collecting garbage, of which imports make none.

    Looking for it takes a quarter of the time; for TensorFlow's million objects it stops all threads for up
    to half a second. So what was imported is never looked through again either. Nor does pydantic look
    through all installed packages for plug-ins of its own.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
