"""Commands that try a network before it is trained: `find-rate`, `overfit`."""

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from designer.cli.target import load_target
from designer.cli.text import document, table

if TYPE_CHECKING:
    from designer.training.trials.curve import RateCurve
    from designer.training.trials.events import TrialEvent

_NUM_ROWS = 24
_BAR_WIDTH = 48


def find_rate(options: argparse.Namespace) -> int:
    """Find a learning rate, and say where it comes from."""
    from designer import api
    from designer.compiler.backend import load_tensorflow

    project = load_target(options.target, options.set)
    load_tensorflow()
    given = {"low": options.low, "high": options.high, "num_steps": options.steps}
    ways = {name: value for name, value in given.items() if value is not None}
    with _Progress() as progress:
        curve = api.find_learning_rate(project, data=options.data, on_event=progress, **ways)
    if options.json:
        print(document({**asdict(curve), "stopped_early": curve.stopped_early}))
        return 0
    if options.plot and curve.rates:
        print(_plot(curve), end="\n\n")
    print(curve.reason)
    if curve.suggestion is not None:
        print(f"Suggested learning rate: {curve.suggestion:g}")
        print(f"A tenth of the rate with the least loss: {curve.minimum_tenth:g}")
    return 0


def overfit(options: argparse.Namespace) -> int:
    """Train on one batch, and say whether the network can memorise it."""
    from designer import api
    from designer.compiler.backend import load_tensorflow

    project = load_target(options.target, options.set)
    load_tensorflow()
    ways = {} if options.steps is None else {"num_steps": options.steps}
    with _Progress() as progress:
        result = api.overfit_one_batch(project, data=options.data, on_event=progress, **ways)
    if options.json:
        print(document(asdict(result)))
    else:
        print(f"{result.verdict} {result.remedy}".rstrip())
    return 0 if result.is_memorised else 1


class _Progress:
    """Shows the steps as a progress bar on standard error, and notices as lines."""

    def __enter__(self) -> "_Progress":
        from tqdm import tqdm

        self._bar = tqdm(disable=True)
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.close()

    def __call__(self, event: "TrialEvent") -> None:
        from tqdm import tqdm

        from designer.training.trials.events import TrialNotice, TrialPrepared, TrialStep

        match event:
            case TrialPrepared(num_steps=num_steps):
                self._bar = tqdm(total=num_steps, unit="batch", leave=False)
            case TrialStep(rate=rate, loss=loss):
                self._bar.set_postfix_str(f"learning rate {rate:.3g}, loss {loss:.4g}", refresh=False)
                self._bar.update()
            case TrialNotice(message=message):
                sys.stderr.write(f"{message}\n")


def _plot(curve: "RateCurve") -> str:
    """The smoothed loss as bars."""
    rows = sorted({round(row) for row in np.linspace(0, len(curve.rates) - 1, _NUM_ROWS)})
    low, high = min(curve.smoothed), max(curve.smoothed)
    lines = []
    for row in rows:
        share = (curve.smoothed[row] - low) / ((high - low) or 1.0)
        bar = "#" * max(1, round(share * _BAR_WIDTH))
        lines.append((f"{curve.rates[row]:.1e}", f"{curve.smoothed[row]:.4g}", bar))
    return table(("learning rate", "loss", ""), lines, right=(0, 1))
