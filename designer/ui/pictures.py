"""Pictures of a network for other programs: SVG and PDF, in which its words stay text, and PNG.

They need no window: the canvas's painters draw a document of their own, and may do so in any thread.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QGuiApplication,
    QImage,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QPicture,
)

from designer.atomic import write_atomically
from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis
from designer.document.document import Document
from designer.document.opened import Opened
from designer.document.project import Project
from designer.errors import DesignerError
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.items import PICTURE_ITEMS
from designer.ui.comparing.marks_item import MarksItem
from designer.ui.comparing.merged import DrawnDiff
from designer.ui.theme import Theme

Kind = Literal["svg", "png", "pdf"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_MARGIN_PX = 16
_EVERYWHERE = QRectF(-1e7, -1e7, 2e7, 2e7)
_DPI = 96
_POINTS_PER_PX = 72 / _DPI
_MAX_PNG_SIDE_PX = 16_384
_MAX_PNG_PX = 2**26  # 256 MiB while it is drawn
_MAX_PDF_SIDE_PX = 14_400 / _POINTS_PER_PX  # what readers of PDF accept
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


@dataclass(frozen=True)
class PictureOptions:
    """How a picture is to be made.

    Args:
        scale: Its size, 1 for that of the canvas at 100 %. A small PNG shows less, as the canvas does.
        nodes: Show the part of the network with these nodes; by default all of it.
        drawn: What is marked as differing from another network, if that is to be shown.
    """

    kind: Kind
    theme: Theme
    scale: float = 1.0
    nodes: tuple[str, ...] = ()
    drawn: DrawnDiff | None = None


@dataclass(frozen=True)
class Picture:
    """A file's content, its size, and what there is to say about it."""

    data: bytes
    width_px: int
    height_px: int
    note: str = ""


def draw_picture(project: Project, catalog: Catalog, analysis: Analysis, options: PictureOptions) -> Picture:
    """Draw a network, without marks for its problems.

    Args:
        analysis: Where the shapes come from; an empty one leaves them out.

    Raises:
        DesignerError: There is nothing to draw, or too little memory for it.
    """
    drawing = _Drawing(project, catalog, analysis, options)
    return _WRITERS[options.kind](drawing)


def write_picture(picture: Picture, path: Path) -> None:
    """Write a picture's file, whole or not at all.

    Raises:
        DesignerError: It can't be written; what was there is untouched.
    """
    try:
        write_atomically(path, picture.data)
    except OSError as error:
        raise DesignerError(
            f"{path} can't be written: {error.strerror or error}.", "Choose another name or folder."
        ) from error


class _Drawing:
    """A network laid out for one picture."""

    def __init__(
        self, project: Project, catalog: Catalog, analysis: Analysis, options: PictureOptions
    ) -> None:
        self.name = project.name
        self.options = options
        content = Content(Opened(Document(project)), catalog)
        content.set_analysis(replace(analysis, problems=()))
        interaction = Interaction()
        self._items = [item(content, interaction, options.theme) for item in PICTURE_ITEMS]
        if options.drawn:
            self._items.append(MarksItem(content, interaction, options.theme, options.drawn))
        nodes = [node_id for node_id in options.nodes if node_id in content.index]
        extent = content.bounds(nodes) if nodes else self._extent()
        if extent.isEmpty():
            raise DesignerError("The canvas is empty, so there is nothing to draw.", "Add a layer first.")
        self.area = QRectF(extent.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX).toAlignedRect())

    def size(self, scale: float) -> QSize:
        """Of the picture, in pixels."""
        return QSize(math.ceil(self.area.width() * scale), math.ceil(self.area.height() * scale))

    def scale(self, max_side_px: float, max_px: float = math.inf) -> float:
        """The scale asked for, or as much of it as the kind of file can hold."""
        width, height = self.area.width(), self.area.height()
        side = (max_side_px - 1) / max(width, height)
        return min(self.options.scale, side, math.sqrt(max_px / (width * height)))

    def note(self, scale: float) -> str:
        """What to say where the scale is less than was asked for."""
        if scale == self.options.scale:
            return ""
        return (
            f"The network is too large for this size as {self.options.kind.upper()}:"
            f" it was drawn at {100 * scale:.3g} % instead of {100 * self.options.scale:.3g} %."
        )

    def draw(self, device: QPaintDevice, scale: float, *, detail: float = 1.0) -> None:
        """Draw on a device; `detail` is the zoom that the painters go by."""
        painter = QPainter(device)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(scale, scale)
        painter.translate(-self.area.topLeft())
        painter.fillRect(self.area.adjusted(0, 0, 1 / scale, 1 / scale), QColor(self.options.theme.canvas))
        self._paint(painter, self.area, detail)
        painter.end()

    def _extent(self) -> QRectF:
        """Where anything is drawn at all, which the painters know best."""
        record = QPicture()
        painter = QPainter(record)
        self._paint(painter, _EVERYWHERE, 1.0)
        painter.end()
        return QRectF(record.boundingRect())

    def _paint(self, painter: QPainter, area: QRectF, detail: float) -> None:
        for item in self._items:
            painter.save()
            item.paint_area(painter, area, detail)
            painter.restore()


def _svg(drawing: _Drawing) -> Picture:
    from PySide6.QtSvg import QSvgGenerator

    buffer, scale = _buffer(), drawing.options.scale
    size = drawing.size(scale)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DPI)
    generator.setSize(size)
    generator.setViewBox(QRectF(QPointF(), drawing.area.size()))
    generator.setTitle(drawing.name)
    generator.setDescription("Drawn with Model Designer")
    drawing.draw(generator, 1.0)
    return Picture(_tidy_svg(bytes(buffer.data().data())), size.width(), size.height())


def _tidy_svg(data: bytes) -> bytes:
    """Name the font that the text was measured in, with a stand-in, and leave out what XML can't hold."""
    font = QGuiApplication.font()
    families = f"{QFontInfo(font).family()}, sans-serif"
    given, wanted = f'font-family="{font.family()}"', f'font-family="{escape(families)}"'
    return _NO_XML.sub(b"", data).replace(given.encode(), wanted.encode())


def _pdf(drawing: _Drawing) -> Picture:
    buffer = _buffer()
    scale = drawing.scale(_MAX_PDF_SIDE_PX)
    size = drawing.size(scale)
    writer = QPdfWriter(buffer)
    writer.setTitle(drawing.name)
    writer.setCreator("Model Designer")
    writer.setResolution(_DPI)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(QSizeF(size) * _POINTS_PER_PX, QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF())
    drawing.draw(writer, scale)
    return Picture(bytes(buffer.data().data()), size.width(), size.height(), drawing.note(scale))


def _png(drawing: _Drawing) -> Picture:
    scale = drawing.scale(_MAX_PNG_SIDE_PX, _MAX_PNG_PX)
    size = drawing.size(scale)
    image = QImage(size, QImage.Format.Format_RGB32)
    if image.isNull():
        raise DesignerError("There is too little memory for this picture.", "Choose a smaller scale.")
    image.fill(QColor(drawing.options.theme.canvas))
    drawing.draw(image, scale, detail=min(1.0, scale))
    per_meter = round(_DPI / 0.0254 * scale)
    image.setDotsPerMeterX(per_meter)
    image.setDotsPerMeterY(per_meter)
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # it takes text, not bytes
    return Picture(bytes(buffer.data().data()), size.width(), size.height(), drawing.note(scale))


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


_WRITERS: Mapping[Kind, Callable[[_Drawing], Picture]] = {"svg": _svg, "png": _png, "pdf": _pdf}
