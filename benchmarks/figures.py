"""What a benchmark found: figures with their spread and goal, as a table or as JSON."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any, Literal

_PACKAGES = ("tensorflow", "keras", "numpy", "PySide6-Essentials", "pyqtgraph")


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Args:
        samples: All measurements; the figure is their median.
        goal: The value to reach.
        better: Whether a higher or a lower figure is better.
        details: Further medians by name.
    """

    name: str
    samples: tuple[float, ...]
    unit: str
    goal: float
    better: Literal["higher", "lower"]
    details: dict[str, float] = field(default_factory=dict)

    @property
    def value(self) -> float:
        """The median."""
        return median(self.samples)

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.value >= self.goal if self.better == "higher" else self.value <= self.goal


def as_json(figures: Sequence[Figure]) -> dict[str, Any]:
    """Figures with the machine, the date and the versions."""
    return {
        "date": f"{datetime.now().astimezone():%Y-%m-%d}",
        "machine": {"processor": _processor(), "cores": os.cpu_count(), "system": platform.platform()},
        "versions": _versions(),
        "figures": [{**asdict(figure), "value": figure.value, "met": figure.is_met} for figure in figures],
    }


def as_table(figures: Sequence[Figure]) -> str:
    """Figures as a Markdown table."""
    head = "| what | median | spread | goal | met |\n| --- | --- | --- | --- | --- |"
    return "\n".join([head, *(_row(figure) for figure in figures)])


def _row(figure: Figure) -> str:
    sign = "≥" if figure.better == "higher" else "≤"
    spread = f"{min(figure.samples):.3g}–{max(figure.samples):.3g}, {len(figure.samples)} runs"
    details = "".join(f"; {name} {value:.3g}" for name, value in figure.details.items())
    met = "yes" if figure.is_met else "no"
    value = f"{figure.value:.3g} {figure.unit}"
    return f"| {figure.name} | {value} | {spread}{details} | {sign} {figure.goal:g} | {met} |"


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
