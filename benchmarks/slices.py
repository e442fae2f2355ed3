"""How long single actions keep the window from answering, most of them in a network of 5,000 layers."""

from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

from benchmarks.child import told_by
from benchmarks.display import has_virtual_display, no_display, virtual_display
from benchmarks.figures import Figure

_Samples = Mapping[str, list[float]]


class _Row(NamedTuple):
    """What to call a step, and its goal."""

    name: str
    goal: float
    unit: str = "ms"


_EDIT = "edit: "
_LARGE = "5,000 layers"
_GROUPS = {
    "canvas": {
        "keystroke in Find": _Row(f"longest slice of a keystroke in Find, {_LARGE}", 16),
        "Connect to": _Row(f"“Connect to…” opened, {_LARGE}", 16),
        "keystroke in Connect to": _Row(f"keystroke in it, {_LARGE}", 16),
        "overview": _Row(f"overview drawn anew, {_LARGE}", 4),
    },
    "notes": {f"zoom {zoom}": _Row(f"frame with 200 notes, {zoom} zoom", 16) for zoom in ("30 %", "100 %")},
    "panels": {
        "summary": _Row(f"new numbers and another selection in the summary, {_LARGE}", 16),
        "history": _Row("edit after 10,000 others, with the history in sight", 4),
        "search": _Row("1,050 names ranked by what was typed", 16),
        "thumbnail": _Row("thumbnail of a preset", 16),
    },
    "window": {
        "start page": _Row("start page shown and painted", 16),
        "command list": _Row("command list opened and painted", 16),
    },
    "document": {
        "loop": _Row(f"whether an edge closes a loop, {_LARGE}", 3),
        "backup": _Row(f"what a backup takes from the document, {_LARGE}", 16),
    },
    "pictures": {
        kind: _Row(f"{kind.upper()} of 3,000 layers, which a window makes on a thread", 20, "s")
        for kind in ("svg", "pdf", "png")
    },
}


def measure() -> list[Figure]:
    if has_virtual_display():
        with virtual_display() as environment:
            return _measure_in(environment)
    return _measure_in(no_display())


def _measure_in(environment: Mapping[str, str]) -> list[Figure]:
    figures = []
    for group, rows in _GROUPS.items():
        samples: _Samples = told_by("benchmarks.slices_steps", group, environment)
        for step, row in rows.items():
            figures.append(Figure(row.name, tuple(samples[step]), row.unit, row.goal, "lower"))
        edits = {name.removeprefix(_EDIT): found for name, found in samples.items() if name.startswith(_EDIT)}
        if edits:
            figures.append(_slowest(edits))
    return figures


def _slowest(edits: _Samples) -> Figure:
    medians = {name: median(found) for name, found in edits.items()}
    slowest = max(medians, key=medians.__getitem__)
    name = f"edit of one layer and its undo without a window, the slowest kind, {_LARGE}"
    return Figure(name, tuple(edits[slowest]), "ms", 3, "lower", medians)
