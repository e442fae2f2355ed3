"""The folder of one run: what produced it, what it recorded, and its weights."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from designer.document.files import save_project
from designer.document.project import Project
from designer.errors import DesignerError, TrainingError

_NAME = re.compile(r"\d{8}-\d{6}-.+-(?P<id>[0-9a-f]{6})")


@dataclass(frozen=True)
class RunFolder:
    """Where everything of a run is.

    Args:
        path: The folder, `<time>-<name>-<id>` below the run folder.
    """

    path: Path

    @classmethod
    def create(cls, run_dir: Path, project: Project) -> "RunFolder":
        """Make the folder of a new run and freeze the project in it.

        Raises:
            TrainingError: The folder can't be made or written.
        """
        name = f"{datetime.now():%Y%m%d-%H%M%S}-{_slug(project.name)}-{secrets.token_hex(3)}"
        folder = cls(run_dir.expanduser().absolute() / name)
        try:
            folder.path.mkdir(parents=True)
            save_project(project, folder.project_file)
        except (OSError, DesignerError) as error:
            raise TrainingError(
                f"The run folder {run_dir} can't be written: {_reason(error)}",
                "Choose another run folder or make room there.",
            ) from error
        return folder

    @property
    def id(self) -> str:
        """Unique, and short enough to type."""
        match = _NAME.fullmatch(self.path.name)
        return match["id"] if match else self.path.name

    @property
    def name(self) -> str:
        """The project's name as far as the folder tells it."""
        return self.path.name.split("-", 2)[-1].rpartition("-")[0] if self.has_run_name else self.path.name

    @property
    def has_run_name(self) -> bool:
        """Whether the folder is named as `create` names folders."""
        return _NAME.fullmatch(self.path.name) is not None

    @property
    def project_file(self) -> Path:
        """The frozen project."""
        return self.path / "project.json"

    @property
    def database(self) -> Path:
        """Metrics, histograms, events and notes; see `schema`."""
        return self.path / "run.db"

    @property
    def best_file(self) -> Path:
        """The model as it was after the epoch with the least validation loss."""
        return self.path / "best.keras"

    @property
    def last_file(self) -> Path:
        """The model as training left it."""
        return self.path / "last.keras"

    @property
    def checkpoints(self) -> Path:
        """The checkpoints, a folder each, named by their step."""
        return self.path / "checkpoints"

    @property
    def log_file(self) -> Path:
        """What happened, for people; tracebacks too."""
        return self.path / "log.txt"

    def log(self, text: str) -> None:
        """Add a line with the time to the log."""
        with self.log_file.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {text.rstrip()}\n")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary path to write a file to; it then takes the place of `target`, whole or not at all.

    Raises:
        OSError: It can't be flushed or renamed; what was at `target` is untouched.
    """
    part = target.with_name(f".part-{target.name}")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "untitled"


def _reason(error: OSError | DesignerError) -> str:
    return error.message if isinstance(error, DesignerError) else f"{error.strerror or error}."
