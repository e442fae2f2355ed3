"""The inspector: what is selected, and its parameters."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis
from designer.document.changes import Change, NodesChanged, OrderChanged
from designer.document.document import Document
from designer.document.homes import Home, home_of
from designer.document.paths import values_at
from designer.errors import GraphError
from designer.ui.canvas.annotations import Key
from designer.ui.fix_buttons import Offers
from designer.ui.importing.weights_link import WeightsLink
from designer.ui.inspector.annotation_page import AnnotationPage
from designer.ui.inspector.block_page import BlockPage
from designer.ui.inspector.formulas import Formulas
from designer.ui.inspector.node_page import NodePage
from designer.ui.inspector.project_page import ProjectPage
from designer.ui.inspector.selection_page import SelectionPage
from designer.ui.scroll_page import ScrollPage


class Inspector(ScrollPage):
    """Shows one node, several together, notes and frames, or the project where nothing is selected.

    Signals:
        abandoned: It shows something else than what the keyboard was in.
        entered: The user wants to look into a block: the id of the node that stands for it.
    """

    abandoned = Signal()
    entered = Signal(str)

    def __init__(
        self,
        document: Document,
        catalog: Catalog,
        fixes: Offers | None = None,
        weights: WeightsLink | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self._catalog = catalog
        self._fixes = fixes
        self._weights = weights
        self._analysis: Analysis | None = None
        self._ids: tuple[str, ...] = ()
        self._keys: tuple[Key, ...] = ()
        self._document = document
        self._path = ""
        self._formulas = Formulas()
        self._pages = self._make_pages()
        self._follow()

    def note_annotations(self, keys: Sequence[Key]) -> None:
        """Take note of the selected notes and frames, which are shown where no node is selected."""
        self._keys = tuple(keys)

    def show_nodes(self, ids: Sequence[str]) -> None:
        """Show the selection; ids that are in no graph any more are left out."""
        nodes = self._document.graph.nodes
        before, self._ids = self._ids, tuple(node_id for node_id in ids if node_id in nodes)
        is_abandoned = self._ids != before and self._has_keyboard()
        if self._ids != before:
            self._know_block()
        page: QWidget = self._sheet_page
        if len(self._ids) == 1:
            self._node_page.show_node(nodes[self._ids[0]])
            page = self._node_page
        elif self._ids:
            self._selection_page.show_nodes(self._ids)
            page = self._selection_page
        elif self._keys:
            self._annotation_page.show_annotations(self._keys)
            page = self._annotation_page
        for other in self._pages:
            other.setVisible(other is page)
        if is_abandoned:
            self.abandoned.emit()

    def focus_field(self, name: str) -> None:
        """Bring the keyboard to a field of the page that is shown, its text marked."""
        field = next((each for each in self.findChildren(QWidget, name) if each.isVisible()), None)
        if field is not None:
            self.ensureWidgetVisible(field)
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_analysis(self, analysis: Analysis | None) -> None:
        """Take the newest analysis; None while there is none."""
        self._analysis = analysis
        for page in (self._node_page, self._selection_page, self._sheet_page):
            page.set_analysis(analysis)

    def set_document(self, document: Document, path: str = "") -> None:
        """Follow another document, with nothing selected and nothing analysed.

        Args:
            path: Of the instance whose inside it is; empty for the network.
        """
        self._document.changed.disconnect(self._on_document_changed)
        if self._document.block_id:
            self._document.root.changed.disconnect(self._on_outside_changed)
        self._document, self._path = document, path
        self._follow()
        self._analysis = None
        self._ids, self._keys = (), ()
        self._replace_pages()

    def set_catalog(self, catalog: Catalog) -> None:
        """Take the catalogue of another Keras."""
        if catalog != self._catalog:
            self._catalog = catalog
            self._replace_pages()

    def _follow(self) -> None:
        self._document.changed.connect(self._on_document_changed)
        if self._document.block_id:
            self._document.root.changed.connect(self._on_outside_changed)
        self._know_block()

    def _know_block(self) -> None:
        """Find out what values can be computed from, and what that is at the instance looked at."""
        document = self._document
        try:
            home = home_of(document, self._ids)
        except GraphError:
            home = Home(document)
        block_id, path = home.document.block_id, f"{self._path}/{home.prefix}".strip("/")
        self._formulas.block = document.block(block_id)
        self._formulas.values = values_at(document, path) if block_id else {}

    def _make_pages(self) -> tuple[QWidget, ...]:
        document, catalog = self._document, self._catalog
        self._node_page = NodePage(document, catalog, self._formulas, self._fixes)
        self._node_page.entered.connect(self.entered)
        self._selection_page = SelectionPage(document, catalog, self._formulas)
        self._sheet_page = (
            BlockPage(document, catalog) if document.block_id else ProjectPage(document, self._weights)
        )
        self._annotation_page = AnnotationPage(document)
        pages = (self._node_page, self._selection_page, self._annotation_page, self._sheet_page)
        for page in pages:
            self.column.addWidget(page)
            page.setVisible(page is self._sheet_page)
        self.column.addStretch()
        return pages

    def _replace_pages(self) -> None:
        for page in self._pages:
            page.hide()
            page.deleteLater()
        self.column.takeAt(self.column.count() - 1)
        self._pages = self._make_pages()
        self.set_analysis(self._analysis)
        self.show_nodes(self._ids)

    def _has_keyboard(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        self._know_block()
        page = self._sheet_page
        if isinstance(page, BlockPage):
            page.show_block()
        else:
            page.show_name()
            if any(isinstance(change, OrderChanged | NodesChanged) for change in changes):
                page.show_ends()
        if self._ids or self._keys:
            self.show_nodes(self._ids)

    def _on_outside_changed(self, _changes: tuple[Change, ...]) -> None:
        """What a block is given outside decides what values inside are."""
        self._know_block()
        self._node_page.show_present()
