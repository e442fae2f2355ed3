"""The Queue tab: what is trained next, and in which order."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.errors import DesignerError
from designer.training.queue import Queued
from designer.ui.icons import icon
from designer.ui.monitor.controls import button, empty_label, toggle
from designer.ui.monitor.queue_model import QueueModel
from designer.ui.queue_keeper import QueueKeeper
from designer.ui.theme import GRID_PX
from designer.ui.widgets import error_label, label, show_error

_EMPTY = (
    "Runs that wait to be trained are listed here.\nTrain → Add to queue adds this network as it is then; "
    "what you change afterwards doesn't matter to that run."
)
_PAUSED = "The queue is paused: nothing begins until it goes on."
_TIPS = {
    "up": "Train this run earlier",
    "down": "Train this run later",
    "remove": "Take this run out of the queue; what it has trained stays",
    "forget": "Take all runs out of the list that have ended; they stay among the Runs",
    "pause": "Begin no further run for a while; a run that goes on goes on",
}


class QueuePanel(QWidget):
    """Shows the queue of the process and changes it."""

    def __init__(self, keeper: QueueKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queuePanel")
        self.setAccessibleName("Queue")
        self._keeper = keeper
        self._model = QueueModel(self)
        self._table = self._make_table()
        self._problem = error_label("queueProblem")
        self._state = label(_PAUSED, muted=True, wrap=False)
        self._state.setObjectName("queueState")
        self._up = self._button("Up", "up", "arrow-up", lambda: self._move(up=True))
        self._down = self._button("Down", "down", "arrow-down", lambda: self._move(up=False))
        self._remove = self._button("Remove", "remove", "delete", self._on_remove_clicked)
        self._forget = self._button("Clear ended", "forget", "check", keeper.queue.forget_ended)
        self._pause = toggle("Pause queue", "queue_pause", _TIPS["pause"])
        self._pause.setIcon(icon("pause"))
        self._pause.clicked.connect(lambda is_on: keeper.set_paused(is_paused=is_on))
        self._pages = QStackedWidget()
        self._pages.addWidget(empty_label("queueEmpty", _EMPTY))
        self._pages.addWidget(self._table)
        self._lay_out()
        keeper.changed.connect(self._show)
        self._show()

    def selected(self) -> Queued | None:
        """The run that is selected."""
        index = self._table.currentIndex()
        return self._model.entries[index.row()] if index.isValid() else None

    def _show(self) -> None:
        entry = self.selected()
        entries = self._keeper.queue.entries
        if entries != self._model.entries:
            self._model.set_entries(entries)
            row = self._model.row_of(entry.id) if entry else None
            if row is not None:
                self._table.setCurrentIndex(self._model.index(row, 1))
        self._pages.setCurrentIndex(1 if entries else 0)
        self._pause.setChecked(self._keeper.is_paused)
        self._state.setVisible(self._keeper.is_paused)
        self._show_buttons()

    def _show_buttons(self) -> None:
        entry = self.selected()
        waiting = [each.id for each in self._keeper.queue.waiting]
        place = waiting.index(entry.id) if entry and entry.id in waiting else None
        reason = "" if entry else "Select a run first."
        unmoved = reason or ("Only runs that wait can be moved." if place is None else "")
        _enable(self._up, _TIPS["up"], unmoved or ("It is the next already." if place == 0 else ""))
        is_last = place == len(waiting) - 1
        _enable(self._down, _TIPS["down"], unmoved or ("It is the last already." if is_last else ""))
        is_running = entry is not None and entry.state == "running"
        _enable(self._remove, _TIPS["remove"], reason or ("Stop the run first." if is_running else ""))
        has_ended = any(each.state in ("done", "failed") for each in self._model.entries)
        _enable(self._forget, _TIPS["forget"], "" if has_ended else "No run of the queue has ended yet.")

    def _move(self, *, up: bool) -> None:
        if entry := self.selected():
            self._keeper.queue.move(entry.id, up=up)
            self._show()

    def _on_remove_clicked(self) -> None:
        if entry := self.selected():
            show_error(self._problem, "")
            try:
                self._keeper.queue.remove(entry.id)
            except DesignerError as error:  # it has begun just now
                show_error(self._problem, str(error))

    def _on_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_buttons()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("queueTable")
        table.setAccessibleName("Queue")
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setStyleSheet(f"QTableView::item {{ padding: 0 {GRID_PX}px; }}")
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        return table

    def _button(self, text: str, name: str, icon_name: str, clicked: object) -> QToolButton:
        result = button(text, f"queue_{name}")
        result.setIcon(icon(icon_name))
        result.clicked.connect(clicked)
        return result

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        for each in (self._pause, self._up, self._down, self._remove, self._forget):
            each.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(each)
        row.addWidget(self._state)
        row.addWidget(self._problem, 1)
        row.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(row)
        rows.addWidget(self._pages, 1)


def _enable(control: QToolButton, tip: str, reason: str) -> None:
    control.setEnabled(not reason)
    control.setToolTip(reason or tip)
