"""Notices of a run are listed with evidence and remedy, and lead to layer and step."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from designer.document.project import Project
from designer.graph.elements import GraphSnapshot
from designer.training.events import Notice
from designer.training.folder import RunFolder
from designer.training.reporter import RunReporter
from designer.training.trouble.finding import Finding
from designer.ui.monitor.curves import CurvesPanel
from designer.ui.monitor.notices import NoticesPanel
from designer.ui.monitor.notices_model import RUN_COLUMN
from tests.monitor_events import RUN, small_run
from tests.qt.panel_helpers import find, press_key, show

DEAD = Finding("dead_relu", "All units of relu are dead.", "64 of 64 gave 0.", "Use LeakyReLU.", 200, "relu")
PLAIN = "The samples are resized, so that they fit the Input."


def notice(run: str = RUN, time: float = 1.0) -> Notice:
    return Notice(
        run=run,
        time=time,
        message=DEAD.message,
        remedy=DEAD.remedy,
        kind=DEAD.kind,
        evidence=DEAD.evidence,
        step=DEAD.step,
        layer=DEAD.layer,
    )


@pytest.fixture
def panel(qtbot: QtBot) -> NoticesPanel:
    panel = NoticesPanel()
    show(qtbot, panel, 900, 200)
    return panel


def rows(panel: NoticesPanel) -> list[list[str]]:
    model = panel.view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def record(run_dir: Path) -> str:
    """A stored run that told two things."""
    folder = RunFolder.create(run_dir, Project("Old", GraphSnapshot()))
    reporter = RunReporter(folder, Project("Old", GraphSnapshot()), lambda _event: None)
    reporter.notice(PLAIN)
    reporter.found(DEAD)
    reporter.finish("finished")
    return str(folder.path)


def test_without_notices_it_says_what_will_be_here(panel: NoticesPanel) -> None:
    assert find(panel, QLabel, "noticesEmpty").text().startswith("No notices.")


def test_a_notice_has_step_evidence_and_remedy_and_is_counted(panel: NoticesPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.count_changed) as counted:
        panel.handle([Notice(run=RUN, time=0.1, message=PLAIN), notice()])
    assert counted.args == [2]
    assert rows(panel) == [
        ["", PLAIN, "", "", "current"],
        ["200", DEAD.message, DEAD.evidence, DEAD.remedy, "current"],
    ]
    assert panel.view.isColumnHidden(RUN_COLUMN)


def test_choosing_a_notice_by_mouse_or_key_leads_to_its_step_and_layer(
    panel: NoticesPanel, qtbot: QtBot
) -> None:
    panel.handle([notice()])
    place = panel.view.visualRect(panel.view.model().index(0, 1)).center()
    wanted: list[object] = []
    panel.step_wanted.connect(wanted.append)
    panel.layer_wanted.connect(wanted.append)
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted == [200, "relu"]
    panel.view.setFocus()
    with qtbot.waitSignals([panel.step_wanted, panel.layer_wanted]):
        press_key(panel.view, Qt.Key.Key_Return)


def test_a_notice_without_layer_and_step_leads_nowhere(panel: NoticesPanel, qtbot: QtBot) -> None:
    panel.handle([Notice(run=RUN, time=0.1, message=PLAIN)])
    with qtbot.assertNotEmitted(panel.step_wanted), qtbot.assertNotEmitted(panel.layer_wanted):
        panel.view.clicked.emit(panel.view.model().index(0, 1))


def test_another_run_begins_with_an_empty_list(panel: NoticesPanel) -> None:
    panel.handle([notice()])
    panel.handle([Notice(run="/runs/other", time=0.1, message=PLAIN)])
    assert [row[1] for row in rows(panel)] == [PLAIN]
    panel.forget_run()
    assert rows(panel) == []


def test_a_run_that_goes_on_shows_what_it_told_before_and_nothing_twice(
    panel: NoticesPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    run = record(tmp_path)
    started = next(iter(small_run()))
    again = Notice(run=run, time=0.1, message=PLAIN)
    panel.handle([again, type(started)(**{**vars(started), "run": run})])
    qtbot.waitUntil(lambda: not panel.is_reading)
    assert [row[1] for row in rows(panel)] == [PLAIN, DEAD.message]


def test_a_stored_run_is_listed_while_it_is_compared_with(
    panel: NoticesPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    panel.handle([notice()])
    panel.compare_with("Old", record(tmp_path))
    qtbot.waitUntil(lambda: len(rows(panel)) == 3)
    assert [row[RUN_COLUMN] for row in rows(panel)] == ["current", "Old", "Old"]
    assert rows(panel)[2][:4] == ["200", DEAD.message, DEAD.evidence, DEAD.remedy]
    assert not panel.view.isColumnHidden(RUN_COLUMN)
    panel.stop_comparing()
    assert len(rows(panel)) == 1


def test_a_run_that_cannot_be_read_is_said_in_the_panel(
    panel: NoticesPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    panel.compare_with("Gone", str(tmp_path / "gone"))
    qtbot.waitUntil(lambda: not panel.is_reading)
    assert "the file is missing" in find(panel, QLabel, "noticesProblem").text()


def test_notices_are_copied_as_text(panel: NoticesPanel) -> None:
    panel.handle([Notice(run=RUN, time=0.1, message=PLAIN), notice()])
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.view.model().index(1, 0))
    QTest.keySequence(panel.view, QKeySequence(QKeySequence.StandardKey.Copy))
    text = "Step 200: All units of relu are dead.\n64 of 64 gave 0.\nUse LeakyReLU."
    assert QGuiApplication.clipboard().text() == text
    panel.view.customContextMenuRequested.emit(QPoint(5, 5))
    menu = find(panel, QMenu, "noticeMenu")
    entries: dict[str, QAction] = {action.text(): action for action in menu.actions()}
    assert list(entries) == ["&Show where and when", "&Copy", "Copy &all"]
    entries["Copy &all"].trigger()
    assert QGuiApplication.clipboard().text() == f"{PLAIN}\n\n{text}"
    menu.close()


@pytest.mark.parametrize(
    ("kind", "severity"), [("", "info"), ("dead_relu", "warning"), ("nonfinite", "error")]
)
def test_the_icon_says_how_bad_it_is(panel: NoticesPanel, kind: str, severity: str) -> None:
    panel.handle([Notice(run=RUN, time=0.1, message=PLAIN, kind=kind)])
    panel.view.selectAll()
    assert panel.chosen()[0].severity == severity


@pytest.mark.parametrize("axis", ["step", "epoch", "time"])
def test_the_curves_go_to_the_step_of_a_notice(qtbot: QtBot, axis: str) -> None:
    curves = CurvesPanel()
    show(qtbot, curves, 900, 300)
    curves.controls.axis.setCurrentText(f"x: {axis}")
    curves.handle(list(small_run()))
    curves.show_step(6)
    for _ in range(6):
        curves.refresh()
    assert curves.grid is not None
    assert not curves.controls.follow.isChecked()
    plot = curves.grid.plots["loss"]
    low, high = plot.box.viewRange()[0]
    place = {"step": 6.0, "epoch": 1.5, "time": 4.0}[axis]
    assert (2 * low + high) / 3 == pytest.approx(place, abs=0.01)
    assert plot.reading().startswith({"step": "step 6", "epoch": "epoch 1.50", "time": "time 4.0 s"}[axis])
