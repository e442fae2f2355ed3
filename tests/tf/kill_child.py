"""Trains a project slowly and says each step, until somebody kills it: `python -m tests.tf.kill_child …`."""

import sys
import time
from pathlib import Path

from designer.document.files import open_project
from designer.training.events import BatchEnded, RunEvent
from designer.training.trainer import resume, train

_PAUSE_S = 0.004


def say(event: RunEvent) -> None:
    """Tell where the run is, and give the killer time."""
    if isinstance(event, BatchEnded):
        time.sleep(_PAUSE_S)
    sys.stdout.write(f"{event.event} {getattr(event, 'step', '')}\n")
    sys.stdout.flush()


def main(verb: str, what: str, run_dir: str) -> None:
    """Begin a run of a project file, or go on with one in a folder."""
    if verb == "train":
        train(open_project(Path(what)), run_dir=Path(run_dir), emit=say)
    else:
        resume(Path(what), emit=say)


if __name__ == "__main__":
    main(*sys.argv[1:])
