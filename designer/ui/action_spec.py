"""What the table of actions says of each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionSpec:
    """One action or submenu; an empty name is a separator.

    Args:
        name: By which the window knows it; also the end of its object name.
        text: In the menu, with the letter for the keyboard marked.
        shortcut: As Qt writes it; several are separated by spaces.
        tip: What it does, for the tooltip; empty where the text says it. The status bar doesn't show it: it
            would hide the state of the run while the mouse is on Pause.
        needs: Name of the condition in `designer.ui.needs` under which it can be used; empty for always.
        is_checkable: Whether it is switched on and off.
        items: What a submenu holds; empty for an action, and for a submenu that is filled when it opens.
        is_submenu: Whether it is a submenu that is filled when it opens.
        is_on_canvas: Whether its keys work only while the canvas has the keyboard, since they are letters.
    """

    name: str = ""
    text: str = ""
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    needs: str = ""
    is_checkable: bool = False
    items: tuple["ActionSpec", ...] = ()
    is_submenu: bool = False
    is_on_canvas: bool = False


LINE = ActionSpec()
"""A separator."""
