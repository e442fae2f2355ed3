"""The presets as cards: a small picture of the network, its title, and a line about it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap, QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from designer.document.presets import PresetInfo
from designer.ui.palette_presets import NAME_ROLE, preset_model
from designer.ui.start.drawing import bold, paint_ground, write
from designer.ui.theme import GRID_PX, current
from designer.ui.widgets import on_enter

_Index = QModelIndex | QPersistentModelIndex
_TEXT_ROLE = Qt.ItemDataRole.AccessibleDescriptionRole
_WRAP = Qt.TextFlag.TextWordWrap
_LEAST_WIDTH_PX = 304
_SMALL_PICTURE, _LARGE_PICTURE = QSize(120, 80), QSize(184, 120)
_ROOMY_PX = 400
"""From this width on a card has the large picture."""


class PresetCards(QListView):
    """Shows presets in as many columns as fit; arrow keys move in all four directions.

    Signals:
        chosen: The name of a preset that was clicked, or Enter pressed on it.
        picture_size_changed: Pictures of another size (`QSize`) are wanted.
    """

    chosen = Signal(str)
    picture_size_changed = Signal(object)

    def __init__(self, presets: Sequence[PresetInfo]) -> None:
        super().__init__()
        self.setObjectName("startPresets")
        self.setAccessibleName("Presets")
        self._items: QStandardItemModel = preset_model(presets, self)
        self._delegate = _CardDelegate(self)
        self.picture_size = QSize()
        self.setModel(self._items)
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCurrentIndex(self._items.index(0, 0))
        self.clicked.connect(self._choose)
        on_enter(self, self._choose)

    def names(self) -> list[str]:
        """The presets in the order of the cards."""
        return [self._items.item(row).data(NAME_ROLE) for row in range(self._items.rowCount())]

    def show_picture(self, name: str, picture: QPixmap) -> None:
        """Put the picture of a network on its card."""
        item = self._items.item(self.names().index(name))
        item.setData(picture, Qt.ItemDataRole.DecorationRole)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Give all cards the size by which they fill the width, and by which the longest text fits."""
        # Qt keeps this much free, whether a scroll bar is shown or not.
        room = self.width() - self.verticalScrollBar().sizeHint().width() - GRID_PX
        count = self._items.rowCount()
        num_columns = max(1, min(count, room // _LEAST_WIDTH_PX))
        width = room // num_columns
        is_roomy = num_columns > 1 and width >= _ROOMY_PX
        picture = _LARGE_PICTURE if is_roomy else _SMALL_PICTURE
        texts = [self._items.item(row).data(_TEXT_ROLE) for row in range(count)]
        grid = QSize(width, self._delegate.height(self, width, picture, texts))
        if grid != self.gridSize():
            self.setGridSize(grid)
        self.setMaximumHeight(-(-count // num_columns) * grid.height())
        if picture != self.picture_size:
            self.picture_size = picture
            self.picture_size_changed.emit(picture)

    def _choose(self, index: QModelIndex) -> None:
        if name := index.data(NAME_ROLE):
            self.chosen.emit(name)


class _CardDelegate(QStyledItemDelegate):
    """The picture on the left, the words beside it."""

    def __init__(self, view: PresetCards) -> None:
        super().__init__(view)
        self._view = view

    def height(self, view: PresetCards, width: int, picture: QSize, texts: Sequence[str]) -> int:
        """How high a card must be, the gap below it included."""
        metrics = QFontMetrics(view.font())
        room = QRect(0, 0, width - picture.width() - 4 * GRID_PX, 10_000)
        lines = max((metrics.boundingRect(room, _WRAP, text).height() for text in texts), default=0)
        words = QFontMetrics(bold(view.font())).height() + lines + GRID_PX // 2
        return max(words, picture.height()) + 3 * GRID_PX

    @override
    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return self._view.gridSize()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, size = current(), self._view.picture_size
        card = QStyleOptionViewItem(option)
        card.rect = QRect(option.rect.topLeft(), self._view.gridSize()).adjusted(0, 0, -GRID_PX, -GRID_PX)
        painter.save()
        paint_ground(painter, card, theme.card, theme.line)
        area = card.rect.adjusted(GRID_PX, GRID_PX, -GRID_PX, -GRID_PX)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        frame = QRect(area.topLeft(), size)
        painter.fillRect(frame, QColor(theme.canvas))
        if isinstance(picture, QPixmap) and picture.deviceIndependentSize().toSize() == size:
            painter.drawPixmap(frame.topLeft(), picture)
        words = area.adjusted(size.width() + GRID_PX, 0, 0, 0)
        painter.setPen(QColor(theme.text))
        write(painter, words, index.data(), bold(option.font))
        words.setTop(words.top() + QFontMetrics(bold(option.font)).height() + GRID_PX // 2)
        painter.setPen(QColor(theme.muted))
        painter.setFont(option.font)
        painter.drawText(words, _WRAP, index.data(_TEXT_ROLE))
        painter.restore()
