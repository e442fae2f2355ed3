"""What a comparison window shows, read on a thread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from designer.errors import TrainingError
from designer.training.comparison.config_diff import ConfigRow
from designer.training.comparison.results import ResultRow, result_rows
from designer.training.comparison.running import Plan
from designer.training.comparison.runs import Comparison, read_comparison
from designer.ui.monitor.metrics import RunMetrics
from designer.ui.monitor.stored import read_metrics


@dataclass(frozen=True)
class Loaded:
    """A comparison with all that is derived from it.

    Args:
        comparison: None while none of the runs has begun.
        metrics: Of each run.
        waiting: Variants of a saved comparison that have no run yet.
    """

    comparison: Comparison | None
    metrics: tuple[RunMetrics, ...] = ()
    results: tuple[ResultRow, ...] = ()
    config: tuple[ConfigRow, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def state(self) -> object:
        """Equal for two readings that show the same."""
        summaries = tuple(run.summary for run in self.comparison.runs) if self.comparison else ()
        return summaries, tuple(metrics.step for metrics in self.metrics), self.waiting


Read = Callable[[], Loaded]


def read_runs(folders: tuple[Path, ...]) -> Loaded:
    """Read runs from their folders.

    Raises:
        RequestError: These are too few or too many.
    """
    return _loaded(read_comparison(folders))


def read_plan(plan: Plan) -> Loaded:
    """Read what was trained of a saved comparison so far."""
    waiting = tuple(variant.name for variant in plan.variants if plan.folder(variant) is None)
    comparison = plan.read()
    return _loaded(comparison, waiting) if comparison else Loaded(None, waiting=waiting)


def _loaded(comparison: Comparison, waiting: tuple[str, ...] = ()) -> Loaded:
    return Loaded(
        comparison,
        tuple(_metrics(run.summary.folder) for run in comparison.runs),
        result_rows(comparison),
        comparison.config,
        waiting,
    )


def _metrics(folder: Path) -> RunMetrics:
    try:
        return read_metrics(folder)
    except TrainingError:  # the table says that it is damaged
        return RunMetrics(str(folder))
