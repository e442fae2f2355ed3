"""What steers a run says what it will do, refuses what it can't, and stands on the curves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.errors import RequestError
from designer.training.control import LearningRateChange
from designer.training.events import BatchEnded, Marked, MarkKind
from designer.training.folder import RunFolder
from designer.training.store import RunWriter
from designer.ui.monitor.curves import CurvesPanel
from designer.ui.monitor.series import Series
from designer.ui.monitor.stored import read_metrics
from designer.ui.steering.rates import RateDialog, read_rate
from designer.ui.steering.state import RunState
from designer.ui.window import MainWindow
from tests.monitor_events import RUN, STEPS, batch, epoch, small_run, started
from tests.qt.bench_helpers import front_window
from tests.qt.panel_helpers import find, press_key, retype, small_document
from tests.recorded_runs import EPOCHS, record_run


def mark(kind: MarkKind, step: int, text: str = "") -> Marked:
    return Marked(run=RUN, time=float(step), kind=kind, epoch=1, step=step, text=text or kind)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, small_document()) as window:
        yield window


@pytest.fixture
def running(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window that believes that its run goes on."""
    kind = type(window.session._runner)
    monkeypatch.setattr(kind, "is_running", property(lambda _self: True))
    window.session.run_state_changed.emit()
    yield window
    monkeypatch.undo()
    window.session.run_state_changed.emit()


@pytest.mark.parametrize(("room_px", "has_words"), [(0, False), (1600, True)])
def test_the_steering_bar_gives_way_before_the_panels_beside_it_do(
    running: MainWindow, qtbot: QtBot, room_px: int, has_words: bool
) -> None:
    bar = running.steering.bar
    least_px = bar.minimumSizeHint().width()
    assert least_px < 600
    bar.setFixedWidth(max(least_px, room_px))
    button = find(bar, QToolButton, "steering_roll_back")
    qtbot.waitUntil(
        lambda: (button.width() > button.fontMetrics().horizontalAdvance("Roll back")) is has_words
    )
    assert bar.minimumSizeHint().width() < 600
    assert button.geometry().right() < bar.width()


STEERING = ("step_batch", "stop_after_epoch", "checkpoint_now", "change_rate", "roll_back")


def test_without_a_run_nothing_can_be_steered_and_the_reason_is_told(window: MainWindow) -> None:
    rows = {row.name: row for row in window.actions_by_name.rows()}
    assert {rows[name].reason for name in STEERING} == {"No run is going on."}
    assert not window.steering.bar.isVisible()


def test_a_run_is_listed_from_its_start_on(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[None] = []
    monkeypatch.setattr(window.panels.runs, "refresh", lambda: listed.append(None))
    window.session.run_events.emit([batch(1)])
    assert not listed
    window.session.run_events.emit([started()])
    assert len(listed) == 1


def test_a_run_shows_the_steering_bar_with_the_learning_rate(running: MainWindow) -> None:
    running.docks.show("curves")
    assert running.steering.bar.isVisibleTo(running)
    assert find(running, QLineEdit, "steeringRate").text() == "0.001"
    running.session.run_events.emit([started(), mark("learning_rate", 2, "learning rate 0.05, then cosine")])
    assert find(running, QLineEdit, "steeringRate").text() == "0.05"


@pytest.mark.parametrize("text", ["", "fast", "-1", "0", "nan", "inf"])
def test_a_wrong_learning_rate_is_told_beside_its_field(running: MainWindow, text: str) -> None:
    running.docks.show("curves")
    wanted: list[float] = []
    running.steering.bar.rate_wanted.connect(wanted.append)
    field = find(running, QLineEdit, "steeringRate")
    retype(field, text)
    press_key(field, Qt.Key.Key_Return)
    assert find(running, QLabel, "steeringRefusal").text() == "Expected a number above 0, such as 0.01."
    assert not wanted


def test_enter_changes_the_learning_rate(running: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[LearningRateChange] = []
    monkeypatch.setattr(running.session._runner, "set_learning_rate", asked.append)
    running.docks.show("curves")
    field = find(running, QLineEdit, "steeringRate")
    retype(field, "0,02")
    press_key(field, Qt.Key.Key_Return)
    assert asked == [LearningRateChange(0.02)]


def test_a_rate_that_is_being_typed_is_left_alone(running: MainWindow) -> None:
    running.docks.show("curves")
    field = find(running, QLineEdit, "steeringRate")
    retype(field, "0.0")
    running.session.run_events.emit([started(), batch(1, learning_rate=0.3)])
    assert field.text() == "0.0"


def test_rates_are_numbers_above_zero() -> None:
    assert read_rate(" 1e-3 ") == 0.001
    with pytest.raises(RequestError, match="above 0"):
        read_rate("0")


def test_the_dialog_changes_rate_and_schedule(qtbot: QtBot) -> None:
    dialog = RateDialog(0.01, small_document().training)
    qtbot.addWidget(dialog)
    dialog.rate.setText("0.5")
    dialog._on_accepted()
    assert dialog.change == LearningRateChange(0.5)
    dialog.follows.setChecked(True)
    dialog._on_accepted()
    assert dialog.change == LearningRateChange(0.5, small_document().training.schedule)


def state(*events: object) -> RunState:
    result = RunState()
    for event in events:
        result = result.advance(event)  # type: ignore[arg-type]
    return result


NOTHING = {"is_stopping": False, "is_paused": False, "is_stopping_after_epoch": False}


@pytest.mark.parametrize(
    ("events", "flags", "words"),
    [
        ([started(), batch(1)], {}, ""),
        ([started(), batch(1)], {"is_paused": True}, "Pausing after this batch…"),
        ([started(), batch(1), mark("paused", 1)], {"is_paused": True}, "Paused"),
        ([started(), mark("paused", 1), batch(2)], {"is_paused": True}, "Pausing after this batch…"),
        ([started()], {"is_stopping": True}, "Stopping after the first batch…"),
        ([started(), batch(2)], {"is_stopping": True}, "Stopping after this batch…"),
        ([started(), batch(STEPS)], {"is_stopping": True}, "Stopping after the validation…"),
        (
            [started(), batch(STEPS), epoch(1, {}), batch(STEPS + 1)],
            {"is_stopping_after_epoch": True},
            "Stopping after this epoch…",
        ),
    ],
)
def test_what_a_run_waits_for_is_told(events: list[object], flags: dict[str, bool], words: str) -> None:
    assert state(*events).words(**{**NOTHING, **flags}) == words


Draw = Callable[..., CurvesPanel]


@pytest.fixture
def draw(qtbot: QtBot) -> Draw:
    """A function that draws events."""

    def make(*events: object) -> CurvesPanel:
        panel = CurvesPanel()
        qtbot.addWidget(panel)
        panel.resize(900, 300)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.handle(events)  # type: ignore[arg-type]
        redraw(panel)
        return panel

    return make


def redraw(panel: CurvesPanel) -> None:
    for _ in range(4):
        panel.refresh()


def signs(panel: CurvesPanel) -> list[str]:
    assert panel.grid
    return panel.grid.plots["loss"].marks.texts


def test_marks_stand_on_the_curves_and_are_read_out(draw: Draw) -> None:
    panel = draw(*small_run(), mark("learning_rate", 4, "learning rate 0.1"), mark("paused", 8))
    assert signs(panel) == ["Step 4: learning rate 0.1", "Step 8: paused"]
    assert "marks: step 4: learning rate 0.1; step 8: paused" in panel.accessibleDescription()


def test_marks_of_one_place_share_a_sign(draw: Draw) -> None:
    panel = draw(*small_run(), mark("paused", 8), mark("resumed", 8))
    assert signs(panel) == ["Step 8: paused\nStep 8: resumed"]


def test_the_cursor_reads_marks_too(draw: Draw) -> None:
    panel = draw(*small_run(), mark("learning_rate", 8, "learning rate 0.1"))
    assert panel.grid
    plot = panel.grid.plots["loss"]
    plot.pointed.emit(8.0)
    assert plot.reading().endswith("Step 8: learning rate 0.1")


def test_marks_can_be_hidden(draw: Draw) -> None:
    panel = draw(*small_run(), mark("paused", 8))
    panel.controls.marks.click()
    redraw(panel)
    assert signs(panel) == []


def test_a_roll_back_takes_points_epochs_and_marks_off_the_curves(draw: Draw) -> None:
    panel = draw(*small_run(), mark("paused", 10), mark("rolled_back", 4, "rolled back from step 12"))
    assert panel.grid
    layer = panel.grid.plots["loss"].layers[0]
    assert len(layer.raw.line.getData()[0]) == 4
    assert layer.validation.line.getData()[1].tolist() == [1.5]
    assert signs(panel) == ["Step 4: rolled back from step 12"]
    panel.handle([batch(5, 9.0)])
    redraw(panel)
    assert layer.raw.line.getData()[1].tolist()[-1] == 9.0


def test_a_document_of_another_network_goes_into_another_window(window: MainWindow) -> None:
    begun: list[MainWindow] = []
    wanted: list[object] = []
    window.steering.window_wanted.disconnect()
    window.steering.window_wanted.connect(lambda project, _begin: wanted.append(project))
    window.steering.begin(window.session.document.project(), begun.append)
    assert begun == [window]
    net = NetworkBuilder("Other")
    net.add("Dense", net.input((4,)), units=2)
    other = Document(net.project()).project()
    window.steering.begin(other, begun.append)
    assert begun == [window]
    assert wanted == [other]


def test_a_run_that_goes_on_shows_what_it_recorded_before(draw: Draw, qtbot: QtBot, tmp_path: Path) -> None:
    folder = record_run(tmp_path, small_document().project(), EPOCHS[:2], status="stopped")
    now: dict[str, Any] = {"run": str(folder), "time": 20.0}
    begin = replace(started(), run=str(folder))
    resumed = Marked(**now, kind="interrupted", epoch=2, step=8, text="resumed from step 8")
    panel = draw(begin, resumed, BatchEnded(**now, epoch=3, step=9, metrics={"loss": 0.25}))
    qtbot.waitUntil(lambda: len(panel.metrics.series("loss", "batch") or ()) == 9)
    redraw(panel)
    assert panel.grid
    layer = panel.grid.plots["loss"].layers[0]
    assert layer.raw.line.getData()[1].tolist() == [3.0 / step for step in range(1, 9)] + [0.25]
    assert layer.validation.line.getData()[1].tolist() == [1.5, 0.9]
    assert signs(panel) == ["Step 8: resumed from step 8"]


def test_marks_of_a_stored_run_are_read_with_it(tmp_path: Path) -> None:
    folder = record_run(tmp_path, small_document().project(), EPOCHS)
    writer = RunWriter.reopen(RunFolder(folder).database)
    writer.add_event(mark("paused", 10))
    writer.add_event(mark("rolled_back", 4, "rolled back from step 12"))
    writer.close()
    assert [each.text for each in read_metrics(folder).marks] == ["rolled back from step 12"]


def test_points_after_a_step_are_cut_from_long_series_too() -> None:
    series = Series()
    steps = np.arange(1.0, 5001.0)
    series.extend(steps, steps / 10, steps, -steps)
    series.pyramid.columns(0, 5000, 10)
    series.cut(1234)
    assert (len(series), series.last, series.generation) == (1234, -1234.0, 1)
    assert series.pyramid.columns(0, 1234, 10).low.min() == -1234.0
    series.cut(2000)
    assert series.generation == 1
