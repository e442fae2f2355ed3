"""Remembers which run belongs to which variant of a saved comparison, beside the runs."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from designer.atomic import write_atomically
from designer.document.files import format_project
from designer.document.project import Project
from designer.errors import TrainingError

_FOLDER = "comparisons"


@dataclass(frozen=True)
class Entry:
    """The run of one variant.

    Args:
        run: Name of its folder in the run folder.
        project: Digest of what was trained, so that a variant that was changed is trained anew.
        steps_per_epoch: What was asked for; None for all of the data.
    """

    run: str
    project: str
    steps_per_epoch: int | None = None


class Ledger:
    """The runs of one comparison below a run folder. A damaged or missing file counts as empty.

    Args:
        name: Of the comparison.
    """

    def __init__(self, run_dir: Path, name: str) -> None:
        self._run_dir = run_dir.expanduser().absolute()
        self.path = self._run_dir / _FOLDER / f"{name}.json"

    def folder(self, variant: str, project: Project, steps_per_epoch: int | None) -> Path | None:
        """The run of a variant, if it was trained as it is now and its folder is still there."""
        entry = self.entries().get(variant)
        if entry is None or (entry.project, entry.steps_per_epoch) != (digest(project), steps_per_epoch):
            return None
        folder = self._run_dir / entry.run
        return folder if (folder / "run.db").is_file() else None

    def note(self, variant: str, run: Path, project: Project, steps_per_epoch: int | None) -> None:
        """Remember the run of a variant.

        Raises:
            TrainingError: That can't be written.
        """
        entries = self.entries() | {variant: Entry(run.name, digest(project), steps_per_epoch)}
        data = {"runs": {name: asdict(entry) for name, entry in entries.items()}}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.path, f"{json.dumps(data, indent=2)}\n".encode())
        except OSError as error:
            raise TrainingError(
                f"{self.path} can't be written: {error.strerror or error}.", "Make room there."
            ) from error

    def entries(self) -> dict[str, Entry]:
        """All that is known, by variant."""
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
            return {str(name): Entry(**entry) for name, entry in data["runs"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}


def digest(project: Project) -> str:
    """Tells projects apart that would train otherwise; how they are drawn doesn't matter."""
    plain = project.replace(view=Project().view)
    return hashlib.sha256(format_project(plain).encode()).hexdigest()
