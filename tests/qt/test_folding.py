"""Repeated structure is found on another thread, shown with ticks, folded in one step, and offered once."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListView, QPushButton
from pytestqt.qtbot import QtBot

from designer.compiler.engine import EngineReady
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.document.project import Project
from designer.graph.foldings import Folding, folded
from designer.graph.repeats import find_repeats
from designer.ui.fold_dialog import FoldDialog
from designer.ui.folding import OFFER
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import catalog
from tests.qt.panel_helpers import find, press_key, show


def tower(height: int) -> Project:
    """Residual units on top of each other, in two widths."""
    net = NetworkBuilder("Tower")
    x = net.add("Conv2D", net.input((8, 8, 3)), filters=8, kernel_size=1)
    for number in range(height):
        inner = net.add("Conv2D", x, filters=8, kernel_size=3, padding="same")
        inner = net.add("BatchNormalization", inner)
        x = net.add("Add", net.add("ReLU", inner), x)
        x = net.add("MaxPooling2D", x) if number == height // 2 else x
    net.add("Flatten", x)
    return net.project()


@pytest.fixture
def window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(tower(12))) as found:
        monkeypatch.setattr(found.link, "refresh", lambda: None)  # its jobs load TensorFlow
        monkeypatch.setattr(found.session, "submit", lambda job, done, _failed: done(job()))
        yield found


def answer(monkeypatch: pytest.MonkeyPatch, choose: Callable[[Sequence[Folding]], object]) -> None:
    monkeypatch.setattr("designer.ui.folding.ask_to_fold", lambda _parent, found, _graph: choose(found))


def engine_starts(window: MainWindow) -> None:
    state = EngineReady({"tensorflow": "2", "keras": "3"}, ("CPU",), catalog())
    window.bench.hub.engine_state = state
    window.bench.hub.engine_changed.emit(state)


def test_what_is_found_is_folded_as_one_step(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    document = window.session.document
    answer(monkeypatch, list)
    window.actions_by_name["find_repeats"].trigger()
    assert document.blocks
    assert len(document.graph.nodes) < 10
    document.undo()
    assert document.is_clean


def test_nothing_is_folded_where_the_user_gives_up(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, lambda _found: ())
    window.actions_by_name["find_repeats"].trigger()
    assert window.session.document.is_clean


def test_where_nothing_repeats_that_is_said(window: MainWindow) -> None:
    window.set_document(Document(tower(1)))
    window.actions_by_name["find_repeats"].trigger()
    assert window.statusBar().currentMessage().startswith("No structure is repeated here")


def test_a_large_network_is_offered_to_be_folded_once(window: MainWindow) -> None:
    engine_starts(window)
    bars = window.safekeeping.bars
    text = find(bars, QLabel, f"{OFFER}Text").text()
    assert text.startswith("Repeated structure found: fold 52 nodes into a page of ")
    find(bars, QPushButton, f"{OFFER}Fold").click()
    assert window.session.document.blocks
    assert bars.names() == []
    window.session.document.undo()
    engine_starts(window)
    assert bars.names() == []


def test_a_file_that_was_offered_is_not_offered_again(window: MainWindow, tmp_path: Path) -> None:
    engine_starts(window)
    bars, path = window.safekeeping.bars, tmp_path / "tower.json"
    for expected in ([OFFER], []):
        window.set_document(Document(tower(12), path))
        assert bars.names() == expected


def test_a_small_network_is_not_offered(window: MainWindow) -> None:
    window.set_document(Document(tower(3)))
    engine_starts(window)
    assert window.safekeeping.bars.names() == []


def test_the_dialog_says_what_is_left_and_ticks_change_it(qtbot: QtBot) -> None:
    graph = tower(12).graph
    foldings = find_repeats(graph, catalog())
    dialog = FoldDialog(foldings, len(graph.nodes), lambda chosen: len(folded(graph, chosen).nodes))
    show(qtbot, dialog)
    left = len(folded(graph, foldings).nodes)
    assert find(dialog, QLabel, "foldSummary").text() == f"Folds 52 nodes into a page of {left}."
    view = find(dialog, QListView, "foldBlocks")
    assert "12 times: 4 layers" in view.model().index(0, 0).data()
    for row in range(view.model().rowCount()):
        view.setCurrentIndex(view.model().index(row, 0))
        press_key(view, Qt.Key.Key_Space)
    assert find(dialog, QLabel, "foldSummary").text().startswith("Nothing is folded")
    assert not find(dialog, QPushButton, "foldAccept").isEnabled()
    assert dialog.chosen() == []


def test_what_was_edited_meanwhile_is_looked_for_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_starts(window)
    asked = list[object]()

    def give_up(found: Sequence[Folding]) -> Sequence[Folding]:
        asked.append(found)
        return ()

    answer(monkeypatch, give_up)
    window.canvas.select(["n5"])
    window.canvas.delete_selection()
    find(window.safekeeping.bars, QPushButton, f"{OFFER}Fold").click()
    assert len(asked) == 1
    assert not window.session.document.blocks
