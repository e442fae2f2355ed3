"""The memory of training is told against a budget that the user can set."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QToolButton
from pytestqt.qtbot import QtBot

from designer.errors import RequestError
from designer.ui.quantities import parse_bytes
from designer.ui.summary import budget
from designer.ui.summary.panel import SummaryPanel
from tests.qt.panel_helpers import click, find, press_key, retype
from tests.qt.summary_helpers import ANALYSIS, make_panel, make_settings


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SummaryPanel:
    monkeypatch.setattr(budget, "free_memory", lambda: 8_000_000_000)
    panel = make_panel(qtbot, tmp_path)
    panel.set_analysis(ANALYSIS)
    return panel


def text(panel: SummaryPanel) -> str:
    return find(panel, QLabel, "memoryText").text()


def enter(panel: SummaryPanel, size: str) -> None:
    line = find(panel, QLineEdit, "memoryBudget")
    retype(line, size)
    press_key(line, Qt.Key.Key_Return)


def test_the_estimate_stands_against_what_is_free(panel: SummaryPanel) -> None:
    assert text(panel) == "5.251 MB of 8 GB at batch 32, fits up to 32,768"
    assert find(panel, QLineEdit, "memoryBudget").placeholderText() == "8 GB free"
    assert "Optimizer: 9.808 kB" in find(panel, QProgressBar, "memoryBar").toolTip()


def test_a_gpu_gives_its_own_memory(panel: SummaryPanel) -> None:
    panel.budget.set_gpu_memory(24_000_000_000)
    assert "of 24 GB at batch 32" in text(panel)


def test_a_typed_budget_is_remembered(panel: SummaryPanel, qtbot: QtBot, tmp_path: Path) -> None:
    enter(panel, "10 MB")
    assert text(panel) == "5.251 MB of 10 MB at batch 32"
    assert 500 < find(panel, QProgressBar, "memoryBar").value() < 550
    make_settings(tmp_path).sync()
    again = make_panel(qtbot, tmp_path)
    assert find(again, QLineEdit, "memoryBudget").text() == "10 MB"
    enter(panel, "")
    assert "of 8 GB at batch 32" in text(panel)


def test_over_budget_it_warns_and_offers_the_batch_that_fits(panel: SummaryPanel) -> None:
    enter(panel, "3 MB")
    assert text(panel) == "Over budget: 5.251 MB of 3 MB at batch 32"
    take = find(panel, QToolButton, "takeBatchButton")
    assert take.text() == "Use batch 16"
    click(take)
    assert text(panel) == "2.635 MB of 3 MB at batch 16"
    assert not take.isVisible()


def test_taking_a_batch_is_one_step_of_undo(panel: SummaryPanel) -> None:
    document = panel._document
    enter(panel, "3 MB")
    click(find(panel, QToolButton, "takeBatchButton"))
    assert document.undo_text == "Change batch size"
    document.undo()
    assert document.training.batch_size == 32


@pytest.mark.parametrize("wrong", ["much", "-3 GB", "0", "1 kB", "8 PB", "1e99"])
def test_a_wrong_budget_is_refused_in_one_line(panel: SummaryPanel, wrong: str) -> None:
    enter(panel, wrong)
    assert find(panel, QLabel, "budgetProblem").text().startswith("Expected a size")
    assert "of 8 GB at batch 32" in text(panel)
    enter(panel, "4 GB")
    assert "of 4 GB at batch 32" in text(panel)
    assert not panel.findChildren(QLabel, "budgetProblem")[0].isVisible()


def test_sizes_are_read_as_people_write_them() -> None:
    sizes = {"8": 8 * 10**9, "8 GB": 8 * 10**9, "512mb": 512 * 10**6, "1,5 g": 15 * 10**8, "2 GiB": 2**31}
    assert {written: parse_bytes(written) for written in sizes} == sizes
    with pytest.raises(RequestError):
        parse_bytes("")
