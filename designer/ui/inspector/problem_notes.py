"""Problems of one layer, as text in the inspector."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from designer.compiler.results import Problem
from designer.ui.icons import icon
from designer.ui.theme import GRID_PX, ICON_PX, current
from designer.ui.widgets import label, selectable


class ProblemNotes(QWidget):
    """Each problem with its icon, what is wrong and what to do; hidden where there is none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._shown: tuple[Problem, ...] = ()
        self._notes: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these problems and no others."""
        if tuple(problems) == self._shown:
            return
        self._shown = tuple(problems)
        for note in self._notes:
            note.hide()
            note.deleteLater()
        self._notes = [_note(problem) for problem in problems]
        for note in self._notes:
            self._column.addWidget(note)
        self.setVisible(bool(problems))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown:
            problems, self._shown = self._shown, ()
            self.show_problems(problems)


def severity_color(problem: Problem) -> str:
    """The colour of a problem in the theme in force."""
    return current().error if problem.severity == "error" else current().warning


def _note(problem: Problem) -> QWidget:
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
