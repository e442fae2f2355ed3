"""Runs that ended without a word, and can go on."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from designer.training.folder import RunFolder
from designer.training.runs import RunSummary, run_folders, summarise

_OLDEST = timedelta(days=30)
_MOST = 50


def find_interrupted(
    run_dir: Path, dismissed: Collection[str] = (), *, now: datetime | None = None
) -> list[RunSummary]:
    """The interrupted runs of the last 30 days, the newest first; none that goes on or has ended.

    Args:
        dismissed: Folder names of runs that the user doesn't want to go on with.
    """
    earliest = (now or datetime.now(UTC)) - _OLDEST
    known = [folder for folder in run_folders(run_dir) if folder.path.name not in dismissed]
    runs = (summarise(folder) for folder in known[:_MOST])
    return [run for run in runs if _is_to_be_offered(run, earliest)]


def _is_to_be_offered(run: RunSummary, earliest: datetime) -> bool:
    is_recent = run.started is not None and run.started >= earliest
    has_project = RunFolder(run.folder).project_file.is_file()
    return run.status == "interrupted" and is_recent and has_project and not run.is_archived


def ended_at(run: RunSummary) -> datetime | None:
    """When a run gave its last sign of life, as far as its file tells."""
    try:
        changed = RunFolder(run.folder).log_file.stat().st_mtime
    except OSError:
        return run.started
    return datetime.fromtimestamp(changed, UTC)
