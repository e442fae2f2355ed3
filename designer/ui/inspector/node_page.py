"""The inspector's page about one layer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec, ParamSpec
from designer.catalog.values import Expr, Params
from designer.compiler.results import Analysis
from designer.document.block_commands import SetRepeat
from designer.document.block_edits import make_unique
from designer.document.block_params import new_param_name, parameterise
from designer.document.commands import SetParams
from designer.document.document import Document
from designer.document.homes import home_of
from designer.document.rewire import reorder_inputs
from designer.document.weight_names import rename_node
from designer.errors import DesignerError
from designer.graph.elements import Node
from designer.ui.fix_buttons import Offers
from designer.ui.inspector.facts import Facts, copy_facts, node_facts
from designer.ui.inspector.form import ParamForm
from designer.ui.inspector.formulas import Formulas
from designer.ui.inspector.input_order import InputOrder
from designer.ui.inspector.instance_part import InstancePart
from designer.ui.inspector.name_field import NameField
from designer.ui.inspector.problem_notes import ProblemNotes
from designer.ui.specs import spec_of
from designer.ui.theme import GRID_PX
from designer.ui.widgets import heading, label

_UNKNOWN = "The installed Keras has no layer of this type. What is known of it stands below."


class NodePage(QWidget):
    """Name, facts, problems and parameters of the node shown. Forms are kept and reused by layer type.

    Signals:
        entered: The user wants to look into the block that the node stands for: the node's id.
    """

    entered = Signal(str)

    def __init__(
        self, document: Document, catalog: Catalog, formulas: Formulas, fixes: Offers | None = None
    ) -> None:
        super().__init__()
        self._document = document
        self._formulas = formulas
        self._catalog = catalog
        self._analysis: Analysis | None = None
        self._node: Node | None = None
        self._specs_of: dict[str, tuple[ParamSpec, ...]] = {}
        self._forms: dict[tuple[object, ...], ParamForm] = {}
        self._form: ParamForm | None = None
        self._type = heading("")
        self._summary = label(muted=True)
        self._name = NameField("nodeName", "Name of the layer", self._rename)
        self._facts = Facts("nodeFacts")
        self._problems = ProblemNotes("nodeProblems", fixes)
        self._instance = InstancePart(formulas)
        self._instance.entered.connect(self._on_entered)
        self._instance.parted.connect(self._on_parted)
        self._instance.repeated.connect(self._on_repeated)
        self._instance.left.connect(self._on_left)
        self._inputs = InputOrder(self._reorder)
        self._shared = label(muted=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX)
        for part in (
            self._type,
            self._summary,
            self._name,
            self._instance,
            self._problems,
            self._facts,
            self._inputs,
            self._shared,
        ):
            self._column.addWidget(part)

    def show_node(self, node: Node) -> None:
        """Show a node, or the same node after it changed."""
        is_other = self._node is None or self._node.id != node.id
        if is_other or node.block_id or (self._node and self._node.type != node.type):
            self._show_type(node)
        self._node = node
        self._instance.show_node(self._document, node)
        self._name.show_name(node.name)
        self._show_sharing(node)
        self._inputs.show_inputs(self._document.graph, node, spec_of(self._document, self._catalog, node))
        self._show_findings()
        if self._form:
            self._form.show_params(node.params)
            self._form.show_present()
            if is_other:
                self._form.drop_refused()

    def show_present(self) -> None:
        """Show what computed values are in the instance that is looked at."""
        if self._node:
            self._instance.show_node(self._document, self._node)
        if self._form:
            self._form.show_present()

    def set_analysis(self, analysis: Analysis | None) -> None:
        """Take the newest analysis."""
        self._analysis = analysis
        self._show_findings()

    def _show_type(self, node: Node) -> None:
        spec = spec_of(self._document, self._catalog, node)
        self._type.setText(spec.title if spec and node.block_id else node.type)
        self._summary.setText(spec.summary if spec else _UNKNOWN)
        key = (node.type, *([] if spec else node.params))
        if node.block_id and spec and self._specs_of.get(node.type, spec.params) != spec.params:
            self._forms.pop(key).deleteLater()  # the block has other parameters now
        form = self._forms.get(key) or self._make_form(node, spec)
        self._forms[key] = form
        if self._form and self._form is not form:
            self._form.hide()
        self._form = form

    def _make_form(self, node: Node, spec: LayerSpec | None) -> ParamForm:
        unknown = tuple(ParamSpec(name=name, kind="any") for name in node.params)
        specs = self._specs_of[node.type] = spec.params if spec else unknown
        make = self._parameterise
        form = ParamForm(specs, self._catalog, formulas=self._formulas, parameterise=make)
        form.edited.connect(self._on_edited)
        form.left.connect(self._on_left)
        self._column.addWidget(form)
        return form

    def _show_sharing(self, node: Node) -> None:
        owner = self._document.graph.nodes.get(node.shares or "")
        self._shared.setText(
            f'Calls the layer of "{owner.name}" again. Its parameters stand there.' if owner else ""
        )
        self._shared.setVisible(owner is not None)
        if self._form:
            self._form.setVisible(owner is None)

    def _show_findings(self) -> None:
        if not self._node:
            return
        analysis = self._analysis or Analysis()
        found = analysis.nodes.get(self._node.id)
        facts = node_facts(found, spec_of(self._document, self._catalog, self._node))
        self._facts.show_facts([*facts, *copy_facts(found, self._formulas.resolve(self._node.repeat))])
        self._problems.show_problems(analysis.problems_of(self._node.id))

    def _rename(self, name: str) -> None:
        if self._node:
            self._document.push(rename_node(self._document, self._node.id, name))

    def _reorder(self, order: Sequence[int]) -> None:
        if self._node:
            self._document.push(reorder_inputs(self._document, self._node.id, order))

    def _on_edited(self, name: str, params: Params) -> None:
        if self._node:
            self._document.push(SetParams(self._node.id, params, field=name))

    def _parameterise(self, name: str) -> None:
        """Make a value of the layer a parameter of the block around."""
        if self._node is None:
            return
        home = home_of(self._document, [self._node.id])
        sheet, node = home.document, home.document.graph.node(home.local(self._node.id))
        block = sheet.block(sheet.block_id)
        new = new_param_name(block, node, name) if block else name
        try:
            sheet.push(parameterise(sheet, self._catalog, node.id, name, new))
        except DesignerError as error:
            if self._form:
                self._form.field(name).refuse(str(error))

    def _on_entered(self) -> None:
        if self._node:
            self.entered.emit(self._node.id)

    def _on_parted(self) -> None:
        if self._node:
            home = home_of(self._document, [self._node.id])
            home.document.push(make_unique(home.document, home.local(self._node.id))[0])

    def _on_repeated(self, repeat: int | Expr) -> None:
        if self._node:
            home = home_of(self._document, [self._node.id])
            home.document.push(SetRepeat(home.local(self._node.id), repeat))

    def _on_left(self) -> None:
        self._document.seal()
