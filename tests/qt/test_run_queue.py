"""The queue in the window: what begins by itself, what the list shows and changes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import TrainingError
from designer.graph.elements import GraphSnapshot
from designer.training.queue import Queued
from designer.ui.hub import Hub
from designer.ui.monitor.queue import QueuePanel
from designer.ui.queue_keeper import QueueKeeper
from tests.qt.bench_helpers import open_bench

PROJECT = Project("Net", GraphSnapshot())


class Window:
    """Stands for a window: trains at once, or refuses."""

    def __init__(self, hub: Hub, refuses: bool = False) -> None:
        self.hub = hub
        self.refuses = refuses
        self.is_ready = True
        self.began: list[str] = []

    def can_begin(self) -> bool:
        return self.is_ready

    def begin(self, entry: Queued) -> None:
        self.began.append(entry.title)
        if self.refuses:
            raise TrainingError("The folder can't be written.")
        self.hub.set_training(1)


@pytest.fixture
def keeper(qtbot: QtBot, tmp_path: Path) -> Iterator[QueueKeeper]:
    hub = Hub()
    hub.is_engine_started = True  # without TensorFlow
    hub.start()
    yield QueueKeeper(hub, tmp_path / "runs", tmp_path / "queues")
    hub.close()
    hub.deleteLater()


def states(keeper: QueueKeeper) -> list[str]:
    return [entry.state for entry in keeper.queue.entries]


@pytest.fixture
def window(keeper: QueueKeeper) -> Window:
    window = Window(keeper._hub)
    keeper.join(window)
    return window


def test_the_next_run_begins_when_nothing_trains(keeper: QueueKeeper, window: Window, qtbot: QtBot) -> None:
    for title in "ab":
        keeper.queue.add(PROJECT, title)
    qtbot.waitUntil(lambda: window.began == ["a"])
    window.hub.ticked.emit()
    assert states(keeper) == ["running", "waiting"]
    keeper.queue.finish(keeper.queue.entries[0].id)
    window.hub.set_training(None)
    qtbot.waitUntil(lambda: window.began == ["a", "b"])


def test_a_failure_does_not_stop_the_queue(keeper: QueueKeeper, window: Window, qtbot: QtBot) -> None:
    window.refuses = True
    for title in "ab":
        keeper.queue.add(PROJECT, title)
    qtbot.waitUntil(lambda: states(keeper) == ["failed", "failed"])
    assert keeper.queue.entries[0].message == "The folder can't be written."


def test_a_paused_queue_begins_nothing(keeper: QueueKeeper, window: Window, qtbot: QtBot) -> None:
    keeper.set_paused(is_paused=True)
    keeper.queue.add(PROJECT, "a")
    window.hub.ticked.emit()
    assert not window.began
    keeper.set_paused(is_paused=False)
    qtbot.waitUntil(lambda: window.began == ["a"])


def test_a_window_that_can_train_is_found(keeper: QueueKeeper, window: Window, qtbot: QtBot) -> None:
    closing = Window(window.hub)
    closing.is_ready = False
    keeper.join(closing)
    keeper.queue.add(PROJECT, "a")
    qtbot.waitUntil(lambda: window.began == ["a"])
    assert not closing.began


def test_what_is_left_is_offered_to_the_next_process(
    keeper: QueueKeeper, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    window.is_ready = False
    keeper.queue.add(PROJECT, "a")
    keeper.leave(window)
    later = QueueKeeper(keeper._hub, tmp_path / "runs", tmp_path / "queues")
    with qtbot.waitSignal(later.found) as found:
        later.look()
    assert found.args == [1]
    assert not later.left_runs()
    later.take_over()
    qtbot.waitUntil(lambda: [entry.title for entry in later.queue.waiting] == ["a"])
    later.join(window)
    later.leave(window)


def test_a_half_trained_run_is_known_as_one_of_the_queue(
    keeper: QueueKeeper, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    entry_id = keeper.queue.add(PROJECT, "a")
    qtbot.waitUntil(lambda: window.began == ["a"])
    keeper.queue.place(entry_id, tmp_path / "runs" / "20261127-a")
    keeper.leave(window)
    later = QueueKeeper(keeper._hub, tmp_path / "runs", tmp_path / "queues")
    assert later.left_runs() == {"20261127-a"}


@pytest.fixture
def panel(keeper: QueueKeeper, window: Window, qtbot: QtBot) -> QueuePanel:
    keeper.set_paused(is_paused=True)
    for title in "abc":
        keeper.queue.add(PROJECT, title)
    panel = QueuePanel(keeper)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def child(panel: QueuePanel, name: str) -> QToolButton:
    found = panel.findChild(QToolButton, f"queue_{name}")
    assert found
    return found


def column(panel: QueuePanel, number: int) -> list[str]:
    model = panel._model
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def select(panel: QueuePanel, row: int) -> None:
    table = panel.findChild(QTableView, "queueTable")
    assert table
    table.selectRow(row)


def click(panel: QueuePanel, name: str) -> None:
    QTest.mouseClick(child(panel, name), Qt.MouseButton.LeftButton)


def test_the_list_numbers_those_that_wait(panel: QueuePanel, keeper: QueueKeeper, qtbot: QtBot) -> None:
    assert (column(panel, 0), column(panel, 1)) == (["1", "2", "3"], ["a", "b", "c"])
    keeper.queue.begin(keeper.queue.entries[0].id)
    qtbot.waitUntil(lambda: column(panel, 0) == ["", "1", "2"])
    assert column(panel, 6) == ["running", "waiting", "waiting"]


def test_a_run_is_moved_and_stays_selected(panel: QueuePanel) -> None:
    select(panel, 2)
    click(panel, "up")
    click(panel, "up")
    assert column(panel, 1) == ["c", "a", "b"]
    assert not child(panel, "up").isEnabled()
    assert child(panel, "up").toolTip() == "It is the next already."
    click(panel, "down")
    assert column(panel, 1) == ["a", "c", "b"]


def test_removing_takes_the_selected_run_out(panel: QueuePanel, qtbot: QtBot) -> None:
    assert child(panel, "remove").toolTip() == "Select a run first."
    select(panel, 1)
    click(panel, "remove")
    qtbot.waitUntil(lambda: column(panel, 1) == ["a", "c"])


def test_what_has_ended_is_cleared(panel: QueuePanel, keeper: QueueKeeper, qtbot: QtBot) -> None:
    assert not child(panel, "forget").isEnabled()
    keeper.queue.fail(keeper.queue.entries[0].id, "No data.")
    qtbot.waitUntil(lambda: column(panel, 6) == ["failed: No data.", "waiting", "waiting"])
    click(panel, "forget")
    qtbot.waitUntil(lambda: column(panel, 1) == ["b", "c"])


def test_the_panel_lets_the_queue_go_on(panel: QueuePanel, window: Window, qtbot: QtBot) -> None:
    assert child(panel, "pause").isChecked()
    click(panel, "pause")
    qtbot.waitUntil(lambda: window.began == ["a"])


def test_equal_titles_are_told_apart(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_DESIGNER_HOME", str(tmp_path))
    with open_bench(qapp, tmp_path) as workbench:
        window = workbench.open(Document(load_preset("digits_resnet")))
        monkeypatch.setattr(window.controls, "settle", lambda: True)
        add: Callable[[], None] = window.queue.add
        add()
        add()
        queue = window.bench.queue.queue
        assert [entry.title for entry in queue.entries] == ["Digits ResNet", "Digits ResNet (2)"]
        assert "number 2" in window.status.currentMessage()
