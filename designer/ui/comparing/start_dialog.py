"""Which saved comparison is to be trained."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from designer.document.comparisons import SavedComparison, list_comparisons, open_comparison, variant_project
from designer.errors import DesignerError
from designer.ui.monitor.background import Background
from designer.ui.widgets import accept_buttons, heading, label

_SIZE = QSize(720, 420)
_LIST_PX = 240
Listed = tuple[str, SavedComparison, str]


class StartDialog(QDialog):
    """The saved comparisons with what each shows and how large it is.

    Signals:
        chosen: The name of the comparison to start.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startComparisonDialog")
        self.setWindowTitle("Start a comparison")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._listed: list[Listed] = []
        self._reading = Background(self, self._on_failed)
        self.list = QListWidget()
        self.list.setObjectName("savedComparisons")
        self.list.setAccessibleName("Saved comparisons")
        self.list.setFixedWidth(_LIST_PX)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.list.itemDoubleClicked.connect(self._on_double_clicked)
        self._title = heading("")
        self._text = label()
        self._text.setObjectName("comparisonText")
        self._size = label(muted=True)
        self._size.setObjectName("comparisonSize")
        self.buttons = accept_buttons(self, "startComparisonButtons", "Start", self._on_accepted)
        self._lay_out()
        self.resize(_SIZE)
        self._reading.start(_listed, self._show)

    @property
    def is_busy(self) -> bool:
        """Whether the list is still being read."""
        return self._reading.is_busy

    def _show(self, listed: list[Listed]) -> None:
        self._listed = listed
        self.list.clear()
        for _, saved, _ in listed:
            QListWidgetItem(saved.title, self.list)
        self.list.setCurrentRow(0)

    def _on_row_changed(self, row: int) -> None:
        if 0 <= row < len(self._listed):
            _, saved, size = self._listed[row]
            self._title.setText(saved.title)
            self._text.setText(saved.text)
            self._size.setText(size)

    def _on_double_clicked(self, _item: QListWidgetItem) -> None:
        self._on_accepted()

    def _on_accepted(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._listed):
            self.chosen.emit(self._listed[row][0])
            self.accept()

    def _on_failed(self, error: DesignerError) -> None:
        self._text.setText(str(error))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        for widget in (self._title, self._text, self._size):
            words.addWidget(widget)
        words.addStretch()
        row = QHBoxLayout()
        row.addWidget(self.list)
        row.addLayout(words, 1)
        rows = QVBoxLayout(self)
        rows.addLayout(row, 1)
        rows.addWidget(label("Its runs are put into the queue; those that were trained before aren't again."))
        rows.addWidget(self.buttons)


def _listed() -> list[Listed]:
    """All of them with their sizes; makes the networks, and so may take a moment."""
    return [(name, saved, _size_of(name)) for name, saved in list_comparisons().items()]


def _size_of(name: str) -> str:
    """How much is trained, from which data."""
    try:
        _, saved, folder = open_comparison(name)
        projects = [variant_project(variant, folder) for variant in saved.variants]
    except DesignerError as error:
        return str(error)
    lines = [
        f"{project.name}: {len(project.graph.nodes):,} layers, {project.training.epochs} epochs,"
        f" batches of {project.training.batch_size}, data {project.data.source}"
        for project in projects
    ]
    return "\n".join(lines)
