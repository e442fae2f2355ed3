"""Noticing that a file was changed by someone else since it was read or written."""

import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path


class FileState(Enum):
    """How a file is compared with what it was."""

    SAME = auto()
    CHANGED = auto()
    DELETED = auto()


@dataclass(frozen=True)
class FileMark:
    """What a file was at one moment."""

    size: int
    mtime_ns: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "FileMark | None":
        """The mark of a file; None where there is none, or none that can be read."""
        try:
            status = path.stat()
            return cls(status.st_size, status.st_mtime_ns, _sha256(path)) if path.is_file() else None
        except (OSError, ValueError):
            return None


def file_state(path: Path | None, mark: FileMark | None) -> FileState:
    """Compare a file with its mark; one that was only touched is the same.

    Args:
        path: The file; None for a document that has none.
        mark: What the file was; None where there was none.
    """
    if path is None:
        return FileState.SAME
    try:
        status = path.stat()
        if not path.is_file():
            return FileState.DELETED if mark else FileState.SAME
        if mark is None or status.st_size != mark.size:
            return FileState.CHANGED
        is_same = status.st_mtime_ns == mark.mtime_ns or _sha256(path) == mark.sha256
        return FileState.SAME if is_same else FileState.CHANGED
    except (OSError, ValueError):
        return FileState.DELETED if mark else FileState.SAME


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
