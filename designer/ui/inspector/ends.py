"""The inputs and outputs of the network, in their order and with their names."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.compiler.results import Analysis, TensorSpec, shape_text
from designer.document.document import Document
from designer.document.ends import reorder_inputs, reorder_outputs
from designer.document.weight_names import rename_node
from designer.graph.elements import Output
from designer.ui.inspector.order_list import OrderList, Words
from designer.ui.theme import GRID_PX

_TIP = "F2 renames. Arrays {} of a file belong to what has their name, else to the next in this order."
_TIP_OF_BLOCK = "F2 renames. Edges lead to the {} of a block in this order."


class Ends(QWidget):
    """A list of inputs and one of outputs, each where there are several; of a block also for a single one."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._analysis = Analysis()
        self._shown: tuple[list[str], list[str]] = ([], [])
        self._least = least = 1 if document.block_id else 2
        self.inputs = OrderList(_words(document, "Input"), self._reorder_inputs, self._rename_input, least)
        self._outputs = OrderList(
            _words(document, "Output"), self._reorder_outputs, self._rename_output, least
        )
        tip = _TIP_OF_BLOCK if document.block_id else _TIP
        self.inputs.setToolTip(tip.format("inputs" if document.block_id else "x_train.NAME"))
        self._outputs.setToolTip(tip.format("outputs" if document.block_id else "y_train.NAME"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.inputs)
        column.addWidget(self._outputs)

    def set_analysis(self, analysis: Analysis) -> None:
        """Take the newest analysis, which knows shapes."""
        self._analysis = analysis
        self.show_ends()

    def show_ends(self) -> None:
        """Show what the network begins and ends with now."""
        graph, analysis = self._document.graph, self._analysis
        inputs = [Output(node_id) for node_id in graph.model_inputs()]
        outputs = graph.model_outputs()
        self._shown = ([end.node for end in inputs], [end.node for end in outputs])
        if self._document.block_id:
            self.inputs.show_rows(self._inner_rows(inputs))
            self._outputs.show_rows(self._inner_rows(outputs))
        else:
            self.inputs.show_rows(self._rows(self._shown[0], analysis.inputs))
            self._outputs.show_rows(self._rows(self._shown[1], analysis.outputs))
        self.setVisible(max(len(inputs), len(outputs)) >= self._least)

    def _inner_rows(self, ends: Sequence[Output]) -> list[tuple[str, str]]:
        """The ends of a block, with their shapes in the instance that is looked at."""
        rows = []
        for end in ends:
            found = self._analysis.nodes.get(end.node)
            spec = found.outputs[end.port] if found and end.port < len(found.outputs) else None
            rows.append((self._document.graph.node(end.node).name, shape_text(spec.shape) if spec else ""))
        return rows

    def _rows(self, nodes: Sequence[str], specs: Sequence[TensorSpec]) -> list[tuple[str, str]]:
        shapes = [shape_text(spec.shape) for spec in specs] if len(specs) == len(nodes) else [""] * len(nodes)
        names = [self._document.graph.node(node).name for node in nodes]
        return list(zip(names, shapes, strict=True))

    def _reorder_inputs(self, order: Sequence[int]) -> None:
        self._document.push(reorder_inputs(self._document, order))

    def _reorder_outputs(self, order: Sequence[int]) -> None:
        self._document.push(reorder_outputs(self._document, order))

    def _rename_input(self, row: int, name: str) -> None:
        self._document.push(rename_node(self._document, self._shown[0][row], name))

    def _rename_output(self, row: int, name: str) -> None:
        self._document.push(rename_node(self._document, self._shown[1][row], name))


def _words(document: Document, noun: str) -> Words:
    title = f"{noun}s of the {'block' if document.block_id else 'network'}"
    return Words(f"model{noun}s", f"model{noun}", title, title, f"the {noun.lower()}")
