"""Models from elsewhere: read beside the window, told about there, and broken off at any moment."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from designer.compiler.engine import EngineFailed
from designer.document.document import Document
from designer.document.presets import load_preset
from designer.errors import DesignerError, RequestError
from designer.graph.elements import Block, GraphSnapshot, Node
from designer.ui.importing.report_dialog import Report, ReportDialog
from designer.ui.importing.task import Job, Progress, Task, Tell
from designer.ui.importing.words import path_of
from designer.ui.preferences import Preferences
from designer.ui.project_files import ProjectFiles
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.panel_helpers import click, find, show

_BUTTON, _NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Heard(QObject):
    """What its task told."""

    def __init__(self) -> None:
        super().__init__()
        self.task = Task(self)
        self.results: list[object] = []
        self.errors: list[DesignerError] = []

    def start(self, job: Job) -> None:
        self.task.start(job, self.results.append, self.errors.append)


def test_a_task_tells_how_far_it_is_and_then_what_came_of_it(qtbot: QtBot) -> None:
    heard, goes_on = Heard(), threading.Event()

    def job(tell: Tell) -> str:
        tell(Progress("half", 1, 2))
        goes_on.wait()
        return "whole"

    with qtbot.waitSignal(heard.task.progressed) as told:
        heard.start(job)
    assert told.args == [Progress("half", 1, 2)]
    goes_on.set()
    qtbot.waitUntil(lambda: not heard.task.is_busy)
    assert heard.results == ["whole"]


def test_a_cancelled_task_ends_at_its_next_step_and_tells_nothing(qtbot: QtBot) -> None:
    heard, goes_on = Heard(), threading.Event()

    def job(tell: Tell) -> None:
        goes_on.wait()
        tell(Progress("never"))

    heard.start(job)
    heard.task.cancel()
    goes_on.set()
    heard.task.close()
    assert [*heard.results, *heard.errors] == []
    assert not heard.task.is_busy


def test_what_a_job_raises_is_told_in_one_line(qtbot: QtBot) -> None:
    heard = Heard()

    def job(_tell: Tell) -> None:
        raise RequestError("No.", "Yes.")

    heard.start(job)
    qtbot.waitUntil(lambda: not heard.task.is_busy)
    assert [str(error) for error in heard.errors] == ["No. Yes."]


def shown(window: MainWindow, name: str) -> str:
    """What a label says; nothing where it isn't in sight."""
    label = window.findChild(QLabel, name)
    return label.text() if isinstance(label, QLabel) and label.isVisible() else ""


def test_an_import_waits_for_the_engine_and_can_be_cancelled_meanwhile(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with front_window(qapp, qtbot, tmp_path, Document()) as window:
        window.models.importer.read(tmp_path / "net.keras")
        assert shown(window, "workBarText") == "Importing net.keras, once TensorFlow has started…"
        click(find(window, QPushButton, "workBarCancel"))
        assert not window.models.work.is_busy
        assert not shown(window, "workBarText")


def test_without_tensorflow_an_import_says_why_it_fails(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with front_window(qapp, qtbot, tmp_path, Document()) as window:
        window.models.importer.read(tmp_path / "net.keras")
        window.bench.hub.engine_changed.emit(EngineFailed("TensorFlow is missing.", "Install it."))
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        box = QApplication.activeModalWidget()
        assert box
        assert box.objectName() == "failureDialog"
        box.close()
        assert not window.models.work.is_busy


def drop(window: MainWindow, *paths: Path) -> None:
    """Drops files into the middle of a window."""
    data, spot = QMimeData(), QPoint(window.width() // 2, window.height() // 2)
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(spot, copy, data, _BUTTON, _NO_KEYS)
    QCoreApplication.sendEvent(window, enter)
    assert enter.isAccepted() == all(path.is_file() for path in paths)
    QCoreApplication.sendEvent(window, QDropEvent(QPointF(spot), copy, data, _BUTTON, _NO_KEYS))


def test_files_dropped_onto_a_window_are_opened(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(ProjectFiles, "open_path", lambda _self, path: opened.append(path))
    project = load_preset("digits_resnet").save(tmp_path / "net.json")
    with front_window(qapp, qtbot, tmp_path, Document()) as window:
        drop(window, tmp_path)
        drop(window, project)
        assert opened == [project]


def test_what_is_opened_as_a_project_and_holds_a_model_is_to_be_imported(
    qapp: QApplication, tmp_path: Path
) -> None:
    project = load_preset("digits_resnet").save(tmp_path / "net.json")
    model = tmp_path / "model.json"
    model.write_text('{"class_name": "Sequential"}')
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = QWidget()
    files = ProjectFiles(window, Document, settings, at_once, Preferences(settings))
    opened: list[object] = []
    files.opened.connect(lambda document: opened.append(document.path))
    files.model_found.connect(lambda path: opened.append(("model", path)))
    files.open_path(project)
    files.open_path(model)
    assert opened == [project, ("model", model)]
    window.deleteLater()


def at_once(job: Callable[[], object], done: Callable[[object], None], _failed: object) -> None:
    done(job())


def test_a_report_is_copied_whole_or_what_is_selected_of_it(qtbot: QtBot) -> None:
    report = Report("Weights", "1 copied.", ("What", "Weight"), (("copied", "a"), ("missing", "b")))
    dialog = ReportDialog(report)
    show(qtbot, dialog)
    click(find(dialog, QPushButton, "reportCopy"))
    assert QGuiApplication.clipboard().text() == "What\tWeight\ncopied\ta\nmissing\tb"
    dialog.table.selectRow(1)
    click(find(dialog, QPushButton, "reportCopy"))
    assert QGuiApplication.clipboard().text() == "What\tWeight\nmissing\tb"


def test_a_long_remark_is_wrapped_and_can_be_read_whole(qtbot: QtBot) -> None:
    report = Report("Import", "", ("What", "Why"), (("short", "one"), ("long", "many words " * 20)))
    dialog = ReportDialog(report)
    show(qtbot, dialog)
    assert dialog.table.rowHeight(1) > 2 * dialog.table.rowHeight(0)


def test_a_node_inside_a_nested_model_is_found_by_its_full_name() -> None:
    inside = GraphSnapshot((Node("n1", "in", "Input"), Node("n2", "odd.one", "Odd")))
    block = Block("b1", "Inner", (), inside)
    graph = GraphSnapshot((Node("n1", "inner.a", "Dense"), Node("n2", "inner", "block:b1")), blocks=(block,))
    assert path_of(graph, "inner.odd.one") == "n2/n2"
    assert path_of(graph, "inner.a") == "n1"
    assert path_of(graph, "gone") == ""
