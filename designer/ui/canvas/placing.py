"""Putting a piece of a network onto the canvas: pasted, duplicated, or dragged over from another window."""

from collections.abc import Callable

from PySide6.QtCore import QRectF

from designer.document.clipboard import Pasted
from designer.ui.canvas.annotations import Key
from designer.ui.canvas.gestures.base import Tools


def place_piece(tools: Tools, make: Callable[[], Pasted]) -> QRectF:
    """Do what places a piece, as one step, and select it.

    Returns:
        Where it lies; null where it was refused.
    """
    pasted = tools.editing.attempt(make)
    if pasted is None:
        return QRectF()
    tools.editing.push(pasted.command)
    keys = [Key("note", each) for each in pasted.note_ids]
    keys += [Key("frame", each) for each in pasted.frame_ids]
    tools.interaction.select(pasted.ids, (), keys)
    return tools.content.bounds(pasted.ids) | tools.content.annotations.bounds(keys)
