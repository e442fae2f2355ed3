"""The summary lists every number, sorts by value, and shares its selection with the canvas."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis
from designer.document.commands import RenameNode, SetTraining
from designer.document.document import Document
from designer.document.project import Project
from designer.graph.elements import GraphSnapshot, Node
from designer.ui.settings_edit import with_values
from designer.ui.summary.columns import Row
from designer.ui.summary.model import SummaryModel
from designer.ui.summary.panel import SummaryPanel
from tests.qt.panel_helpers import find, press_key
from tests.qt.summary_helpers import ANALYSIS, click_row, click_title, column, found, make_panel

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> SummaryPanel:
    panel = make_panel(qtbot, tmp_path)
    panel.set_analysis(ANALYSIS)
    return panel


def test_an_empty_network_says_what_will_be_here(qtbot: QtBot, tmp_path: Path) -> None:
    panel = make_panel(qtbot, tmp_path, Document())
    assert find(panel, QLabel, "summaryEmpty").text().startswith("Every layer is listed here")


def test_every_number_has_its_unit(panel: SummaryPanel) -> None:
    assert column(panel, "Name") == ["input", "conv", "dense"]
    assert column(panel, "Output shape") == ["32×32×3", "30×30×32", "30×30×10"]
    assert column(panel, "Parameters") == ["0", "896", "330"]
    assert column(panel, "FLOPs") == ["0 FLOPs", "1.584 MFLOPs", "9.9 kFLOPs"]
    assert column(panel, "Activations") == ["393.2 kB", "3.686 MB", "1.152 MB"]
    assert column(panel, "Receptive field") == ["1×1", "3×3", "whole input"]


def test_numbers_stand_at_the_right(panel: SummaryPanel) -> None:
    model, role = panel.table.model(), Qt.ItemDataRole.TextAlignmentRole
    is_right = [bool((model.index(0, at).data(role) or 0) & Qt.AlignmentFlag.AlignRight) for at in range(7)]
    assert is_right == [False, False, True, True, True, True, True]


def test_a_click_on_a_title_sorts_by_value_and_the_third_restores_the_flow(panel: SummaryPanel) -> None:
    click_title(panel, "FLOPs")
    assert column(panel, "Name") == ["input", "dense", "conv"]
    click_title(panel, "FLOPs")
    assert column(panel, "Name") == ["conv", "dense", "input"]
    click_title(panel, "FLOPs")
    assert column(panel, "Name") == ["input", "conv", "dense"]


def test_what_is_unknown_comes_last_either_way(panel: SummaryPanel) -> None:
    nodes = {**ANALYSIS.nodes, "n3": found((None, 10), 330, 9_900, 40)}
    panel.set_analysis(Analysis(nodes={key: nodes[key] for key in ("n3", "n1", "n2")}))
    click_title(panel, "Receptive field")
    assert column(panel, "Receptive field") == ["1×1", "3×3", "unknown"]
    click_title(panel, "Receptive field")
    assert column(panel, "Receptive field") == ["3×3", "1×1", "unknown"]


def test_rows_by_mouse_and_keyboard_are_nodes(panel: SummaryPanel) -> None:
    chosen: list[list[str]] = []
    panel.nodes_chosen.connect(chosen.append)
    click_row(panel, 1)
    QTest.keyClick(panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    click_row(panel, 0, CONTROL)
    assert [sorted(ids) for ids in chosen] == [["n2"], ["n2", "n3"], ["n1", "n2", "n3"]]


def test_a_selection_from_outside_is_shown_and_not_sent_back(panel: SummaryPanel) -> None:
    chosen: list[list[str]] = []
    panel.nodes_chosen.connect(chosen.append)
    panel.table.select(["n3", "n1"])
    rows = [index.row() for index in panel.table.selectionModel().selectedRows()]
    assert sorted(rows) == [0, 2]
    assert chosen == []


def test_the_selection_stays_with_its_nodes_when_rows_move(panel: SummaryPanel) -> None:
    click_row(panel, 1)
    click_title(panel, "Name")
    names = column(panel, "Name")
    assert [names[index.row()] for index in panel.table.selectionModel().selectedRows()] == ["conv"]
    press_key(panel.table, Qt.Key.Key_Down)
    assert [names[index.row()] for index in panel.table.selectionModel().selectedRows()] == ["dense"]


def test_copied_rows_are_plain_numbers_between_tabs(panel: SummaryPanel) -> None:
    click_row(panel, 1)
    QTest.keyClick(panel.table, Qt.Key.Key_C, CONTROL)
    titles, row = QGuiApplication.clipboard().text().split("\n")
    assert titles.split("\t")[3:6] == ["Parameters", "FLOPs", "Activations (bytes)"]
    assert row == "conv\tConv2D\t30×30×32\t896\t1584000\t3686400\t3×3"


def test_a_new_name_and_another_batch_show_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    document = Document(Project("One", GraphSnapshot((Node("n1", "x", "Input", {"shape": (32, 32, 3)}),))))
    panel = make_panel(qtbot, tmp_path, document)
    panel.set_analysis(Analysis(nodes={"n1": ANALYSIS.nodes["n1"]}))
    document.push(RenameNode("n1", "picture"))
    document.push(SetTraining(with_values(document.training, batch_size=1)))
    assert (column(panel, "Name"), column(panel, "Activations")) == (["picture"], ["12.29 kB"])


def test_totals_stand_below_the_table(panel: SummaryPanel) -> None:
    totals = find(panel, QLabel, "summaryTotals").text()
    assert totals == "3 layers · 1,226 parameters · 1.594 MFLOPs · 5.232 MB of activations at batch 32"


def large_network(count: int) -> tuple[Document, Analysis]:
    nodes = tuple(Node(f"n{number}", f"conv_{number}", "Conv2D", {"filters": 8}) for number in range(count))
    known = {node.id: found((None, 8, 8, 8), at % 97, at * 31 % 1009, 2048) for at, node in enumerate(nodes)}
    return Document(Project("Large", GraphSnapshot(nodes))), Analysis(nodes=known, layers=count)


def test_only_rows_in_sight_are_read(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, read_row = set[int](), SummaryModel._row

    def noting(model: SummaryModel, row: int) -> Row:
        read.add(row)
        return read_row(model, row)

    document, analysis = large_network(2000)
    panel = make_panel(qtbot, tmp_path, document)
    monkeypatch.setattr(SummaryModel, "_row", noting)
    panel.set_analysis(analysis)
    panel.table.select(["n900", "n1500"])
    panel.table.viewport().repaint()
    assert 900 in read
    assert len(read) < 100


def test_other_numbers_in_the_same_order_reset_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    document, analysis = large_network(20)
    panel = make_panel(qtbot, tmp_path, document)
    panel.set_analysis(analysis)
    resets = QSignalSpy(panel.table.model().modelReset)
    panel.set_analysis(Analysis(1, analysis.nodes, layers=20))
    assert resets.count() == 0
