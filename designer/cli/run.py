"""Commands on runs: `train`, `runs`."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer import paths
from designer.cli.target import load_target
from designer.cli.text import document, table
from designer.document.project import Project
from designer.training.events import (
    BatchEnded,
    EpochEnded,
    HistogramsSampled,
    Notice,
    RunEvent,
    RunFinished,
    RunStarted,
    to_json,
)

if TYPE_CHECKING:
    from designer.training.runs import RunSummary


def train(options: argparse.Namespace) -> int:
    """Train a network to the end, with a progress bar on standard error."""
    from designer import api
    from designer.compiler.backend import load_tensorflow

    project = load_target(options.target, options.set)
    if options.fresh_weights:
        project = project.replace(weights=None)
    if options.process:
        return _train_apart(project, options)
    load_tensorflow()
    result = api.train(
        project,
        data=options.data,
        epochs=options.epochs,
        batch_size=options.batch_size,
        seed=options.seed,
        steps_per_epoch=options.steps_per_epoch,
        run_dir=options.run_dir,
        on_event=_print_json if options.json else Progress(),
    )
    if not options.json:
        last = {name: values[-1] for name, values in result.history.items() if values}
        print(f"{result.folder}: {result.status}, {_metrics(last)}")
    return 0


def _train_apart(project: Project, options: argparse.Namespace) -> int:
    """Train in a process of its own, of which this one only tells."""
    from designer import api
    from designer.training.process import train_apart

    last = train_apart(
        api.with_settings(
            project,
            data=options.data,
            epochs=options.epochs,
            batch_size=options.batch_size,
            seed=options.seed,
        ),
        run_dir=Path(options.run_dir) if options.run_dir else paths.runs_dir(),
        emit=_print_json if options.json else Progress(),
        steps_per_epoch=options.steps_per_epoch,
    )
    if not options.json:
        print(f"{last.run}: {last.status}, {_metrics(last.metrics)}")
    return 0


def runs(options: argparse.Namespace) -> int:
    """List the runs of a folder, newest first."""
    from designer.training.runs import list_runs

    folder = Path(options.run_dir) if options.run_dir else paths.runs_dir()
    found = list_runs(folder)
    if options.json:
        print(document([_run_json(run) for run in found]))
        return 0
    if not found:
        print(f"There are no runs in {folder}.")
        return 0
    rows = [
        (run.id, run.name, run.status, f"{run.epochs_done}/{run.epochs}", _metrics(run.metrics))
        for run in found
    ]
    print(table(("run", "project", "status", "epochs", "last metrics"), rows, right=(3,)))
    return 0


def _run_json(run: "RunSummary") -> dict[str, Any]:
    started = run.started.isoformat() if run.started else None
    return {**asdict(run), "folder": str(run.folder), "started": started}


def _print_json(event: RunEvent) -> None:
    """One event a line; histograms are in the run's folder and would drown the rest."""
    if not isinstance(event, HistogramsSampled):
        print(json.dumps(to_json(event), allow_nan=False), flush=True)


class Progress:
    """Shows the epoch at hand as a progress bar, and every finished epoch as a line."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(disable=True)
        self._steps = self._epochs = 0

    def __call__(self, event: RunEvent) -> None:
        """Show what one event tells."""
        match event:
            case RunStarted(steps_per_epoch=steps, epochs=epochs):
                self._steps, self._epochs = steps, epochs
            case BatchEnded(epoch=epoch, step=step, metrics=metrics):
                if (step - 1) % self._steps == 0:
                    self._open(epoch)
                self._bar.set_postfix_str(_metrics(metrics), refresh=False)
                self._bar.update()
            case EpochEnded(epoch=epoch, metrics=metrics):
                self._bar.close()
                sys.stderr.write(f"epoch {epoch}/{self._epochs}: {_metrics(metrics)}\n")
            case RunFinished():
                self._bar.close()
            case Notice(message=message, remedy=remedy):
                sys.stderr.write(f"{message} {remedy}".rstrip() + "\n")

    def _open(self, epoch: int) -> None:
        from tqdm import tqdm

        self._bar.close()
        self._bar = tqdm(total=self._steps, desc=f"epoch {epoch}/{self._epochs}", unit="batch", leave=False)


def _metrics(metrics: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in metrics.items())
