"""A layer of several outputs shows them by name, and edges begin at each of them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, TensorSpec
from designer.document.builder import NetworkBuilder
from designer.document.commands import Connect
from designer.document.project import Project
from designer.graph.elements import Edge
from designer.graph.layout_routes import exit_share
from designer.ui.canvas.connect_to import ConnectTo, connect_to
from designer.ui.canvas.ports import body_port, input_ports, output_ports
from designer.ui.canvas.quick_add import QuickAdd
from designer.ui.inspector.facts import node_facts
from tests.qt.canvas_helpers import Desk, analysis_of, catalog

AWAY = QPointF(360, 100)


def encoder() -> Project:
    """Input n1 → LSTM n2 with its states; Input n3 → LSTM n4, which nothing starts yet."""
    net = NetworkBuilder("Encoder")
    net.add("LSTM", net.input((8, 3)), units=4, return_state=True)
    net.add("LSTM", net.input((5, 3)), units=4)
    return net.project()


def analysis() -> Analysis:
    found = analysis_of({"n1": (None, 8, 3), "n2": (None, 4), "n3": (None, 5, 3), "n4": (None, 4)})
    states = (TensorSpec((None, 4)),) * 3
    return replace(found, nodes={**found.nodes, "n2": replace(found.nodes["n2"], outputs=states)})


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot, encoder())
    desk.view.set_analysis(analysis())
    yield desk
    for popup in (*desk.view.findChildren(ConnectTo), *desk.view.findChildren(QuickAdd)):
        popup.hide()


def rows(desk: Desk, name: str) -> list[str]:
    model = desk.child(QListView, name).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def choose(desk: Desk, name: str, words: str) -> None:
    line = desk.child(QLineEdit, name)
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_outputs_have_the_names_that_keras_gives_them(desk: Desk) -> None:
    assert [port.name for port in output_ports(desk.content, "n2")] == ["output", "state_h", "state_c"]
    assert [port.name for port in output_ports(desk.content, "n4")] == [""]
    facts = dict(node_facts(desk.content.analysis.nodes["n2"], catalog().layer("LSTM")))
    assert facts["Output"] == "output: 4\nstate_h: 4\nstate_c: 4"


def test_an_edge_begins_at_the_output_it_was_drawn_from(desk: Desk) -> None:
    state = output_ports(desk.content, "n2")[1]
    desk.hover(state.position)
    assert desk.view.tools.interaction.hovered_port == state
    desk.drag(state.position, input_ports(desk.content, "n4")[1].position)
    edge = Edge("n2", 1, "n4", 1)
    assert desk.document.graph.has_edge(edge)
    assert desk.content.routes.path(edge).pointAtPercent(0) == output_ports(desk.content, "n2")[1].position


def test_the_ports_stay_where_they_are_when_more_are_known(desk: Desk) -> None:
    before = output_ports(desk.content, "n4")[0].position
    desk.document.push(Connect(Edge("n2", 2, "n4", 2)))
    assert output_ports(desk.content, "n4")[0].position == before
    assert len({exit_share(port) for port in range(14)}) == 14
    assert all(0 < exit_share(port) < 1 for port in range(100))


def test_what_is_dropped_on_the_body_is_no_initial_state(desk: Desk) -> None:
    assert body_port(desk.content, "n4").number == 0
    desk.drag(output_ports(desk.content, "n2")[0].position, desk.node("n4"))
    assert len(desk.refusals) == 1
    assert "takes one input" in desk.refusals[0]


def test_the_name_of_an_entrance_is_told_under_the_cursor(desk: Desk) -> None:
    spare = input_ports(desk.content, "n4")[1]
    assert spare.name == "initial_state_h"
    desk.hover(spare.position + QPointF(0, 2))
    assert desk.view.tools.interaction.hovered_port == spare


def test_connect_to_asks_for_the_output_first(desk: Desk) -> None:
    desk.view.select(["n2"])
    connect_to(desk.view)
    assert rows(desk, "connectToRows") == ["output", "state_h", "state_c"]
    choose(desk, "connectToSearch", "state_h")
    assert "lstm_1 · initial_state_h" in rows(desk, "connectToRows")
    choose(desk, "connectToSearch", "initial_state_h")
    assert desk.document.graph.has_edge(Edge("n2", 1, "n4", 1))


def test_quick_add_asks_for_the_output_first(desk: Desk) -> None:
    desk.view.setFocus()
    desk.view.select(["n2"])
    desk.key(Qt.Key.Key_Tab)
    assert rows(desk, "quickAddRows") == ["output", "state_h", "state_c"]
    assert desk.child(QLineEdit, "quickAddSearch").placeholderText() == "Which output of lstm?"
    choose(desk, "quickAddSearch", "state_c")
    choose(desk, "quickAddSearch", "dense")
    assert desk.document.graph.has_edge(Edge("n2", 2, "n5", 0))


def test_an_edge_dragged_out_of_an_output_feeds_the_layer_chosen(desk: Desk) -> None:
    desk.drag(output_ports(desk.content, "n2")[1].position, AWAY)
    choose(desk, "quickAddSearch", "dense")
    assert desk.document.graph.has_edge(Edge("n2", 1, "n5", 0))


def test_a_mask_is_told_on_the_edge_and_in_the_inspector(desk: Desk) -> None:
    found = analysis()
    masked = TensorSpec((None, 8, 3), mask=(None, 8))
    desk.view.set_analysis(
        replace(found, nodes={**found.nodes, "n1": replace(found.nodes["n1"], outputs=(masked,))})
    )
    assert desk.content.labels[Edge("n1", 0, "n2", 0)] == "8×3 · masked"
    facts = dict(node_facts(desk.content.analysis.nodes["n1"], catalog().layer("Input")))
    assert facts["Output"] == "8×3 · masked"
