"""The window in which runs stand side by side."""

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.document.comparisons import user_folder
from designer.document.project import Project
from designer.errors import DesignerError
from designer.training.comparison.saving import save_comparison
from designer.ui import dialogs
from designer.ui.comparing.curves_page import CurvesPage
from designer.ui.comparing.drawing_page import DrawingPage
from designer.ui.comparing.html_export import export_html
from designer.ui.comparing.loading import Loaded, Read
from designer.ui.comparing.run_list import RunList
from designer.ui.comparing.tables import ResultsPage, SettingsPage
from designer.ui.icons import icon
from designer.ui.monitor.background import Background
from designer.ui.monitor.controls import button
from designer.ui.theme import GRID_PX
from designer.ui.widgets import error_label, heading, label, show_error

_SIZE = QSize(1180, 720)
_LIST_PX = 210
_REFRESH_MS = 1500
_PAGE = "Page (*.html)"
_SAVED = "Comparison (*.json)"
_PRESENT = "The network in the window"


class CompareWindow(QWidget):
    """Curves, results, settings and drawings of several runs; read anew while any of them goes on.

    Args:
        read: Reads what is to be shown; called on a thread.
        present: The network of the window that it belongs to.
    """

    def __init__(self, parent: QWidget, catalog: Catalog, read: Read, present: Project) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("compareWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Comparison – Model Designer")
        self._catalog = catalog
        self._read = read
        self._present = present
        self.loaded = Loaded(None)
        self._reading = Background(self, self._on_failed)
        self._writing = Background(self, self._on_failed)
        self.runs = RunList()
        self.curves = CurvesPage()
        self.results = ResultsPage()
        self.settings = SettingsPage()
        self.drawing = DrawingPage(catalog)
        self._timer = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        self._lay_out()
        self.runs.hidden_changed.connect(self.curves.set_hidden)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))
        self.refresh()

    @property
    def is_busy(self) -> bool:
        """Whether something is being read, written or worked out."""
        return self._reading.is_busy or self._writing.is_busy or self.drawing.is_busy

    def refresh(self) -> None:
        """Read everything again."""
        self._reading.start(self._read, self._show)

    def export(self, path: Path) -> None:
        """Write the comparison as one HTML page, on a thread."""
        if self.loaded.comparison is None:
            return
        comparison, catalog = self.loaded.comparison, self._catalog
        self._writing.start(
            lambda: export_html(comparison, catalog, path),
            lambda _done: self.said.setText(f"Exported to {path}"),
        )

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.runs.show_theme()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)

    def _show(self, loaded: Loaded) -> None:
        show_error(self._problem, "")
        is_news = loaded.state != self.loaded.state
        self.loaded = loaded
        comparison = loaded.comparison
        waiting = f"Not begun yet: {', '.join(loaded.waiting)}." if loaded.waiting else ""
        self._waiting.setText(waiting)
        self._waiting.setVisible(bool(waiting))
        self.export_button.setEnabled(comparison is not None)
        self.save_button.setEnabled(comparison is not None and len(comparison.runs) > 1)
        is_going_on = bool(loaded.waiting)
        if comparison is not None:
            self._title.setText(comparison.title)
            self._title.setToolTip(comparison.text)
            self._text.setText(comparison.text)
            self._text.setVisible(bool(comparison.text))
            self.setWindowTitle(f"{comparison.title} – Model Designer")
            if is_news:
                self._fill(loaded)
            is_going_on = is_going_on or any(run.summary.is_going_on for run in comparison.runs)
        if is_going_on and self.isVisible():
            self._timer.start()

    def _fill(self, loaded: Loaded) -> None:
        runs = loaded.comparison.runs if loaded.comparison else ()
        titles = [run.title for run in runs]
        self.runs.show_runs(runs)
        self.curves.show_runs(list(zip(titles, loaded.metrics, strict=True)))
        self.results.show_results(loaded.results)
        self.settings.show_settings(titles, loaded.config)
        drawings = [(run.title, run.project) for run in runs if run.project is not None]
        self.drawing.set_drawings([*drawings, (_PRESENT, self._present)])

    def _on_failed(self, error: DesignerError) -> None:
        show_error(self._problem, str(error))

    def save(self, path: Path) -> None:
        """Write a saved comparison of these runs, on a thread."""
        if self.loaded.comparison is not None:
            work = partial(save_comparison, self.loaded.comparison, path)
            self._writing.start(work, lambda _done: self.said.setText(f"Saved to {path}"))

    def _on_save_clicked(self) -> None:
        with suppress(OSError):  # the dialog then begins elsewhere
            user_folder().mkdir(parents=True, exist_ok=True)
        path = dialogs.ask_export_file(self, user_folder() / "comparison.json", _SAVED)
        if path is not None:
            self.save(path)

    def _on_export_clicked(self) -> None:
        path = dialogs.ask_export_file(self, Path.home() / "comparison.html", _PAGE)
        if path is not None:
            self.export(path)

    def _lay_out(self) -> None:
        self._title = heading("")
        self._title.setObjectName("compareTitle")
        self._text = label(muted=True)
        self._text.setObjectName("compareText")
        self._text.hide()
        self._waiting = label()
        self._waiting.setObjectName("compareWaiting")
        self._waiting.hide()
        self._problem = error_label("compareProblem")
        self.said = label(muted=True, wrap=False)
        self.said.setObjectName("compareSaid")
        pages = QTabWidget()
        pages.setObjectName("compareTabs")
        pages.setDocumentMode(True)
        for page, title in (
            (self.curves, "&Curves"),
            (self.results, "&Results"),
            (self.settings, "&Settings"),
            (self.drawing, "&Drawing"),
        ):
            pages.addTab(page, title)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.runs)
        split.addWidget(pages)
        split.setStretchFactor(1, 1)
        split.setSizes([_LIST_PX, 5 * _LIST_PX])
        split.setChildrenCollapsible(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, GRID_PX, 0, 0)
        rows.setSpacing(GRID_PX // 2)
        rows.addWidget(self._head())
        rows.addWidget(split, 1)

    def _head(self) -> QWidget:
        self.export_button = button("Export as HTML…", "exportComparisonButton")
        self.export_button.setIcon(icon("export"))
        self.export_button.setToolTip("Write all of it as one page that needs nothing else")
        self.export_button.setEnabled(False)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.save_button = button("Save…", "saveComparisonButton")
        self.save_button.setIcon(icon("save"))
        self.save_button.setToolTip("Keep these networks and settings, to be trained again as one comparison")
        self.save_button.setEnabled(False)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.refresh_button = button("Refresh", "refreshComparisonButton")
        self.refresh_button.setIcon(icon("reset"))
        self.refresh_button.clicked.connect(self.refresh)
        for each in (self.export_button, self.save_button, self.refresh_button):
            each.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(GRID_PX, 0, GRID_PX, 0)
        row = QHBoxLayout()
        row.addWidget(self._title)
        row.addStretch()
        for widget in (self.said, self.refresh_button, self.save_button, self.export_button):
            row.addWidget(widget)
        column.addLayout(row)
        for line in (self._text, self._waiting, self._problem):
            column.addWidget(line)
        return head
