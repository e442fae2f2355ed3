"""Which process writes a run: at most one, and never one that has ended, however it ended."""

from pathlib import Path

from filelock import FileLock, Timeout

from designer.errors import TrainingError

_NAME = "run.lock"
_PATIENCE_S = 2.0  # longer than anybody takes who only looks


class RunLock:
    """The right to write one run. The system takes it back from a process that ends, even if it is killed.

    Args:
        folder: The run's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / _NAME, thread_local=False, preserve_lock_file=True)

    def acquire(self) -> None:
        """Take the run.

        Raises:
            TrainingError: Another process has it, or the folder can't be written.
        """
        try:
            self._lock.acquire(timeout=_PATIENCE_S)
        except Timeout as error:
            raise TrainingError(
                f"The run in {self._folder} is being written by another window or process.",
                "Stop it there, or wait for its end.",
            ) from error
        except OSError as error:
            raise TrainingError(
                f"The run folder {self._folder} can't be written: {error.strerror or error}.",
                "Make room there or choose another run folder.",
            ) from error

    def release(self) -> None:
        """Give the run back."""
        self._lock.release()


def is_locked(folder: Path) -> bool:
    """Whether a living process writes the run in a folder."""
    file = folder / _NAME
    if not file.is_file():
        return False
    lock = FileLock(file, thread_local=False, preserve_lock_file=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:  # a folder that nobody can write
        return False
    lock.release()
    return False


def has_lock(folder: Path) -> bool:
    """Whether the run was ever locked; runs of earlier versions weren't."""
    return (folder / _NAME).is_file()
