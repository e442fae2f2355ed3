"""Commands on several runs: `compare`, `comparisons`."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.run import Progress
from designer.cli.text import document, table
from designer.document.comparisons import list_comparisons
from designer.training.events import RunEvent

if TYPE_CHECKING:
    from designer.training.comparison.runs import Comparison


def compare(options: argparse.Namespace) -> int:
    """Train what a saved comparison still lacks, then lay the runs side by side."""
    from designer import api

    found = api.compare(
        *options.targets,
        data=options.data,
        epochs=options.epochs,
        batch_size=options.batch_size,
        seed=options.seed,
        steps_per_epoch=options.steps_per_epoch,
        run_dir=options.run_dir,
        html=options.html,
        on_event=_Named(),
    )
    if options.json:
        print(document(_comparison_json(found)))
    else:
        _print(found, options.html)
    return 1 if any(run.summary.status in ("failed", "damaged") for run in found.runs) else 0


def comparisons(options: argparse.Namespace) -> int:
    """List the saved comparisons."""
    found = list_comparisons()
    if options.json:
        print(document([{"name": name, **saved.model_dump(mode="json")} for name, saved in found.items()]))
        return 0
    for name, saved in found.items():
        print(f"{name}: {saved.title}\n    {saved.text}")
        for variant in saved.variants:
            settings = "".join(f" --set {key}={value}" for key, value in variant.set.items())
            source = f"preset:{variant.preset}" if variant.preset else variant.project
            print(f"    {variant.name}: {source}{settings}")
    return 0


class _Named(Progress):
    """Says first which run it is."""

    def __init__(self) -> None:
        super().__init__()
        self._run = ""

    def __call__(self, event: RunEvent) -> None:
        """Show what one event tells."""
        if event.run != self._run:
            self._run = event.run
            sys.stderr.write(f"{Path(event.run).name}\n")
        super().__call__(event)


def _print(found: "Comparison", page: str | None) -> None:
    """The table of results, then what differs in settings and drawings."""
    from designer.training.comparison.diff_words import summary
    from designer.training.comparison.results import cells, metric_names, result_rows, titles

    rows = result_rows(found)
    metrics = metric_names(rows)
    heads = titles(metrics)
    right = [place for place, head in enumerate(heads) if head not in ("Run", "Status", "Weights")]
    print(table(heads, [cells(row, metrics) for row in rows], right=right))
    differing = [(row.path, *row.values) for row in found.config if row.differs]
    if differing:
        print("\n" + table(("setting", *(run.title for run in found.runs)), differing))
    for place, run in enumerate(found.runs[1:], start=1):
        diff = found.drawing_diff(0, place)
        print(f"\nDrawing of {run.title} beside {found.runs[0].title}: {summary(diff)}")
    if page:
        sys.stderr.write(f"The page is {page}\n")


def _comparison_json(found: "Comparison") -> dict[str, Any]:
    from designer.training.comparison.results import result_rows

    return {
        "title": found.title,
        "text": found.text,
        "runs": [
            {"id": run.summary.id, "folder": str(run.summary.folder), "title": run.title}
            for run in found.runs
        ],
        "results": [asdict(row) for row in result_rows(found)],
        "settings": [
            {"path": row.path, "values": row.values, "differs": row.differs} for row in found.config
        ],
        "drawings": [_drawing_json(found, place) for place in range(1, len(found.runs))],
    }


def _drawing_json(found: "Comparison", place: int) -> dict[str, Any]:
    diff = found.drawing_diff(0, place)
    return {
        "from": found.runs[0].title,
        "to": found.runs[place].title,
        "added": [node.name for node in diff.added],
        "removed": [node.name for node in diff.removed],
        "changed": [
            {"name": change.after.name, "params": [asdict(param) for param in change.params]}
            for change in diff.changed
        ],
        "added_edges": len(diff.added_edges),
        "removed_edges": len(diff.removed_edges),
        "inside": sorted(diff.inside),
    }
