"""The history panel lists every edit, marks where the document is, and goes where one clicks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from designer.document.commands import RenameProject, SetParams
from designer.document.document import Document
from designer.ui.history_panel import HistoryPanel
from tests.qt.panel_helpers import click, find, press_key, show, small_document

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


class Shown:
    """A document's history in a panel."""

    def __init__(self, qtbot: QtBot, document: Document | None = None) -> None:
        self.document = document or small_document()
        self.panel = HistoryPanel(self.document)
        show(qtbot, self.panel)

    @property
    def view(self) -> QTableView:
        return find(self.panel, QTableView, "historySteps")

    @property
    def model(self) -> QAbstractItemModel:
        view = self.panel.findChild(QTableView, "historySteps")
        assert view
        return view.model()

    def rename(self, *names: str) -> None:
        for name in names:
            self.document.push(RenameProject(name))
            self.document.seal()

    def rows(self, role: int = Qt.ItemDataRole.DisplayRole) -> list[str]:
        return [self.model.index(row, 0).data(role) for row in range(self.model.rowCount())]

    def click(self, row: int) -> None:
        click(self.view.viewport(), self.view.visualRect(self.model.index(row, 0)).center())


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


def test_an_empty_history_says_what_will_be_there(shown: Shown) -> None:
    assert "Every edit" in find(shown.panel, QLabel, "historyEmpty").text()
    shown.rename("A")
    assert shown.view.isVisible()


def test_present_saved_and_undone_states_are_told_apart(shown: Shown) -> None:
    shown.rename("A", "B")
    shown.document.mark_clean(Path("net.json"))
    shown.rename("C")
    shown.document.undo()
    shown.document.undo()
    assert shown.rows() == ["Start", "Rename project", "Rename project (saved)", "Rename project"]
    assert [spoken.rpartition(", ")[2] for spoken in shown.rows(SPOKEN)[1:]] == [
        "present state",
        "undone",
        "undone",
    ]


def test_a_click_or_enter_goes_to_a_state_and_back(shown: Shown) -> None:
    shown.rename("A", "B", "C")
    shown.click(1)
    assert (shown.document.name, shown.document.history_position) == ("A", 1)
    shown.view.selectionModel().setCurrentIndex(
        shown.model.index(3, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    press_key(shown.view, Qt.Key.Key_Return)
    assert shown.document.name == "C"
    shown.click(0)
    assert shown.document.name == "Small"


def test_a_new_edit_replaces_the_rows_that_were_undone(shown: Shown) -> None:
    shown.rename("A", "B", "C")
    shown.document.go_to(1)
    shown.document.push(SetParams("n3", {"units": 5}, field="units"))
    assert shown.rows() == ["Start", "Rename project", "Change units"]
    assert shown.view.currentIndex().row() == 2


def test_another_document_shows_its_own_history(shown: Shown) -> None:
    shown.rename("A", "B")
    other = small_document()
    other.push(RenameProject("Other"))
    shown.panel.set_document(other)
    shown.rename("C")
    assert len(shown.rows()) == 2


def test_an_edit_after_many_adds_one_row_and_resets_nothing(qtbot: QtBot) -> None:
    document = small_document()
    for number in range(1000):
        document.push(RenameProject(f"Name {number}"))
        document.seal()
    shown = Shown(qtbot, document)
    resets, insertions = QSignalSpy(shown.model.modelReset), QSignalSpy(shown.model.rowsInserted)
    shown.rename("A", "B", "C")
    assert [insertions.at(number)[1:] for number in range(insertions.count())] == [
        [row, row] for row in (1001, 1002, 1003)
    ]
    assert resets.count() == 0
