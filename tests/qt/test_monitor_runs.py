"""The Runs tab lists what is in the folder, without making the window wait."""

import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from designer.training.runs import RunSummary
from designer.ui.monitor import runs
from designer.ui.monitor.metrics import RunMetrics
from designer.ui.monitor.stored import read_metrics
from tests.monitor_events import EPOCHS, STEPS
from tests.qt.runs_helpers import Show, cells, record_run, show_runs


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """A function that shows the runs of a folder."""
    return partial(show_runs, qtbot)


def test_an_empty_folder_says_what_will_be_here_and_where(show: Show, tmp_path: Path) -> None:
    panel = show(tmp_path)
    label = panel.findChild(QLabel, "runsEmpty")
    assert label is not None
    assert label.isVisible()
    assert str(tmp_path) in label.text()
    assert not panel.compare.isEnabled()
    assert panel.compare.toolTip() == "Select a run first."


def test_a_run_is_listed_with_its_best_values(show: Show, tmp_path: Path) -> None:
    folder = record_run(tmp_path, "Digits")
    (row,) = cells(show(tmp_path))
    assert row[0] == "Digits"
    assert row[2:] == ["finished", "3/10", "0.9", "0.95", folder.name]


def test_refreshing_finds_new_runs_and_keeps_the_selection(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    record_run(tmp_path, "First")
    panel = show(tmp_path)
    panel.table.selectRow(0)
    record_run(tmp_path, "Second")
    panel.refresh_button.click()
    qtbot.waitUntil(lambda: len(cells(panel)) == 2)
    selected = panel.selected()
    assert selected is not None
    assert selected.name == "First"


def test_the_folder_is_read_outside_the_gui_thread(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def list_runs(_folder: Path) -> list[RunSummary]:
        threads.append(threading.current_thread())
        return []

    monkeypatch.setattr(runs, "list_runs", list_runs)
    show(tmp_path)
    assert threads
    assert threading.main_thread() not in threads


def test_a_folder_that_cannot_be_read_is_said_in_the_panel(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def list_runs(_folder: Path) -> list[RunSummary]:
        raise PermissionError(13, "Permission denied", "/runs")

    monkeypatch.setattr(runs, "list_runs", list_runs)
    label = show(tmp_path).findChild(QLabel, "runsProblem")
    assert label is not None
    assert label.isVisible()
    assert "Permission denied" in label.text()


def test_a_run_is_compared_while_the_button_is_pressed(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    record_run(tmp_path, "Digits")
    panel = show(tmp_path)
    panel.table.selectRow(0)
    with qtbot.waitSignal(panel.compared) as compared:
        panel.compare.click()
    name, metrics = compared.args
    assert name == "Digits"
    assert isinstance(metrics, RunMetrics)
    with qtbot.waitSignal(panel.comparison_ended):
        panel.compare.click()


def test_a_double_click_on_a_run_shows_its_curves_each_time(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    record_run(tmp_path, "Digits")
    panel = show(tmp_path)
    view = panel.table.viewport()
    place = panel.table.visualRect(panel.table.model().index(0, 0)).center()
    for _ in range(2):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        with qtbot.waitSignals([panel.curves_wanted]):
            QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
        assert panel.compare.isChecked()


def test_a_stored_run_has_the_curves_that_were_seen_live(tmp_path: Path) -> None:
    metrics = read_metrics(record_run(tmp_path, "Digits"))
    batches, validation = metrics.series("loss", "batch"), metrics.series("loss", "validation")
    assert batches is not None
    assert validation is not None
    assert batches.values.tolist() == [3.0 / step for step in range(1, 13)]
    assert batches.x["epoch"].values.tolist() == [step / STEPS for step in range(1, 13)]
    assert validation.values.tolist() == [values["val_loss"] for values in EPOCHS]
    assert metrics.summary().startswith("epoch 3, step 12, loss 0.41")
