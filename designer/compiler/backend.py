"""Importing TensorFlow without its start-up chatter."""

import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from designer.imports import quick_imports

_CHATTER = re.compile(
    rb"[IW]\d{4} |[IW]0000|WARNING: All log messages before absl|To enable the following instructions"
)


def load_tensorflow() -> None:
    """Import TensorFlow and Keras.

    Raises:
        Exception: Whatever a missing or broken TensorFlow raises.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    if "tensorflow" in sys.modules:
        return
    with _without_chatter(), quick_imports():
        import keras  # noqa: F401 - imports TensorFlow as its backend
        import tensorflow as tf

        tf.config.list_physical_devices()
    # tensorflow-datasets warns here about every folder that it looks into and every API of its own.
    logging.getLogger("absl").setLevel(logging.ERROR)


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Hold back what C++ writes to standard error, and let through all that isn't known chatter."""
    try:
        original = os.dup(2)
    except OSError:
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(original, 2)
            os.close(original)
            held.seek(0)
            for line in held:
                if not _CHATTER.match(line):
                    sys.stderr.write(line.decode(errors="replace"))
