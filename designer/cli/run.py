"""Commands that train: `train`, `resume`."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from designer import paths
from designer.cli.runs import metrics_text
from designer.cli.target import load_target
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
    from designer.training.trainer import RunResult


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
    _print_result(result, as_json=options.json)
    return 0


def resume(options: argparse.Namespace) -> int:
    """Go on with a run exactly from its last checkpoint."""
    from designer import api
    from designer.compiler.backend import load_tensorflow

    load_tensorflow()
    result = api.resume(
        options.folder_or_id,
        epochs=options.epochs,
        run_dir=options.run_dir,
        on_event=_print_json if options.json else Progress(),
    )
    _print_result(result, as_json=options.json)
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
        print(f"{last.run}: {last.status}, {metrics_text(last.metrics)}")
    return 0


def _print_result(result: "RunResult", *, as_json: bool) -> None:
    """The end of a run in a line, unless its events have told it."""
    if not as_json:
        last = {name: values[-1] for name, values in result.history.items() if values}
        print(f"{result.folder}: {result.status}, {metrics_text(last)}")


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
                if self._bar.disable or (step - 1) % self._steps == 0:
                    self._open(epoch, (step - 1) % self._steps)
                self._bar.set_postfix_str(metrics_text(metrics), refresh=False)
                self._bar.update()
            case EpochEnded(epoch=epoch, metrics=metrics):
                self._bar.close()
                sys.stderr.write(f"epoch {epoch}/{self._epochs}: {metrics_text(metrics)}\n")
            case RunFinished():
                self._bar.close()
            case Notice(message=message, evidence=evidence, remedy=remedy):
                sys.stderr.write(" ".join(filter(None, (message, evidence, remedy))) + "\n")

    def _open(self, epoch: int, num_done: int) -> None:
        from tqdm import tqdm

        self._bar.close()
        title = f"epoch {epoch}/{self._epochs}"
        self._bar = tqdm(total=self._steps, initial=num_done, desc=title, unit="batch", leave=False)
