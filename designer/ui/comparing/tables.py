"""The Results and the Settings tab."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QTableView, QVBoxLayout, QWidget

from designer.training.comparison.config_diff import ConfigRow
from designer.training.comparison.results import ResultRow, best_places, cells, metric_names, titles
from designer.ui.comparing.colors import run_color, swatch
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_TEXT_HEADS = ("Run", "Status", "Weights")
_MOST_COLUMN_PX = 420
_ROWS_OF_RUN = 2
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Grid(QTableView):
    """A table of texts that can be read and copied, not changed."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.setStyleSheet(
            f"QTableView::item {{ padding: 0 {GRID_PX}px; }}"
            f"QHeaderView::section {{ padding: 2px {GRID_PX}px; }}"
        )
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(_LEFT)

    def show_rows(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()
    ) -> None:
        """Show other rows; `right` names the columns of numbers."""
        model = QStandardItemModel(self)
        model.setHorizontalHeaderLabels(list(heads))
        for column in right:
            model.horizontalHeaderItem(column).setTextAlignment(_RIGHT)
        for row in rows:
            items = [QStandardItem(text) for text in row]
            for column, item in enumerate(items):
                item.setToolTip(item.text())
                if column in right:
                    item.setTextAlignment(_RIGHT)
            model.appendRow(items)
        before, self._rows = self._rows, model
        self.setModel(model)
        before.deleteLater()
        self.fit()

    def fit(self) -> None:
        """Give columns and rows the room that they need, within limits."""
        self.resizeColumnsToContents()
        for column in range(self._rows.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), _MOST_COLUMN_PX))
        self.resizeRowsToContents()

    def mark(self, places: Iterable[tuple[int, int]], tip: str) -> None:
        """Write what stands at some rows and columns in bold."""
        for row, column in places:
            if item := self._rows.item(row, column):
                font = QFont(self.font())
                font.setBold(True)
                item.setFont(font)
                item.setToolTip(tip)

    def color(self, colors: Mapping[int, str]) -> None:
        """Put a patch of colour before rows."""
        for row, color in colors.items():
            if item := self._rows.item(row, 0):
                item.setIcon(swatch(color))

    def texts(self) -> list[list[str]]:
        """All that it says, row by row."""
        model = self.model()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]


class ResultsPage(Grid):
    """The last and the best weights of each run."""

    def __init__(self) -> None:
        super().__init__("compareResults", "Results")

    def show_results(self, rows: Sequence[ResultRow]) -> None:
        """Show other results."""
        metrics = metric_names(rows)
        heads = titles(metrics)
        right = [place for place, head in enumerate(heads) if head not in _TEXT_HEADS]
        self.show_rows(heads, [cells(row, metrics) for row in rows], right)
        first = len(heads) - len(metrics)
        best = [
            (place, column)
            for column, metric in enumerate(metrics, start=first)
            for place in best_places(rows, metric)
        ]
        self.mark(best, "The best of all runs")
        self.color({place: run_color(place // _ROWS_OF_RUN) for place in range(len(rows))})
        self.fit()


class SettingsPage(QWidget):
    """The settings of all runs, at first only those that differ."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: Sequence[str] = ()
        self._config: Sequence[ConfigRow] = ()
        self.grid = Grid("compareSettings", "Settings")
        self.all = QCheckBox("&Also settings that are the same in all runs")
        self.all.setObjectName("compareAllSettings")
        self.all.toggled.connect(self._fill)
        self._none = label("All settings are the same.", muted=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, 0)
        rows.addWidget(self.all)
        rows.addWidget(self._none)
        rows.addWidget(self.grid, 1)

    def show_settings(self, runs: Sequence[str], config: Sequence[ConfigRow]) -> None:
        """Show the settings of other runs."""
        self._runs, self._config = runs, config
        self._fill()

    def _fill(self, _is_on: object = None) -> None:
        shown = [row for row in self._config if row.differs or self.all.isChecked()]
        rows = [(row.path, *(value or "–" for value in row.values)) for row in shown]
        self._none.setVisible(not rows)
        self.grid.show_rows(("Setting", *self._runs), rows)
