"""Whatever ends a run, as one clear line with a remedy."""

import errno
import re

from designer.compiler.messages import clean
from designer.errors import DesignerError, TrainingError

_MEMORY = ("ResourceExhaustedError", "MemoryError")
_LABEL = re.compile(
    r"label value of (?P<label>-?\d+) which is outside the valid range of \[0, (?P<classes>\d+)\)"
)
_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DISK_WORDS = ("No space left on device", "Disk quota exceeded", "File too large", "errno = 28")


def explain(error: BaseException) -> DesignerError:
    """Turn anything that a run raised into what the user is told.

    Args:
        error: What was raised; a `DesignerError` is handed back as it is.
    """
    if isinstance(error, DesignerError):
        return error
    if isinstance(error, ImportError):
        return TrainingError(
            f"TensorFlow can't be loaded: {clean(error)}",
            "Install it with `pip install tensorflow`, then start again.",
        )
    if type(error).__name__ in _MEMORY:
        return TrainingError(
            "There is not enough memory for this network and batch size.",
            "Use a smaller batch size, smaller images or a smaller network, or close other programs.",
        )
    if is_disk_full(error):
        return TrainingError(
            "The disk is full, so the run can't be recorded.",
            "Make room or choose another run folder, then train again; what was written before is kept.",
        )
    if match := _LABEL.search(str(error)):
        return TrainingError(
            f"There is a label {match['label']}, but the last layer has units for the labels 0 to "
            f"{int(match['classes']) - 1} only.",
            "Give the last layer more units or correct the labels.",
        )
    return TrainingError(f"Training failed: {clean(error)}", "The run's log.txt has the details.")


def is_disk_full(error: BaseException) -> bool:
    """Whether something failed for want of room on the disk."""
    return isinstance(error, OSError) and (
        error.errno in _DISK_ERRORS or any(word in str(error) for word in _DISK_WORDS)
    )
