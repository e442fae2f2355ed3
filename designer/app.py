"""The composition root of the window: makes the application, shows the window, then starts the engine."""

import faulthandler
import json
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication

from designer import paths
from designer.catalog.catalog import Catalog
from designer.compiler.engine import EngineFailed
from designer.compiler.results import Analysis
from designer.document.document import Document
from designer.document.file_kind import is_model_file
from designer.document.files import open_project
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import RequestError
from designer.training.events import EpochEnded, RunEvent, RunFinished, plain
from designer.ui.bench import Bench
from designer.ui.hub import Hub
from designer.ui.pictures import Kind, Picture, PictureOptions, draw_picture, write_picture
from designer.ui.preferences import Preferences
from designer.ui.project_files import new_document
from designer.ui.theme import DARK, LIGHT, Themes
from designer.ui.window import MainWindow
from designer.ui.workbench import Workbench

_log = logging.getLogger("designer")
_OFFSCREEN_SIZE_PX = (1440, 900)
_SETTLE_MS = 400
_SWITCH_S = 0.001


def run_window(project: Path | None = None) -> int:
    """Show the window and stay until it is closed.

    Raises:
        ProjectFileError: The project can't be opened.
    """
    is_model = project is not None and is_model_file(project)
    document = Document(open_project(project), project) if project and not is_model else None
    app, window = make_window(document)
    _start_engine_when_painted(window)
    if project and is_model:
        window.models.importer.read(project.absolute())
    if document is None:
        window.start.show_page()
    window.show()
    return app.exec()


class _Demo(QObject):
    """What the demo's run told, and how it ended."""

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.last: EpochEnded | None = None
        self.finished = _unfinished("The window was closed.")

    def follow(self, events: list[RunEvent]) -> None:
        for event in events:
            if isinstance(event, EpochEnded):
                self.last = event
            elif isinstance(event, RunFinished):
                self.finished = event
                self.ended.emit()

    def give_up(self, message: str) -> None:
        """End without a run."""
        self.finished = _unfinished(message)
        self.ended.emit()

    def result(self) -> dict[str, object]:
        """For standard output: how it ended, and the last epoch's metrics."""
        epoch = self.last.epoch if self.last else 0
        metrics = plain(dict(self.last.metrics)) if self.last else {}
        ended = self.finished
        return {
            "status": ended.status,
            "message": ended.message,
            "run": ended.run,
            "epochs": epoch,
            **metrics,
        }


def run_demo(*, offscreen: bool, screenshot: Path | None, epochs: int | None, run_dir: Path | None) -> int:
    """Open the window on the digits and train at once.

    Args:
        offscreen: End with the training and print the result as JSON; else stay until the window is closed.
        screenshot: Leave a picture of the window here when the training has ended.
        epochs: Other than the preset's.
        run_dir: The parent folder of runs.

    Raises:
        RequestError: There is no folder for the picture.
    """
    if screenshot and not screenshot.absolute().parent.is_dir():
        raise RequestError(f"There is no folder {screenshot.parent} for the picture.", "Make it first.")
    project = load_preset("digits_resnet")
    if epochs:
        project = project.replace(training=project.training.model_copy(update={"epochs": epochs}))
    app, window = make_window(Document(project), run_dir, remembers=False)
    demo = _Demo()
    demo.ended.connect(lambda: _end_demo(app, window, screenshot, offscreen=offscreen))
    window.session.run_events.connect(demo.follow)
    window.docks.show_below("histograms", "inspector")  # so that they are seen moving beside the curves
    _train_when_ready(window, demo)
    _start_engine_when_painted(window)
    if offscreen:
        window.resize(*_OFFSCREEN_SIZE_PX)
    window.show()
    status = app.exec()
    if offscreen:
        print(json.dumps(plain(demo.result())))  # noqa: T201 - the command's result
        return 0 if demo.finished.status == "finished" else 1
    return status


def export_picture(
    project: Project, analysis: Analysis, path: Path, *, kind: Kind, theme: str, scale: float
) -> Picture:
    """Draw a network into a file, without a window.

    Args:
        theme: "light" or "dark".

    Raises:
        DesignerError: There is nothing to draw, or the file can't be written.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("Model Designer")
    colors = DARK if theme == "dark" else LIGHT
    picture = draw_picture(project, Catalog.load(), analysis, PictureOptions(kind, colors, scale))
    write_picture(picture, path)
    return picture


def make_window(
    document: Document | None = None, run_dir: Path | None = None, *, remembers: bool = True
) -> tuple[QApplication, MainWindow]:
    """The application and its first window, not yet shown; more windows come from it.

    Args:
        document: What it shows first; by default an empty network.
        run_dir: The parent folder of runs; by default the user's.
        remembers: Whether the window comes back as it was left, and is remembered as it is left now.
    """
    faulthandler.enable()
    _install_hooks()
    # How long Python lets the engine's thread run on while this one waits; 5 ms add up to stalls of 100 ms.
    sys.setswitchinterval(_SWITCH_S)
    present = QApplication.instance()
    app = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Model Designer")
    app.setDesktopFileName("model-designer")
    settings = QSettings(str(paths.config_dir() / "settings.ini"), QSettings.Format.IniFormat)
    now = Preferences(settings).now
    themes = Themes(app, now.theme, now.text_percent)
    bench = Bench(Catalog.load(), themes, settings, Hub(), run_dir or paths.runs_dir(), remembers)
    return app, Workbench(app, bench).open(document or new_document(now))


def _start_engine_when_painted(window: MainWindow) -> None:
    """Importing TensorFlow holds up the GUI for moments, so the window must be on the screen first."""
    watch = _FirstPaint(window)
    watch.painted.connect(window.bench.hub.start)
    window.installEventFilter(watch)


class _FirstPaint(QObject):
    """Watches for the first painting of a window.

    Signals:
        painted: It is on the screen.
    """

    painted = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look at every event, and keep none back."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False


def _unfinished(message: str) -> RunFinished:
    return RunFinished(run="", time=0.0, status="failed", message=message)


def _train_when_ready(window: MainWindow, demo: _Demo) -> None:
    """Press Train as soon as it can be pressed; give up once it is clear that it never can."""
    action = window.actions_by_name["train"]

    def press() -> None:
        if action.isEnabled():
            action.changed.disconnect(press)
            QTimer.singleShot(0, action.trigger)
        elif trouble := _trouble(window):
            action.changed.disconnect(press)
            demo.give_up(trouble)

    action.changed.connect(press)


def _trouble(window: MainWindow) -> str:
    """Why no run can start, where waiting won't help; empty where it may."""
    state = window.session.engine_state
    if isinstance(state, EngineFailed):
        return f"{state.message} {state.hint}"
    if errors := window.session.analysis.errors:
        return f"{errors[0].message} {errors[0].fix}".strip()
    return str(window.link.error or "")


def _end_demo(app: QApplication, window: MainWindow, screenshot: Path | None, *, offscreen: bool) -> None:
    def finish() -> None:
        if screenshot and not window.grab().save(str(screenshot)):
            _log.error("The picture can't be written to %s.", screenshot)
        if offscreen:
            window.close()
            app.quit()

    QTimer.singleShot(_SETTLE_MS, finish)


def _install_hooks() -> None:
    """Log exceptions in slots and threads with their traceback; they never end the program silently."""

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.error("Unexpected error", exc_info=(kind, error, trace))

    def on_thread_exception(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = on_exception
    threading.excepthook = on_thread_exception
