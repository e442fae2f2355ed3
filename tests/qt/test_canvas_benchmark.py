"""How our canvas is compared with another program's."""

import json

import pytest
from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot
from typing_extensions import override

from benchmarks import peer, same_steps
from benchmarks.chain import chain
from benchmarks.our_canvas import OurCanvas
from designer.document.document import Document
from designer.document.project import Project
from designer.graph.elements import Edge
from tests.qt.canvas_helpers import catalog


class Paintings(QObject):
    """Counts how often a widget is painted."""

    number = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.number += event.type() == QEvent.Type.Paint
        return False


@pytest.mark.parametrize("step", ["zoom", "pan"])
def test_a_step_ends_when_it_is_painted(qtbot: QtBot, step: str) -> None:
    canvas = OurCanvas(Document(chain(40, 8)), catalog())
    same_steps.show(canvas)
    canvas.zoom_to(1.0)
    same_steps.settle(canvas)
    paintings = Paintings(canvas.view)
    canvas.view.viewport().installEventFilter(paintings)
    if step == "zoom":
        same_steps.zoom_step(canvas, 1)
    else:
        same_steps.drag(canvas, QEvent.Type.MouseButtonPress, canvas.grip())
        same_steps.pan_step(canvas, canvas.grip() * 1.5)
    assert paintings.number == 1
    same_steps.close(canvas)


@pytest.mark.parametrize(("scene", "project"), [("column", chain(70)), ("columns", chain(70, 64))])
def test_the_other_program_gets_the_same_network(scene: str, project: Project) -> None:
    told = json.loads(json.dumps(peer.scenes(70)[scene]))
    assert [Edge(*edge) for edge in told["edges"]] == list(project.graph.edges)
    assert [name for name, _ in told["nodes"].values()] == [node.name for node in project.graph.nodes]
    assert {node_id: tuple(place) for node_id, (_, place) in told["nodes"].items()} == project.view.positions


def test_without_the_other_program_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert peer.measure() == []
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("The comparison with NodeGraphQt was left out (everything): ERROR: ")
