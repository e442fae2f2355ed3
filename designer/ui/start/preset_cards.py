"""The presets as cards: a small picture of the network, its title, and a line about it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap, QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import QListView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from designer.document.presets import PresetInfo
from designer.ui.preset_items import (
    NAME_ROLE,
    TEXT_ROLE,
    Index,
    PresetView,
    heading_height,
    is_heading,
    paint_heading,
    preset_model,
)
from designer.ui.start.drawing import bold, paint_ground, write
from designer.ui.theme import GRID_PX, current
from designer.ui.widgets import on_enter

_WRAP = Qt.TextFlag.TextWordWrap
_LEAST_WIDTH_PX = 304
_SMALL_PICTURE, _LARGE_PICTURE = QSize(120, 80), QSize(184, 120)
_ROOMY_PX = 400
"""From this width on a card has the large picture."""


class PresetCards(PresetView):
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
        self._items: QStandardItemModel = preset_model(presets, self)
        self.picture_size = QSize()
        self.card_size = QSize()
        self.setModel(self._items)
        self.setItemDelegate(_CardDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCurrentIndex(next(iter(self.preset_indexes()), QModelIndex()))
        self.clicked.connect(self._choose)
        on_enter(self, self._choose)

    def show_picture(self, name: str, picture: QPixmap) -> None:
        """Put the picture of a network on its card."""
        index = self.preset_indexes()[self.names().index(name)]
        self._items.setData(index, picture, Qt.ItemDataRole.DecorationRole)

    def heading_size(self) -> QSize:
        """A heading has a row of its own."""
        return QSize(self._room(), heading_height(self.font()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _room(self) -> int:
        # Qt keeps this much free, whether a scroll bar is shown or not.
        return self.width() - self.verticalScrollBar().sizeHint().width() - GRID_PX

    def _fit(self) -> None:
        """Give all cards the size by which they fill the width, and by which the longest text fits."""
        indexes = self.preset_indexes()
        num_columns = max(1, min(len(indexes), self._room() // _LEAST_WIDTH_PX))
        width = self._room() // num_columns
        is_roomy = num_columns > 1 and width >= _ROOMY_PX
        picture = _LARGE_PICTURE if is_roomy else _SMALL_PICTURE
        card = QSize(width, self._card_height(width, picture, [index.data(TEXT_ROLE) for index in indexes]))
        if card != self.card_size:
            self.card_size = card
            self.scheduleDelayedItemsLayout()
        self.setMaximumHeight(self._whole_height(num_columns))
        if picture != self.picture_size:
            self.picture_size = picture
            self.picture_size_changed.emit(picture)

    def _card_height(self, width: int, picture: QSize, texts: Sequence[str]) -> int:
        """How high a card must be, the gap below it included."""
        metrics = QFontMetrics(self.font())
        room = QRect(0, 0, width - picture.width() - 4 * GRID_PX, 10_000)
        lines = max((metrics.boundingRect(room, _WRAP, text).height() for text in texts), default=0)
        words = QFontMetrics(bold(self.font())).height() + lines + GRID_PX // 2
        return max(words, picture.height()) + 3 * GRID_PX

    def _whole_height(self, num_columns: int) -> int:
        """How high the list is when nothing of it has to be scrolled to."""
        height = num_in_row = 0
        for row in range(self._items.rowCount()):
            if is_heading(self._items.index(row, 0)):
                height += self.heading_size().height()
                num_in_row = 0
            else:
                height += 0 if num_in_row % num_columns else self.card_size.height()
                num_in_row += 1
        return height

    def _choose(self, index: QModelIndex) -> None:
        if name := index.data(NAME_ROLE):
            self.chosen.emit(name)


class _CardDelegate(QStyledItemDelegate):
    """The picture on the left, the words beside it."""

    def __init__(self, view: PresetCards) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._view.heading_size() if is_heading(index) else self._view.card_size

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if is_heading(index):
            paint_heading(painter, option.rect, index.data(), option.font)
            return
        theme, size = current(), self._view.picture_size
        card = QStyleOptionViewItem(option)
        card.rect = QRect(option.rect.topLeft(), self._view.card_size).adjusted(0, 0, -GRID_PX, -GRID_PX)
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
        painter.drawText(words, _WRAP, index.data(TEXT_ROLE))
        painter.restore()
