"""Tells a full disk from other failures of SQLite."""

import errno
import os
import sqlite3
import tempfile
from pathlib import Path

_PROBE_BYTES = 64 * 1024
_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_disk_full(error: sqlite3.Error, file: Path) -> bool:
    """Whether a write to a database failed for want of room: of the disk, a quota, or the size of a file."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # the rest of the code says where
        case sqlite3.SQLITE_FULL:
            return True
        case sqlite3.SQLITE_IOERR:
            return not _has_room(file)
    return False


def _has_room(file: Path) -> bool:
    """Whether a file beside this one can grow as large as it, and somewhat more."""
    wal = file.with_name(f"{file.name}-wal")
    try:
        size = max(each.stat().st_size for each in (file, wal) if each.exists())
        with tempfile.TemporaryFile(dir=file.parent) as probe:
            probe.seek(size)
            probe.write(os.urandom(_PROBE_BYTES))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return error.errno not in _ERRNOS
    except ValueError:  # no file at all
        return True
    return True
