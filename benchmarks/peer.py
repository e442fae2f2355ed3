"""The canvas against NodeGraphQt's: the same network and the same events, in turns.

NodeGraphQt runs in a throw-away environment of its own, with the PySide6 that draws ours. Where that can't be
made, as without the network, the comparison is left out and a line says so.
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.chain import ROWS_IN_SIGHT, chain
from benchmarks.child import FailedError, run, told_by
from benchmarks.display import platforms
from benchmarks.figures import Figure
from benchmarks.stopwatch import Samples
from designer.document.project import Project

SIZES = (1000, 5000)
REQUIREMENTS = (
    "NodeGraphQt==0.6.44",
    "Qt.py==2.0.7",
    "setuptools==80.9.0",  # NodeGraphQt imports distutils, which Python 3.12 lacks
    *(f"{package}=={version(package)}" for package in ("PySide6-Essentials", "psutil")),
)


class _Row(NamedTuple):
    """What to call a step, and how many times as good as NodeGraphQt ours should be, at the two sizes."""

    name: str
    goals: tuple[float, float]
    unit: str = "ms"


_ROWS = {
    "frame, fit, columns": _Row("full frame, every node in sight", (50, 130)),
    "fit, columns": _Row("from 100 % zoom to every node in sight", (50, 130)),
    "frame, 100 %, columns": _Row("full frame, 100 % zoom", (2.4, 2.4)),
    "frame, 100 %, column": _Row("full frame, 100 % zoom, in one column", (2.4, 2.4)),
    "zoom step, columns": _Row("zoom step near 50 %", (2.5, 2.5)),
    "zoom step, column": _Row("zoom step near 50 %, in one column", (2.5, 2.5)),
    "pan step, columns": _Row("pan step", (2.5, 2.5)),
    "pan step, column": _Row("pan step, in one column", (2.5, 2.5)),
    "open": _Row("open and show, complete", (18, 25)),
    "memory": _Row("memory over an empty canvas", (5, 5), "MB"),
}


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            python = make_environment(Path(folder) / "peer")
        except FailedError as reason:
            _leave_out("everything", reason)
            return []
        return [
            figure
            for platform, environment in platforms()
            for place, num_nodes in enumerate(SIZES)
            for figure in _compare(python, place, f"{num_nodes:,} layers, {platform}", environment)
        ]


def make_environment(folder: Path, requirements: tuple[str, ...] = REQUIREMENTS) -> str:
    """The Python of a new environment in which NodeGraphQt is installed.

    Raises:
        FailedError: It can't be made.
    """
    python = str(folder / "bin" / "python")
    quietly = ["--quiet", "--disable-pip-version-check", "--retries", "1"]
    run([sys.executable, "-m", "venv", "--without-pip", str(folder)])
    pip = [sys.executable, "-m", "pip", "--python", python]
    run([*pip, "install", *quietly, *requirements])
    return python


def scenes(num_nodes: int) -> dict[str, dict[str, Any]]:
    """The networks that both programs open, by `same_steps.Scene`, as JSON can hold them."""
    columns, column = chain(num_nodes, ROWS_IN_SIGHT), chain(num_nodes)
    return {"empty": _scene(Project("")), "columns": _scene(columns), "column": _scene(column)}


def _scene(project: Project) -> dict[str, Any]:
    graph, places = project.graph, project.view.positions
    return {
        "nodes": {node.id: [node.name, list(places[node.id])] for node in graph.nodes},
        "edges": [[edge.source, edge.source_port, edge.target, edge.target_port] for edge in graph.edges],
    }


def _compare(python: str, place: int, what: str, environment: Mapping[str, str]) -> list[Figure]:
    num_nodes = SIZES[place]
    ours: Samples = told_by("benchmarks.our_canvas", str(num_nodes), environment)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(scenes(num_nodes), file)
        file.flush()
        try:
            theirs: Samples = told_by("benchmarks.peer_steps", file.name, _without_ours(environment), python)
        except FailedError as reason:
            _leave_out(what, reason)
            return []
    return [
        _figure(f"NodeGraphQt over ours: {row.name}, {what}", theirs[step], ours[step], row, place)
        for step, row in _ROWS.items()
    ]


def _leave_out(what: str, reason: FailedError) -> None:
    print(f"The comparison with NodeGraphQt was left out ({what}): {reason}", file=sys.stderr)


def _figure(name: str, theirs: list[float], ours: list[float], row: _Row, place: int) -> Figure:
    """The ratio of the medians, with the spread of NodeGraphQt's samples."""
    details = {f"NodeGraphQt {row.unit}": median(theirs), f"ours {row.unit}": median(ours)}
    ratios = tuple(sample / median(ours) for sample in theirs)
    return Figure(name, ratios, "×", row.goals[place], "higher", details)


def _without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of a program that must not find our packages."""
    kept = {name: value for name, value in environment.items() if not name.startswith("PYTHON")}
    return {**kept, "QT_PREFERRED_BINDING": "PySide6"}
