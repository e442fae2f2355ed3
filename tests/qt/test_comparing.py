"""Runs side by side in a window of their own: what is read, drawn, listed, marked and exported."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.document.comparisons import open_comparison
from designer.document.document import Document
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.training.comparison.runs import read_comparison
from designer.training.folder import RunFolder
from designer.ui.comparing import loading
from designer.ui.comparing.html_export import export_html
from designer.ui.comparing.loading import Loaded, read_runs
from designer.ui.comparing.merged import merged
from designer.ui.comparing.start_dialog import StartDialog
from designer.ui.comparing.window import CompareWindow
from designer.ui.monitor.metric_plot import MetricPlot
from tests.qt.bench_helpers import front_window
from tests.recorded_runs import record_run

Show = Callable[..., CompareWindow]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """A function that shows runs of these projects side by side."""
    parents: list[QWidget] = []

    def make(run_dir: Path, *projects: Project) -> CompareWindow:
        folders = tuple(record_run(run_dir, project) for project in projects)
        parent = QWidget()
        parents.append(parent)
        qtbot.addWidget(parent)
        window = CompareWindow(parent, Catalog.load(), partial(read_runs, folders), Project("Present"))
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: not window.is_busy)
        return window

    return make


def show_twins(show: Show, run_dir: Path) -> CompareWindow:
    return show(run_dir, load_preset("plain30"), load_preset("resnet30"))


def plot(window: CompareWindow, qtbot: QtBot, name: str = "loss") -> MetricPlot:
    grid = window.curves.grid
    assert grid is not None
    qtbot.waitUntil(lambda: name in grid.plots)
    return grid.plots[name]


def colors(plot: MetricPlot) -> list[str]:
    return [layer.training.line.opts["pen"].color().name() for layer in plot.layers]


def test_each_run_has_a_colour_of_its_own_in_list_and_curves(
    show: Show, tmp_path: Path, qtbot: QtBot
) -> None:
    twins = show_twins(show, tmp_path)
    shown = colors(plot(twins, qtbot))
    assert len(set(shown)) == 2
    for place, color in enumerate(shown):
        picture = twins.runs.list.item(place).icon().pixmap(16, 16).toImage()
        assert picture.pixelColor(8, 8).name() == color


def test_a_run_that_is_not_ticked_is_not_drawn(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    twins = show_twins(show, tmp_path)
    first, second = colors(plot(twins, qtbot))
    twins.runs.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: colors(plot(twins, qtbot)) == [second])
    twins.runs.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: colors(plot(twins, qtbot)) == [])
    twins.refresh()
    qtbot.waitUntil(lambda: not twins.is_busy)
    assert twins.runs.hidden == {0, 1}
    assert first != second


def test_results_name_the_best_of_all_runs(show: Show, tmp_path: Path) -> None:
    window = show(tmp_path, Project("A"), Project("B"))
    rows = window.results.texts()
    assert [row[0] for row in rows] == ["A", "A", "B", "B"]
    model = window.results.model()
    column = next(
        c for c in range(model.columnCount()) if model.headerData(c, Qt.Orientation.Horizontal) == "val_loss"
    )
    fonts = [model.index(row, column).data(Qt.ItemDataRole.FontRole) for row in range(4)]
    assert [bool(font and font.bold()) for font in fonts] == [False, True, False, True]


def test_settings_show_what_differs_until_all_are_wanted(show: Show, tmp_path: Path) -> None:
    twins = show_twins(show, tmp_path)
    assert [row[0] for row in twins.settings.grid.texts()] == ["Network: Layers"]
    twins.settings.all.setChecked(True)
    assert ["Training: Optimiser", "Adam", "Adam"] in twins.settings.grid.texts()


def test_differences_are_listed_with_signs_and_told_by_tool_tips(show: Show, tmp_path: Path) -> None:
    twins = show_twins(show, tmp_path)
    page = twins.drawing
    texts = [page.rows.item(row).text() for row in range(page.rows.count())]
    assert len(texts) == 17
    assert texts[0] == "+ add (Add) is new"
    page.rows.setCurrentRow(0)
    middle = page.view.viewport().rect().center()
    assert page.view.tip_at(middle) == "+ add (Add) is new"
    assert page.view.tip_at(QPoint(1, 1)) == ""


def test_the_other_way_round_what_is_gone_is_drawn_too(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    twins = show_twins(show, tmp_path)
    page = twins.drawing
    page.before.setCurrentIndex(1)
    page.after.setCurrentIndex(0)
    qtbot.waitUntil(lambda: not page.is_busy and page.rows.item(0).text().startswith("−"))
    assert page.text.text() == "17 layers removed, 14 edges added, 45 edges removed."
    page.rows.setCurrentRow(3)
    assert page.view.tip_at(page.view.viewport().rect().center()).startswith("− add_2")


def test_a_drawing_is_compared_with_the_network_of_the_window(
    show: Show, tmp_path: Path, qtbot: QtBot
) -> None:
    twins = show_twins(show, tmp_path)
    page = twins.drawing
    assert page.after.itemText(2) == "The network in the window"
    page.after.setCurrentIndex(2)
    qtbot.waitUntil(lambda: not page.is_busy and "91 layers removed" in page.text.text())


def test_marks_are_drawn_in_their_colours(show: Show, tmp_path: Path) -> None:
    twins = show_twins(show, tmp_path)
    view = twins.drawing.view
    view.resize(600, 500)
    twins.drawing.rows.setCurrentRow(0)
    image = QImage(600, 500, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.render(painter)
    painter.end()
    seen = {image.pixelColor(x, y).name() for x in range(0, 600, 2) for y in range(0, 500, 2)}
    assert QColor(_success()).name() in seen


def _success() -> str:
    from designer.ui.theme import current

    return current().success


def test_runs_are_read_outside_the_gui_thread(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    read = read_comparison

    def note(*args: object, **options: object) -> object:
        threads.append(threading.current_thread())
        return read(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "read_comparison", note)
    show(tmp_path, Project("A"), Project("B"))
    assert threads
    assert threading.main_thread() not in threads


def test_a_run_that_goes_on_is_read_again_until_it_ends(qtbot: QtBot, tmp_path: Path) -> None:
    folders = tuple(record_run(tmp_path, Project(name)) for name in "AB")
    answers = [Loaded(None, waiting=("B",)), read_runs(folders)]
    asked: list[int] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    window = CompareWindow(parent, Catalog.load(), lambda: answers[min(len(asked), 1)], Project())
    window._timer.setInterval(20)
    window._timer.timeout.connect(lambda: asked.append(1))
    window.show()
    qtbot.waitUntil(lambda: len(window.results.texts()) == 4)
    label = window.findChild(QLabel, "compareWaiting")
    assert label is not None
    assert not label.isVisible()
    qtbot.waitUntil(lambda: not window.is_busy)
    assert not window._timer.isActive()


def test_the_page_holds_pictures_of_the_drawings(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    twins = show_twins(show, tmp_path)
    path = tmp_path / "page.html"
    twins.export(path)
    qtbot.waitUntil(lambda: not twins.is_busy)
    assert "data:image/svg+xml;base64," in path.read_text(encoding="utf-8")
    assert twins.said.text() == f"Exported to {path}"
    twins.export(tmp_path / "none" / "page.html")
    qtbot.waitUntil(lambda: not twins.is_busy)
    problem = twins.findChild(QLabel, "compareProblem")
    assert problem is not None
    assert "can't be written" in problem.text()


def test_runs_are_saved_as_a_comparison(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    window = show(tmp_path / "runs", Project("A"), Project("B"))
    window.save(tmp_path / "mine.json")
    qtbot.waitUntil(lambda: not window.is_busy)
    assert window.said.text() == f"Saved to {tmp_path / 'mine.json'}"
    assert [variant.name for variant in open_comparison(str(tmp_path / "mine.json"))[1].variants] == [
        "A",
        "B",
    ]


def test_blocks_that_are_gone_are_drawn_with_their_own_definition() -> None:
    before, after = load_preset("residual_cnn"), load_preset("svgg")
    drawn = merged(before, after)
    gone = [node for node in drawn.project.graph.nodes if node.block_id]
    known = {block.type for block in drawn.project.graph.blocks}
    assert gone
    assert {node.type for node in gone} <= known
    Document(drawn.project)


@pytest.mark.parametrize("names", [("digits_resnet", "resnet30"), ("resnet50_transfer", "cats_dogs_fc")])
def test_very_different_networks_are_exported_whole(names: tuple[str, str], tmp_path: Path) -> None:
    folders = [record_run(tmp_path, load_preset(name)) for name in names]
    comparison = read_runs(tuple(folders)).comparison
    assert comparison is not None
    export_html(comparison, Catalog.load(), tmp_path / "page.html")
    assert (tmp_path / "page.html").stat().st_size > 10_000


def test_saved_comparisons_are_offered_with_what_they_show(qtbot: QtBot) -> None:
    dialog = StartDialog()
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not dialog.is_busy and dialog.list.count() >= 5)
    size = dialog.findChild(QLabel, "comparisonSize")
    assert size is not None
    assert "Digits with shortcuts: 63 layers, 6 epochs" in size.text()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog._on_accepted()
    assert chosen.args == ["digits_shortcuts"]


def test_selected_runs_are_compared_from_the_list(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("digits_resnet", "svgg"):
        record_run(tmp_path / "runs", load_preset(name))
    with front_window(qapp, qtbot, tmp_path, Document(Project())) as window:
        window.docks.show("runs")
        panel = window.panels.runs
        qtbot.waitUntil(lambda: panel.table.model().rowCount() == 2)
        assert not window.actions_by_name["compare_runs"].isEnabled()
        panel.table.selectAll()
        qtbot.waitUntil(window.actions_by_name["compare_runs"].isEnabled)
        QTest.mouseClick(window.comparing.side_by_side, Qt.MouseButton.LeftButton)
        [compared] = window.comparing.windows
        qtbot.waitUntil(lambda: len(compared.results.texts()) == 4)
        qtbot.waitUntil(lambda: not compared.is_busy)
        panel.table.selectionModel().select(
            panel.table.model().index(0, 0), QItemSelectionModel.SelectionFlag.Clear
        )
        assert not window.actions_by_name["compare_runs"].isEnabled()


def test_starting_a_comparison_queues_what_is_not_done(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with front_window(qapp, qtbot, tmp_path, Document(Project())) as window:
        keeper = window.bench.queue
        keeper.set_paused(is_paused=True)
        window.comparing.start("digits_shortcuts")
        qtbot.waitUntil(lambda: len(keeper.queue.entries) == 2)
        first, second = keeper.queue.entries
        assert (first.title, first.comparison) == ("Digits with shortcuts", "digits_shortcuts")
        run = record_run(tmp_path / "runs", first.project)
        keeper.queue.place(first.id, run)
        keeper.queue.finish(first.id)
        keeper.changed.emit()
        [compared] = window.comparing.windows
        qtbot.waitUntil(lambda: len(compared.results.texts()) == 2)
        window.comparing.start("digits_shortcuts")
        qtbot.waitUntil(lambda: len(window.comparing.windows) == 2)
        assert [entry.title for entry in keeper.queue.waiting] == [second.title]
        assert RunFolder(run).database.is_file()
        qtbot.waitUntil(lambda: not any(each.is_busy for each in window.comparing.windows))
