"""A schedule is chosen, drawn before the run, and its points are moved with mouse, keys and numbers."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.catalog.values import KerasObject
from designer.document.commands import SetTraining
from designer.document.document import Document
from designer.document.schedules import Cosine, Exponential, Piecewise, Point, Steps
from designer.document.settings import TrainingSettings
from designer.ui.training.points_table import PointsTable
from designer.ui.training.schedule_curve import ScheduleCurve
from designer.ui.training.schedule_editor import TITLES
from designer.ui.training_panel import TrainingPanel
from tests.qt.panel_helpers import choose, click, find, line_of, press_key, retype, show

TABLE = ((0.0, 1.0), (5.0, 0.1), (8.0, 0.01))
_Key = Qt.Key


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> TrainingPanel:
    panel = TrainingPanel(document, Catalog.load())
    show(qtbot, panel, width=320, height=1400)
    click(find(panel, QToolButton, "trainingScheduleFold"))
    return panel


@pytest.fixture
def curve(document: Document, panel: TrainingPanel) -> ScheduleCurve:
    document.push(SetTraining(TrainingSettings(schedule=Steps(points=TABLE))))
    document.seal()
    curve = find(panel, ScheduleCurve, "scheduleCurve")
    curve.setFocus()
    return curve


def points(document: Document) -> tuple[Point, ...]:
    schedule = document.training.schedule
    assert isinstance(schedule, Steps | Piecewise)
    return schedule.points


def drag(curve: ScheduleCurve, start: Point, end: Point, *, drop: bool = True) -> None:
    """Drag with the mouse from one time and factor to another."""
    before, after = curve.place_of(start), curve.place_of(end)
    _send(curve, QEvent.Type.MouseButtonPress, before)
    for part in (0.3, 0.6, 1.0):
        _send(curve, QEvent.Type.MouseMove, before + (after - before) * part)
    if drop:
        _send(curve, QEvent.Type.MouseButtonRelease, after)


def _send(curve: ScheduleCurve, kind: QEvent.Type, place: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    button = none if kind == QEvent.Type.MouseMove else left
    where = curve.mapToGlobal(place)
    QApplication.sendEvent(
        curve, QMouseEvent(kind, place, where, button, held, Qt.KeyboardModifier.NoModifier)
    )


@pytest.mark.parametrize(("kind", "title"), TITLES.items())
def test_each_kind_is_chosen_by_its_title(
    document: Document, panel: TrainingPanel, kind: str, title: str
) -> None:
    retype(line_of(panel, "training_schedule_warmup_epochs"), "0.5")
    choose(find(panel, QComboBox, "training_schedule"), title)
    assert document.training.schedule.kind == kind
    assert document.training.schedule.warmup_epochs == 0.5


def test_points_stay_when_steps_become_lines(document: Document, panel: TrainingPanel) -> None:
    combo = find(panel, QComboBox, "training_schedule")
    choose(combo, "Step table")
    assert points(document) == ((0, 1), (5, 0.1), (8, 0.01))
    choose(combo, "Straight lines")
    assert document.training.schedule == Piecewise(points=TABLE)


def test_the_curve_follows_numbers_as_they_are_typed(document: Document, panel: TrainingPanel) -> None:
    choose(find(panel, QComboBox, "training_schedule"), "Exponential decay")
    retype(line_of(panel, "training_schedule_rate"), "0.5")
    assert document.training.schedule == Exponential(rate=0.5)
    curve = dict(find(panel, ScheduleCurve, "scheduleCurve").curve())
    assert curve[0.0] == pytest.approx(0.001)
    assert curve[10.0] == pytest.approx(0.001 * 0.5**10)
    retype(line_of(panel, "training_epochs"), "20")
    assert max(dict(find(panel, ScheduleCurve, "scheduleCurve").curve())) == 20


def test_a_drag_moves_a_point_in_one_step(document: Document, curve: ScheduleCurve) -> None:
    drag(curve, (5, 0.1), (3, 0.4), drop=False)
    assert points(document) == TABLE
    _send(curve, QEvent.Type.MouseButtonRelease, curve.place_of((3, 0.4)))
    time, factor = points(document)[1]
    assert time == 3
    assert factor == pytest.approx(0.4, abs=0.02)
    document.undo()
    assert points(document) == TABLE


def test_a_point_stays_between_its_neighbours(document: Document, curve: ScheduleCurve) -> None:
    drag(curve, (5, 0.1), (10, 0.1))
    assert points(document)[1][0] == 7
    drag(curve, points(document)[1], (0, 0.1))
    assert points(document)[1][0] == 1


def test_escape_ends_a_drag_without_a_trace(document: Document, curve: ScheduleCurve) -> None:
    drag(curve, (5, 0.1), (3, 0.4), drop=False)
    press_key(curve, _Key.Key_Escape)
    _send(curve, QEvent.Type.MouseButtonRelease, curve.place_of((3, 0.4)))
    assert points(document) == TABLE
    assert document.undo_text == "Change training settings"


def test_a_double_click_adds_a_point_and_delete_removes_it(document: Document, curve: ScheduleCurve) -> None:
    place = curve.place_of((3, 0.6)).toPoint()
    QTest.mouseDClick(curve, Qt.MouseButton.LeftButton, pos=place)
    assert [time for time, _ in points(document)] == [0, 3, 5, 8]
    assert points(document)[1][1] == pytest.approx(0.6, abs=0.02)
    press_key(curve, _Key.Key_Delete)
    assert points(document) == TABLE
    document.undo()
    document.undo()
    assert points(document) == TABLE


def test_the_last_point_is_not_removed(document: Document, curve: ScheduleCurve) -> None:
    for _ in range(4):
        press_key(curve, _Key.Key_Delete)
    assert points(document) == ((8, 0.01),)


def test_keys_choose_move_and_add_points(document: Document, curve: ScheduleCurve) -> None:
    press_key(curve, _Key.Key_PageDown)
    press_key(curve, _Key.Key_Right)
    press_key(curve, _Key.Key_Up)
    QTest.keyClick(curve, _Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert points(document)[1] == (5.9, 0.11)
    curve.clearFocus()
    document.undo()
    assert points(document) == TABLE
    curve.setFocus()
    press_key(curve, _Key.Key_Insert)
    time, factor = points(document)[2]
    assert (time, round(factor, 9)) == (6.5, 0.055)


@pytest.mark.parametrize("is_log", [False, True])
def test_the_mouse_reads_the_learning_rate(panel: TrainingPanel, curve: ScheduleCurve, is_log: bool) -> None:
    if is_log:
        click(find(panel, QCheckBox, "scheduleLog"), QPoint(8, 8))
    QTest.mouseMove(curve, curve.place_of((6.5, 0.5)).toPoint())
    assert curve.reading in ("epoch 6.49: 0.0001", "epoch 6.5: 0.0001", "epoch 6.51: 0.0001")
    top, bottom = curve.place_of((0, 1)).y(), curve.place_of((0, 0.01)).y()
    middle = curve.place_of((0, 0.1)).y()
    assert ((middle - top) / (bottom - top) == pytest.approx(0.5)) is is_log


def test_points_are_typed_and_wrong_ones_refused(document: Document, panel: TrainingPanel) -> None:
    document.push(SetTraining(TrainingSettings(schedule=Steps(points=TABLE))))
    document.seal()
    type_into(panel, 1, 1, "0.25")
    assert points(document)[1] == (5, 0.25)
    type_into(panel, 1, 0, "9")
    assert points(document) == ((0, 1), (8, 0.01), (9, 0.25))
    refusal = "Expected a number, at least 0. Still 0.01."
    type_into(panel, 1, 1, "-1")
    assert find(panel, QLabel, "scheduleRefusal").text() == refusal
    type_into(panel, 1, 0, "9")
    assert "There is a point at epoch 9 already." in find(panel, QLabel, "scheduleRefusal").text()
    document.undo()
    assert points(document)[1] == (5, 0.25)


def type_into(panel: TrainingPanel, row: int, column: int, text: str) -> None:
    table = find(panel, PointsTable, "schedulePoints")
    table.setFocus()
    index = table.model().index(row, column)
    table.setCurrentIndex(index)
    table.edit(index)
    line = table.findChild(QLineEdit)
    assert line
    retype(line, text)
    press_key(line, _Key.Key_Return)
    QApplication.processEvents()  # the table takes the text in its own time


def test_table_and_curve_choose_the_same_point(panel: TrainingPanel, curve: ScheduleCurve) -> None:
    table = find(panel, PointsTable, "schedulePoints")
    press_key(curve, _Key.Key_PageDown)
    assert table.currentIndex().row() == 1
    table.setCurrentIndex(table.model().index(2, 0))
    assert curve.chosen == 2


def test_buttons_add_and_remove_points(
    document: Document, panel: TrainingPanel, curve: ScheduleCurve
) -> None:
    click(find(panel, QToolButton, "schedulePointAdd"))
    assert [time for time, _ in points(document)] == [0, 2.5, 5, 8]
    assert curve.chosen == 1
    click(find(panel, QToolButton, "schedulePointRemove"))
    assert points(document) == TABLE


def test_a_rate_that_is_a_schedule_of_its_own_shows_factors(
    document: Document, panel: TrainingPanel, curve: ScheduleCurve
) -> None:
    own = KerasObject("SGD", {"learning_rate": KerasObject("CosineDecay", {"decay_steps": 9})})
    document.push(SetTraining(TrainingSettings(optimizer=own, schedule=Cosine())))
    assert dict(curve.curve())[0.0] == 1
    assert not curve.grab().isNull()


def test_a_table_that_is_always_zero_can_be_drawn(document: Document, curve: ScheduleCurve) -> None:
    document.push(SetTraining(TrainingSettings(schedule=Steps(points=((0, 0),)), epochs=1)))
    for is_log in (False, True):
        curve.set_log(is_log)
        assert not curve.grab().isNull()
