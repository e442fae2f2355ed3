"""Importing TensorFlow without its start-up chatter."""

import logging
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from designer.compiler.messages import sentence
from designer.errors import DesignerError
from designer.imports import quick_imports

# Among the errors only those are chatter that every computer without a GPU sees, or every one with one.
_CHATTER = re.compile(
    rb"[IW]\d{4} |WARNING: All log messages before absl|To enable the following instructions"
    rb"|E\d{4} .*(Unable to register cu\w+ factory|failed call to cuInit: .*(\(303\)|CUDA_ERROR_NO_DEVICE))"
)


def load_tensorflow() -> None:
    """Import TensorFlow and Keras.

    Raises:
        DesignerError: TensorFlow is missing or broken.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    if sys.modules.get("tensorflow"):
        return
    try:
        with without_chatter(), quick_imports():
            import keras  # noqa: F401 - imports TensorFlow as its backend
            import tensorflow as tf

            tf.config.list_physical_devices()
    except Exception as error:
        raise _explain(error) from error
    # What a layer does to a mask is told by the analysis, once and at the layer.
    warnings.filterwarnings("ignore", "Layer .* was passed an input with a mask attached", UserWarning)
    # tensorflow-datasets warns here about every folder that it looks into and every API of its own.
    logging.getLogger("absl").setLevel(logging.ERROR)


def _explain(error: Exception) -> DesignerError:
    lines = str(error).strip().splitlines()
    return DesignerError(
        sentence(f"TensorFlow can't be loaded: {lines[-1].strip() if lines else type(error).__name__}"),
        "Drawing and saving work without it; analysis and training don't. Try `pip install tensorflow`.",
    )


@contextmanager
def without_chatter() -> Iterator[None]:
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
