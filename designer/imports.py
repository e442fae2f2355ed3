"""Importing large packages."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import without collecting garbage, of which imports make none.

    Looking for it takes a quarter of the time; for TensorFlow's million objects it stops all threads for up
    to half a second. So what was imported is never looked through again either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
