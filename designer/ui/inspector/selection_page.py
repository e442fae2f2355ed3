"""The inspector's page about several layers: their totals, and the parameters that they share."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec, ParamSpec
from designer.catalog.values import Params
from designer.compiler.results import Analysis
from designer.document.document import Document
from designer.document.param_commands import SetManyParams
from designer.graph.block_specs import with_blocks
from designer.graph.elements import Node
from designer.ui.inspector.editors.base import MIXED
from designer.ui.inspector.facts import Facts, sum_facts
from designer.ui.inspector.form import ParamForm
from designer.ui.inspector.formulas import Formulas
from designer.ui.inspector.shared_params import shared_specs, shared_values, with_default, with_value
from designer.ui.specs import type_words
from designer.ui.theme import GRID_PX
from designer.ui.widgets import heading, label

_MOST_NAMED = 4


class SelectionPage(QWidget):
    """How many layers are selected, their totals, and one form for what all of them can be given.

    Layers that call another layer again have no parameters of their own and are left out of edits. Forms are
    kept and reused by layer types.
    """

    def __init__(self, document: Document, catalog: Catalog, formulas: Formulas) -> None:
        super().__init__()
        self._document = document
        self._catalog = catalog
        self._formulas = formulas
        self._ids: tuple[str, ...] = ()
        self._nodes: Sequence[Node] = ()
        self._layers: dict[str, LayerSpec] = {}
        self._before: tuple[str, dict[str, Params]] | None = None
        self._analysis: Analysis | None = None
        self._forms: dict[tuple[str, ...], ParamForm] = {}
        self._specs: dict[tuple[str, ...], tuple[ParamSpec, ...]] = {}
        self._form: ParamForm | None = None
        self._title = heading("")
        self._title.setObjectName("selectionTitle")
        self._types = label(muted=True)
        self._types.setObjectName("selectionTypes")
        self._facts = Facts("selectionFacts")
        self._note = label(muted=True)
        self._note.setObjectName("selectionNote")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX)
        for part in (self._title, self._types, self._facts, self._note):
            self._column.addWidget(part)

    def show_nodes(self, ids: Sequence[str]) -> None:
        """Show these nodes, or the same after they changed."""
        graph = self._document.graph.nodes
        is_other = tuple(ids) != self._ids
        if is_other:
            self._ids, self._before = tuple(ids), None
        nodes = [graph[node_id] for node_id in ids]
        self._nodes = [node for node in nodes if not node.shares]
        kinds = Counter(type_words(self._document, node) for node in nodes)
        self._title.setText(f"{len(nodes)} layers selected")
        self._types.setText(_types_text(kinds))
        self._show_form({node.type for node in self._nodes})
        if self._form and is_other:
            self._form.drop_refused()
        self.set_analysis(self._analysis)

    def set_analysis(self, analysis: Analysis | None) -> None:
        """Take the newest analysis."""
        self._analysis = analysis
        known = analysis.nodes if analysis else {}
        self._facts.show_facts(sum_facts([known[node_id] for node_id in self._ids if node_id in known]))

    def _show_form(self, types: set[str]) -> None:
        catalog = with_blocks(self._catalog, self._document.blocks)
        found = {layer_type: catalog.layer(layer_type) for layer_type in types}
        self._layers = {layer_type: layer for layer_type, layer in found.items() if layer}
        specs = shared_specs(list(self._layers.values())) if len(self._layers) == len(types) else ()
        form = self._form_of(types) if specs else None
        if self._form and self._form is not form:
            self._form.hide()
        self._form = form
        self._note.setText(self._note_text(types, has_usual=any(not spec.advanced for spec in specs)))
        if form:
            shared = shared_values(self._nodes, specs, self._layers)
            form.show_params(shared.params, shared.mixed)
            form.show()

    def _form_of(self, types: set[str]) -> ParamForm:
        key = tuple(sorted(types))
        specs = shared_specs([self._layers[kind] for kind in key])
        if key in self._forms and self._specs[key] != specs:
            self._forms.pop(key).deleteLater()  # a block has other parameters now
        if key not in self._forms:
            form = ParamForm(specs, self._catalog, prefix="shared_", formulas=self._formulas)
            form.edited.connect(self._on_edited)
            form.left.connect(self._on_left)
            self._column.addWidget(form)
            self._forms[key], self._specs[key] = form, specs
        return self._forms[key]

    def _note_text(self, types: set[str], *, has_usual: bool) -> str:
        num_sharing = len(self._ids) - len(self._nodes)
        if not self._form:
            return "These layers have no parameter in common."
        if not has_usual:
            return "These layers have only seldom needed parameters in common:"
        whose = "all" if not num_sharing else f"{len(self._nodes)} of them"
        rest = f"; the other {num_sharing} share those of another layer" if num_sharing else ""
        return f"Parameters of {whose}{rest}:" if len(types) == 1 else f"Parameters that {whose} have{rest}:"

    def _on_edited(self, name: str, params: Params) -> None:
        """Set one parameter of all nodes, or give each back what it had where that was only half typed."""
        if self._before is None or self._before[0] != name:
            self._before = name, {node.id: node.params for node in self._nodes}
        value: object = params.get(name)
        if value is MIXED:
            changed = self._before[1]
        elif name in params:
            changed = with_value(self._nodes, self._layers, name, params[name])
        else:
            changed = with_default(self._nodes, name)
        self._document.push(SetManyParams(changed, field=name))

    def _on_left(self) -> None:
        self._before = None
        self._document.seal()


def _types_text(kinds: Counter[str]) -> str:
    """The most frequent types and how many there are of each: `40 Conv2D, 12 Add and 3 other types`."""
    named = [f"{count} {layer_type}" for layer_type, count in kinds.most_common(_MOST_NAMED)]
    num_others = len(kinds) - len(named)
    others = f" and {num_others} other type{'s'[: num_others != 1]}" if num_others else ""
    return ", ".join(named) + others
