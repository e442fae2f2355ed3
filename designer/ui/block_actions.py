"""The part of the table of actions that is about blocks."""

from designer.ui.action_spec import ActionSpec

LOOK = (
    ActionSpec(
        "enter_block",
        "Look &inside",
        "Alt+Down",
        "enter",
        "Show what is in the selected block; a double click does the same",
        needs="block",
    ),
    ActionSpec(
        "leave_block", "&Leave the block", "Alt+Up", "up", "Back to the network around it", needs="inside"
    ),
)

BLOCKS = (*LOOK,)
