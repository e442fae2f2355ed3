"""How far a long task on data has come, as a frozen value that may cross threads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of a long task.

    Args:
        task: What is being done, for people: "Downloading mnist".
        done: Units that are done.
        total: Units there are in all; None where unknown.
    """

    task: str
    done: int = 0
    total: int | None = None
    unit: Literal["bytes", "samples"] = "samples"


OnProgress = Callable[[Progress], None]
"""Receives reports; may raise in order to give up the task."""


def ignore_progress(progress: Progress) -> None:
    """Receive a report and do nothing."""
