"""The part of a node's page that is about the block that the node stands for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Params
from designer.document.document import Document
from designer.document.paths import places_of
from designer.graph.elements import Node
from designer.ui.inspector.form import ParamForm
from designer.ui.inspector.formulas import Formulas
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_REPEAT = ParamSpec(name="repeat", kind="int", default=1, minimum=1)
_TIP = "How many copies follow each other, the output of one being the input of the next"


class InstancePart(QWidget):
    """Which block it is and at how many places, what leads into it, and how often it is repeated.

    Signals:
        entered: The user wants to look inside.
        parted: The instance is to get a block of its own.
        repeated: Another number of copies.
        left: The user is done with a field.
    """

    entered = Signal()
    parted = Signal()
    repeated = Signal(object)
    left = Signal()

    def __init__(self, formulas: Formulas) -> None:
        super().__init__()
        self._places = label(muted=True)
        self._places.setObjectName("blockPlaces")
        self._inside = QPushButton("Look inside")
        self._inside.setObjectName("lookInside")
        self._inside.clicked.connect(self.entered)
        self._unique = QPushButton("Make unique")
        self._unique.setObjectName("makeUnique")
        self._unique.clicked.connect(self.parted)
        self._form = ParamForm(
            (_REPEAT,), prefix="block_", labels={"repeat": "Repeat"}, tips={"repeat": _TIP}, formulas=formulas
        )
        self._form.edited.connect(self._on_edited)
        self._form.left.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        buttons.addWidget(self._inside)
        buttons.addWidget(self._unique)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._places)
        column.addLayout(buttons)
        column.addWidget(self._form)

    def show_node(self, document: Document, node: Node) -> None:
        """Show what is so of an instance; hidden where the node is a layer."""
        block = document.block(node.block_id)
        self.setVisible(block is not None)
        if block is None:
            return
        count = len(places_of(document, block.id))
        places = "only here" if count == 1 else f"at {count} places"
        how = ", built as a nested model" if block.is_nested else ""
        self._places.setText(f'Block "{block.name}", used {places}{how}.')
        self._unique.setEnabled(count > 1)
        self._unique.setToolTip(
            "Give this place a block of its own, so that edits inside change no other"
            if count > 1
            else "This is the only place of the block."
        )
        self._form.setVisible(node.shares is None)
        self._form.show_params({"repeat": node.repeat} if node.repeat != 1 else {})
        self._form.show_present()

    def _on_edited(self, _name: str, params: Params) -> None:
        value = params.get("repeat", 1)
        if isinstance(value, int | Expr):
            self.repeated.emit(value)
