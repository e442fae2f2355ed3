"""The panels around the canvas: made together, and kept up to date from the session and the data link."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt

from designer.catalog.catalog import Catalog
from designer.document.document import Document
from designer.document.presets import list_presets
from designer.training.events import RunEvent, RunFinished, RunStarted
from designer.ui.data_link import DataLink
from designer.ui.data_panel import DataPanel
from designer.ui.docks import Panel
from designer.ui.fixing import Fixer
from designer.ui.history_panel import HistoryPanel
from designer.ui.importing.weights_link import WeightsLink
from designer.ui.inspector.inspector import Inspector
from designer.ui.monitor.curves import CurvesPanel
from designer.ui.monitor.histograms import HistogramsPanel
from designer.ui.monitor.notices import NoticesPanel
from designer.ui.monitor.queue import QueuePanel
from designer.ui.monitor.runs import RunsPanel
from designer.ui.palette import Palette
from designer.ui.problems import ProblemList
from designer.ui.queue_keeper import QueueKeeper
from designer.ui.sample_strip import to_qimage
from designer.ui.session import Session
from designer.ui.summary.panel import SummaryPanel
from designer.ui.training_panel import TrainingPanel

if TYPE_CHECKING:
    from designer.data.samples import Samples


class Panels(QObject):
    """All panels of a window.

    Args:
        session: Whose document, analysis and run they show.
        link: What is known of the document's data.
        catalog: What can be placed.
        queue: The runs that are to be trained.
        settings: Where preferences are remembered.
    """

    def __init__(
        self, session: Session, link: DataLink, catalog: Catalog, queue: QueueKeeper, settings: QSettings
    ) -> None:
        super().__init__(session)
        self._session = session
        self._link = link
        document = session.document
        self.palette = Palette(catalog, list_presets())
        self.fixer = Fixer(session, link, catalog)
        self.weights = WeightsLink(session)
        self.inspector = Inspector(session.shown, catalog, self.fixer, self.weights)
        self.data = DataPanel(document)
        self.training = TrainingPanel(document, catalog)
        self.curves = CurvesPanel()
        self.histograms = HistogramsPanel()
        self.notices = NoticesPanel()
        self.runs = RunsPanel(queue.run_dir)
        self.queue = QueuePanel(queue)
        self.problems = ProblemList(document, self.fixer)
        self.summary = SummaryPanel(session.shown, settings)
        self.history = HistoryPanel(document)
        self._follow()

    def places(self) -> tuple[Panel, ...]:
        """Each panel with its title and where it belongs."""
        area = Qt.DockWidgetArea
        left, right, bottom = area.LeftDockWidgetArea, area.RightDockWidgetArea, area.BottomDockWidgetArea
        return (
            Panel("palette", "Layers and presets", left, self.palette),
            Panel("inspector", "Inspector", right, self.inspector),
            Panel("data", "Data", right, self.data),
            Panel("training", "Training", right, self.training),
            Panel("curves", "Curves", bottom, self.curves),
            Panel("histograms", "Histograms", bottom, self.histograms),
            Panel("runs", "Runs", bottom, self.runs),
            Panel("problems", "Problems", bottom, self.problems),
            Panel("summary", "Summary", bottom, self.summary),
            Panel("history", "History", right, self.history),
            Panel("queue", "Queue", bottom, self.queue),
            Panel("notices", "Notices", bottom, self.notices),
        )

    def set_document(self, document: Document) -> None:
        """Show another document, and the last run no more unless it goes on."""
        self.fixer.forget()
        for panel in (self.data, self.training, self.problems, self.history):
            panel.set_document(document)
        self.show_sheet(self._session.shown)
        if not self._session.is_running:
            self.curves.forget_run()
            self.histograms.forget_run()
            self.notices.forget_run()

    def show_sheet(self, sheet: Document) -> None:
        """Show the nodes of another graph of the same project."""
        self.inspector.set_document(sheet, self._session.path)
        self.summary.set_document(sheet)

    def set_catalog(self, catalog: Catalog) -> None:
        """Offer what another Keras knows."""
        self.palette.set_catalog(catalog)
        self.inspector.set_catalog(catalog)
        self.fixer.set_catalog(catalog)

    def _follow(self) -> None:
        session, link = self._session, self._link
        self.fixer.analysis_changed.connect(self.inspector.set_analysis)
        self.fixer.changed.connect(lambda: self.problems.set_analysis(self.fixer.analysis))
        session.run_events.connect(self._on_run_events)
        link.info_changed.connect(self._on_info_changed)
        link.samples_changed.connect(self._on_samples_changed)
        link.fit_changed.connect(self._on_fit_changed)
        self.data.adaptation_accepted.connect(link.accept_proposal)
        self.runs.compared.connect(self.curves.compare_with)
        self.runs.comparison_ended.connect(self.curves.stop_comparing)
        self.runs.compared.connect(lambda title, run: self.notices.compare_with(title, run.run))
        self.runs.comparison_ended.connect(self.notices.stop_comparing)
        self.notices.step_wanted.connect(self.curves.show_step)

    def _on_run_events(self, events: list[RunEvent]) -> None:
        self.curves.handle(events)
        self.histograms.handle(events)
        self.notices.handle(events)
        if any(isinstance(event, RunStarted | RunFinished) for event in events):
            self.runs.refresh()

    def _on_info_changed(self) -> None:
        self.data.show_info(self._link.info, self._link.error, busy=self._link.is_busy)

    def _on_samples_changed(self, samples: "Samples") -> None:
        pairs = zip(samples.class_names, samples.images, strict=True)
        self.data.show_samples([(name, [to_qimage(image) for image in images]) for name, images in pairs])

    def _on_fit_changed(self, _analysis: object = None) -> None:
        steps = self._link.steps()
        self.data.show_proposal(steps, needed=bool(steps) and not self._link.is_adapted)
        self._show_suggestion()
        self.training.show_problems(self._link.option_problems)

    def _show_suggestion(self) -> None:
        suggestion = self._link.suggestion
        self.training.show_suggestion(
            self._link.outputs,
            [loss.type if loss else "" for loss in suggestion.loss] if suggestion else (),
            [[metric.type for metric in metrics] for metrics in suggestion.metrics] if suggestion else (),
        )
