"""The item below the network that draws frames and notes."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from typing_extensions import override

from designer.document.settings import Frame, Note
from designer.ui.canvas.annotations import Key, bar_of, painted_rect, rect_of, title_px
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM, NEAR_ZOOM, share_between
from designer.ui.canvas.painting.note_texts import NoteTexts, title_box
from designer.ui.theme import TEXT_PX, Theme

_RADIUS_PX = 6.0
_FOLD_PX = 12.0
_GRIP_PX = 10.0
_FRAME_ALPHA, _BAR_ALPHA, _PAPER_ALPHA = 26, 77, 46
_TEXT_FADES = (FAR_ZOOM, 0.5)
_SIZES = ((0.84, TEXT_PX), (0.69, 16), (0.55, 20), (0.0, 24))
"""Least zoom and font size of a note, which keeps it near 11 px on screen, as on cards."""


class AnnotationsItem(PaintedItem):
    """All frames, and the notes above them."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        self._texts = NoteTexts()
        self._selected: frozenset[Key] = frozenset()
        super().__init__(content, interaction, theme)
        content.annotations.dirtied.connect(self._on_dirtied)
        interaction.selection_changed.connect(self._on_selection_changed)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        margin = _GRIP_PX / min(zoom, 1.0)
        for key, item in self.content.annotations.items.items():
            rect = painted_rect(item, zoom)
            if not rect.adjusted(-margin, -margin, margin, margin).intersects(area):
                continue
            if isinstance(item, Frame):
                self._paint_frame(painter, item, zoom)
            else:
                self._paint_note(painter, item, zoom)
            if key in self._selected:
                self._paint_ring(painter, rect_of(item), zoom)

    def _on_dirtied(self, area: QRectF) -> None:
        """A title may stand out above, and a ring around."""
        self.update_areas([area.adjusted(0, -title_px(self.last_zoom) * 3, 0, 0)])

    def _on_selection_changed(self) -> None:
        before, self._selected = self._selected, frozenset(self.interaction.annotations)
        changed = [key for key in before ^ self._selected if key in self.content.annotations]
        self.update_areas([self.content.annotations.rect(key) for key in changed])

    def _paint_frame(self, painter: QPainter, frame: Frame, zoom: float) -> None:
        tone = annotation_color(self.theme, frame.color)
        rect, bar = rect_of(frame), bar_of(frame, zoom)
        painter.setPen(QPen(tone or QColor(self.theme.outline), 1))
        painter.setBrush(_faint(tone, _FRAME_ALPHA) if tone else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faint(tone or QColor(self.theme.outline), _BAR_ALPHA))
        painter.drawRoundedRect(bar, _RADIUS_PX, _RADIUS_PX)

    def _paint_note(self, painter: QPainter, note: Note, zoom: float) -> None:
        theme, rect = self.theme, rect_of(note)
        tone = annotation_color(theme, note.color)
        paper = QColor(theme.card)
        fold = min(_FOLD_PX, rect.width() / 2, rect.height() / 2)
        sheet = _sheet(rect, fold)
        painter.setPen(Qt.PenStyle.NoPen)
        for color in (paper, *([_faint(tone, _PAPER_ALPHA)] if tone else [])):
            painter.setBrush(color)
            painter.drawPolygon(sheet)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tone or QColor(theme.outline), 1))
        painter.drawPolygon(sheet)
        corner = rect.topRight()
        inner = corner + QPointF(-fold, fold)
        painter.drawPolyline([corner + QPointF(-fold, 0), inner, corner + QPointF(0, fold)])
        if opacity := share_between(*_TEXT_FADES, zoom):
            painter.setOpacity(opacity)
            painter.setPen(QColor(theme.text))
            size = next(px for least, px in _SIZES if zoom >= least)
            self._texts.draw_note(painter, rect, note.text, size)
            painter.setOpacity(1)

    def _paint_ring(self, painter: QPainter, rect: QRectF, zoom: float) -> None:
        """The mark of the selection, and a grip for the lower right corner."""
        color, gap = QColor(self.theme.accent), 4 / min(zoom, 1.0)
        pen = QPen(color, 2.5 if zoom >= NEAR_ZOOM else 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-gap, -gap, gap, gap), gap + 2, gap + 2)
        grip, corner = _GRIP_PX / max(zoom, FAR_ZOOM), rect.bottomRight()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon([corner, corner - QPointF(grip, 0), corner - QPointF(0, grip)])


class FrameTitlesItem(PaintedItem):
    """The titles of frames, above the network so that neither edges nor cards cross them."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        self._texts = NoteTexts()
        super().__init__(content, interaction, theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        for item in self.content.annotations.items.values():
            if not isinstance(item, Frame) or not bar_of(item, zoom).intersects(area):
                continue
            if (box := title_box(item, zoom)).isNull():
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(bar_color(self.theme, item.color))
            painter.drawRoundedRect(box, _RADIUS_PX, _RADIUS_PX)
            painter.setPen(QColor(self.theme.text))
            self._texts.draw_title(painter, box, item.title, round(title_px(zoom)))


def bar_color(theme: Theme, name: str) -> QColor:
    """What a title stands on: the same to the eye as the bar and the frame over the canvas."""
    tone, color = annotation_color(theme, name), QColor(theme.canvas)
    for over, alpha in ((tone, _FRAME_ALPHA), (tone or QColor(theme.outline), _BAR_ALPHA)):
        color = _mixed(color, over, alpha / 255) if over else color
    return color


def annotation_color(theme: Theme, name: str) -> QColor | None:
    """The colour that a note or frame names: a tone of the theme or `#rrggbb`; None for none."""
    if name in theme.families:
        return QColor(theme.families[name])
    color = QColor(name) if name.startswith("#") else QColor()
    return color if color.isValid() else None


def _faint(color: QColor, alpha: int) -> QColor:
    faint = QColor(color)
    faint.setAlpha(alpha)
    return faint


def _mixed(under: QColor, over: QColor, share: float) -> QColor:
    pairs = ((under.red(), over.red()), (under.green(), over.green()), (under.blue(), over.blue()))
    return QColor(*(round(low + (high - low) * share) for low, high in pairs))


def _sheet(rect: QRectF, fold: float) -> QPolygonF:
    """Paper with its upper right corner folded over."""
    corner = rect.topRight()
    return QPolygonF(
        [
            rect.topLeft(),
            corner + QPointF(-fold, 0),
            corner + QPointF(0, fold),
            rect.bottomRight(),
            rect.bottomLeft(),
        ]
    )
