"""What the context menu of the canvas offers: fixes for what is wrong there, and the window's actions."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget, QWidgetAction

from designer.compiler.results import Problem
from designer.ui.actions import Actions
from designer.ui.canvas.menus import Entries, Spot
from designer.ui.fixing import Fixer
from designer.ui.icons import icon
from designer.ui.inspector.problem_notes import severity_color
from designer.ui.theme import GRID_PX, ICON_PX
from designer.ui.widgets import label

_MOST_LETTERS = 80
_COPYING = ("cut", "copy", "duplicate")
_ON_NODE = ("quick_add", "connect_to", "rename", "bookmark", *_COPYING, "bypass", "frame_selection", "delete")
_OF_BLOCKS = ("enter_block", "group", "ungroup", "rename_block", "repeat_block", "make_unique", "freeze")
_OF_SHARING = ("share_layer", "make_independent")
_ON_EDGE = ("delete",)
_ON_ANNOTATION = ("edit_text", "annotation_color", *_COPYING, "frame_selection", "delete")
_ON_CANVAS = ("paste", "select_all", "fit", "tidy")


def fix_entries(fixer: Fixer) -> Entries:
    """Each problem of the node or the edge, or of the whole network, and below it its fixes."""

    def add(spot: Spot, menu: QMenu) -> None:
        for problem in _problems(fixer, spot):
            fixes = fixer.offers(problem)
            if not fixes:
                continue
            _add_heading(menu, problem)
            for fix in fixes:
                action = menu.addAction(icon("fix"), fix.label.replace("&", "&&"))
                action.triggered.connect(
                    lambda _checked=False, problem=problem, text=fix.label: fixer.apply(problem, text)
                )

    return add


def action_entries(actions: Actions) -> Entries:
    """What the window can do with the selection, or with the canvas."""

    def add(spot: Spot, menu: QMenu) -> None:
        names = _ON_NODE if spot.node else _ON_EDGE if spot.edge else _ON_CANVAS
        for name in _ON_ANNOTATION if spot.annotation else names:
            submenu = actions.submenus.get(name)
            menu.addAction(submenu.menuAction() if submenu else actions[name])

    return add


def block_entries(actions: Actions) -> Entries:
    """What can be done with the selection as blocks and shared layers; what can't is left out."""

    def add(spot: Spot, menu: QMenu) -> None:
        if spot.node:
            menu.addActions(
                [found for name in (*_OF_BLOCKS, *_OF_SHARING) if (found := actions[name]).isEnabled()]
            )

    return add


def _add_heading(menu: QMenu, problem: Problem) -> None:
    """What is wrong, above its fixes; a section of Qt's is cut off at the top of a menu."""
    heading = QWidgetAction(menu)
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX // 2)
    sign = QLabel()
    sign.setPixmap(icon(problem.severity, severity_color(problem)).pixmap(QSize(ICON_PX, ICON_PX)))
    text = label(_short(problem.message), muted=True, wrap=False)
    row.addWidget(sign)
    row.addWidget(text, 1)
    heading.setText(problem.message)
    heading.setDefaultWidget(line)
    heading.setEnabled(False)
    menu.addAction(heading)


def _problems(fixer: Fixer, spot: Spot) -> tuple[Problem, ...]:
    if spot.node:
        return fixer.problems_of(spot.node)
    if spot.edge:
        return fixer.problems_at(spot.edge)
    return tuple(problem for problem in fixer.problems if problem.node is None)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1].rstrip()}…"
