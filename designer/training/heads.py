"""The outputs of a network as training sees them: their shape and the activation they end in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from designer.catalog.values import KerasObject
from designer.compiler.results import Shape, shape_text
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.graph.expansion import flat
from designer.graph.healing import first_inputs, model_outputs

# These hand values on unchanged, so the activation is that of the layer before them.
_PASS_ON = frozenset(
    {
        "ActivityRegularization",
        "Dropout",
        "Flatten",
        "Identity",
        "Permute",
        "Reshape",
        "Rescaling",
        "SpatialDropout1D",
    }
)
_OWN_ACTIVATION = {
    "Softmax": "softmax",
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "relu",
    "ELU": "elu",
}
_TANH_BY_DEFAULT = frozenset({"LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})


@dataclass(frozen=True)
class Head:
    """One output of the network.

    Args:
        name: The name of the layer it comes from; with a number where several outputs come from one.
        shape: With the batch axis.
        activation: Keras's name of the activation it ends in; "linear" for none.
        node: Id of the layer it comes from.
        activated_by: Id of the layer that has the activation, which others only hand on.
    """

    name: str
    shape: Shape
    activation: str
    node: str = ""
    activated_by: str = ""

    @property
    def units(self) -> int:
        """Number of values in one sample's output; 0 where unknown."""
        size = 1
        for length in self.shape[1:]:
            size *= length or 0
        return size

    @property
    def shape_text(self) -> str:
        """The shape of one sample's output for people."""
        return shape_text(self.shape)


def heads(snapshot: GraphSnapshot, shapes: Sequence[Shape]) -> tuple[Head, ...]:
    """The outputs of a graph.

    Args:
        snapshot: A graph that builds, in any order.
        shapes: The shape of each output in the model's order, from an analysis or a model.
    """
    graph = flat(snapshot)
    nodes, feeds = {node.id: node for node in graph.nodes}, first_inputs(graph.edges)
    outputs = model_outputs(graph)
    names = _numbered([nodes[output.node].name for output in outputs])
    return tuple(
        replace(_head(nodes, feeds, nodes[output.node], tuple(shape)), name=name)
        for output, shape, name in zip(outputs, shapes, names, strict=True)
    )


def _numbered(names: Sequence[str]) -> Iterator[str]:
    """Names that differ from each other: `lstm`, `lstm_1` where one layer gives two outputs."""
    taken: set[str] = set()
    for name in names:
        tries = (f"{name}_{number}" if number else name for number in count())
        free = next(found for found in tries if found not in taken and (found == name or found not in names))
        taken.add(free)
        yield free


def _head(nodes: Mapping[str, Node], feeds: Mapping[str, Edge], node: Node, shape: Shape) -> Head:
    last = node
    layer = nodes[last.shares or last.id]
    while layer.type in _PASS_ON and last.id in feeds:
        last = nodes[feeds[last.id].source]
        layer = nodes[last.shares or last.id]
    default = "tanh" if layer.type in _TANH_BY_DEFAULT else _OWN_ACTIVATION.get(layer.type, "linear")
    value = layer.params.get("activation", default)
    if isinstance(value, KerasObject):
        value = value.type.lower()
    return Head(node.name, shape, str(value) if value is not None else "linear", node.id, layer.id)
