"""The part of the table of actions that is about finding one's way on the canvas."""

from designer.ui.action_spec import LINE, ActionSpec

NUM_BOOKMARK_KEYS = 9

FIND = (
    ActionSpec(
        "find",
        "&Find on the canvas…",
        "Ctrl+F",
        "search",
        "Find layers by name, type, parameter or shape",
        needs="network",
    ),
    ActionSpec("find_next", "Find &next", "F3", needs="network"),
    ActionSpec("find_previous", "Find pre&vious", "Shift+F3", needs="network"),
)

SCROLL = (
    ActionSpec(
        "page_up", "Page &up", "PgUp", tip="Towards the start, by what is in sight", is_on_canvas=True
    ),
    ActionSpec(
        "page_down", "Page &down", "PgDown", tip="Towards the end, by what is in sight", is_on_canvas=True
    ),
    ActionSpec("go_to_start", "&Start of the network", "Home", needs="network", is_on_canvas=True),
    ActionSpec("go_to_end", "&End of the network", "End", needs="network", is_on_canvas=True),
    LINE,
    ActionSpec("scroll_left", "Scroll &left", "Ctrl+Left", is_on_canvas=True),
    ActionSpec("scroll_right", "Scroll &right", "Ctrl+Right", is_on_canvas=True),
    ActionSpec("scroll_up", "Scroll u&p", "Ctrl+Up", is_on_canvas=True),
    ActionSpec("scroll_down", "Scroll do&wn", "Ctrl+Down", is_on_canvas=True),
)

BOOKMARKS = (
    ActionSpec(
        "bookmark",
        "&Bookmark this place",
        "M",
        "bookmark",
        "Mark the selected layer, or else what is in sight, to come back to",
        needs="anything",
        is_on_canvas=True,
    ),
    ActionSpec(
        "rename_bookmark", "&Rename this bookmark", tip="On the canvas, at its sign", needs="bookmarks"
    ),
    ActionSpec("remove_bookmarks", "Remove &all bookmarks", needs="bookmarks"),
    LINE,
    ActionSpec("next_bookmark", "&Next bookmark", "Alt+PgDown", needs="bookmarks"),
    ActionSpec("previous_bookmark", "&Previous bookmark", "Alt+PgUp", needs="bookmarks"),
    LINE,
    *(
        ActionSpec(f"bookmark_{number}", f"Bookmark &{number}", str(number), is_on_canvas=True)
        for number in range(1, NUM_BOOKMARK_KEYS + 1)
    ),
)
