"""A drawing with marks, to be looked at: it moves and zooms, but nothing in it can be changed."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QToolTip
from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.document.document import Document
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.items import PICTURE_ITEMS
from designer.ui.comparing.marks_item import MarksItem
from designer.ui.comparing.merged import DrawnDiff
from designer.ui.theme import Theme, current

_STEP = 1.25
_LEAST, _MOST = 0.03, 4.0
_READABLE = 0.4
_ROOM_PX = 400.0
_MARGIN_PX = 40.0


class DrawingView(QGraphicsView):
    """Shows a `DrawnDiff`; drag to move, turn the wheel or press + and − to zoom, 0 to see all of it."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.setObjectName("compareDrawing")
        self.setAccessibleName("Drawing with differences marked")
        self._catalog = catalog
        self._drawn: DrawnDiff | None = None
        self._content: Content | None = None
        self._items: list[PaintedItem] = []
        self._follows = True
        self.setScene(QGraphicsScene(self))
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.set_theme(current())

    def show_drawing(self, drawn: DrawnDiff) -> None:
        """Show another drawing, all of it."""
        self._drawn = drawn
        scene = self.scene()
        for item in self._items:
            scene.removeItem(item)
        if self._content:
            self._content.deleteLater()
        content = self._content = Content(Document(drawn.project), self._catalog, self, is_gradual=True)
        interaction, theme = Interaction(self), current()
        self._items = [item(content, interaction, theme) for item in PICTURE_ITEMS]
        self._items.append(MarksItem(content, interaction, theme, drawn))
        for item in self._items:
            scene.addItem(item)
        for signal in (content.restructured, content.moved, content.touched, content.dirtied):
            signal.connect(self._update)
        self.setAccessibleDescription(drawn.text)
        self.show_start()

    def show_start(self) -> None:
        """Show the whole drawing where it can be read then, else the place of the first difference."""
        self._follows = True
        self._show(_READABLE)
        first = next(iter(self._drawn.marks), "") if self._drawn else ""
        if self._content and self.transform().m11() == _READABLE and first in self._content.index:
            self.centerOn(self._content.rect(first).center())

    def fit(self) -> None:
        """Show the whole drawing, at 100 % at most."""
        self._follows = False
        self._show(_LEAST)

    def _show(self, least: float) -> None:
        area = self._area()
        if not area.isEmpty():
            self.setSceneRect(area.adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX))
            room = self.viewport().size()
            scale = min(room.width() / area.width(), room.height() / area.height(), 1.0)
            self._set_zoom(max(scale, least))
            self.centerOn(area.center())

    def reveal(self, node_id: str) -> None:
        """Bring a layer into the middle, large enough to be read."""
        if self._content and node_id in self._content.index:
            self._follows = False
            self._set_zoom(max(self.transform().m11(), 0.8))
            self.centerOn(self._content.rect(node_id).center())

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setBackgroundBrush(QColor(theme.canvas))
        for item in self._items:
            item.set_theme(theme)

    def tip_at(self, spot: QPoint) -> str:
        """What differs at the layer at a point of the viewport."""
        if self._content is None or self._drawn is None:
            return ""
        node_id = self._content.node_at(self.mapToScene(spot))
        mark = self._drawn.marks.get(node_id or "")
        return f"{mark.sign} {mark.text}" if mark else ""

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom(_STEP)
            case Qt.Key.Key_Minus:
                self._zoom(1 / _STEP)
            case Qt.Key.Key_0:
                self.fit()
            case _:
                super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._follows:
            self.show_start()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.set_theme(current())

    def _area(self) -> QRectF:
        if self._content is None or not self._content.ids:
            return QRectF()
        return self._content.bounds().adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)

    def _zoom(self, factor: float) -> None:
        self._follows = False
        self._set_zoom(min(max(self.transform().m11() * factor, _LEAST), _MOST))

    def _set_zoom(self, zoom: float) -> None:
        self.setTransform(QTransform.fromScale(zoom, zoom))

    def _update(self, _what: object = None) -> None:
        self.viewport().update()
