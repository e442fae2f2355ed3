"""Backups of edits that aren't saved yet: one file for each open document, until it is saved or closed.

A backup is a line of JSON about its origin, and then the text of the project file.
"""

import contextlib
import json
import os
import platform
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from designer.atomic import write_atomically
from designer.document.file_mark import FileMark
from designer.document.files import ProjectWriter, format_project, open_project, parse_project
from designer.document.project import Project
from designer.errors import DesignerError, ProjectFileError

FORMAT = "model-designer-backup/1"
SUFFIX = ".backup"
_DAY_S = 24 * 3600
# The system rounds the time of its own start to a second.
_SAME_START_S = 1.5


@dataclass(frozen=True)
class Owner:
    """A process, told apart from a later one that got its number.

    Args:
        host: The computer, since several may share a home folder.
        pid: The number of the process.
        start_s: When it started, in seconds after the computer did, which no set clock changes.
    """

    host: str
    pid: int
    start_s: float

    def is_alive(self) -> bool:
        """Whether it still works on its document, if it is a process of this computer."""
        start_s = _start_s(self.pid)
        return start_s is not None and abs(start_s - self.start_s) < _SAME_START_S


@cache
def this_process() -> Owner:
    """The process that asks."""
    return Owner(_host(), os.getpid(), _start_s(os.getpid()) or 0.0)


@dataclass(frozen=True)
class Backup:
    """A backup as it was read.

    Args:
        file: Where it is.
        owner: The process that wrote it.
        time_s: When it was written, in seconds since 1970.
        name: The project's name.
        path: The project's file; None where it was never saved.
        mark: What that file was when it was opened or saved last.
        revision: The document's revision.
        text: The project, as in a project file.
    """

    file: Path
    owner: Owner
    time_s: float
    name: str
    path: Path | None
    mark: FileMark | None
    revision: int
    text: str

    def project(self) -> Project:
        """The project in it.

        Raises:
            ProjectFileError: It is damaged.
        """
        return parse_project(self.text)

    def is_left(self) -> bool:
        """Whether its process has ended; where that can't be known, whether it wasn't written for a day."""
        if self.owner.host != _host():
            return time.time() - self.time_s > _DAY_S
        return not self.owner.is_alive()

    def is_needed(self) -> bool:
        """Whether it holds anything that the project's file doesn't."""
        try:
            saved = open_project(self.path) if self.path else Project()
        except DesignerError:
            return True
        return self.text.encode() != _encoded(format_project(saved))


def new_backup_file(folder: Path) -> Path:
    """A path for the backup of one more document."""
    return folder / f"{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"


class BackupWriter:
    """Keeps the backup of one document. Its methods may block, so call them on a thread of their own.

    Args:
        file: Where it is kept; see `new_backup_file`.
        pause: Called often while a large project is written, to let other threads go first.
    """

    def __init__(self, file: Path, pause: Callable[[], None] | None = None) -> None:
        self.file = file
        self._text = ProjectWriter(pause)

    def write(self, project: Project, path: Path | None, mark: FileMark | None, revision: int) -> None:
        """Write the backup in the place of the one before; the project may come in any order.

        Raises:
            ProjectFileError: It can't be written; the one before is untouched.
        """
        origin = {
            "format": FORMAT,
            "owner": asdict(this_process()),
            "time_s": time.time(),
            "name": project.name,
            "path": str(path.absolute()) if path else None,
            "mark": asdict(mark) if mark else None,
            "revision": revision,
        }
        try:
            text = f"{json.dumps(origin)}\n{self._text.text(project.in_order())}"
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self.file, _encoded(text))
        except (OSError, ValueError, TypeError, RecursionError) as error:
            reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
            raise ProjectFileError(f"Unsaved edits can't be backed up: {reason}.", "Save often.") from error

    def remove(self) -> None:
        """Remove the backup, if there is one."""
        remove_backup(self.file)


def remove_backup(file: Path) -> None:
    """Remove a backup that nobody needs any more; one that can't be removed is compared at the next start."""
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)


def claim_backup(backup: Backup, folder: Path) -> Path:
    """Make a backup that was left behind this process's own.

    Returns:
        Its new place.

    Raises:
        ProjectFileError: It is gone, as when another window took it.
    """
    file = new_backup_file(folder)
    try:
        backup.file.rename(file)
    except OSError as error:
        raise ProjectFileError(f'The unsaved edits of "{backup.name}" are no longer there.') from error
    return file


def read_backup(file: Path) -> Backup:
    """Read a backup.

    Raises:
        ProjectFileError: It can't be read, or is none.
    """
    try:
        line, text = file.read_text(encoding="utf-8").split("\n", 1)
        return _backup(file, json.loads(line), text)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProjectFileError(f"{file} is no backup: {error}.") from error


def backups_left(folder: Path) -> list[Backup]:
    """Backups of processes that ended without saving or closing, newest first; useless ones are removed."""
    found = []
    for file in folder.glob(f"*{SUFFIX}"):
        try:
            backup = read_backup(file)
        except ProjectFileError:
            continue  # nothing that could be offered, and nothing to throw away unseen
        if backup.is_left() and backup.is_needed():
            found.append(backup)
        elif backup.is_left():
            remove_backup(file)
    _remove_parts(folder)
    return sorted(found, key=lambda backup: backup.time_s, reverse=True)


def _remove_parts(folder: Path) -> None:
    """Remove what a process was writing when it was killed."""
    for part in folder.glob(f".*{SUFFIX}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _DAY_S:
                part.unlink()


def _backup(file: Path, origin: dict[str, Any], text: str) -> Backup:
    if origin["format"] != FORMAT:
        raise ValueError(f"its format is {origin['format']}")
    return Backup(
        file,
        Owner(**origin["owner"]),
        float(origin["time_s"]),
        str(origin["name"]),
        Path(origin["path"]) if origin["path"] else None,
        FileMark(**origin["mark"]) if origin["mark"] else None,
        int(origin["revision"]),
        text,
    )


def _encoded(text: str) -> bytes:
    """As a project file has it: what UTF-8 lacks is escaped."""
    return text.encode(errors="backslashreplace")


@cache
def _host() -> str:
    """This computer, by a name that it keeps where the system has one."""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip() or platform.node()
    except (OSError, ValueError):
        return platform.node()


def _start_s(pid: int) -> float | None:
    """When a process started, in seconds after the computer did; None where it has ended."""
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time() - psutil.boot_time())
    except psutil.Error:  # of another user, and so none of ours
        return None
