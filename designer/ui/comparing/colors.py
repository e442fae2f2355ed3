"""The colours of the runs in a comparison."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from designer.training.comparison.palette import DARK, LIGHT
from designer.ui.theme import ICON_PX, current


def run_color(place: int) -> str:
    """The colour of a run in the theme that is in force."""
    colors = DARK if current().is_dark else LIGHT
    return colors[place % len(colors)]


def swatch(color: str) -> QIcon:
    """A patch of a colour."""
    picture = QPixmap(ICON_PX, ICON_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(2, 2, ICON_PX - 4, ICON_PX - 4, 3, 3)
    painter.end()
    return QIcon(picture)
