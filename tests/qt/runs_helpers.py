"""The Runs tab with runs in it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from designer.document.project import Project
from designer.graph.elements import GraphSnapshot
from designer.training.folder import RunFolder
from designer.training.reporter import RunReporter
from designer.ui.monitor.runs import RunsPanel
from tests.monitor_events import EPOCHS, STEPS, batch

Show = Callable[[Path], RunsPanel]


def show_runs(qtbot: QtBot, run_dir: Path) -> RunsPanel:
    """The tab, when it has read the folder."""
    panel = RunsPanel(run_dir)
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(lambda: not panel.is_reading)
    return panel


def record_run(run_dir: Path, name: str, **training: object) -> Path:
    """A run of three epochs, as the trainer leaves it behind."""
    project = Project(name, GraphSnapshot())
    project = project.replace(training=project.training.model_copy(update=training))
    folder = RunFolder.create(run_dir, project)
    reporter = RunReporter(folder, project, lambda _event: None)
    reporter.run_started(parameters=1, steps_per_epoch=STEPS, epochs=3, batch_size=10, versions={})
    for number, metrics in enumerate(EPOCHS, start=1):
        steps = range((number - 1) * STEPS + 1, number * STEPS + 1)
        reporter.batches_ended([batch(step, 3.0 / step) for step in steps])
        reporter.epoch_ended(number, number * STEPS, metrics)
    reporter.finish("finished")
    return folder.path


def cells(panel: RunsPanel) -> list[list[str]]:
    """What the table says, row by row."""
    model = panel.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def names(panel: RunsPanel) -> list[str]:
    """The names of the runs in the table."""
    return [row[0] for row in cells(panel)]


def titles(panel: RunsPanel) -> list[str]:
    """The heads of the columns."""
    model = panel.table.model()
    return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
