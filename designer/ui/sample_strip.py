"""A strip with a few samples of each class, as small as it can be read."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView

from designer.data.info import DataInfo
from designer.ui.theme import GRID_PX

_TILE_PX = 4 * GRID_PX
_TILES = 4


class SampleStrip(QListView):
    """One item for each class: four of its samples, its name, and how many there are."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, int] = {}
        self._samples: Sequence[tuple[str, Sequence[QImage]]] = ()
        self.setObjectName("dataSamples")
        self.setAccessibleName("Samples of each class")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(2 * _TILE_PX, 2 * _TILE_PX))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.hide()

    def set_counts(self, info: DataInfo) -> None:
        """Take the number of samples of each class, from the training split where there is one."""
        counts = info.class_counts.get("train") or next(iter(info.class_counts.values()), ())
        self._counts = dict(zip(info.labels.class_names, counts, strict=False))
        self.show_samples(self._samples)

    def show_samples(self, samples: Sequence[tuple[str, Sequence[QImage]]]) -> None:
        """Show these samples by class; hidden where there are none."""
        self._samples = samples
        self._model.clear()
        for name, images in samples:
            self._model.appendRow(self._item(name, images))
        lines = 2 if self._counts else 1
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(2 * _TILE_PX + lines * self.fontMetrics().height() + bar + 2 * GRID_PX)
        self.setVisible(any(images for _, images in samples))

    def _item(self, name: str, images: Sequence[QImage]) -> QStandardItem:
        count = self._counts.get(name)
        item = QStandardItem(_tiled(images), name if count is None else f"{name}\n{count:,}")
        text = name if count is None else f"{name}: {count:,} samples"
        item.setToolTip(text)
        item.setData(text, Qt.ItemDataRole.AccessibleTextRole)
        return item


def _tiled(images: Sequence[QImage]) -> QIcon:
    """Up to four images, two by two, their pixels left sharp."""
    pixmap = QPixmap(2 * _TILE_PX, 2 * _TILE_PX)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    for place, image in enumerate(images[:_TILES]):
        row, column = divmod(place, 2)
        painter.drawImage(QRect(column * _TILE_PX, row * _TILE_PX, _TILE_PX - 1, _TILE_PX - 1), image)
    painter.end()
    return QIcon(pixmap)


def to_qimage(image: npt.NDArray[np.uint8]) -> QImage:
    """A uint8 array with the axes height, width, channels (1 or 3) as an image of its own."""
    height, width, channels = image.shape
    form = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    return QImage(np.ascontiguousarray(image).data, width, height, width * channels, form).copy()
