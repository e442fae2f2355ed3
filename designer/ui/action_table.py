"""Every action of the window, in one table: its menu, words, shortcut, icon, and what it needs."""

from designer.ui.action_spec import LINE, ActionSpec
from designer.ui.block_actions import BLOCKS
from designer.ui.comparing.actions import COMPARE
from designer.ui.importing.actions import BACKBONES, IMPORT, WEIGHTS
from designer.ui.navigation_actions import BOOKMARKS, FIND, SCROLL
from designer.ui.steering.actions import STEERING

SELECT = (
    ActionSpec("select_none", "&Nothing", "Ctrl+Shift+A", needs="selection"),
    ActionSpec("invert", "&Invert", "Ctrl+I", tip="Select what isn't selected", needs="network"),
    LINE,
    ActionSpec(
        "select_same_type", "Same &type", "Ctrl+Shift+T", tip="Select all layers of this type", needs="nodes"
    ),
    ActionSpec(
        "select_upstream", "&Upstream", "Ctrl+Shift+Up", tip="Select also all that leads here", needs="nodes"
    ),
    ActionSpec(
        "select_downstream",
        "&Downstream",
        "Ctrl+Shift+Down",
        tip="Select also all that follows",
        needs="nodes",
    ),
    ActionSpec(
        "select_path", "&Path between two", "Ctrl+Shift+B", tip="Select all that lies between", needs="pair"
    ),
    ActionSpec(
        "select_found", "All that was &found", tip="Select every layer that Find has marked", needs="found"
    ),
    LINE,
    ActionSpec(
        "enclose",
        "Only what the rubber band &encloses",
        tip="Instead of all that it touches; Alt does the other while dragging",
        is_checkable=True,
    ),
)

_WAYS = ("left", "right", "up", "down")

NUDGE = (
    *(
        ActionSpec(f"nudge_{way}", f"By a step &{way}", way.title(), needs="items", is_on_canvas=True)
        for way in _WAYS
    ),
    LINE,
    *(
        ActionSpec(
            f"nudge_{way}_finely",
            f"{way.title()} by a pixel",
            f"Shift+{way.title()}",
            needs="items",
            is_on_canvas=True,
        )
        for way in _WAYS
    ),
)

ARRANGE = (
    ActionSpec("align_left", "Align &left", needs="two_nodes"),
    ActionSpec("align_center", "Align &centres", tip="Bring the middles under each other", needs="two_nodes"),
    ActionSpec("align_right", "Align &right", needs="two_nodes"),
    ActionSpec("align_top", "Align &top", needs="two_nodes"),
    ActionSpec(
        "align_middle", "Align &middles", tip="Bring the middles beside each other", needs="two_nodes"
    ),
    ActionSpec("align_bottom", "Align &bottom", needs="two_nodes"),
    LINE,
    ActionSpec("distribute_horizontally", "Distribute &horizontally", tip="Equal gaps", needs="three_nodes"),
    ActionSpec("distribute_vertically", "Distribute &vertically", tip="Equal gaps", needs="three_nodes"),
    LINE,
    ActionSpec(
        "straighten", "&Straighten the trunk", tip="Bring the longest path to one line", needs="network"
    ),
    LINE,
    ActionSpec("nudge", "&Nudge", items=NUDGE),
)

REWIRE = (
    ActionSpec(
        "bypass",
        "&Bypass",
        "Ctrl+B",
        tip="Build the network as if these layers weren't there, or use them again",
        needs="nodes",
    ),
    ActionSpec(
        "pull_out",
        "&Pull out",
        tip="Take the layers out of their paths and join their neighbours",
        needs="nodes",
    ),
    ActionSpec(
        "delete_and_join",
        "Delete and &join",
        "Ctrl+Del",
        tip="Delete the layers and join their neighbours",
        needs="nodes",
    ),
    ActionSpec(
        "disconnect",
        "&Cut all edges",
        "Ctrl+Shift+X",
        tip="Cut the selected edges, and every edge of the selected layers",
        needs="selection",
    ),
    ActionSpec(
        "swap_inputs", "S&wap inputs", tip="Exchange the first two inputs of a layer", needs="one_node"
    ),
)

NUMBERS = (
    ActionSpec("footer_shape", "&Shape and parameters", is_checkable=True),
    ActionSpec("footer_flops", "&FLOPs", is_checkable=True),
    ActionSpec(
        "footer_memory", "Activation &memory", tip="Of the outputs for the whole batch", is_checkable=True
    ),
    ActionSpec(
        "footer_field",
        "&Receptive field",
        tip="How much of the input a value of the output sees",
        is_checkable=True,
    ),
)

COLORS = tuple(
    ActionSpec(f"color_{name}", text, needs="annotations")
    for name, text in (
        ("none", "&None"),
        ("grey", "&Grey"),
        ("slate", "&Slate"),
        ("blue", "&Blue"),
        ("green", "Gr&een"),
        ("orange", "&Orange"),
        ("violet", "&Violet"),
        ("magenta", "&Magenta"),
        ("rose", "&Rose"),
        ("teal", "&Teal"),
    )
)

MENUS: tuple[tuple[str, tuple[ActionSpec, ...]], ...] = (
    (
        "&File",
        (
            ActionSpec("new", "&New", "Ctrl+N", "new", "Start an empty network, in a window of its own"),
            ActionSpec("open", "&Open…", "Ctrl+O", "open", "Open a project file or a Keras model"),
            ActionSpec("recent", "Open &recent", is_submenu=True),
            *IMPORT,
            ActionSpec(
                "start_page",
                "S&tart page",
                tip="Recent projects and presets, on the empty canvas",
                needs="empty",
            ),
            LINE,
            ActionSpec("save", "&Save", "Ctrl+S", "save", "Save the project"),
            ActionSpec("save_as", "Save &as…", "Ctrl+Shift+S", tip="Save the project under another name"),
            LINE,
            ActionSpec(
                "export_picture",
                "&Export picture…",
                "Ctrl+Shift+E",
                tip="Draw the network into an SVG, PNG or PDF file",
                needs="network",
            ),
            ActionSpec(
                "copy_picture",
                "Copy p&icture",
                "Ctrl+Alt+C",
                tip="Put a picture of the selected part, or of the whole network, on the clipboard",
                needs="network",
            ),
            LINE,
            ActionSpec("quit", "&Quit", "Ctrl+Q"),
        ),
    ),
    (
        "&Edit",
        (
            ActionSpec("undo", "&Undo", "Ctrl+Z", "undo"),
            ActionSpec("redo", "&Redo", "Ctrl+Shift+Z Ctrl+Y", "redo"),
            LINE,
            ActionSpec("cut", "Cu&t", "Ctrl+X", needs="items"),
            ActionSpec("copy", "&Copy", "Ctrl+C", needs="items"),
            ActionSpec("paste", "&Paste", "Ctrl+V"),
            ActionSpec(
                "paste_with_edges",
                "Paste with ed&ges",
                "Ctrl+Shift+V",
                tip="Paste, and feed the copies from where the originals are fed",
            ),
            ActionSpec(
                "duplicate", "D&uplicate", "Ctrl+D", tip="Copy with the edges that lead in", needs="items"
            ),
            ActionSpec(
                "delete",
                "&Delete",
                "Del",
                "delete",
                "Delete what is selected",
                needs="selection",
            ),
            LINE,
            ActionSpec(
                "quick_add",
                "&Quick add…",
                "Ins",
                "add",
                "Search for a layer and connect it to what is selected; also Tab on the canvas",
            ),
            ActionSpec(
                "connect_to",
                "C&onnect to…",
                "Ctrl+K",
                tip="Search for where the output of the selected layer is to lead",
                needs="one_node",
            ),
            ActionSpec(
                "rename", "Rena&me", "F2", tip="Rename the selected layer on its card", needs="one_node"
            ),
            LINE,
            ActionSpec(
                "add_note",
                "Add &note",
                "N",
                "note",
                "Write a note under the cursor or in the middle of the view",
                is_on_canvas=True,
            ),
            ActionSpec(
                "frame_selection",
                "F&rame selection",
                "Ctrl+Alt+F",
                "frame",
                "Put a titled frame around what is selected; it takes its layers along when it is moved",
            ),
            ActionSpec("edit_text", "Edit te&xt", tip="Of a note or frame; also F2", needs="annotations"),
            ActionSpec("annotation_color", "Colour of notes and fra&mes", items=COLORS),
            LINE,
            ActionSpec("select_all", "Select &all", "Ctrl+A", needs="anything"),
            ActionSpec("select", "Se&lect", items=SELECT),
            ActionSpec("arrange", "Arran&ge", items=ARRANGE),
            ActionSpec("rewire", "Path&s", items=REWIRE),
            LINE,
            ActionSpec(
                "find_layer",
                "&Find a layer type",
                "Ctrl+Shift+F",
                "search",
                "Go to the search box of the palette",
            ),
            LINE,
            ActionSpec(
                "preferences", "Pre&ferences…", "Ctrl+,", "settings", "Appearance, canvas, keys, files"
            ),
        ),
    ),
    (
        "&View",
        (
            *FIND,
            LINE,
            ActionSpec("fit", "F&it the network", "Ctrl+0", "fit", "Show the whole network"),
            ActionSpec("zoom_100", "Zoom to &100 %", "Ctrl+1"),
            ActionSpec(
                "zoom_to_selection",
                "&Zoom to the selection",
                "Ctrl+2",
                tip="Show the selected layers as large as they fit",
                needs="nodes",
            ),
            ActionSpec("zoom_in", "Zoo&m in", "Ctrl++ Ctrl+=", "zoom-in"),
            ActionSpec("zoom_out", "Zoom &out", "Ctrl+-", "zoom-out"),
            ActionSpec("scroll", "Sc&roll", items=SCROLL),
            ActionSpec("bookmarks", "&Bookmarks", items=BOOKMARKS),
            LINE,
            ActionSpec(
                "tidy",
                "&Tidy the layout",
                "Ctrl+L",
                "layout",
                "Arrange the layers along the flow",
                needs="network",
            ),
            ActionSpec(
                "tidy_selection",
                "Tidy the &selection",
                "Ctrl+Shift+L",
                tip="Arrange the selected layers among the others",
                needs="two_nodes",
            ),
            ActionSpec(
                "switch_orientation",
                "T&urn the flow",
                "Ctrl+Shift+R",
                tip="Let data flow to the right instead of down, or down again",
            ),
            LINE,
            ActionSpec(
                "minimap",
                "Overvie&w in the corner",
                "Ctrl+Shift+O",
                tip="Show the whole network, small, where only a part of it is in sight",
                is_checkable=True,
            ),
            ActionSpec("numbers", "&Numbers on nodes", items=NUMBERS),
            ActionSpec("panels", "&Panels", is_submenu=True),
            ActionSpec("theme", "Th&eme", is_submenu=True),
        ),
    ),
    ("&Block", (*BLOCKS, LINE, *BACKBONES)),
    (
        "&Train",
        (
            ActionSpec(
                "train",
                "&Train",
                "F5",
                "play",
                "Train on the chosen data, beginning with the project's weights, or else new ones",
            ),
            ActionSpec("pause", "&Pause", "F6", "pause", "Wait before the next batch, or go on"),
            ActionSpec(
                "stop", "&Stop", "Shift+F5", "stop", "End the run after this batch and keep its weights"
            ),
            ActionSpec(
                "queue_run",
                "Add to &queue",
                "Ctrl+Shift+Return",
                tip="Train this network, as it is now, after the runs that were added before",
            ),
            LINE,
            *STEERING,
            LINE,
            ActionSpec(
                "find_rate",
                "&Find learning rate…",
                tip="Train a copy for a few batches, each with a larger rate, and see where the loss falls",
            ),
            ActionSpec(
                "overfit",
                "&Overfit one batch…",
                tip="Train a copy on one batch, to see whether the network can learn at all",
            ),
            ActionSpec("compare", "Co&mpare", items=COMPARE),
            LINE,
            *WEIGHTS,
            LINE,
            ActionSpec("next_problem", "Next p&roblem", "F8", tip="Go to the next problem of the network"),
            ActionSpec(
                "previous_problem",
                "Pre&vious problem",
                "Shift+F8",
                tip="Go back to the problem before",
            ),
            ActionSpec(
                "fix_problem",
                "Fi&x problem",
                "Ctrl+.",
                "fix",
                "Do the first fix for the problem of the selected layer, or of the whole network",
            ),
        ),
    ),
    (
        "&Window",
        (
            ActionSpec("close", "&Close window", "Ctrl+W"),
            ActionSpec("next_window", "&Next window", "Ctrl+F6"),
            LINE,
        ),
    ),
    (
        "&Help",
        (
            ActionSpec(
                "command_list",
                "&Command list…",
                "Ctrl+Shift+P",
                "search",
                "Find anything that the window can do, and its keys",
            ),
            ActionSpec(
                "tour",
                "&Two-minute tour",
                tip="Build a residual block step by step, and train it",
            ),
            ActionSpec("shortcuts", "&Keyboard shortcuts", "F1", "help"),
            ActionSpec("about", "&About Model Designer"),
        ),
    ),
)

TOOLBAR = ("new", "open", "save", "", "undo", "redo", "", "tidy", "fit")
