"""The inspector's page about the block whose inside is shown, where nothing in it is selected."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis
from designer.document.block_edits import rename_block
from designer.document.block_header import set_nested, set_text
from designer.document.block_ports import add_input
from designer.document.document import Document
from designer.document.paths import places_of
from designer.ui.inspector.block_params import BlockParams
from designer.ui.inspector.ends import Ends
from designer.ui.inspector.name_field import NameField
from designer.ui.theme import GRID_PX
from designer.ui.widgets import heading, icon_button, label

_NEST = "Build as nested model"
_NEST_TIP = "A keras.Model inside the model; else the block's layers are the network's own"
_MOST_NAMED = 4


class BlockPage(QWidget):
    """Name and text of the block, its parameters, and its ports in order."""

    def __init__(self, document: Document, catalog: Catalog) -> None:
        super().__init__()
        self._document = document
        self._name = NameField("blockName", "Name of the block", self._rename)
        self._text = NameField("blockText", "What the block is for", self._describe)
        self._text.line.setPlaceholderText("What it is for, in one line")
        self._places = label(muted=True)
        self._places.setObjectName("blockUses")
        self._nested = QCheckBox(_NEST)
        self._nested.setObjectName("blockNested")
        self._nested.setToolTip(_NEST_TIP)
        self._nested.clicked.connect(self._nest)
        self._params = BlockParams(document, catalog)
        self._ends = Ends(document)
        add = icon_button("modelInputAdd", "add", "Add an input: an Input inside the block")
        add.clicked.connect(lambda: document.push(add_input(document)))
        self._ends.inputs.add_button(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(heading("Block"))
        for part in (self._name, self._text, self._places, self._nested, self._params, self._ends):
            column.addWidget(part)
        column.addWidget(label("Select a layer to see and edit its parameters.", muted=True))
        self.show_block()

    def show_block(self) -> None:
        """Show what is so of the block now."""
        block = self._document.block(self._document.block_id)
        if block is None:
            return
        self._name.show_name(block.name)
        self._text.show_name(block.text)
        self._nested.setChecked(block.is_nested)
        self._places.setText(_uses(list(places_of(self._document, block.id))))
        self._params.show_params()
        self._ends.show_ends()

    def set_analysis(self, analysis: Analysis | None) -> None:
        """Take the newest analysis of the instance that is looked at."""
        self._ends.set_analysis(analysis or Analysis())

    def _rename(self, name: str) -> None:
        self._document.push(rename_block(self._document, self._document.block_id, name))

    def _describe(self, text: str) -> None:
        self._document.push(set_text(self._document, self._document.block_id, text))

    def _nest(self, is_nested: bool) -> None:
        self._document.push(set_nested(self._document, self._document.block_id, is_nested=is_nested))


def _uses(names: list[str]) -> str:
    if len(names) < 2:
        return "Used at one place." if names else "Used nowhere."
    rest = len(names) - _MOST_NAMED
    others = f" and {rest} more" if rest > 0 else ""
    return f"Used at {len(names)} places: {', '.join(names[:_MOST_NAMED])}{others}. Edits apply to all."
