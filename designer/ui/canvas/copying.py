"""Cut, copy, paste and duplicate, through the system's clipboard as text."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QGuiApplication

from designer.document import clipboard, edits
from designer.document.clipboard import Pasted
from designer.document.commands import Together
from designer.document.project import Position
from designer.ui.canvas.adding import cursor_point
from designer.ui.canvas.carrying import Carried
from designer.ui.canvas.placing import place_piece
from designer.ui.canvas.view import CanvasView


def copy(view: CanvasView) -> bool:
    """Put what is selected on the clipboard, frames with what lies in them; whether there was anything."""
    chosen = _chosen(view)
    text = view.tools.editing.attempt(chosen.copy_text)
    if text:
        QGuiApplication.clipboard().setText(text)
        view.status_message.emit(f"Copied {chosen}.")
    return bool(text)


def cut(view: CanvasView) -> None:
    """Put what is selected on the clipboard and delete it, frames with what lies in them."""
    document, chosen = view.tools.content.document, _chosen(view)
    if copy(view):
        command = edits.remove_selection(document, chosen.nodes, (), chosen.notes, chosen.frames)
        view.tools.editing.push(Together((command,), f"Cut {chosen}"))


def paste(view: CanvasView) -> None:
    """Place what the clipboard holds under the cursor, or beside where it was copied, and select it."""
    _paste(view, with_edges=False)


def paste_with_edges(view: CanvasView) -> None:
    """Paste, and feed the copies from where the originals are fed."""
    _paste(view, with_edges=True)


def duplicate(view: CanvasView) -> None:
    """Place what is selected a second time, nodes fed as they are, frames with what lies in them."""
    document, chosen = view.tools.content.document, _chosen(view)
    notes, frames = chosen.notes, chosen.frames
    _place(view, lambda: clipboard.duplicate_command(document, chosen.nodes, notes=notes, frames=frames))


def _paste(view: CanvasView, *, with_edges: bool) -> None:
    document, text, at = view.tools.content.document, QGuiApplication.clipboard().text(), _cursor(view)
    _place(view, lambda: clipboard.paste_command(document, text, at, with_edges=with_edges))


def _place(view: CanvasView, make: Callable[[], Pasted]) -> None:
    area = place_piece(view.tools, make)
    if not area.isEmpty():
        view.ensureVisible(area)


def _cursor(view: CanvasView) -> Position | None:
    """Where the mouse is, if it is over the canvas."""
    point = cursor_point(view)
    return (point.x(), point.y()) if point else None


def _chosen(view: CanvasView) -> Carried:
    return Carried(view.tools.content, view.tools.interaction)


ACTIONS: Mapping[str, Callable[[CanvasView], object]] = {
    "cut": cut,
    "copy": copy,
    "paste": paste,
    "paste_with_edges": paste_with_edges,
    "duplicate": duplicate,
}
