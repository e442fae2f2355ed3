"""Export picture and Copy picture: asks, lets a worker draw, and says what became of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from designer.errors import DesignerError
from designer.ui import dialogs
from designer.ui.canvas.view import CanvasView
from designer.ui.picture_dialog import COLORS, SCALES_PERCENT, PictureChoice
from designer.ui.pictures import KINDS, Kind, Picture, PictureOptions, draw_picture, write_picture
from designer.ui.session import Session
from designer.ui.theme import DARK, LIGHT, current

_FILTERS = {"svg": "SVG pictures (*.svg)", "png": "PNG pictures (*.png)", "pdf": "PDF documents (*.pdf)"}


class PictureExport(QObject):
    """Brings pictures of the document into files and onto the clipboard.

    Args:
        window: What the dialogs belong to.
        canvas: The canvas in it at the moment.
        settings: Where format, colours, size and folder are remembered.

    Signals:
        said: What there is to say, for the status bar.
    """

    said = Signal(str)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: Callable[[], CanvasView],
        settings: QSettings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._canvas = canvas
        self._settings = settings

    def export(self) -> None:
        """Ask how and where to, and write a picture."""
        selected = tuple(self._canvas().selected_ids())
        choice = dialogs.ask_picture(self._window, self._last(), has_selection=bool(selected))
        if choice is None:
            return
        path = dialogs.ask_export_file(self._window, self._proposal(choice.kind), _FILTERS[choice.kind])
        if path is None:
            return
        ending = path.suffix.lower().removeprefix(".")
        kind = next((kind for kind in KINDS if kind == ending), choice.kind)
        self._remember(choice, path.parent)
        draw = self._drawing(kind, choice, selected if choice.is_part else ())

        def write() -> Picture:
            picture = draw()
            write_picture(picture, path)
            return picture

        self.said.emit("Drawing the picture…")
        self._session.submit(write, partial(self._on_written, path), self._on_failed)

    def copy(self) -> None:
        """Put a picture of what is selected, or else of the whole network, on the clipboard."""
        nodes, choice = tuple(self._canvas().selected_ids()), self._last()
        svg, png = (self._drawing(kind, choice, nodes) for kind in ("svg", "png"))

        def draw() -> tuple[bytes, QImage]:
            return svg().data, QImage.fromData(png().data)

        what = "the selected part" if nodes else "the network"
        self._session.submit(draw, partial(self._on_drawn, what), self._on_failed)

    def _drawing(self, kind: Kind, choice: PictureChoice, nodes: tuple[str, ...]) -> Callable[[], Picture]:
        """What draws the document as it is now; a worker may call it."""
        theme = {"screen": current(), "light": LIGHT, "dark": DARK}[choice.colors]
        options = PictureOptions(kind, theme, choice.scale_percent / 100, nodes)
        project, catalog = self._session.sheet.sheet_project(), self._canvas().tools.content.catalog
        return partial(draw_picture, project, catalog, self._session.shown_analysis, options)

    def _on_written(self, path: Path, picture: Picture) -> None:
        self.said.emit(f"Saved the picture to {path}. {picture.note}".strip())

    def _on_drawn(self, what: str, drawn: tuple[bytes, QImage]) -> None:
        svg, image = drawn
        data = QMimeData()
        data.setData("image/svg+xml", svg)
        data.setImageData(image)
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(f"Copied a picture of {what}.")

    def _on_failed(self, error: DesignerError) -> None:
        self.said.emit("")
        dialogs.tell_failure(self._window, error)

    def _proposal(self, kind: Kind) -> Path:
        document = self._session.document
        name = document.path.stem if document.path else document.name.replace("/", "-")
        beside = document.path.parent if document.path else Path.home()
        folder = Path(str(self._settings.value("picture/folder", beside)))
        return (folder if folder.is_dir() else beside) / f"{name}.{kind}"

    def _last(self) -> PictureChoice:
        """What was chosen last time; what is no choice any more is passed over."""
        kind, colors = (self._settings.value(f"picture/{name}") for name in ("kind", "colors"))
        percent = str(self._settings.value("picture/scale_percent"))
        least, largest = SCALES_PERCENT
        return PictureChoice(
            kind=next((known for known in KINDS if known == kind), "svg"),
            colors=next((known for known in COLORS if known == colors), "screen"),
            scale_percent=min(max(int(percent), least), largest) if percent.isdecimal() else 100,
        )

    def _remember(self, choice: PictureChoice, folder: Path) -> None:
        for name in ("kind", "colors", "scale_percent"):
            self._settings.setValue(f"picture/{name}", getattr(choice, name))
        self._settings.setValue("picture/folder", str(folder))
