"""The Histograms tab: how the weights of each layer lie, and how that changes while the network trains."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.training.events import HistogramsSampled, RunEvent, RunStarted
from designer.ui.monitor.controls import empty_label, toggle
from designer.ui.monitor.reservoir import Reservoir
from designer.ui.monitor.ridge_view import CELL, RidgeView, describe
from designer.ui.monitor.ridges import Sample
from designer.ui.theme import GRID_PX

_CAPACITY = 50
_MAX_CELLS = 12
_REFRESH_MS = 200
_STAGGER_MS = 16
_LIST_WIDTH_PX = 200
_WIDTH_FOR_LIST_PX = 2 * _LIST_WIDTH_PX

_OVERVIEW = "Overview"
_EMPTY = (
    "Histograms of every layer's weights appear here while a network trains. Press Train to start.\n"
    "Batches per histogram, in the training panel, says how often they are sampled; 0 turns them off."
)

_NAMES = Qt.ItemDataRole.UserRole


class HistogramsPanel(QWidget):
    """All weights by layer, and the histograms of those chosen; at first those of the first kernels.

    A hidden panel only collects.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("histogramsPanel")
        self.setAccessibleName("Histograms")
        self.views: list[RidgeView] = []
        self._samplings: Reservoir[HistogramsSampled] = Reservoir(_CAPACITY)
        self._names: tuple[str, ...] = ()
        self._timer = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        self._waiting: list[tuple[RidgeView, str]] = []
        self._stagger = QTimer(self, interval=_STAGGER_MS, singleShot=True)
        self._stagger.timeout.connect(self._draw_next)
        self._lay_out()
        self._tell()

    def handle(self, events: Sequence[RunEvent]) -> None:
        """Take in what the run did; drawing follows within 200 ms."""
        for event in events:
            if isinstance(event, RunStarted):
                self._samplings = Reservoir(_CAPACITY)
            elif isinstance(event, HistogramsSampled):
                self._samplings.add(event)
            else:
                continue
            self._schedule()

    def forget_run(self) -> None:
        """Show no run any more: another project is open."""
        self._samplings = Reservoir(_CAPACITY)
        self._schedule()

    def shown_names(self) -> tuple[str, ...]:
        """The weights that are drawn: those chosen in the list, as many as there is room for."""
        item = self.list.currentItem()
        chosen: tuple[str, ...] = item.data(0, _NAMES) if item else ()
        columns, rows = self._room()
        return chosen[: min(columns * rows, _MAX_CELLS)]

    def is_up_to_date(self) -> bool:
        """Whether every histogram shows all that came; they are drawn one after the other."""
        return not (self._waiting or self._timer.isActive())

    def refresh(self) -> None:
        """Bring list and histograms up to date."""
        newest = self._samplings.items[-1].histograms if self._samplings.items else {}
        if tuple(newest) != self._names:
            self._names = tuple(newest)
            self._fill_list()
        self._tell()
        self._pages.setCurrentIndex(1 if self._names else 0)
        if self.isVisible() and self._names:
            self._arrange()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._schedule()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setVisible(self.width() >= _WIDTH_FOR_LIST_PX)
        self._schedule()

    def _schedule(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _arrange(self) -> None:
        """Place the histograms so that rows are equally full, and have them drawn one after the other."""
        names = self.shown_names()
        while len(self.views) < len(names):
            self.views.append(RidgeView())
        num_rows = -(-len(names) // self._room()[0])
        columns = -(-len(names) // max(num_rows, 1))
        for index, view in enumerate(self.views):
            view.setVisible(index < len(names))
            if index < len(names):
                self._grid.addWidget(view, index // columns, index % columns)
        self._waiting = list(zip(self.views, names, strict=False))
        self._draw_next()

    def _draw_next(self) -> None:
        if self._waiting:
            view, name = self._waiting.pop(0)
            view.show_weight(name, self._samples(name), overlay=self.overlay.isChecked())
            self._stagger.start()

    def _samples(self, name: str) -> list[Sample]:
        return [
            Sample(item.step, item.histograms[name])
            for item in self._samplings.items
            if name in item.histograms
        ]

    def _room(self) -> tuple[int, int]:
        """How many columns and rows of histograms fit."""
        gap = self._grid.spacing()
        return (
            max(1, (self._cells.width() + gap) // (CELL.width() + gap)),
            max(1, (self._cells.height() + gap) // (CELL.height() + gap)),
        )

    def _tell(self) -> None:
        if not self._names:
            self.setAccessibleDescription(_EMPTY)
            return
        newest = self._samplings.items[-1]
        samples = {name: Sample(newest.step, newest.histograms[name]) for name in self.shown_names()}
        self.setAccessibleDescription("; ".join(describe(name, sample) for name, sample in samples.items()))

    def _fill_list(self) -> None:
        self.list.clear()
        first = _add_item(self.list.invisibleRootItem(), _OVERVIEW, _kernels(self._names))
        for layer, names in _by_layer(self._names).items():
            item = _add_item(self.list.invisibleRootItem(), layer, names)
            for name in names:
                _add_item(item, name.rpartition("/")[2], (name,))
        self.list.setCurrentItem(first)

    def _lay_out(self) -> None:
        self.list = QTreeWidget()
        self.list.setObjectName("weightsList")
        self.list.setAccessibleName("Weights by layer")
        self.list.setHeaderHidden(True)
        self.list.currentItemChanged.connect(self._schedule)
        self.overlay = toggle(
            "Overlay", "overlayButton", "Draw all steps on one line, not one behind the other"
        )
        self.overlay.toggled.connect(self._schedule)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, GRID_PX // 2)
        column.addWidget(self.list)
        column.addWidget(self.overlay)
        self._cells = QWidget()
        self._grid = QGridLayout(self._cells)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID_PX)
        splitter = QSplitter()
        splitter.addWidget(self._left)
        splitter.addWidget(self._cells)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_LIST_WIDTH_PX, 4 * _LIST_WIDTH_PX])
        self._pages = QStackedWidget()
        self._pages.addWidget(empty_label("histogramsEmpty", _EMPTY))
        self._pages.addWidget(splitter)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._pages)


def _add_item(parent: QTreeWidgetItem, text: str, names: Sequence[str]) -> QTreeWidgetItem:
    item = QTreeWidgetItem(parent, [text])
    item.setData(0, _NAMES, tuple(names))
    return item


def _by_layer(names: Sequence[str]) -> Mapping[str, list[str]]:
    layers: dict[str, list[str]] = {}
    for name in names:
        layers.setdefault(name.rpartition("/")[0], []).append(name)
    return layers


def _kernels(names: Sequence[str]) -> list[str]:
    return [name for name in names if name.rpartition("/")[2].endswith(("kernel", "embeddings"))] or list(
        names
    )
