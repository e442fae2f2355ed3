"""The Drawing tab: two of the drawings as one, with what differs marked and listed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.document.project import Project
from designer.errors import DesignerError
from designer.ui.comparing.drawing_view import DrawingView
from designer.ui.comparing.merged import DrawnDiff, merged
from designer.ui.monitor.background import Background
from designer.ui.theme import GRID_PX, current
from designer.ui.widgets import Combo, icon_button, label

Named = tuple[str, Project]
_LIST_PX = 260
_MOST_ROWS = 500


class DrawingPage(QWidget):
    """Which drawing is compared with which, the picture, and a list to find the differences by."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.setObjectName("compareDrawingPage")
        self._drawings: list[Named] = []
        self._background = Background(self, self._on_failed)
        self.view = DrawingView(catalog)
        self.before = Combo("compareBefore", "Drawing to compare with")
        self.after = Combo("compareAfter", "Drawing to show")
        self.text = label(wrap=True)
        self.text.setObjectName("compareDrawingText")
        self.rows = QListWidget()
        self.rows.setObjectName("compareDifferences")
        self.rows.setAccessibleName("Differences")
        self.rows.setWordWrap(True)
        self.rows.currentItemChanged.connect(self._on_row_chosen)
        for choice in (self.before, self.after):
            choice.currentIndexChanged.connect(self._compare)
        self._lay_out()

    @property
    def is_busy(self) -> bool:
        """Whether the drawing that is wanted is still being made."""
        return self._background.is_busy

    def set_drawings(self, drawings: Sequence[Named]) -> None:
        """Offer these; what was chosen stays where it can, else the first is compared with the second."""
        if list(drawings) == self._drawings:
            return
        chosen = self.before.currentText(), self.after.currentText()
        self._drawings = list(drawings)
        titles = [title for title, _ in drawings]
        for choice, title, place in ((self.before, chosen[0], 0), (self.after, chosen[1], 1)):
            choice.blockSignals(True)
            choice.clear()
            choice.addItems(titles)
            choice.setCurrentIndex(titles.index(title) if title in titles else min(place, len(titles) - 1))
            choice.blockSignals(False)
        self._compare()

    def _compare(self, _index: int = 0) -> None:
        before, after = self.before.currentIndex(), self.after.currentIndex()
        if before < 0 or after < 0:
            self.text.setText("No drawing can be read.")
            return
        work = partial(merged, self._drawings[before][1], self._drawings[after][1])
        self._background.start(work, self._show)

    def _show(self, drawn: DrawnDiff) -> None:
        self.text.setText(drawn.text)
        self.rows.clear()
        theme = current()
        colors = {"added": theme.success, "removed": theme.error, "changed": theme.warning}
        for node_id, mark in list(drawn.marks.items())[:_MOST_ROWS]:
            item = QListWidgetItem(f"{mark.sign} {mark.text}", self.rows)
            item.setData(Qt.ItemDataRole.UserRole, node_id)
            item.setForeground(QColor(colors[mark.kind]))
        if len(drawn.marks) > _MOST_ROWS:
            self.rows.addItem(f"… and {len(drawn.marks) - _MOST_ROWS:,} more")
        self.view.show_drawing(drawn)

    def _on_row_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item and (node_id := item.data(Qt.ItemDataRole.UserRole)):
            self.view.reveal(node_id)

    def _on_failed(self, error: DesignerError) -> None:
        self.text.setText(str(error))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX // 2)
        row.setSpacing(GRID_PX)
        row.addWidget(label("From", wrap=False))
        row.addWidget(self.before, 1)
        row.addWidget(label("to", wrap=False))
        row.addWidget(self.after, 1)
        legend = label("+ new   − gone   ~ changed", muted=True, wrap=False)
        legend.setObjectName("compareDrawingLegend")
        row.addWidget(legend)
        whole = icon_button("compareWholeDrawing", "fit", "Show the whole drawing")
        whole.clicked.connect(self.view.fit)
        row.addWidget(whole)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.view)
        split.addWidget(self._list_column())
        split.setStretchFactor(0, 1)
        split.setSizes([10 * _LIST_PX, _LIST_PX])
        split.setChildrenCollapsible(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(row)
        rows.addWidget(split, 1)

    def _list_column(self) -> QWidget:
        result = QWidget()
        column = QVBoxLayout(result)
        column.setContentsMargins(GRID_PX, 0, GRID_PX, GRID_PX)
        column.addWidget(self.text)
        column.addWidget(self.rows, 1)
        return result
