"""What the context menu of the canvas offers: fixes for what is wrong there, and the window's actions."""

from PySide6.QtWidgets import QMenu

from designer.compiler.results import Problem
from designer.ui.actions import Actions
from designer.ui.canvas.menus import Entries, Spot
from designer.ui.fixing import Fixer
from designer.ui.icons import icon
from designer.ui.inspector.problem_notes import severity_color

_MOST_LETTERS = 64
_ON_SELECTION = ("delete",)
_ON_CANVAS = ("select_all", "fit", "tidy")


def fix_entries(fixer: Fixer) -> Entries:
    """Each problem of the node or the edge, or of the whole network, and below it its fixes."""

    def add(spot: Spot, menu: QMenu) -> None:
        for problem in _problems(fixer, spot):
            fixes = fixer.offers(problem)
            if not fixes:
                continue
            menu.addSection(icon(problem.severity, severity_color(problem)), _short(problem.message))
            for fix in fixes:
                action = menu.addAction(icon("fix"), fix.label.replace("&", "&&"))
                action.triggered.connect(
                    lambda _checked=False, problem=problem, label=fix.label: fixer.apply(problem, label)
                )

    return add


def action_entries(actions: Actions) -> Entries:
    """What the window can do with the selection, or with the canvas."""

    def add(spot: Spot, menu: QMenu) -> None:
        for name in _ON_SELECTION if spot.node or spot.edge else _ON_CANVAS:
            menu.addAction(actions[name])

    return add


def _problems(fixer: Fixer, spot: Spot) -> tuple[Problem, ...]:
    if spot.node:
        return fixer.problems_of(spot.node)
    if spot.edge:
        return fixer.problems_at(spot.edge)
    return tuple(problem for problem in fixer.problems if problem.node is None)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1].rstrip()}…"
