"""The problem list names each problem and leads to its layer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTreeView
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, Problem
from designer.document.commands import RenameNode
from designer.document.document import Document
from designer.document.fixes.base import Fix
from designer.ui.problems import ProblemList
from tests.qt.panel_helpers import click, find, press_key, show, small_document

ANALYSIS = Analysis(
    problems=(
        Problem("warning", None, "No loss fits."),
        Problem("error", "n2", "Its input has 2 axes.", "Put a Reshape before it."),
    )
)


class NoFixes:
    """Nothing can be fixed, but the column for it is there."""

    def offers(self, problem: Problem) -> tuple[Fix, ...]:
        del problem
        return ()

    def apply(self, problem: Problem, label: str) -> None:
        raise AssertionError(problem, label)


@pytest.fixture
def document() -> Document:
    return small_document()


@pytest.fixture
def problems(document: Document, qtbot: QtBot) -> ProblemList:
    problems = ProblemList(document)
    show(qtbot, problems, 900, 200)
    return problems


def rows(problems: ProblemList) -> list[list[str]]:
    model = find(problems, QTreeView, "problems").model()
    return [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]


def test_without_problems_it_says_so(problems: ProblemList) -> None:
    assert find(problems, QLabel, "problemsEmpty").text().startswith("No problems.")


def test_errors_come_first_with_layer_and_remedy(problems: ProblemList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(problems.count_changed) as counted:
        problems.set_analysis(ANALYSIS)
    assert counted.args == [2]
    assert rows(problems) == [
        ["Error", "conv", "Its input has 2 axes.", "Put a Reshape before it."],
        ["Warning", "whole network", "No loss fits.", ""],
    ]


def test_a_click_and_enter_lead_to_the_layer(problems: ProblemList, qtbot: QtBot) -> None:
    problems.set_analysis(ANALYSIS)
    view = find(problems, QTreeView, "problems")
    place = view.visualRect(view.model().index(0, 2)).center()
    with qtbot.waitSignal(problems.problem_activated) as clicked:
        click(view.viewport(), place)
    with qtbot.waitSignal(problems.problem_activated) as entered:
        press_key(view, Qt.Key.Key_Return)
    assert clicked.args == entered.args == ["n2"]


def test_a_renamed_layer_is_listed_under_its_new_name(document: Document, problems: ProblemList) -> None:
    problems.set_analysis(ANALYSIS)
    document.push(RenameNode("n2", "stem"))
    assert rows(problems)[0][1] == "stem"


def test_in_a_narrow_panel_the_words_have_more_room_than_names_and_buttons(
    document: Document, qtbot: QtBot
) -> None:
    document.push(RenameNode("n2", "batch_normalization_of_the_long_branch"))
    problems = ProblemList(document, NoFixes())
    show(qtbot, problems, 720, 200)
    problems.set_analysis(ANALYSIS)
    widths = [find(problems, QTreeView, "problems").columnWidth(column) for column in range(5)]
    assert widths[1] < widths[2]
    assert widths[4] < widths[2] + widths[3]
    assert sum(widths) <= 720
