"""The list of recent projects: click or Enter opens one, Del takes it out of the list."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from designer.ui.start.drawing import bold, paint_ground, small, write
from designer.ui.start.recent_model import RecentModel, Role
from designer.ui.theme import GRID_PX, current
from designer.ui.widgets import on_enter

_Index = QModelIndex | QPersistentModelIndex


class RecentList(QListView):
    """Shows a `RecentModel`.

    Signals:
        chosen: Open the project in this file.
        removed: The user took this file out of the list.
    """

    chosen = Signal(object)
    removed = Signal(object)

    def __init__(self, model: RecentModel) -> None:
        super().__init__()
        self._projects = model
        model.setParent(self)
        self.setObjectName("startRecent")
        self.setAccessibleName("Recent projects")
        self.setModel(model)
        self.setItemDelegate(_RecentDelegate(self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.clicked.connect(self._choose)
        on_enter(self, self._choose)
        self.setCurrentIndex(model.index(0))

    def remove_current(self) -> None:
        """Take the current project out of the list; its file stays."""
        index = self.currentIndex()
        if index.isValid():
            path: Path = index.data(Role.PATH)
            self._projects.remove(index.row())
            self.updateGeometry()
            self.removed.emit(path)

    @override
    def sizeHint(self) -> QSize:
        row = self.sizeHintForRow(0) if self._projects.rowCount() else 0
        return QSize(super().sizeHint().width(), row * self._projects.rowCount())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.remove_current()
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(Role.PATH))

    def _show_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Open", lambda: self._choose(self.currentIndex()))
        menu.addAction("&Remove from list", self.remove_current).setObjectName("action_remove_recent")
        menu.popup(self.viewport().mapToGlobal(place))


class _RecentDelegate(QStyledItemDelegate):
    """Two lines a row; a project whose file is gone is grey and says so."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        height = QFontMetrics(bold(option.font)).height() + QFontMetrics(small(option.font)).height()
        return QSize(0, height + 2 * GRID_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = current()
        painter.save()
        paint_ground(painter, option, theme.canvas)
        area = option.rect.adjusted(GRID_PX, GRID_PX, -GRID_PX, -GRID_PX)
        name, fine = bold(option.font), small(option.font)
        top = QRect(area.topLeft(), QSize(area.width(), QFontMetrics(name).height()))
        below = area.adjusted(0, top.height(), 0, 0)
        painter.setPen(QColor(theme.muted))
        when = f"{index.data(Role.WHEN)} · ".removeprefix(" · ")
        write(painter, below, when, fine)
        below.setLeft(below.left() + QFontMetrics(fine).horizontalAdvance(when))
        write(painter, below, index.data(Role.FOLDER), fine, elide=Qt.TextElideMode.ElideMiddle)
        painter.setPen(QColor(theme.muted if index.data(Role.IS_MISSING) else theme.text))
        write(painter, top, index.data(), name)
        painter.restore()
