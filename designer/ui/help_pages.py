"""The sheet of shortcuts and the about box."""

from collections.abc import Sequence

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from designer import __version__
from designer.ui.actions import ActionRow
from designer.ui.dialogs import show_information

_HEIGHT_PX = 560
_MARGINS_PX = 64
_SUBMENU_DEPTH = 2
_CANVAS_ROWS = (
    ("Move the selected layers by one grid step", "Arrow keys"),
    ("Move the selected layers by one pixel", "Shift+arrow keys"),
    ("Place layers freely instead of in line with others", "Ctrl while dragging"),
    ("Put a loose layer on an edge", "Drag it there"),
    ("Pull layers out of their paths", "Shift+drag; onto an edge, they are put there"),
    ("Move the view", "Middle button, or Space and drag"),
    ("Zoom at the cursor", "Ctrl+wheel"),
    ("Add a layer behind the selected one, or under the mouse", "Tab on the canvas"),
    ("Add a layer here", "Double-click on the empty canvas, or on an edge"),
    ("Add a layer and connect it", "Drag from an output port to the empty canvas"),
    ("Leave the canvas by keyboard", "Tab twice, or Shift+Tab"),
    ("Go from a panel to the canvas, then from layer to layer", "Esc, then the arrow keys"),
    ("Connect two layers", "Drag from an output port to a layer"),
    ("Cut many edges with one stroke", "Ctrl+Shift+drag across them"),
    ("Change the order of a layer's inputs", "Alt+Up, Alt+Down in the inspector's list"),
    ("Move an end of an edge", "Drag the edge near its end"),
    ("Connect without the mouse, also as a skip connection", "Ctrl+K"),
    ("Add a skip connection", "Drag from an output port to a later edge"),
    ("Write into a note or a frame's title", "Double-click, F2 or Enter"),
    ("Move a frame with its layers, resize it", "Drag its title, or its border"),
    ("Cancel what the mouse is doing", "Esc"),
)


def show_shortcuts(parent: QWidget, actions: Sequence[ActionRow]) -> None:
    """Show what every key and gesture does."""
    rows = [(_told(action), action.shortcut) for action in actions if action.shortcut]
    dialog = QDialog(parent)
    dialog.setObjectName("shortcutsDialog")
    dialog.setWindowTitle("Keyboard and mouse")
    view = _table([*rows, *_CANVAS_ROWS], dialog)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(view)
    column.addWidget(buttons)
    width = view.sizeHintForColumn(0) + view.sizeHintForColumn(1) + _MARGINS_PX
    dialog.resize(min(width, dialog.screen().availableSize().width()), _HEIGHT_PX)
    dialog.exec()
    dialog.deleteLater()


def show_about(parent: QWidget) -> None:
    """Say what this program is."""
    show_information(
        parent,
        "About Model Designer",
        f"Model Designer {__version__}",
        "Draw Keras networks, train them, and watch them learn. MIT licence.",
    )


def _told(action: ActionRow) -> str:
    """What an action is called; in a submenu it is named by both: `Select: Nothing`."""
    return f"{action.path[-1]}: {action.text}" if len(action.path) >= _SUBMENU_DEPTH else action.text


def _table(rows: Sequence[tuple[str, str]], parent: QWidget) -> QTreeView:
    model = QStandardItemModel(parent)
    model.setHorizontalHeaderLabels(["What it does", "Keys"])
    for cells in rows:
        model.appendRow([QStandardItem(text) for text in cells])
    view = QTreeView()
    view.setObjectName("shortcuts")
    view.setAccessibleName("Keyboard and mouse")
    view.setModel(model)
    view.setRootIsDecorated(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    return view
