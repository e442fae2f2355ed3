"""Finds runs by words and by comparisons such as `val_accuracy>0.9`."""

import math
import operator
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from designer.training.run_parameters import Parameters
from designer.training.runs import RunSummary

_COMPARISON = re.compile(r"([^\s<>=!]+)(>=|<=|!=|>|<|=)(.*)", re.DOTALL)
_BLANKS = re.compile(r"\s*(>=|<=|!=|>|<|=)[^\S\n]*")
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def search(
    runs: Sequence[RunSummary], text: str, parameters: Callable[[RunSummary], Parameters] = lambda _run: {}
) -> list[RunSummary]:
    """The runs to which all of a text applies, in their order.

    Words may be anywhere in title, project name, tags, note, status or id, in capitals or not; `"two words"`
    belong together. Comparisons (`>`, `<`, `>=`, `<=`, `=`, `!=`) take a metric of the best epoch, `epochs`
    (those done), `status`, `tag`, `name` or a parameter, such as `learning_rate<0.01`. One without a right
    side is passed over.

    Args:
        parameters: Gives the settings of a run; asked only where a comparison needs them.
    """
    terms = _terms(text)
    return [run for run in runs if all(_applies(term, run, parameters) for term in terms)]


def _terms(text: str) -> list[str]:
    text = _BLANKS.sub(r"\1", text)
    try:
        return shlex.split(text)
    except ValueError:  # a quotation that has no end yet
        return text.replace('"', " ").replace("'", " ").split()


def _applies(term: str, run: RunSummary, parameters: Callable[[RunSummary], Parameters]) -> bool:
    comparison = _COMPARISON.fullmatch(term)
    if not comparison:
        return term.casefold() in _text(run)
    name, order, wanted = comparison.groups()
    if not wanted:
        return True
    if name == "tag":
        is_there = wanted.casefold() in (tag.casefold() for tag in run.tags)
        return is_there == (order != "!=") and order in ("=", "!=")
    return _compares(_value(name, run, parameters), order, wanted)


def _text(run: RunSummary) -> str:
    return "\n".join((run.title, run.name, *run.tags, run.note, run.status, run.id)).casefold()


def _value(name: str, run: RunSummary, parameters: Callable[[RunSummary], Parameters]) -> str | float | None:
    known: dict[str, str | float] = {"epochs": run.epochs_done, "status": run.status, "name": run.label}
    if name in known:
        return known[name]
    return run.best[name] if name in run.best else parameters(run).get(name)


def _compares(value: str | float | None, order: str, wanted: str) -> bool:
    if value is None:
        return False
    if isinstance(value, str | bool):
        is_equal = str(value).casefold() == wanted.casefold()
        return is_equal == (order == "=") and order in ("=", "!=")
    try:
        number = float(wanted)
    except ValueError:
        return False
    if order in _ORDERS:
        return _ORDERS[order](value, number)
    return math.isclose(value, number, rel_tol=1e-6) == (order == "=")
