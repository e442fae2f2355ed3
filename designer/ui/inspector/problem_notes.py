"""Problems of one layer in the inspector: text, and a button for each fix."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from designer.compiler.results import Problem
from designer.ui.fix_buttons import FixButton, Offers
from designer.ui.icons import icon
from designer.ui.theme import GRID_PX, ICON_PX, current
from designer.ui.widgets import label, selectable


class ProblemNotes(QWidget):
    """Each problem with its icon, what is wrong, what to do and its fixes; hidden where there is none."""

    def __init__(self, name: str, fixes: Offers | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self._fixes = fixes
        self._shown: list[tuple[Problem, tuple[str, ...]]] = []
        self._notes: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these problems and no others."""
        wanted = [(problem, self._labels(problem)) for problem in problems]
        if wanted != self._shown:
            self._show(wanted)

    def _show(self, wanted: list[tuple[Problem, tuple[str, ...]]]) -> None:
        self._shown = wanted
        for note in self._notes:
            note.hide()
            note.deleteLater()
        self._notes = [self._note(problem, labels) for problem, labels in wanted]
        for note in self._notes:
            self._column.addWidget(note)
        self.setVisible(bool(wanted))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown:
            self._show(self._shown)

    def _labels(self, problem: Problem) -> tuple[str, ...]:
        return tuple(fix.label for fix in self._fixes.offers(problem)) if self._fixes else ()

    def _note(self, problem: Problem, labels: Sequence[str]) -> QWidget:
        note = _text_note(problem)
        grid = note.layout()
        if isinstance(grid, QGridLayout) and self._fixes:
            for row, text in enumerate(labels, 2):
                grid.addWidget(FixButton(problem, text, self._fixes), row, 1)
        return note


def severity_color(problem: Problem) -> str:
    """The colour of a problem in the theme in force."""
    return current().error if problem.severity == "error" else current().warning


def _text_note(problem: Problem) -> QWidget:
    note = QWidget()
    sign = QLabel()
    sign.setPixmap(icon(problem.severity, severity_color(problem)).pixmap(QSize(ICON_PX, ICON_PX)))
    text = selectable(label(f"{problem.severity.capitalize()}: {problem.message}"))
    grid = QGridLayout(note)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    grid.addWidget(sign, 0, 0, sign.alignment().AlignTop)
    grid.addWidget(text, 0, 1)
    if problem.fix:
        grid.addWidget(selectable(label(problem.fix, muted=True)), 1, 1)
    return note
