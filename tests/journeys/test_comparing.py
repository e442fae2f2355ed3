"""Two runs are laid side by side, looked at in every tab, and exported; a saved comparison is trained."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QListWidget,
    QTabBar,
    QTableView,
    QTabWidget,
)

import designer
from designer.document.comparisons import open_comparison, user_folder
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.ui.comparing.start_dialog import StartDialog
from designer.ui.comparing.window import CompareWindow
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import DialogHand, child
from tests.journeys.person import Person
from tests.journeys.projects import convolutions

RUNS = {"With shortcuts": {"blocks": 1}, "Without shortcuts": {"blocks": 1, "shortcuts": False}}


def train_both(run_dir: Path) -> None:
    for name, params in RUNS.items():
        project = load_preset("digits_resnet", filters=4, **params).replace(name=name)
        designer.train(project, epochs=2, steps_per_epoch=6, run_dir=run_dir)


def row_at(view: QAbstractItemView, row: int) -> QPoint:
    return view.viewport().mapToGlobal(view.visualRect(view.model().index(row, 0)).center())


def compared(person: Person) -> CompareWindow:
    """The comparison in front, once it shows something."""
    person.wait(lambda: bool(person.window.comparing.windows))
    window = person.window.comparing.windows[-1]
    person.wait(lambda: window.isActiveWindow() and not window.is_busy)
    return window


def open_tab(person: Person, window: CompareWindow, title: str) -> None:
    bar = child(window, QTabWidget, "compareTabs").findChild(QTabBar)
    assert bar is not None
    place = next(at for at in range(bar.count()) if bar.tabText(at).replace("&", "") == title)
    person.robot.click(bar.mapToGlobal(bar.tabRect(place).center()))
    person.wait(lambda: bar.currentIndex() == place)


def test_two_runs_are_compared_and_exported(sit_down: SitDown, tmp_path: Path) -> None:
    train_both(tmp_path / "runs")
    person = sit_down(convolutions())
    person.open_panel("Runs")
    table = person.find(QTableView, "runsTable")
    person.wait(lambda: table.model().rowCount() == 2)
    person.robot.click(row_at(table, 0))
    person.robot.click(row_at(table, 1), held="ctrl")
    person.wait(person.action("compare_runs").isEnabled)
    person.shot("selected")
    person.press("compareRunsButton")
    window = compared(person)
    person.wait(lambda: len(window.results.texts()) == 4)
    person.shot("curves")
    open_tab(person, window, "Results")
    person.shot("results")
    open_tab(person, window, "Settings")
    assert window.settings.grid.texts()[0][0] == "Network: Layers"
    open_tab(person, window, "Drawing")
    rows = child(window, QListWidget, "compareDifferences")
    person.wait(lambda: rows.count() > 0)
    person.robot.click(row_at(rows, 0))
    person.wait(lambda: bool(window.drawing.view.tip_at(window.drawing.view.viewport().rect().center())))
    person.shot("drawing")
    page = tmp_path / "page.html"
    hand = DialogHand(window, person.robot, person._qtbot, "test_two_runs_are_compared_and_exported")
    hand.choose_file("exportDialog", page)
    person.robot.click(window.export_button)
    person.wait(page.is_file)
    assert "With shortcuts" in page.read_text(encoding="utf-8")
    person.robot.key("Escape")
    person.wait(lambda: not person.window.comparing.windows)


def keep_short_comparison() -> None:
    """Puts one of the user's own in the place of a comparison that ships: one epoch of each network."""
    _, comparison, _ = open_comparison("digits_shortcuts")
    variants = [variant.model_copy(update={"training": {"epochs": 1}}) for variant in comparison.variants]
    user_folder().mkdir(parents=True)
    text = comparison.model_copy(update={"variants": tuple(variants)}).model_dump_json(exclude_defaults=True)
    (user_folder() / "digits_shortcuts.json").write_text(text)


@pytest.mark.slow
def test_a_saved_comparison_is_trained_and_shown(sit_down: SitDown, tmp_path: Path) -> None:
    keep_short_comparison()
    person = sit_down(Project())
    person.wait(person.action("compare_saved").isEnabled)

    def start(dialog: object) -> None:
        assert isinstance(dialog, StartDialog)
        person.wait(lambda: dialog.list.count() > 0)
        person.shot("choice")
        buttons = child(dialog, QDialogButtonBox, "startComparisonButtons")
        person.robot.click(buttons.button(QDialogButtonBox.StandardButton.Ok))

    person.when_asked("startComparisonDialog", start)
    person.action("compare_saved").trigger()
    window = compared(person)
    person.wait(lambda: len(window.results.texts()) == 4 and not window.loaded.waiting, 240_000)
    person.wait(lambda: all(row[1] == "finished" for row in window.results.texts()), 240_000)
    person.shot("trained")
    entries = person.window.bench.queue.queue.entries
    assert [entry.state for entry in entries] == ["done", "done"]
