"""A run as CSV or JSON, for other programs."""

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from designer.atomic import write_atomically
from designer.errors import RequestError
from designer.training.events import plain
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.run_parameters import read_parameters
from designer.training.runs import RunSummary, summarise
from designer.training.schema import Scope

ExportFormat = Literal["csv", "json"]

FORMATS: tuple[ExportFormat, ...] = ("csv", "json")
COLUMNS = ("metric", "scope", "step", "epoch", "value")

_SCOPES: tuple[Scope, ...] = ("epoch", "batch")


def export_run(run: RunFolder, kind: ExportFormat, target: Path) -> None:
    """Write the metrics of a run to a file; as JSON also what else is known about it.

    Raises:
        TrainingError: The run can't be read.
        RequestError: The file can't be written.
    """
    with RunReader(run.database) as reader:
        text = _csv(reader) if kind == "csv" else _json(run, reader)
    try:
        write_atomically(target.expanduser(), text.encode())
    except OSError as error:
        raise RequestError(
            f"{target} can't be written: {error.strerror or error}.", "Choose another file or folder."
        ) from error


def summary_json(run: RunSummary) -> dict[str, Any]:
    """A run at a glance, as JSON."""
    started = run.started.isoformat() if run.started else None
    return {**asdict(run), "folder": str(run.folder), "started": started}


def _csv(reader: RunReader) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(reader))
    return text.getvalue()


def _rows(reader: RunReader) -> Iterator[tuple[Any, ...]]:
    for scope in _SCOPES:
        for name in reader.names(scope):
            points = reader.points(name, scope)
            columns = (points.steps.tolist(), points.epochs.tolist(), points.values.tolist())
            for step, epoch, value in zip(*columns, strict=True):
                yield name, scope, step, epoch, value if math.isfinite(value) else str(value)


def _json(run: RunFolder, reader: RunReader) -> str:
    metrics: dict[str, dict[str, Any]] = {scope: {} for scope in _SCOPES}
    for scope in _SCOPES:
        for name in reader.names(scope):
            points = reader.points(name, scope)
            metrics[scope][name] = {
                "steps": points.steps.tolist(),
                "epochs": points.epochs.tolist(),
                "values": points.values.tolist(),
            }
    content = {
        "run": summary_json(summarise(run)),
        "meta": reader.meta(),
        "parameters": dict(read_parameters(run)),
        "metrics": metrics,
        "events": reader.events(),
    }
    return json.dumps(plain(content), indent=1, allow_nan=False) + "\n"
