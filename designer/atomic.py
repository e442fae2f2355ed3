"""Writing files so that a reader, a crash or a full disk finds the old one or the new one, never a part."""

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

# Leaves room for the rest of a temporary name within the 255 bytes that file systems allow.
_MAX_PREFIX = 50


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to a file beside `path`, flush it to disk, then put it in place.

    Raises:
        OSError: The file can't be written; what was at `path` is untouched.
    """
    target = Path(os.path.realpath(path))
    _check_replaceable(target)
    part = target.with_name(f".{target.name[:_MAX_PREFIX]}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            if target.exists():
                part.chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _check_replaceable(target: Path) -> None:
    """Refuse what renaming would replace against the user's will: a folder, a device, a read-only file."""
    if not target.exists():
        return
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "It is a folder")
    if not target.is_file():
        raise OSError(errno.EINVAL, "It is no ordinary file")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "It is read-only")


def sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system lets folders be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
