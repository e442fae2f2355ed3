"""All that a window does with models from elsewhere."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.importing.backbone_desk import BackboneDesk
from designer.ui.importing.backbone_notice import BackboneNotice
from designer.ui.importing.dropping import FileDrop
from designer.ui.importing.fetching import Fetcher
from designer.ui.importing.importer import Importer
from designer.ui.importing.weights_desk import WeightsDesk
from designer.ui.importing.work import Work

if TYPE_CHECKING:
    from designer.ui.window import MainWindow


class ModelDesk(QObject):
    """Imports models, takes weights over, inserts backbones.

    Attributes:
        work: What is being read at the moment; its bar belongs above the canvas.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.work = Work(window.session)
        self.importer = Importer(window)
        self._link = window.panels.weights
        self._weights = WeightsDesk(window)
        fetcher = Fetcher(window)
        self._backbones = BackboneDesk(window, fetcher)
        self._notice = BackboneNotice(window, fetcher)
        FileDrop(window, window.files.open_path)

    def follow(self) -> None:
        """Follow the document that the window shows now."""
        self._link.follow()
        self._notice.look()

    def leave_document(self) -> None:
        """Let go of the document."""
        self.importer.leave()
        self._link.unfollow()
