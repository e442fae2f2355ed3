"""The part of the table of actions that is about blocks."""

from designer.ui.action_spec import LINE, ActionSpec

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

OPEN = (
    ActionSpec(
        "open_block",
        "&Open in place",
        "Alt+Right",
        "unfold",
        "Show what is in the selected blocks where they stand, and edit it there",
        needs="closed_block",
    ),
    ActionSpec(
        "close_block",
        "&Close",
        "Alt+Left",
        "fold",
        "Show the selected open blocks, or those around the selected layers, as one node again",
        needs="open_block",
    ),
    ActionSpec(
        "open_depth",
        "Open to a &depth",
        items=(
            ActionSpec("close_blocks", "&Close all", "Alt+Shift+Left", needs="some_block"),
            ActionSpec("open_blocks_1", "&1 level", needs="some_block"),
            ActionSpec("open_blocks_2", "&2 levels", needs="some_block"),
            ActionSpec("open_blocks_3", "&3 levels", needs="some_block"),
            ActionSpec("open_blocks", "&Open all", "Alt+Shift+Right", needs="some_block"),
        ),
    ),
)

MAKE = (
    ActionSpec(
        "group",
        "&Group into a block…",
        "Ctrl+G",
        "layer",
        "Make a block of the selected layers; what feeds them becomes its inputs",
        needs="nodes",
    ),
    ActionSpec(
        "ungroup",
        "&Ungroup",
        "Ctrl+Shift+G",
        tip="Put what is in the selected blocks in their place",
        needs="blocks",
    ),
)

CHANGE = (
    ActionSpec(
        "rename_block", "Rename the &block…", tip="All places where it is used follow", needs="any_block"
    ),
    ActionSpec("repeat_block", "&Repeat…", tip="Let copies of the block follow each other", needs="block"),
    ActionSpec(
        "make_unique",
        "&Make unique",
        tip="Give this place a block of its own, so that edits inside change no other",
        needs="block",
    ),
    ActionSpec(
        "nest_block",
        "Build as &nested model",
        tip="Build the block as a keras.Model inside the model, and not as layers of the network",
        needs="any_block",
        is_checkable=True,
    ),
    ActionSpec(
        "freeze",
        "&Freeze",
        tip="Keep the weights of the selected layers and blocks as they are in training",
        needs="nodes",
        is_checkable=True,
    ),
)

SHARE = (
    ActionSpec(
        "share_layer",
        "&Share one layer",
        tip="Let the selected nodes call the layer of the one selected first: one set of weights",
        needs="same_type",
    ),
    ActionSpec(
        "make_independent",
        "Make &independent",
        tip="Give the selected nodes layers of their own, with the same parameters",
        needs="shared",
    ),
)

KEEP = (
    ActionSpec(
        "find_repeats",
        "Find repeated &structure…",
        tip="Show what is there several times, and fold it into blocks",
        needs="network",
    ),
    ActionSpec(
        "save_block",
        "Save to m&y blocks",
        tip="Keep the block on this computer, for all projects; it is in the palette then",
        needs="any_block",
    ),
    ActionSpec(
        "delete_unused_blocks",
        "&Delete unused blocks",
        tip="Take the blocks out of the project that are used nowhere",
        needs="unused_blocks",
    ),
)

BLOCKS = (*LOOK, LINE, *OPEN, LINE, *MAKE, LINE, *CHANGE, LINE, *SHARE, LINE, *KEEP)
