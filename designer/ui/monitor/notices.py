"""The Notices tab: what a run told about itself, with evidence and remedy."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.errors import DesignerError
from designer.training.events import Notice, RunEvent, RunStarted
from designer.ui.monitor.background import Background
from designer.ui.monitor.controls import empty_label
from designer.ui.monitor.notices_model import (
    LONG_COLUMNS,
    NOTICE_ROLE,
    RUN_COLUMN,
    STEP_COLUMN,
    NoticesModel,
    Told,
)
from designer.ui.monitor.stored import read_notices
from designer.ui.theme import GRID_PX
from designer.ui.widgets import error_label, on_enter, show_error
from designer.ui.wrapping import WrappingDelegate

_EMPTY = (
    "No notices.\nA run tells here what it found wrong: a loss that doesn't move or is no number, dead "
    "units, overfitting and more, each with what to do about it."
)
_MOST_RUN_PX = 160
_SHARES = (0.28, 0.31)
"""Of the width, for what is wrong and what it is seen from; what to do has the rest."""


class NoticesPanel(QWidget):
    """A list of the notices of the current run, and of the run that its curves are compared with.

    Signals:
        layer_wanted: Name in the flat network of the layer that the chosen notice is about.
        step_wanted: The step at which it was told.
        count_changed: Number of notices of the current run, for the title of the tab.
    """

    layer_wanted = Signal(str)
    step_wanted = Signal(int)
    count_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("noticesPanel")
        self.setAccessibleName("Notices")
        self._run = ""
        self._other = ""
        self._count = 0
        self._earlier = Background(self, lambda _error: None)  # what the run tells now comes anyway
        self._readings = Background(self, self._on_failed)
        self._model = NoticesModel()
        self._model.setParent(self)
        self.view = self._make_view()
        self._problem = error_label("noticesProblem")
        self._problem.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        self._pages = QStackedWidget()
        self._pages.addWidget(empty_label("noticesEmpty", _EMPTY))
        self._pages.addWidget(self.view)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._problem)
        rows.addWidget(self._pages, 1)
        self._show()

    @property
    def is_reading(self) -> bool:
        """Whether the notices of a stored run are still being read."""
        return self._earlier.is_busy or self._readings.is_busy

    def handle(self, events: Sequence[RunEvent]) -> None:
        """Take in what the run did."""
        notices: list[Notice] = []
        for event in events:
            if event.run != self._run:
                self._begin(event.run)
                notices.clear()
            if isinstance(event, Notice):
                notices.append(event)
            elif isinstance(event, RunStarted):  # it may be one that goes on
                self._read_earlier(event.run)
        if notices:
            self._model.add(notices)
            self._show()

    def forget_run(self) -> None:
        """Show no run any more: another project is open."""
        self._begin("")
        self._show()

    def compare_with(self, title: str, run: str) -> None:
        """List what another run has told, too; it is read in the background.

        Args:
            run: Its folder.
        """
        self._other = title
        self._readings.start(partial(read_notices, Path(run)), partial(self._on_read, title))

    def stop_comparing(self) -> None:
        """List the current run's alone."""
        self._other = ""
        self._model.compare_with("", ())
        self._show()

    def chosen(self) -> list[Told]:
        """The selected notices, in the order of the list."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self._model.rows[row] for row in rows]

    def copy(self) -> None:
        """Copy the selected notices as text, or all where none is selected."""
        told = self.chosen() or self._model.rows
        QGuiApplication.clipboard().setText("\n\n".join(each.text for each in told))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._model.recolor()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _begin(self, run: str) -> None:
        self._run = run
        self._model.forget()

    def _read_earlier(self, run: str) -> None:
        """Fetch what the run has told before it was interrupted."""
        self._earlier.start(partial(read_notices, Path(run)), partial(self._add_earlier, run))

    def _add_earlier(self, run: str, notices: list[Notice]) -> None:
        if run == self._run:
            self._model.add(notices, is_earlier=True)
            self._show()

    def _on_read(self, title: str, notices: list[Notice]) -> None:
        if title == self._other:
            self._model.compare_with(title, notices)
            self._show()

    def _on_failed(self, error: DesignerError) -> None:
        show_error(self._problem, f"{error.message} {error.hint}".strip())

    def _show(self) -> None:
        show_error(self._problem, "")
        self._pages.setCurrentIndex(1 if self._model.rows else 0)
        self.view.header().setSectionHidden(RUN_COLUMN, not self._other)
        self._share_width()
        if self._model.num_current != self._count:
            self._count = self._model.num_current
            self.count_changed.emit(self._count)

    def _share_width(self) -> None:
        header = self.view.header()
        room = self.view.viewport().width() - header.sectionSize(STEP_COLUMN)
        if self._other:
            header.resizeSection(RUN_COLUMN, min(self.view.sizeHintForColumn(RUN_COLUMN), _MOST_RUN_PX))
            room -= header.sectionSize(RUN_COLUMN)
        for column, share in zip(LONG_COLUMNS, _SHARES, strict=False):
            header.resizeSection(column, int(share * room))

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName("notices")
        view.setAccessibleName("Notices")
        view.setModel(self._model)
        view.setRootIsDecorated(False)
        view.setAllColumnsShowFocus(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setWordWrap(True)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        _set_header(view)
        view.clicked.connect(self._on_chosen)
        on_enter(view, self._on_chosen)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), view)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy)
        return view

    def _on_chosen(self, index: QModelIndex) -> None:
        told = index.data(NOTICE_ROLE)
        if not isinstance(told, Told):
            return
        if told.notice.step is not None:
            self.step_wanted.emit(told.notice.step)
        if told.notice.layer:
            self.layer_wanted.emit(told.notice.layer)

    def _show_menu(self, spot: QPoint) -> None:
        """What can be done with the notices."""
        menu = QMenu(self)
        menu.setObjectName("noticeMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self.view.indexAt(spot)
        if index.isValid():
            menu.addAction("&Show where and when", partial(self._on_chosen, index))
            menu.addAction("&Copy", self.copy)
        menu.addAction("Copy &all", self._copy_all)
        menu.popup(self.view.viewport().mapToGlobal(spot))

    def _copy_all(self) -> None:
        self.view.clearSelection()
        self.copy()


def _set_header(view: QTreeView) -> None:
    header, wrapping = view.header(), WrappingDelegate(view)
    header.setStretchLastSection(False)
    header.setSectionResizeMode(STEP_COLUMN, QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(RUN_COLUMN, QHeaderView.ResizeMode.Interactive)
    for column in LONG_COLUMNS:
        view.setItemDelegateForColumn(column, wrapping)
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
    header.setSectionResizeMode(LONG_COLUMNS[-1], QHeaderView.ResizeMode.Stretch)
    header.sectionResized.connect(lambda: wrapping.sizeHintChanged.emit(QModelIndex()))
