"""Curves show what the run said, never move under the user's hands, and cost nothing while hidden."""

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from designer.errors import RequestError
from designer.training.events import RunEvent, RunFinished
from designer.ui import dialogs
from designer.ui.monitor.controls import ElidedLabel
from designer.ui.monitor.curves import CurvesPanel
from designer.ui.monitor.legend import Legend
from designer.ui.monitor.metric_plot import MetricPlot
from designer.ui.monitor.metrics import RunMetrics
from tests.monitor_events import EPOCHS, batch, epoch, small_run, started

Show = Callable[..., CurvesPanel]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """A function that shows a panel and draws events in it."""

    def make(*events: RunEvent, width: int = 900, height: int = 300) -> CurvesPanel:
        panel = CurvesPanel()
        qtbot.addWidget(panel)
        panel.resize(width, height)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.handle(events)
        draw(panel)
        return panel

    return make


def draw(panel: CurvesPanel) -> None:
    for _ in range(4):
        panel.refresh()


def plots_of(panel: CurvesPanel) -> dict[str, MetricPlot]:
    return panel.grid.plots if panel.grid else {}


def y_of(panel: CurvesPanel, name: str, curve: str) -> list[float]:
    values: list[float] = getattr(plots_of(panel)[name].layers[0], curve).line.getData()[1].tolist()
    return values


def summary_of(panel: CurvesPanel) -> str:
    label = panel.findChild(QLabel, "curvesSummary")
    assert label is not None
    return label.text()


def test_importing_the_monitor_loads_no_plot_library() -> None:
    modules = ["curves", "histograms", "runs", "status"]
    lines = [f"import designer.ui.monitor.{name}" for name in modules]
    code = "; ".join([*lines, "import sys", "print('pyqtgraph' in sys.modules)"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_empty_panel_says_what_will_be_here(show: Show) -> None:
    panel = show()
    label = panel.findChild(QLabel, "curvesEmpty")
    assert label is not None
    assert label.isVisible()
    assert "Press Train" in label.text()
    assert "Press Train" in panel.accessibleDescription()
    assert not plots_of(panel)


def test_a_run_that_was_asked_for_is_told_until_it_starts(show: Show) -> None:
    panel = show()
    panel.expect_run()
    panel.refresh()
    assert "being built" in panel.accessibleDescription()
    panel.handle([RunFinished(run="run", time=2.0, status="failed", message="No data.")])
    panel.refresh()
    assert "being built" not in panel.accessibleDescription()


def test_a_run_without_a_batch_says_that_it_has_started(show: Show) -> None:
    assert "has started" in show(started()).accessibleDescription()


def test_the_summary_is_readable_by_people_and_scripts(show: Show) -> None:
    panel = show(*small_run())
    expected = (
        "epoch 3, step 12, loss 0.41, accuracy 0.9,"
        " val_loss 1.1 (best 0.9 at epoch 2), val_accuracy 0.93 (best 0.95 at epoch 2)"
    )
    assert summary_of(panel) == expected
    assert panel.accessibleDescription() == expected


@pytest.mark.parametrize(("width", "is_shown"), [(30, False), (300, True)])
def test_a_summary_of_a_few_letters_is_left_out(qtbot: QtBot, width: int, is_shown: bool) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(width, 20)
    empty = label.grab().toImage()
    label.setText("epoch 3, step 12, loss 0.41, accuracy 0.9, val_loss 1.1 (best 0.9 at epoch 2)")
    assert (label.grab().toImage() != empty) == is_shown


def test_curves_have_the_values_of_the_events(show: Show) -> None:
    panel = show(*small_run())
    assert list(plots_of(panel)) == ["loss", "accuracy"]
    assert y_of(panel, "loss", "raw") == [3.0 / step for step in range(1, 13)]
    assert y_of(panel, "loss", "validation") == [values["val_loss"] for values in EPOCHS]
    assert y_of(panel, "accuracy", "validation") == [values["val_accuracy"] for values in EPOCHS]


def test_without_smoothing_the_solid_line_is_the_raw_one(show: Show) -> None:
    panel = show(*small_run())
    smoothed = y_of(panel, "loss", "training")
    panel.controls.smoothing.setValue(0)
    draw(panel)
    assert y_of(panel, "loss", "training") == [3.0 / step for step in range(1, 13)] != smoothed
    assert y_of(panel, "loss", "raw") == []


def test_over_epochs_the_solid_line_is_the_mean_of_each_epoch(show: Show) -> None:
    panel = show(*small_run())
    panel.controls.axis.setCurrentIndex(panel.controls.axis.findData("epoch"))
    draw(panel)
    assert y_of(panel, "loss", "training") == [values["loss"] for values in EPOCHS]
    assert plots_of(panel)["loss"].layers[0].training.line.getData()[0].tolist() == [1, 2, 3]


def test_all_of_a_growing_run_is_seen_until_the_user_zooms(show: Show) -> None:
    panel = show(started(), *(batch(step) for step in range(1, 50)))
    plot = plots_of(panel)["loss"]
    assert plot.box.viewRange()[0][1] > 49
    plot.box.setRange(xRange=(10, 20), yRange=(0, 2), padding=0)
    plot.box.sigRangeChangedManually.emit([True, True])
    panel.handle([batch(step, loss=100.0) for step in range(50, 500)])
    draw(panel)
    assert plot.box.viewRange() == [[10, 20], [0, 2]]
    assert not panel.controls.follow.isChecked()
    panel.controls.follow.click()
    draw(panel)
    assert plot.box.viewRange()[0][1] > 499


def test_zooming_one_plot_zooms_the_x_axis_of_all(show: Show) -> None:
    panel = show(*small_run())
    plots = plots_of(panel)
    plots["loss"].box.setXRange(2, 5, padding=0)
    plots["loss"].box.sigRangeChangedManually.emit([True, True])
    assert plots["accuracy"].box.viewRange()[0] == [2, 5]


def test_a_nan_loss_is_shown_as_such(show: Show) -> None:
    panel = show(started(), batch(1, 2.0), batch(2, 1.0), batch(3, math.nan), batch(4, math.nan))
    plot = plots_of(panel)["loss"]
    assert "loss NaN (first NaN at step 3)" in summary_of(panel)
    assert plot.broken_text() == "loss is NaN at step 3"
    assert np.isnan(y_of(panel, "loss", "raw")).tolist() == [False, False, True, True]


def test_a_run_of_nothing_but_nan_is_no_failure(show: Show) -> None:
    panel = show(started(), *(batch(step, math.nan) for step in range(1, 20)))
    panel.controls.log_y.click()
    draw(panel)
    assert "first NaN at step 1" in summary_of(panel)


def test_extremes_of_100_000_points_are_drawn_with_few_points(show: Show) -> None:
    values = np.ones(100_000)
    values[31_415], values[92_653] = 50.0, -50.0
    panel = show(started(), *(batch(step, float(value)) for step, value in enumerate(values, start=1)))
    raw = y_of(panel, "loss", "raw")
    assert (min(raw), max(raw)) == (-50.0, 50.0)
    assert len(raw) < 4 * panel.width()
    low, high = plots_of(panel)["loss"].box.viewRange()[1]
    assert low < -50 < 50 < high


def test_a_hidden_panel_draws_nothing_and_catches_up_when_shown(show: Show) -> None:
    panel = show(started(), batch(1), batch(2))
    panel.hide()
    panel.handle([batch(3, 9.0)])
    draw(panel)
    assert len(y_of(panel, "loss", "raw")) == 2
    assert "step 3" in summary_of(panel)
    panel.show()
    draw(panel)
    assert y_of(panel, "loss", "raw")[-1] == 9.0


def test_events_are_drawn_without_being_asked(show: Show, qtbot: QtBot) -> None:
    panel = show()
    panel.handle([started(), batch(1, 2.5)])
    qtbot.waitUntil(lambda: "loss" in plots_of(panel) and y_of(panel, "loss", "raw") == [2.5])


def test_a_new_run_starts_with_empty_plots(show: Show) -> None:
    panel = show(*small_run())
    panel.handle([started()])
    draw(panel)
    assert summary_of(panel) == ""
    panel.handle([batch(1, 7.0)])
    draw(panel)
    assert y_of(panel, "loss", "raw") == [7.0]


def test_metrics_are_chosen_in_the_menu(show: Show) -> None:
    panel = show(started(), batch(1, accuracy=0.5, mae=3.0))
    assert list(plots_of(panel)) == ["loss", "accuracy"]
    actions = {action.text(): action for action in panel.controls.metrics.menu().actions()}
    assert [name for name, action in actions.items() if action.isChecked()] == ["loss", "accuracy"]
    actions["mae"].trigger()
    actions["loss"].trigger()
    draw(panel)
    assert list(plots_of(panel)) == ["accuracy", "mae"]


@pytest.mark.parametrize(("width", "same_row"), [(1280, True), (600, False)])
def test_plots_stand_side_by_side_where_there_is_room(show: Show, width: int, same_row: bool) -> None:
    loss, accuracy = plots_of(show(*small_run(), width=width, height=500)).values()
    assert (loss.geometry().top() == accuracy.geometry().top()) is same_row


@pytest.mark.parametrize("axis", ["step", "epoch", "time"])
def test_logarithmic_axes_show_the_exponents(show: Show, axis: str) -> None:
    panel = show(*small_run())
    panel.controls.axis.setCurrentIndex(panel.controls.axis.findData(axis))
    panel.controls.log_x.click()
    panel.controls.log_y.click()
    draw(panel)
    values = [math.log10(values["val_loss"]) for values in EPOCHS]
    np.testing.assert_allclose(y_of(panel, "loss", "validation"), values)


def test_the_cursor_reads_all_plots_at_once(show: Show) -> None:
    panel = show(*small_run())
    loss, accuracy = plots_of(panel).values()
    loss.pointed.emit(8.2)
    assert loss.reading() == "step 8\ntraining 0.375 · validation 0.9"
    assert accuracy.reading() == "step 8\ntraining 0.6667 · validation 0.95"
    loss.pointed.emit(None)
    assert accuracy.reading() == ""


def test_the_keyboard_moves_the_cursor_and_zooms(show: Show) -> None:
    panel = show(*small_run())
    plot = plots_of(panel)["loss"]
    QTest.keyClick(plot.widget, Qt.Key.Key_Right)
    assert plot.reading().startswith("step ")
    width = np.ptp(plot.box.viewRange()[0])
    QTest.keyClick(plot.widget, Qt.Key.Key_Plus)
    assert np.ptp(plot.box.viewRange()[0]) < width
    assert not panel.controls.follow.isChecked()
    QTest.keyClick(plot.widget, Qt.Key.Key_Escape)
    assert plot.reading() == ""


@pytest.mark.parametrize(
    ("room_px", "texts"),
    [
        (9999, ["training 0.41", "validation 1.1", "best 0.9 at epoch 2"]),
        (230, ["0.41", "1.1", "0.9"]),
        (0, ["0.41", "1.1"]),
    ],
)
def test_the_legend_has_final_and_best_values_as_fully_as_there_is_room(
    qtbot: QtBot, show: Show, room_px: int, texts: list[str]
) -> None:
    layer = plots_of(show(*small_run()))["loss"].layers[0]
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_texts("", layer.legend(), room_px)
    labels = [label for label in legend.findChildren(QLabel) if label.isVisibleTo(legend)]
    assert [label.text() for label in labels] == texts
    assert labels[1].accessibleName() == "validation 1.1"


def test_another_theme_keeps_the_curves(show: Show) -> None:
    panel = show(*small_run())
    before = y_of(panel, "loss", "raw")
    QApplication.sendEvent(panel, QEvent(QEvent.Type.PaletteChange))
    draw(panel)
    assert y_of(panel, "loss", "raw") == before


def test_another_run_is_drawn_beside_the_current_one(show: Show) -> None:
    panel = show(*small_run())
    other = RunMetrics("other")
    for event in (started(), batch(1, 5.0), epoch(1, {"loss": 5.0, "val_loss": 6.0})):
        other.handle(event)
    panel.compare_with("wide", other)
    draw(panel)
    current, second = plots_of(panel)["loss"].layers
    assert second.validation.line.getData()[1].tolist() == [6.0]
    assert current.raw.line.getData()[1][0] == 3.0
    assert "compared with wide: epoch 1" in panel.accessibleDescription()
    panel.stop_comparing()
    draw(panel)
    assert len(plots_of(panel)["loss"].layers) == 1


def test_plots_are_written_as_picture_and_table(show: Show, tmp_path: Path) -> None:
    panel = show(*small_run())
    panel.write_png(tmp_path / "curves.png")
    panel.write_csv(tmp_path / "curves.csv")
    assert QImage(str(tmp_path / "curves.png")).width() > 500
    assert (tmp_path / "curves.csv").read_text(encoding="utf-8").startswith("metric,split,step")


def test_the_export_menu_asks_where_to(show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failures: list[RequestError] = []
    path = tmp_path / "curves.csv"
    monkeypatch.setattr(dialogs, "ask_export_file", lambda *_: path)
    monkeypatch.setattr(dialogs, "show_failure", lambda _, error: failures.append(error))
    panel = show(*small_run())
    action = panel.findChild(QAction, "exportCurves_csv")
    assert action is not None
    action.trigger()
    assert path.exists()
    path = tmp_path / "missing" / "curves.csv"
    action.trigger()
    assert len(failures) == 1


def test_an_export_that_cannot_be_written_is_a_clear_error(show: Show, tmp_path: Path) -> None:
    panel = show(*small_run())
    for write in (panel.write_csv, panel.write_png):
        with pytest.raises(RequestError, match="Can't write"):
            write(tmp_path / "missing" / "curves")
