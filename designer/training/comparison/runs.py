"""Several runs read side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from designer.document.files import open_project
from designer.document.project import Project
from designer.errors import DesignerError, RequestError, TrainingError
from designer.training.comparison.config_diff import ConfigRow, Facts, config_diff
from designer.training.comparison.curves import Curve, read_curves
from designer.training.comparison.drawing_diff import Diff, drawing_diff
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.runs import RunSummary, summarise

MOST_RUNS = 8
"""More can't be told apart by their colours."""

_MOST_NAMED = 3


@dataclass(frozen=True)
class ComparedRun:
    """One of the runs.

    Args:
        title: Its name, with its id where several have the same.
        project: What was trained; None where it can't be read.
        parameters: Number of weights, in scalars; None where the run never began.
        duration_s: From its beginning to its newest event.
        best_epoch: The epoch with the least validation loss, or training loss without validation; from 1.
        facts: What else is known of it, such as the preset it was made of, by name.
    """

    title: str
    summary: RunSummary
    project: Project | None = None
    parameters: int | None = None
    duration_s: float = 0.0
    best_epoch: int | None = None
    curves: tuple[Curve, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """Several runs, and what there is to say of them together.

    Args:
        text: What the comparison is to show; empty where nobody said.
    """

    title: str
    runs: tuple[ComparedRun, ...]
    text: str = ""

    @property
    def config(self) -> tuple[ConfigRow, ...]:
        """All settings, a row each."""
        return config_diff([run.project for run in self.runs], [run.facts for run in self.runs])

    def drawing_diff(self, before: int, after: int) -> Diff:
        """What differs between the drawings of two of the runs."""
        one, other = (self.runs[place].project or Project() for place in (before, after))
        return drawing_diff(one.graph, other.graph)

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that any run has, without `val_`, in order."""
        return tuple(dict.fromkeys(curve.metric for run in self.runs for curve in run.curves))


def read_comparison(
    folders: Sequence[Path],
    *,
    title: str = "",
    text: str = "",
    facts: Mapping[Path, Facts] | None = None,
) -> Comparison:
    """Read runs from their folders, also while they go on; this reads files and may take long.

    Raises:
        RequestError: These are too few or too many.
    """
    if not 1 <= len(folders) <= MOST_RUNS:
        raise RequestError(f"{len(folders)} runs can't be compared.", f"Choose two to {MOST_RUNS}.")
    runs = _told_apart([_read(path, (facts or {}).get(path, {})) for path in folders])
    return Comparison(title or _title(runs), runs, text)


def _title(runs: Sequence[ComparedRun]) -> str:
    if len(runs) > _MOST_NAMED:
        return f"{len(runs)} runs"
    *others, last = (run.title for run in runs)
    return f"{', '.join(others)} and {last}" if others else last


def _read(path: Path, facts: Facts) -> ComparedRun:
    folder = RunFolder(path)
    summary = summarise(folder)
    try:
        project = open_project(folder.project_file)
    except DesignerError:
        project = None
    try:
        with RunReader(folder.database) as reader:
            events = reader.events()
            curves, best = read_curves(reader), _best_epoch(reader)
    except TrainingError:
        return ComparedRun(summary.label, summary, project, facts=facts)
    started = next((event for event in events if event["event"] == "run_started"), {})
    duration_s = events[-1]["time"] if events else 0.0
    parameters = started.get("parameters")
    return ComparedRun(summary.label, summary, project, parameters, duration_s, best, curves, facts)


def _best_epoch(reader: RunReader) -> int | None:
    step = reader.least("val_loss") or reader.least("loss")
    steps_per_epoch = reader.meta().get("steps_per_epoch") or 0
    return -(-step // steps_per_epoch) if step and steps_per_epoch else None


def _told_apart(runs: Sequence[ComparedRun]) -> tuple[ComparedRun, ...]:
    counts = Counter(run.title for run in runs)
    return tuple(
        replace(run, title=f"{run.title} ({run.summary.id})") if counts[run.title] > 1 else run
        for run in runs
    )
