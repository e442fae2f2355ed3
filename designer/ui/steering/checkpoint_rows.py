"""The checkpoints of a run as a table shows them; reading them is left to another thread."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from designer.document.files import open_project
from designer.document.project import Project
from designer.training.checkpoints import CheckpointInfo, list_checkpoints
from designer.training.folder import RunFolder
from designer.training.reader import RunReader

_MOST_METRICS = 4


@dataclass(frozen=True)
class CheckpointRow:
    """One checkpoint.

    Args:
        saved: When.
        size_bytes: On disk.
    """

    info: CheckpointInfo
    saved: datetime
    size_bytes: int

    @property
    def marks(self) -> str:
        """What is special about it."""
        words = {"best": self.info.is_best, "kept": bool(self.info.memory.get("is_kept"))}
        return ", ".join(word for word, holds in words.items() if holds)

    @property
    def rate(self) -> float | None:
        """The optimiser's learning rate there, before any schedule."""
        rate = self.info.memory.get("rate", {}).get("base")
        return float(rate) if isinstance(rate, int | float) else None


@dataclass(frozen=True)
class RunCheckpoints:
    """The checkpoints of one run, the newest first.

    Args:
        project: What produced it.
        name: What it is called.
    """

    folder: Path
    name: str
    project: Project
    rows: tuple[CheckpointRow, ...]

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics worth a column, those of validation first."""
        names = dict.fromkeys(name for row in self.rows for name in row.info.metrics)
        names.pop("learning_rate", None)
        return tuple(sorted(names, key=lambda name: not name.startswith("val_")))[:_MOST_METRICS]


def read_checkpoints(folder: Path) -> RunCheckpoints:
    """Look what is there.

    Raises:
        DesignerError: The run can't be read.
    """
    run = RunFolder(folder)
    with RunReader(run.database) as reader:
        meta = reader.meta()
    rows = [row for info in list_checkpoints(run) if (row := _row(info))]
    name = meta.get("title") or meta.get("name", run.name)
    return RunCheckpoints(folder, name, open_project(run.project_file), tuple(reversed(rows)))


def _row(info: CheckpointInfo) -> CheckpointRow | None:
    try:
        sizes = [file.stat().st_size for file in info.path.iterdir()]
        saved = datetime.fromtimestamp(info.path.stat().st_mtime)
    except OSError:  # it was thinned out just now
        return None
    return CheckpointRow(info, saved, sum(sizes))
