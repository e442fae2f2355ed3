"""Which columns the table of runs has: facts, metrics, and the parameters by which the runs differ."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from designer.training.run_parameters import Parameters, differing
from designer.training.runs import RunSummary
from designer.ui.monitor.metrics import number

ParametersOf = Mapping[Path, Parameters]

NAME_COLUMN = 0
STARTED_COLUMN = 1

_NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """One column: its title, its text, and what it is sorted by: numbers or texts, but not both."""

    title: str
    text: Callable[[RunSummary], str]
    key: Callable[[RunSummary], Any]
    is_number: bool = False
    tip: str = ""


def columns_of(runs: Sequence[RunSummary], parameters: ParametersOf) -> tuple[Column, ...]:
    """The columns in which these runs say something; name and start come first."""
    tables = {run.folder: parameters.get(run.folder, {}) for run in runs}
    has_tags = any(run.tags for run in runs)
    return (
        *_FACTS,
        *(_best(name) for name in _metrics(runs)),
        *(_parameter(name, tables) for name in differing(tables.values())),
        *([_TAGS] if has_tags else []),
        _FOLDER,
    )


def _started(run: RunSummary) -> str:
    return run.started.astimezone().strftime("%Y-%m-%d %H:%M") if run.started else _NOTHING


def _tags(run: RunSummary) -> str:
    return ", ".join(run.tags)


_FACTS = (
    Column("Name", lambda run: run.label, lambda run: run.label.casefold()),
    Column("Started", _started, _started),
    Column("Status", lambda run: run.status, lambda run: run.status),
    Column(
        "Epochs", lambda run: f"{run.epochs_done}/{run.epochs}", lambda run: run.epochs_done, is_number=True
    ),
)
_TAGS = Column("Tags", _tags, _tags)
_FOLDER = Column("Folder", lambda run: run.folder.name, lambda run: run.folder.name)


def _metrics(runs: Sequence[RunSummary]) -> list[str]:
    """Those of validation, and of training what was never validated."""
    names = dict.fromkeys(name for run in runs for name in run.best if name != "learning_rate")
    return [name for name in names if f"val_{name}" not in names]


def _best(name: str) -> Column:
    return Column(
        f"Best {name}",
        lambda run: number(run.best[name]) if name in run.best else _NOTHING,
        lambda run: run.best.get(name, float("-inf")),
        is_number=True,
        tip="In the epoch with the least validation loss",
    )


def _parameter(name: str, tables: ParametersOf) -> Column:
    values = [table[name] for table in tables.values() if name in table]
    is_number = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return Column(
        name,
        partial(_value_text, name, tables),
        partial(_number if is_number else _value_text, name, tables),
        is_number=is_number,
        tip="A setting in which these runs differ",
    )


def _value_text(name: str, tables: ParametersOf, run: RunSummary) -> str:
    value = tables.get(run.folder, {}).get(name, _NOTHING)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _number(name: str, tables: ParametersOf, run: RunSummary) -> float:
    return float(tables.get(run.folder, {}).get(name, float("-inf")))
