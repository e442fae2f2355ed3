"""A column of names and values to read, such as the parameters and FLOPs of a layer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from designer.catalog.spec import LayerSpec
from designer.compiler.results import MASKED, Analysis, NodeAnalysis, TensorSpec, field_text, shape_text
from designer.ui.quantities import bytes_text, flops_text
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label, selectable

Fact = tuple[str, str]

_OF_COMPUTED = ("FLOPs", "Receptive field")


class Facts(QWidget):
    """Shows facts; rows are reused while their names stay the same."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(2 * GRID_PX)
        self._form.setVerticalSpacing(GRID_PX // 4)
        self._values: dict[str, QLabel] = {}

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts and no others."""
        if list(self._values) != [name for name, _ in facts]:
            self._rebuild([name for name, _ in facts])
        for name, value in facts:
            self._values[name].setText(value)

    def _rebuild(self, names: list[str]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._values = {}
        for name in names:
            value = self._values[name] = selectable(label())
            value.setObjectName(f"{self.objectName()}_{name.lower().replace(' ', '_')}")
            value.setAccessibleName(name)
            value.setAlignment(Qt.AlignmentFlag.AlignTop)
            title = label(name, muted=True, wrap=False)
            title.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._form.addRow(title, value)


def node_facts(found: NodeAnalysis | None, spec: LayerSpec | None) -> list[Fact]:
    """What is known about a node; dashes in the same places before it is known, so that nothing jumps."""
    outputs = "\n".join(_output_texts(found, spec)) if found else "–"
    parameters = _parameters_text(found.parameters, found.trainable) if found else "–"
    flops = flops_text(found.flops) if found else "–"
    memory = f"{bytes_text(found.activation_bytes)} per sample" if found else "–"
    field = field_text(found.receptive_field) if found else "–"
    facts = [("Output", outputs), ("Parameters", parameters), ("FLOPs", flops), ("Output memory", memory)]
    facts.append(("Receptive field", field))
    is_computed = spec is None or spec.inputs.style != "none"
    return facts if is_computed else [fact for fact in facts if fact[0] not in _OF_COMPUTED]


def copy_facts(found: NodeAnalysis | None, copies: object) -> list[Fact]:
    """What a copy of a repeated block has; its totals are those of all copies."""
    if isinstance(copies, bool) or not isinstance(copies, int) or copies < 2:
        return []
    if found is None:
        return [(f"Each of {copies}", "–")]
    each, rest = divmod(found.parameters, copies)
    about = "on average " if rest else ""  # the first copy may be fed by fewer channels
    return [(f"Each of {copies}", f"{about}{each:,} parameters, {flops_text(found.flops // copies)}")]


def project_facts(analysis: Analysis | None) -> list[Fact]:
    """The totals of the whole network."""
    if analysis is None or analysis.revision < 0:
        return [("Layers", "–"), ("Parameters", "–")]
    inputs = ("Inputs", "\n".join(map(_tensor_text, analysis.inputs)) or "none yet")
    if not analysis.is_whole:  # the totals would be those of a part
        return [("Layers", "–"), ("Parameters", "–"), inputs]
    return [
        ("Layers", f"{analysis.layers:,}"),
        ("Parameters", f"{analysis.parameters:,}"),
        ("Trainable", f"{analysis.trainable:,}"),
        ("Not trainable", f"{analysis.non_trainable:,}"),
        ("FLOPs", f"{flops_text(analysis.flops)} per sample"),
        ("Memory", f"{bytes_text(analysis.activation_bytes)} per sample"),
        inputs,
        ("Outputs", "\n".join(map(_tensor_text, analysis.outputs)) or "none yet"),
    ]


def sum_facts(found: Sequence[NodeAnalysis]) -> list[Fact]:
    """The totals of several nodes."""
    return [
        ("Parameters", f"{sum(node.parameters for node in found):,}"),
        ("Trainable", f"{sum(node.trainable for node in found):,}"),
        ("FLOPs", f"{flops_text(sum(node.flops for node in found))} per sample"),
        ("Memory", f"{bytes_text(sum(node.activation_bytes for node in found))} per sample"),
    ]


def _output_texts(found: NodeAnalysis, spec: LayerSpec | None) -> list[str]:
    """Its outputs, with their names where it gives several."""
    texts, count = [_tensor_text(tensor) for tensor in found.outputs], len(found.outputs)
    if spec is None or count == 1:
        return texts
    return [f"{spec.output_name(port, count)}: {text}" for port, text in enumerate(texts)]


def _tensor_text(tensor: TensorSpec) -> str:
    shape = shape_text(tensor.shape)
    text = shape if tensor.dtype == "float32" else f"{shape} {tensor.dtype}"
    return text + (MASKED if tensor.mask is not None else "")


def _parameters_text(parameters: int, trainable: int) -> str:
    return f"{parameters:,}" if parameters == trainable else f"{parameters:,} ({trainable:,} trainable)"
