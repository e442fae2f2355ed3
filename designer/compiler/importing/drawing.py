"""What was read of a model, drawn as a graph: layers as nodes, nested models as blocks, calls as edges."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec
from designer.catalog.values import Value
from designer.compiler.importing.arguments import Arguments, key_text, operation_type, read_call
from designer.compiler.importing.masks import Place, derived_masks, without_use
from designer.compiler.importing.records import LayerRecord, ModelRecord, Remark, TensorRef
from designer.compiler.importing.values import UnreadableError, Values, is_text, shown
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output, edge_key, natural_key
from designer.graph.healing import model_inputs, model_outputs
from designer.graph.names import Names, is_name, snake_case

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")
_GET_ITEM = "ops.get_item"


@dataclass(frozen=True)
class Drawn:
    """A model as a graph.

    Args:
        owners: The layers, by their name in the flat network.
    """

    graph: GraphSnapshot
    owners: Mapping[str, LayerRecord]
    remarks: tuple[Remark, ...]


@dataclass
class _Sheet:
    """One graph while it is drawn.

    Args:
        outputs: How many outputs each node of a nested model has.
        places: The node of each call.
        owners: Each layer by the name of the node that has it.
    """

    record: ModelRecord
    names: Names = field(default_factory=Names)
    nodes: dict[Place, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    owners: dict[str, LayerRecord] = field(default_factory=dict)


def drawn(record: ModelRecord, catalog: Catalog) -> Drawn:
    """Draw a model with all that is nested in it."""
    return _Draughtsman(catalog).draw(record)


class _Draughtsman:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._values = Values(catalog)
        self._blocks: dict[int, Block] = {}
        self._insides: dict[int, Mapping[str, LayerRecord]] = {}
        self._remarks: list[Remark] = []

    def draw(self, record: ModelRecord) -> Drawn:
        graph, owners = self._graph(record, "")
        blocks = sorted(self._blocks.values(), key=lambda block: natural_key(block.id))
        return Drawn(replace(graph, blocks=tuple(blocks)), owners, tuple(self._remarks))

    def _graph(self, record: ModelRecord, prefix: str) -> tuple[GraphSnapshot, dict[str, LayerRecord]]:
        sheet = _Sheet(record)
        calls = self._calls(record)
        gone = self._derived(record, calls)
        number = 0
        for place in calls:
            if place not in gone:
                number += 1
                self._add_node(sheet, place, f"n{number}", calls[place], prefix)
        for place, node in sheet.nodes.items():
            for port, ref in calls[place].ports.items():
                source = sheet.nodes[ref.layer, ref.call]
                sheet.edges.append(Edge(source.id, ref.output, node.id, port))
        return _snapshot(sheet), self._owners(sheet, prefix)

    def _calls(self, record: ModelRecord) -> dict[Place, Arguments]:
        return {
            (row, number): read_call(call, layer, None if layer.inner else self._spec(layer))
            for row, layer in enumerate(record.layers)
            for number, call in enumerate(layer.calls)
        }

    def _derived(self, record: ModelRecord, calls: Mapping[Place, Arguments]) -> set[Place]:
        """Leave out the masks that the built network derives itself; gives the calls that go with them."""
        found = derived_masks(record, (mask for call in calls.values() for mask in call.masks.values()))
        for call in calls.values():
            call.masks = {name: mask for name, mask in call.masks.items() if mask not in found}
            call.loose += call.masks
        refs = (ref for call in calls.values() for ref in call.ports.values())
        used = {(ref.layer, ref.call) for ref in (*refs, *record.outputs)}
        return self._shrunk(record, calls, found, used)

    def _shrunk(
        self,
        record: ModelRecord,
        calls: Mapping[Place, Arguments],
        derived: set[TensorRef],
        used: set[Place],
    ) -> set[Place]:
        gone: set[Place] = set()
        while True:
            more = without_use(record, derived, used) - gone
            if not more:
                return gone
            gone |= more
            refs = (ref for place, call in calls.items() if place not in gone for ref in call.ports.values())
            used = {(ref.layer, ref.call) for ref in (*refs, *record.outputs)}

    def _spec(self, layer: LayerRecord) -> LayerSpec | None:
        if layer.is_input:
            return self._catalog.layer(INPUT)
        if layer.is_operation:
            return self._catalog.layer(operation_type(layer))
        return self._catalog.layer(layer.class_name) if layer.is_from_keras else None

    def _add_node(self, sheet: _Sheet, place: Place, node_id: str, arguments: Arguments, prefix: str) -> None:
        layer = sheet.record.layers[place[0]]
        name = sheet.names.fresh(legal_name(layer.name, layer.class_name))
        sheet.names.add(name)
        first = sheet.nodes.get((place[0], 0))
        if first is not None and place[1] and not layer.is_operation:
            node = Node(node_id, name, first.type, shares=first.id)
        else:
            sheet.owners[name] = layer
            node = self._owner(Node(node_id, name, INPUT), layer, prefix)
        if arguments.constants or arguments.loose:
            node = self._with_constants(node, layer, arguments, prefix)
        sheet.nodes[place] = node

    def _owner(self, node: Node, layer: LayerRecord, prefix: str) -> Node:
        """A node that has a layer of its own."""
        where = prefix + node.name
        if layer.inner is not None:
            block = self._block(layer, layer.inner, f"{where}.")
            params: dict[str, Value] = {} if layer.config.get("trainable", True) else {"trainable": False}
            return replace(node, type=block.type, params=params)
        if layer.is_input:
            return replace(node, params=self._input_params(layer, where))
        spec = self._spec(layer)
        if spec is None or spec.type == "Lambda":
            return self._unknown(node, layer, where)
        params = self._values.params(spec, layer.config)
        if layer.config.get("trainable") is False and not layer.is_operation:
            params["trainable"] = False
        self._remark_lost(where)
        return replace(node, type=spec.type, params=params)

    def _input_params(self, layer: LayerRecord, where: str) -> dict[str, Value]:
        shape = layer.config.get("batch_shape", layer.config.get("batch_input_shape"))
        params: dict[str, Value] = {}
        if isinstance(shape, list | tuple) and shape:
            if all(map(_is_length, shape)):
                params["shape"] = tuple(shape[1:])
                if shape[0] is not None:
                    params["batch_size"] = shape[0]
            else:
                self._remarks.append(
                    Remark(where, "Its shape is no list of lengths; set it.", is_missing=True)
                )
        dtype = layer.config.get("dtype")
        return params | ({"dtype": dtype} if is_text(dtype) and dtype != "float32" else {})

    def _unknown(self, node: Node, layer: LayerRecord, where: str) -> Node:
        """A node of its own type name, with what could be read."""
        params = self._values.any_params(layer.config)
        self._values.take_lost()
        layer_type = self._type_of_unknown(layer)
        if layer.is_operation:
            message = f"{layer_type} can't be drawn; the network can't be built until it is replaced."
        elif layer.class_name == "Lambda" and layer.is_from_keras:
            message = (
                "A Lambda runs Python code, which is never taken out of a model. Replace it by another layer."
            )
            params = {}
        else:
            message = f"{layer_type} is no layer of Keras. Replace it, or install the package that has it."
        self._remarks.append(Remark(where, message, is_missing=True))
        return replace(node, type=layer_type, params=params)

    def _type_of_unknown(self, layer: LayerRecord) -> str:
        if layer.is_operation:
            return operation_type(layer)
        is_block = Node("", "", layer.class_name).block_id
        if is_block or (self._catalog.layer(layer.class_name) and not layer.is_from_keras):
            name = layer.registered_name or ""
            return name if ">" in name else f"Custom>{layer.class_name}"
        return layer.class_name

    def _with_constants(self, node: Node, layer: LayerRecord, arguments: Arguments, prefix: str) -> Node:
        """Constants among the arguments become parameters where the type has such."""
        where, spec = prefix + node.name, None if layer.inner else self._spec(layer)
        params = dict(node.params)
        for name, value in arguments.constants.items():
            param = spec.param(name) if spec else None
            if param is None:
                self._remark_constant(where, name, value, layer)
                continue
            try:
                read = key_text(value) if node.type == _GET_ITEM else self._values.value(param, value)
                params[name] = read
            except (UnreadableError, ValueError) as error:
                self._remarks.append(Remark(where, f'Its argument "{name}" is {error}.', is_missing=True))
        for name in arguments.loose:
            self._remarks.append(Remark(where, f'What feeds "{name}" can\'t be drawn and is left out.'))
        return replace(node, params=params)

    def _remark_constant(self, where: str, name: str, value: Any, layer: LayerRecord) -> None:
        """An inference call of a frozen model is what freezing does anyway."""
        if name == "training" and value is False and layer.config.get("trainable") is False:
            return
        is_short = isinstance(value, bool | float | str) or (isinstance(value, int) and abs(value) < 2**63)
        text = shown(str(value)) if is_short else "a value"
        self._remarks.append(Remark(where, f"It was called with {shown(name)}={text}, which is left out."))

    def _remark_lost(self, where: str) -> None:
        self._remarks += [Remark(where, message) for message in self._values.take_lost()]

    def _block(self, layer: LayerRecord, inner: ModelRecord, prefix: str) -> Block:
        if id(inner) in self._blocks:
            message = "This model is nested at several depths; here it has weights of its own."
            self._remarks.append(Remark(prefix[:-1], message))
            return self._blocks[id(inner)]
        graph, owners = self._graph(inner, prefix)
        if layer.config.get("trainable") is False:
            graph = thawed(graph)
        name = inner.name if is_text(inner.name) else "model"
        block = Block(f"b{len(self._blocks) + 1}", name, (), graph, is_nested=True)
        self._blocks[id(inner)] = block
        self._insides[id(inner)] = {name.removeprefix(prefix): owner for name, owner in owners.items()}
        return block

    def _owners(self, sheet: _Sheet, prefix: str) -> dict[str, LayerRecord]:
        return dict(self._owners_of(sheet, prefix))

    def _owners_of(self, sheet: _Sheet, prefix: str) -> Iterator[tuple[str, LayerRecord]]:
        for name, layer in sheet.owners.items():
            if layer.inner is not None:
                inside = self._insides[id(layer.inner)].items()
                yield from ((f"{prefix}{name}.{own}", owner) for own, owner in inside)
            elif not layer.is_input and not layer.is_operation:
                yield prefix + name, layer


def legal_name(name: str, class_name: str) -> str:
    """The name of a layer with what TensorFlow's scopes don't allow replaced."""
    if is_name(name):
        return name
    return _NOT_IN_NAMES.sub("_", name).strip("_") or snake_case(class_name) or "layer"


def thawed(graph: GraphSnapshot) -> GraphSnapshot:
    """A graph without the freezing of its nodes where all of them are frozen: that of the whole says it."""
    if any(node.params.get("trainable") is not False for node in graph.nodes if _can_freeze(node)):
        return graph
    nodes = (
        replace(node, params={name: value for name, value in node.params.items() if name != "trainable"})
        for node in graph.nodes
    )
    return replace(graph, nodes=tuple(nodes))


def _is_length(value: Any) -> bool:
    """Whether it can be a dimension of a shape; None is any length."""
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _can_freeze(node: Node) -> bool:
    return node.type != INPUT and not node.type.startswith("ops.") and not node.shares


def _snapshot(sheet: _Sheet) -> GraphSnapshot:
    """The finished graph; orders are said only where they aren't the natural ones."""
    edges = tuple(sorted(sheet.edges, key=edge_key))
    graph = GraphSnapshot(tuple(sheet.nodes.values()), edges)
    inputs = [sheet.nodes[ref.layer, ref.call].id for ref in sheet.record.inputs]
    outputs = [Output(sheet.nodes[ref.layer, ref.call].id, ref.output) for ref in sheet.record.outputs]
    return replace(
        graph,
        inputs=() if inputs == model_inputs(graph) else tuple(inputs),
        outputs=() if outputs == model_outputs(graph) else tuple(_each_once(outputs)),
    )


def _each_once(outputs: Sequence[Output]) -> list[Output]:
    return list(dict.fromkeys(outputs))
