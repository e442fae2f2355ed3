"""The inputs and outputs of the network, in their order and with their names."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.compiler.results import Analysis, TensorSpec, shape_text
from designer.document.commands import RenameNode
from designer.document.document import Document
from designer.document.ends import reorder_inputs, reorder_outputs
from designer.ui.inspector.order_list import OrderList, Words
from designer.ui.theme import GRID_PX

_TIP = "F2 renames. Arrays {} of a file belong to what has their name, else to the next in this order."
_INPUTS = Words("modelInputs", "modelInput", "Inputs of the network", "Inputs of the network", "the input")
_OUTPUTS = Words(
    "modelOutputs", "modelOutput", "Outputs of the network", "Outputs of the network", "the output"
)


class Ends(QWidget):
    """A list of inputs and one of outputs, each where there are several."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._analysis = Analysis()
        self._shown: tuple[list[str], list[str]] = ([], [])
        self._inputs = OrderList(_INPUTS, self._reorder_inputs, self._rename_input)
        self._outputs = OrderList(_OUTPUTS, self._reorder_outputs, self._rename_output)
        self._inputs.setToolTip(_TIP.format("x_train.NAME"))
        self._outputs.setToolTip(_TIP.format("y_train.NAME"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._inputs)
        column.addWidget(self._outputs)
        self.show_ends()

    def set_analysis(self, analysis: Analysis) -> None:
        """Take the newest analysis, which knows shapes."""
        self._analysis = analysis
        self.show_ends()

    def show_ends(self) -> None:
        """Show what the network begins and ends with now."""
        graph = self._document.graph
        self._shown = (graph.model_inputs(), [output.node for output in graph.model_outputs()])
        inputs, outputs = self._shown
        self._inputs.show_rows(self._rows(inputs, self._analysis.inputs))
        self._outputs.show_rows(self._rows(outputs, self._analysis.outputs))
        self.setVisible(max(len(inputs), len(outputs)) > 1)

    def _rows(self, nodes: Sequence[str], specs: Sequence[TensorSpec]) -> list[tuple[str, str]]:
        shapes = [shape_text(spec.shape) for spec in specs] if len(specs) == len(nodes) else [""] * len(nodes)
        names = [self._document.graph.node(node).name for node in nodes]
        return list(zip(names, shapes, strict=True))

    def _reorder_inputs(self, order: Sequence[int]) -> None:
        self._document.push(reorder_inputs(self._document, order))

    def _reorder_outputs(self, order: Sequence[int]) -> None:
        self._document.push(reorder_outputs(self._document, order))

    def _rename_input(self, row: int, name: str) -> None:
        self._document.push(RenameNode(self._shown[0][row], name))

    def _rename_output(self, row: int, name: str) -> None:
        self._document.push(RenameNode(self._shown[1][row], name))
