"""Small squares of the colours that notes and frames can have."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from designer.ui.actions import Actions
from designer.ui.canvas.painting.annotations import annotation_color
from designer.ui.theme import ICON_PX, RADIUS_PX, current

_SCALE = 2


def swatch(color: str) -> QIcon:
    """A square in a colour of the present theme; empty for none."""
    theme = current()
    pixmap = QPixmap(QSize(ICON_PX, ICON_PX) * _SCALE)
    pixmap.setDevicePixelRatio(_SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = annotation_color(theme, color)
    painter.setPen(QPen(QColor(theme.outline), 1))
    painter.setBrush(fill or Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(1.5, 1.5, ICON_PX - 3, ICON_PX - 3), RADIUS_PX, RADIUS_PX)
    painter.end()
    return QIcon(pixmap)


def show_swatches(actions: Actions) -> None:
    """Put a square before each colour in the menu, whenever it opens, since the theme may be another."""
    menu = actions.submenus["annotation_color"]

    def paint() -> None:
        for action in menu.actions():
            name = action.objectName().removeprefix("action_color_")
            action.setIcon(swatch("" if name == "none" else name))

    menu.aboutToShow.connect(paint)
