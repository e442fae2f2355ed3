"""Blocks are called by their names, and told in the order of the flow."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, NodeAnalysis, TensorSpec
from designer.document.document import Document
from designer.document.project import Project
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node
from designer.ui.canvas.nodelist import NodeListModel
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.panel_helpers import find
from tests.qt.summary_helpers import column, make_panel

BLOCK = Block("b1", "Residual", graph=GraphSnapshot((Node("n1", "x", INPUT),)))
NODES = (
    Node("n1", "image", INPUT, {"shape": (8, 8, 3)}),
    Node("n2", "tower", "block:b1", repeat=3),
    Node("n3", "second", "block:b1"),
    Node("n4", "flatten", "Flatten"),
)
EDGES = (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0), Edge("n3", 0, "n4", 0))
VECTOR = NodeAnalysis((TensorSpec((None, 192)),), 0, 0, 0, 0)
IMAGE = NodeAnalysis((TensorSpec((None, 8, 8, 3)),), 0, 0, 0, 0)
ANALYSIS = Analysis(nodes={"n1": IMAGE, "n4": VECTOR, "n2": IMAGE, "n3": IMAGE})


def document() -> Document:
    return Document(Project("Net", GraphSnapshot(NODES, EDGES, blocks=(BLOCK,))))


def asked_source(window: MainWindow) -> str:
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        said.append(find(dialog, QLabel, "backboneSource").text())
        dialog.reject()

    QTimer.singleShot(0, answer)
    window.actions_by_name["insert_backbone"].trigger()
    return said[0]


def test_list_find_and_inspector_call_a_block_by_its_name(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with front_window(qapp, qtbot, tmp_path, document()) as window:
        rows = NodeListModel(window.canvas.tools.content)
        read = [rows.index(row).data() for row in range(rows.rowCount())]
        assert read == ["Input image", "Residual ×3 tower", "Residual second", "Flatten flatten"]
        window.canvas.finding.open()
        window.canvas.finding.search.look_for("residual")
        qtbot.waitUntil(lambda: window.canvas.finding.search.hits == ("n2", "n3"))
        window.canvas.select(["n2", "n3"])
        assert find(window, QLabel, "selectionTypes").text() == "2 Residual"


def test_the_summary_tells_blocks_by_name_where_data_meets_them(qtbot: QtBot, tmp_path: Path) -> None:
    panel = make_panel(qtbot, tmp_path, document())
    panel.set_analysis(ANALYSIS)
    assert column(panel, "Name") == ["image", "tower", "second", "flatten"]
    assert column(panel, "Type") == ["Input", "Residual ×3", "Residual", "Flatten"]


def test_a_backbone_is_not_fed_by_what_is_no_image(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    with front_window(qapp, qtbot, tmp_path, document()) as window:
        window.session.analysis = ANALYSIS
        window.canvas.select(["n4"])
        assert asked_source(window) == "image, since flatten, which is selected, gives no image"
        window.canvas.select(["n3"])
        assert asked_source(window) == "second"
