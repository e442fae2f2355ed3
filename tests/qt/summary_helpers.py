"""A small analysed network in the Summary panel."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from designer.compiler.results import WHOLE_INPUT, Analysis, NodeAnalysis, ReceptiveField, TensorSpec
from designer.document.document import Document
from designer.ui.summary.columns import COLUMNS
from designer.ui.summary.panel import SummaryPanel
from tests.qt.panel_helpers import click, show, small_document


def found(shape: tuple[int | None, ...], *numbers: int, field: ReceptiveField | None = None) -> NodeAnalysis:
    parameters, flops, activation_bytes = numbers
    return NodeAnalysis((TensorSpec(shape),), parameters, parameters, flops, activation_bytes, field)


ANALYSIS = Analysis(
    nodes={
        "n1": found((None, 32, 32, 3), 0, 0, 12_288, field=ReceptiveField((1, 1), (1, 1))),
        "n2": found((None, 30, 30, 32), 896, 1_584_000, 115_200, field=ReceptiveField((3, 3), (1, 1))),
        "n3": found((None, 30, 30, 10), 330, 9_900, 36_000, field=WHOLE_INPUT),
    },
    layers=3,
    parameters=1_226,
    trainable=1_226,
    flops=1_593_900,
    activation_bytes=163_488,
)


def make_settings(folder: Path) -> QSettings:
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)


def make_panel(qtbot: QtBot, folder: Path, document: Document | None = None) -> SummaryPanel:
    panel = SummaryPanel(document or small_document(), make_settings(folder))
    show(qtbot, panel, 720, 260)
    return panel


def column(panel: SummaryPanel, title: str) -> list[str]:
    number = [column.title for column in COLUMNS].index(title)
    model = panel.table.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def click_title(panel: SummaryPanel, title: str) -> None:
    header: QHeaderView = panel.table.horizontalHeader()
    number = [column.title for column in COLUMNS].index(title)
    panel.table.scrollTo(panel.table.model().index(0, number))
    place = header.sectionViewportPosition(number) + header.sectionSize(number) // 2
    click(header.viewport(), QPoint(place, header.height() // 2))


def click_row(panel: SummaryPanel, row: int, keys: Qt.KeyboardModifier | None = None) -> None:
    place = panel.table.visualRect(panel.table.model().index(row, 0)).center()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(panel.table.viewport(), left, keys or Qt.KeyboardModifier.NoModifier, place)
