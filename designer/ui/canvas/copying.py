"""Cut, copy, paste and duplicate, through the system's clipboard as text."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QGuiApplication

from designer.document import clipboard, edits
from designer.document.clipboard import Pasted
from designer.document.commands import Together
from designer.document.project import Position
from designer.ui.canvas.adding import cursor_point
from designer.ui.canvas.annotations import Key, parted
from designer.ui.canvas.view import CanvasView


def copy(view: CanvasView) -> bool:
    """Put what is selected on the clipboard; whether there was anything."""
    document, chosen = view.tools.content.document, view.selected_ids()
    notes, frames = parted(view.tools.interaction.annotations)
    text = view.tools.editing.attempt(
        lambda: clipboard.copy_text(document, chosen, notes=notes, frames=frames)
    )
    if text:
        QGuiApplication.clipboard().setText(text)
        view.status_message.emit(f"Copied {_selected(view)}.")
    return bool(text)


def cut(view: CanvasView) -> None:
    """Put what is selected on the clipboard and delete it."""
    document, chosen = view.tools.content.document, view.selected_ids()
    if copy(view):
        command = edits.remove_selection(document, chosen, (), *parted(view.tools.interaction.annotations))
        view.tools.editing.push(Together((command,), f"Cut {_selected(view)}"))


def paste(view: CanvasView) -> None:
    """Place what the clipboard holds under the cursor, or beside where it was copied, and select it."""
    _paste(view, with_edges=False)


def paste_with_edges(view: CanvasView) -> None:
    """Paste, and feed the copies from where the originals are fed."""
    _paste(view, with_edges=True)


def duplicate(view: CanvasView) -> None:
    """Place what is selected a second time, nodes fed as they are."""
    document, chosen = view.tools.content.document, view.selected_ids()
    notes, frames = parted(view.tools.interaction.annotations)
    _place(view, lambda: clipboard.duplicate_command(document, chosen, notes=notes, frames=frames))


def _paste(view: CanvasView, *, with_edges: bool) -> None:
    document, text, at = view.tools.content.document, QGuiApplication.clipboard().text(), _cursor(view)
    _place(view, lambda: clipboard.paste_command(document, text, at, with_edges=with_edges))


def _place(view: CanvasView, make: Callable[[], Pasted]) -> None:
    editing = view.tools.editing
    if pasted := editing.attempt(make):
        editing.push(pasted.command)
        keys = [Key("note", each) for each in pasted.note_ids]
        keys += [Key("frame", each) for each in pasted.frame_ids]
        view.tools.interaction.select(pasted.ids, (), keys)
        content = view.tools.content
        area = content.bounds(pasted.ids) | content.annotations.bounds(keys)
        if not area.isEmpty():
            view.ensureVisible(area)


def _cursor(view: CanvasView) -> Position | None:
    """Where the mouse is, if it is over the canvas."""
    point = cursor_point(view)
    return (point.x(), point.y()) if point else None


def _selected(view: CanvasView) -> str:
    """How much of what is selected: `2 layers and 1 note`."""
    notes, frames = parted(view.tools.interaction.annotations)
    counts = (("layer", view.selected_ids()), ("note", notes), ("frame", frames))
    return " and ".join(f"{len(ids)} {noun}{'s'[: len(ids) != 1]}" for noun, ids in counts if ids)


ACTIONS: Mapping[str, Callable[[CanvasView], object]] = {
    "cut": cut,
    "copy": copy,
    "paste": paste,
    "paste_with_edges": paste_with_edges,
    "duplicate": duplicate,
}
