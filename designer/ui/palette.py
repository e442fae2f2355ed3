"""The palette: where layers and presets are found and taken from."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTabWidget, QTreeView, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.document.presets import PresetInfo
from designer.ui.icons import icon
from designer.ui.palette_blocks import BlockList
from designer.ui.palette_model import TYPE_ROLE, LayerFilter, LayerModel
from designer.ui.palette_presets import make_preset_list
from designer.ui.preset_items import NAME_ROLE, preset_model
from designer.ui.theme import GRID_PX, current
from designer.ui.widgets import label, leave_undo_to_window, on_chosen


class Palette(QWidget):
    """Layers and blocks to drag onto the canvas, and presets to open.

    Signals:
        layer_chosen: A layer type or the key of a block, by Enter or double click; it is to be placed.
        preset_chosen: A preset's name.
        blocks_shown: The blocks came to the front.
    """

    layer_chosen = Signal(str)
    preset_chosen = Signal(str)
    blocks_shown = Signal()

    def __init__(self, catalog: Catalog, presets: Sequence[PresetInfo] = ()) -> None:
        super().__init__()
        self.setObjectName("palette")
        self._layers = LayerList(catalog)
        self._layers.layer_chosen.connect(self.layer_chosen)
        self._presets = make_preset_list()
        on_chosen(self._presets, self._on_preset_chosen)
        self.blocks = BlockList()
        self.blocks.block_chosen.connect(self.layer_chosen)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("paletteTabs")
        self._tabs.setAccessibleName("Palette")
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._layers, "Layers")
        self._tabs.addTab(self._presets, "Presets")
        self._tabs.addTab(self.blocks, "Blocks")
        self._tabs.currentChanged.connect(self._on_tab_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tabs)
        self.set_presets(presets)

    def set_catalog(self, catalog: Catalog) -> None:
        """Offer the layers of another Keras."""
        self._layers.set_catalog(catalog)

    def set_presets(self, presets: Sequence[PresetInfo]) -> None:
        """Offer these presets."""
        self._presets.setModel(preset_model(presets, self))

    def _on_tab_changed(self) -> None:
        if self._tabs.currentWidget() is self.blocks:
            self.blocks_shown.emit()

    def focus_search(self) -> None:
        """Bring the search box forward, its text marked."""
        self._tabs.setCurrentWidget(self._layers)
        self._layers.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._layers.search.selectAll()

    def _on_preset_chosen(self, index: QModelIndex) -> None:
        if name := index.data(NAME_ROLE):
            self.preset_chosen.emit(name)


class LayerList(QWidget):
    """A search box over the tree of families and layers.

    Signals:
        layer_chosen: A layer type, by Enter or double click.
    """

    layer_chosen = Signal(str)

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self.search = self._make_search()
        self.tree = self._make_tree()
        self._empty = label("", muted=True)
        self._empty.setObjectName("paletteEmpty")
        self._empty.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.search)
        column.addWidget(self._empty)
        column.addWidget(self.tree, stretch=1)
        column.addStretch()
        self._fill()

    def set_catalog(self, catalog: Catalog) -> None:
        """Offer the layers of another Keras."""
        if catalog != self._catalog:
            self._catalog = catalog
            self._fill()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search box, Down enters the tree and Enter chooses the best layer."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Down:
            self._enter_tree()
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.search.text():
            self._on_chosen(self._filter.best())
            self.search.selectAll()  # what is typed next is another search
            return True
        return False

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._model.color(current())

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setObjectName("paletteSearch")
        search.setAccessibleName("Search layers")
        search.setPlaceholderText("Search layers")
        search.setClearButtonEnabled(True)
        search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        search.textChanged.connect(self._on_search_changed)
        search.installEventFilter(self)
        leave_undo_to_window(search)
        return search

    def _make_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setObjectName("paletteLayers")
        tree.setAccessibleName("Layers by family")
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setIndentation(2 * GRID_PX)
        tree.setIconSize(QSize(GRID_PX // 2, 2 * GRID_PX))
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        on_chosen(tree, self._on_chosen)
        return tree

    def _fill(self) -> None:
        self._model = LayerModel(self._catalog, self)
        self._filter = LayerFilter(self._model, self)
        self.tree.setModel(self._filter)
        self._on_search_changed(self.search.text())

    def _on_search_changed(self, words: str) -> None:
        self._filter.search(words)
        is_empty = not self._filter.num_layers()
        self._empty.setText(f'No layer fits "{words.strip()}". Try "conv", "pool" or "skip".')
        self._empty.setVisible(is_empty)
        self.tree.setVisible(not is_empty)
        self.tree.expandAll()
        if words.strip():
            self.tree.setCurrentIndex(self._filter.best())
        self.tree.scrollToTop()

    def _enter_tree(self) -> None:
        if not self.tree.currentIndex().isValid() or not self.search.text():
            self.tree.setCurrentIndex(self._filter.best())
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_chosen(self, index: QModelIndex) -> None:
        if layer_type := index.data(TYPE_ROLE):
            self.layer_chosen.emit(layer_type)
