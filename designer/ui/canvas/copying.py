"""Cut, copy, paste and duplicate, through the system's clipboard as text."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QGuiApplication

from designer.document import clipboard, edits
from designer.document.clipboard import Pasted
from designer.document.commands import Together
from designer.document.project import Position
from designer.ui.canvas.adding import cursor_point
from designer.ui.canvas.view import CanvasView


def copy(view: CanvasView) -> bool:
    """Put the selected nodes on the clipboard; whether there were any."""
    document, chosen = view.tools.content.document, view.selected_ids()
    text = view.tools.editing.attempt(lambda: clipboard.copy_text(document, chosen))
    if text:
        QGuiApplication.clipboard().setText(text)
        view.status_message.emit(f"Copied {_layers(len(chosen))}.")
    return bool(text)


def cut(view: CanvasView) -> None:
    """Put the selected nodes on the clipboard and delete them."""
    document, chosen = view.tools.content.document, view.selected_ids()
    if copy(view):
        command = edits.remove_selection(document, chosen, ())
        view.tools.editing.push(Together((command,), f"Cut {_layers(len(chosen))}"))


def paste(view: CanvasView) -> None:
    """Place what the clipboard holds under the cursor, or beside where it was copied, and select it."""
    _paste(view, with_edges=False)


def paste_with_edges(view: CanvasView) -> None:
    """Paste, and feed the copies from where the originals are fed."""
    _paste(view, with_edges=True)


def duplicate(view: CanvasView) -> None:
    """Place the selected nodes a second time, fed as they are."""
    document, chosen = view.tools.content.document, view.selected_ids()
    _place(view, lambda: clipboard.duplicate_command(document, chosen))


def _paste(view: CanvasView, *, with_edges: bool) -> None:
    document, text, at = view.tools.content.document, QGuiApplication.clipboard().text(), _cursor(view)
    _place(view, lambda: clipboard.paste_command(document, text, at, with_edges=with_edges))


def _place(view: CanvasView, make: Callable[[], Pasted]) -> None:
    editing = view.tools.editing
    if pasted := editing.attempt(make):
        editing.push(pasted.command)
        view.select(pasted.ids)
        if pasted.ids:
            view.ensureVisible(view.tools.content.bounds(pasted.ids))


def _cursor(view: CanvasView) -> Position | None:
    """Where the mouse is, if it is over the canvas."""
    point = cursor_point(view)
    return (point.x(), point.y()) if point else None


def _layers(count: int) -> str:
    return f"{count} layer{'s'[: count != 1]}"


ACTIONS: Mapping[str, Callable[[CanvasView], object]] = {
    "cut": cut,
    "copy": copy,
    "paste": paste,
    "paste_with_edges": paste_with_edges,
    "duplicate": duplicate,
}
