"""The canvas widget: a document's network, drawn, and edited by hand."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QLabel, QWidget
from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis
from designer.document.changes import Change
from designer.document.document import Document
from designer.graph.elements import Edge
from designer.ui.canvas.accessible import NodeOverlay
from designer.ui.canvas.adding import Adding
from designer.ui.canvas.annotation_editor import AnnotationEditor
from designer.ui.canvas.annotations import Key
from designer.ui.canvas.bubble import Bubble
from designer.ui.canvas.content import Content
from designer.ui.canvas.editing import Editing
from designer.ui.canvas.find import Find
from designer.ui.canvas.focus_memory import FocusMemory
from designer.ui.canvas.footers import Footer
from designer.ui.canvas.gestures.base import Tools
from designer.ui.canvas.gestureview import GestureView
from designer.ui.canvas.in_place import InPlace
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.minimap import Minimap
from designer.ui.canvas.navigation import ZOOM_STEP, Navigation
from designer.ui.canvas.nodelist import Item, NodeListModel
from designer.ui.canvas.nudging import Nudging
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.bookmarks import BookmarksItem
from designer.ui.canvas.painting.cards import NEAR_ZOOM
from designer.ui.canvas.painting.edge_signs import EdgeSigns
from designer.ui.canvas.painting.guides import GuidesItem
from designer.ui.canvas.painting.hits import HitsItem
from designer.ui.canvas.painting.items import PICTURE_ITEMS
from designer.ui.canvas.painting.overlay import OverlayItem
from designer.ui.canvas.tidying import Tidying
from designer.ui.theme import HIGHLIGHT_MS, Theme, current

_EMPTY = (
    "Nothing here yet.\n"
    "Drag a layer from the palette onto this canvas, press Tab to search for one, or open a preset."
)


class CanvasView(GestureView):
    """Draws the document once and then follows its changes; changes it by commands only.

    Signals:
        selection_changed: Ids of the nodes now selected, in the order of selection.
        annotations_selected: Keys of the notes and frames now selected; before `selection_changed`.
        status_message: What an action has to say, for the status bar.
        node_activated: A node was double-clicked, or Enter pressed on it.
        refused: Why an edit can't be; also in `status_message`.
        needs_changed: What the actions need, such as a selection, may be there now, or no longer.
    """

    selection_changed = Signal(list)
    annotations_selected = Signal(tuple)
    status_message = Signal(str)
    refused = Signal(str)
    needs_changed = Signal()

    def __init__(self, document: Document, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName("Network canvas")
        self._set_up_drawing()
        theme = current()
        self._content = Content(document, catalog, self, is_gradual=True)
        self._interaction = Interaction(self)
        self._editing = Editing(self._content, self._interaction, self)
        self._navigation = Navigation(self)
        self._content.find_sight = self._navigation.visible_area
        self._focus = FocusMemory(self._content, self._interaction, self._navigation, self)
        self.tools = Tools(
            self._content, self._interaction, self._editing, self._navigation, Bubble(self.viewport(), theme)
        )
        self.finding = Find(self, self.tools, self.reveal)
        parts = self._content, self._interaction, theme
        self._overlay = OverlayItem(*parts)
        annotations, insets, edges, *above = PICTURE_ITEMS
        painted = (annotations, insets, edges, EdgeSigns, *above, GuidesItem)
        topmost = HitsItem(self.finding.search, *parts), self._overlay, BookmarksItem(*parts)
        self._items: list[PaintedItem] = [*(item(*parts) for item in painted), *topmost]
        for item in self._items:
            self.scene().addItem(item)
        self.nodes_model = NodeListModel(self._content, self)
        self._reachable = NodeOverlay(self, self._content, self.nodes_model)
        self._adding = Adding(self, self.tools, self._reachable)
        self.in_place = InPlace(self, self.tools)
        self.nudging = Nudging(self, self.tools)
        self.annotation_editor = AnnotationEditor(self, self.tools, theme)
        self._empty = _empty_label(self.viewport())
        self.minimap = Minimap(self, self.tools, theme)
        self._overlay_area = QRectF()
        self._highlight_timer = QTimer(self, singleShot=True, interval=HIGHLIGHT_MS)
        self._connect_parts()
        document.changed.connect(self._on_document_changed)
        self._tidying = Tidying(self, self._content, self._interaction)
        self._tidying.tidied.connect(self.fit)
        self._tidying.refused.connect(self._editing.refused)
        self.set_theme(theme)
        self._on_restructured()

    def detach(self) -> None:
        """Stop following the document; call before the widget goes."""
        self.cancel_gesture()
        self.in_place.cancel()
        self._adding.close()
        self.annotation_editor.close()
        self._tidying.close()
        self._content.document.changed.disconnect(self._on_document_changed)
        for timer in self.findChildren(QTimer):  # they would draw what the document no longer has
            timer.stop()

    def set_analysis(self, analysis: Analysis) -> None:
        """Show the shapes, counts and problems that the engine found."""
        self._content.set_analysis(analysis)

    def set_footer(self, footer: Footer) -> None:
        """Show another number at the foot of the cards."""
        self._content.set_footer(footer)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setBackgroundBrush(QColor(theme.canvas))
        self._empty.setStyleSheet(f"color: {theme.muted}; background: transparent;")
        self.tools.bubble.set_theme(theme)
        self.annotation_editor.set_theme(theme)
        self.minimap.set_theme(theme)
        for item in self._items:
            item.set_theme(theme)

    def selected_ids(self) -> list[str]:
        """Ids of the selected nodes, in the order of selection."""
        return list(self._interaction.nodes)

    def selected_edges(self) -> frozenset[Edge]:
        """The selected edges."""
        return self._interaction.edges

    @property
    def is_empty(self) -> bool:
        """Whether there is no layer."""
        return not self._content.ids

    def select(self, node_ids: Iterable[str]) -> None:
        """Select exactly these nodes; unknown ids are passed over."""
        self._interaction.select(node_id for node_id in node_ids if node_id in self._content.index)

    def select_all(self) -> None:
        """Select all that there is."""
        content = self._content
        self._interaction.select(content.ids, content.routes, content.annotations)

    def reveal(self, node_id: str) -> None:
        """Select a node, bring it into sight and mark it for a moment."""
        if node_id not in self._content.index:
            return
        self.select([node_id])
        if not self._navigation.is_visible(self._content.rect(node_id)):
            self._navigation.set_zoom(max(self._navigation.zoom, NEAR_ZOOM))
            self._navigation.center_on(self._content.rect(node_id).center())
        self._set_highlight(node_id)
        self._highlight_timer.start()

    def place(
        self,
        layer_type: str,
        position: tuple[float, float] | None = None,
        *,
        connect_from_selection: bool = True,
    ) -> str:
        """Place a layer and select it.

        Args:
            position: Its middle; by default behind the node selected last, or in the middle of the view.
            connect_from_selection: Feed it from the node selected last.

        Returns:
            The new node's id; empty where it was refused.
        """
        middle = self._navigation.visible_area().center()
        source = self._interaction.nodes[-1] if connect_from_selection and self._interaction.nodes else None
        if position is not None:
            node_id = self._editing.add(layer_type, QPointF(*position), source)
        elif source:
            node_id = self._editing.add_behind(layer_type, source)
        else:
            node_id = self._editing.add_near(layer_type, middle)
        if node_id:
            self.ensureVisible(self._content.rect(node_id))
        return node_id

    def take_keyboard(self) -> None:
        """Bring the keyboard here, where it isn't already."""
        self._reachable.take_keyboard()

    def delete_selection(self) -> None:
        """Delete what is selected, as one step."""
        self._editing.delete_selection()

    def quick_add(self) -> None:
        """Ask for a layer: behind the selected ones, on the selected edge, or under the cursor."""
        self._adding.ask()

    def tidy(self) -> None:
        """Lay the network out anew, as one step, and show all of it."""
        self._tidying.tidy()

    def tidy_selection(self) -> None:
        """Arrange the selected nodes among the others, as one step."""
        self._tidying.tidy_selection()

    def switch_orientation(self) -> None:
        """Turn the flow and lay the network out anew, as one step, and show all of it."""
        self._tidying.switch_orientation()

    def fit(self) -> None:
        """Show the whole network, at most at 100 %."""
        self._navigation.fit(self._content.bounds())

    def show_start(self) -> None:
        """Show the whole network, or where its text would be too small then, the part by the inputs."""
        self._navigation.show_start(self._content.bounds(), 1.0)

    def zoom_to_selection(self) -> None:
        """Show the selected nodes, at most at 200 %; with none selected, the whole network."""
        nodes, annotations = self._interaction.nodes, self._interaction.annotations
        area = self._content.bounds(nodes) | self._content.annotations.bounds(annotations)
        self._navigation.fit(area if nodes or annotations else self._content.bounds(), 2.0 if nodes else 1.0)

    def zoom_100(self) -> None:
        """Show pixels as they are."""
        self._navigation.set_zoom(1.0)

    def zoom_in(self) -> None:
        """Zoom in one step."""
        self._navigation.set_zoom(self._navigation.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """Zoom out one step."""
        self._navigation.set_zoom(self._navigation.zoom / ZOOM_STEP)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_selection()
        elif event.key() == Qt.Key.Key_Escape:
            steps = self.in_place.cancel, self.cancel_gesture, self._tidying.cancel, self.finding.close
            if not any(cancel() for cancel in steps):
                self.select([])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._interaction.nodes:
            self.node_activated.emit(self._interaction.nodes[-1])
        elif not self.nudging.takes_key(event):
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        return self._adding.takes_tab(is_next=is_next) or super().focusNextPrevChild(is_next)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_in_place()
        self._navigation.set_area(self._content.bounds())

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._keep_in_place()

    def _keep_in_place(self) -> None:
        """Hold what lies over the viewport, which carries its children along when it scrolls.

        They must be its children all the same: Qt shows no others of a scroll area to screen readers.
        """
        for cover in (self._reachable, self._empty):
            cover.setGeometry(self.viewport().rect())
        self.tools.bubble.keep_in_place()
        self.annotation_editor.keep_in_place()
        self.finding.keep_in_place()
        self.minimap.keep_in_place()
        self._tidying.keep_in_place(self._navigation.top_px)

    def _set_up_drawing(self) -> None:
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)

    def _connect_parts(self) -> None:
        self._content.restructured.connect(self._on_restructured)
        self._content.moved.connect(self._on_moved)
        self._content.dirtied.connect(self.scene().update)
        self._content.annotations.restructured.connect(self._on_annotated)
        self._content.bookmarks.changed.connect(self.nodes_model.refresh)
        self._content.bookmarks.changed.connect(self.needs_changed)
        self._interaction.selection_changed.connect(self._on_selection_changed)
        self._interaction.looks_changed.connect(self._on_looks_changed)
        self.finding.room_changed.connect(self._keep_in_place)
        self.finding.said.connect(self.status_message)
        self.finding.changed.connect(self.needs_changed)
        self._editing.refused.connect(self.refused)
        self._editing.refused.connect(self.status_message)
        self._reachable.moved_to.connect(self._on_moved_to)
        self._highlight_timer.timeout.connect(lambda: self._set_highlight(None))

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        self._focus.note(changes)
        self._content.apply(changes)
        self._focus.restore(changes)

    def _on_restructured(self) -> None:
        state, content = self._interaction, self._content
        state.forget_missing(content)
        self.nodes_model.refresh()
        self._empty.setVisible(not (content.ids or content.annotations))
        self.needs_changed.emit()
        self._navigation.set_area(content.bounds())

    def _on_moved_to(self, item: Item) -> None:
        if isinstance(item, Key):
            self._interaction.select([], [], [item])
        else:
            self.select([item])

    def _on_annotated(self) -> None:
        self._interaction.forget_missing(self._content)
        self.nodes_model.refresh()
        self._empty.setVisible(not (self._content.ids or self._content.annotations))
        self.needs_changed.emit()
        self._on_moved()

    def _on_moved(self) -> None:
        self._navigation.set_area(self._content.bounds())

    def _on_selection_changed(self) -> None:
        self._reachable.show_selection((*self._interaction.annotations, *self._interaction.nodes))
        self.annotations_selected.emit(self._interaction.annotations)
        self.selection_changed.emit(self.selected_ids())
        self.needs_changed.emit()

    def _on_looks_changed(self) -> None:
        before, self._overlay_area = self._overlay_area, self._overlay.extent()
        for area in (before, self._overlay_area):
            if area.isValid():
                self.scene().update(area)

    def _set_highlight(self, node_id: str | None) -> None:
        self._interaction.highlight = node_id
        self._on_looks_changed()


def _empty_label(parent: QWidget) -> QLabel:
    label = QLabel(_EMPTY, parent)
    label.setObjectName("canvasEmpty")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
