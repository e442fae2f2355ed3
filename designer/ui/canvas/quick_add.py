"""Quick add: a search at the place where a layer is to come, what fits the tensor there first."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QGraphicsView
from typing_extensions import override

from designer.catalog.fitting import by_fitness, fits
from designer.catalog.spec import LayerSpec
from designer.compiler.results import Shape, shape_text
from designer.graph.block_specs import CATEGORY
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH, Content
from designer.ui.canvas.editing import Wish
from designer.ui.canvas.gestures.base import Tools
from designer.ui.canvas.interaction import Preview
from designer.ui.canvas.ports import output_ports
from designer.ui.canvas.targets import output_choices
from designer.ui.palette_model import mark
from designer.ui.search_model import Choice, ChoiceModel
from designer.ui.search_popup import PopupTexts, SearchPopup
from designer.ui.theme import GRID_PX, current

_WIDTH_PX = 400
_NUM_ROWS = 7
_TEXTS = PopupTexts(
    "quickAdd",
    "Quick add",
    "Which layer?",
    "↑ ↓ choose   Enter adds it   Esc closes   Tab leaves the canvas",
    'No layer fits. Try "conv", "pool" or "skip".',
)


class QuickAdd(SearchPopup):
    """Opens where a layer is wished for, places it and connects it, as one step.

    Signals:
        left: Tab was pressed: whoever only passes by goes on to what lies behind the canvas.
        chosen: A layer was chosen, and placed unless that was refused.
    """

    left = Signal()
    chosen = Signal()

    def __init__(self, view: QGraphicsView, tools: Tools) -> None:
        self._rows = ChoiceModel()
        super().__init__(view, self._rows, _TEXTS, width=_WIDTH_PX, num_rows=_NUM_ROWS)
        self._canvas = view
        self._tools = tools
        self._wish = Wish(QPointF())
        tools.content.touched.connect(self._on_touched)

    def open(self, wish: Wish) -> None:
        """Ask for a layer; its place, and the edge that will lead there, are shown meanwhile."""
        self._wish = wish
        self._rows.show_choices(self._outputs() or self._choices(wish))
        outline = _outline(wish)
        self._canvas.ensureVisible(outline)
        self._tools.interaction.show(preview=self._preview(wish), target_edge=wish.edge)
        corner = self._canvas.mapFromScene(outline.topRight()) + QPoint(GRID_PX, 0)
        self.begin_at(self._canvas.viewport().mapToGlobal(corner), self._question())

    @override
    def choose(self, index: QModelIndex) -> None:
        value = self._rows.choice(index).value
        if isinstance(value, int):
            source = self._wish.sources[0][0]
            self.open(replace(self._wish, sources=((source, value),), is_open=False))
            return
        layer_type = str(value)
        self.hide()
        if node_id := self._tools.editing.fulfil(self._wish, layer_type):
            self._canvas.ensureVisible(self._tools.content.rect(node_id))
        self.chosen.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if _is_tab(event):
            self.hide()
            QTimer.singleShot(0, self, self.left.emit)  # when the canvas has the focus again
            return True
        return super().eventFilter(watched, event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tools.interaction.show()

    def _on_touched(self, node_ids: set[str] | None) -> None:
        """Once the shapes are known, list better what fits, unless the user has begun to search."""
        if node_ids is None and self.isVisible() and self.is_untouched:
            self._rows.show_choices(self._outputs() or self._choices(self._wish))
            self.ask(self._question())

    def _choices(self, wish: Wish) -> Sequence[Choice]:
        return choices(self._tools.content, wish, self._tools.editing.parts.library_specs())

    def _outputs(self) -> list[Choice]:
        """The outputs to choose from, before the layer is chosen."""
        wish = self._wish
        return output_choices(self._tools.content, wish.sources[0][0]) if wish.is_open else []

    def _question(self) -> str:
        if self._outputs():
            name = self._tools.content.document.graph.node(self._wish.sources[0][0]).name
            return f"Which output of {name}?"
        return _question(self._tools.content, self._wish)

    def _preview(self, wish: Wish) -> Preview | None:
        """The edge that hangs in the air, or the outline of what is to come."""
        if wish.edge:
            return None
        if len(wish.sources) != 1:
            return Preview(None, wish.point)
        ((node_id, number),) = wish.sources
        start = output_ports(self._tools.content, node_id)[number].position
        is_vertical = self._tools.content.is_vertical
        entry = QPointF(0, NODE_HEIGHT / 2) if is_vertical else QPointF(NODE_WIDTH / 2, 0)
        return Preview(start, wish.point - entry, node=wish.point)


def _is_tab(event: QEvent) -> bool:
    is_press = event.type() == QEvent.Type.KeyPress
    return is_press and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab


def choices(content: Content, wish: Wish, blocks: Sequence[LayerSpec] = ()) -> Sequence[Choice]:
    """All layers as rows, the likeliest first; those that won't fit say why.

    Args:
        blocks: Of the library, offered as well.
    """
    shape = _shape(content, wish)
    rank = len(shape) if shape else None
    num_tensors = 1 if wish.edge else len(wish.sources)
    theme = current()
    catalog = content.catalog
    marks = {category: mark(theme.family(category)) for category in (*catalog.categories, CATEGORY)}
    return [
        Choice(
            spec.title if spec.category == CATEGORY else spec.type,
            spec.type,
            detail=" · ".join(filter(None, (spec.category, spec.summary))),
            reason="" if not num_tensors or fits(spec, rank) else _misfit(spec.inputs.maximum, shape),
            words=(*spec.aliases, *spec.keywords, spec.category),
            picture=marks[spec.category],
        )
        for spec in by_fitness((*catalog.layers, *blocks), rank, num_tensors=num_tensors)
    ]


def _misfit(most: int | None, shape: Shape | None) -> str:
    return "takes no input" if most == 0 else f"doesn't take {shape_text(shape or ())}"


def _shape(content: Content, wish: Wish) -> Shape | None:
    """The shape of the tensor that the layer will be fed, where it is known."""
    ports = [(wish.edge.source, wish.edge.source_port)] if wish.edge else wish.sources
    if not ports:
        return None
    node_id, number = ports[-1]
    found = content.analysis.nodes.get(node_id)
    return found.outputs[number].shape if found and number < len(found.outputs) else None


def _question(content: Content, wish: Wish) -> str:
    nodes, shape = content.document.graph.nodes, _shape(content, wish)
    if wish.edge:
        return f"What comes between {nodes[wish.edge.source].name} and {nodes[wish.edge.target].name}?"
    if len(wish.sources) > 1:
        return f"What takes these {len(wish.sources)} layers?"
    if wish.sources:
        given = f" ({shape_text(shape)})" if shape else ""
        return f"What follows {nodes[wish.sources[0][0]].name}{given}?"
    return ""


def _outline(wish: Wish) -> QRectF:
    half = QPointF(NODE_WIDTH / 2, NODE_HEIGHT / 2)
    return QRectF(wish.point - half, wish.point + half)
