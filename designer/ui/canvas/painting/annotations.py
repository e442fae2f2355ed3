"""The item below the network that draws frames and notes."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from typing_extensions import override

from designer.document.settings import Frame, Note
from designer.ui.canvas.annotations import Key, bar_of, rect_of, title_px
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM, NEAR_ZOOM, share_between
from designer.ui.canvas.painting.note_texts import NoteTexts, title_box
from designer.ui.theme import TEXT_PX, Theme

_RADIUS_PX = 6.0
_FOLD_PX = 12.0
_GRIP_PX = 10.0
_FRAME_ALPHA, _BAR_ALPHA = 26, 77
_PAPER_SHARE = 0.18
_MOST_KEPT = 1024
_TEXT_FADES = (FAR_ZOOM, 0.5)
_SIZES = ((0.84, TEXT_PX), (0.69, 16), (0.55, 20), (0.0, 24))
"""Least zoom and font size of a note, which keeps it near 11 px on screen, as on cards."""


class AnnotationsItem(PaintedItem):
    """All frames, and the notes above them."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        self._texts = NoteTexts()
        self._sheets: dict[object, QPainterPath] = {}
        self._selected: frozenset[Key] = frozenset()
        super().__init__(content, interaction, theme)
        content.annotations.dirtied.connect(self._on_dirtied)
        interaction.selection_changed.connect(self._on_selection_changed)

    @override
    def set_theme(self, theme: Theme) -> None:
        self._papers: dict[str, tuple[QPen, QColor]] = {}
        self._ink = QColor(theme.text)
        super().set_theme(theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        margin = _GRIP_PX / min(zoom, 1.0)
        near = area.adjusted(-margin, -margin, margin, margin)
        annotations = self.content.annotations
        notes: list[tuple[QRectF, Note]] = []
        for key, item in annotations.items.items():
            rect = annotations.rect(key)
            if isinstance(item, Note):
                if rect.intersects(near):
                    notes.append((rect, item))
            elif (rect | bar_of(item, zoom)).intersects(near):
                self._paint_frame(painter, item, zoom)
        if zoom < FAR_ZOOM:
            self._paint_blocks(painter, notes)
        else:
            self._paint_notes(painter, notes, zoom)
        for key in self._selected:
            if key in annotations and annotations.rect(key).intersects(near):
                self._paint_ring(painter, annotations.rect(key), zoom)

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

    def _paint_notes(self, painter: QPainter, notes: Sequence[tuple[QRectF, Note]], zoom: float) -> None:
        opacity = share_between(*_TEXT_FADES, zoom)
        size = next(px for least, px in _SIZES if zoom >= least)
        for rect, note in notes:
            pen, paper = self._paper(note.color)
            painter.setPen(pen)
            painter.setBrush(paper)
            painter.drawPath(self._sheet(rect))
            painter.setOpacity(opacity)
            painter.setPen(self._ink)
            self._texts.draw_note(painter, rect, note.text, size)
            painter.setOpacity(1)

    def _paint_blocks(self, painter: QPainter, notes: Sequence[tuple[QRectF, Note]]) -> None:
        """Notes from afar: plain rectangles, drawn in bulk."""
        is_smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for color in {note.color for _, note in notes}:
            pen, paper = self._paper(color)
            thin = QPen(pen)
            thin.setCosmetic(True)
            painter.setPen(thin)
            painter.setBrush(paper)
            painter.drawRects([rect for rect, note in notes if note.color == color])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)

    def _paper(self, color: str) -> tuple[QPen, QColor]:
        """The outline and the surface of a note."""
        if color not in self._papers:
            tone, paper = annotation_color(self.theme, color), QColor(self.theme.card)
            surface = _mixed(paper, tone, _PAPER_SHARE) if tone else paper
            self._papers[color] = QPen(tone or QColor(self.theme.outline), 1), surface
        return self._papers[color]

    def _sheet(self, rect: QRectF) -> QPainterPath:
        key = rect.getRect()
        if key not in self._sheets:
            if len(self._sheets) > _MOST_KEPT:
                self._sheets.clear()
            self._sheets[key] = _sheet(rect)
        return self._sheets[key]

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
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, 0, 0), _RADIUS_PX, _RADIUS_PX)
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


def _sheet(rect: QRectF) -> QPainterPath:
    """Paper with its upper right corner folded over."""
    fold = min(_FOLD_PX, rect.width() / 2, rect.height() / 2)
    first, last = rect.topRight() - QPointF(fold, 0), rect.topRight() + QPointF(0, fold)
    path = QPainterPath(rect.topLeft())
    path.setFillRule(Qt.FillRule.WindingFill)
    for point in (first, last, rect.bottomRight(), rect.bottomLeft()):
        path.lineTo(point)
    path.closeSubpath()
    path.moveTo(first)
    path.lineTo(first + QPointF(0, fold))
    path.lineTo(last)
    return path
