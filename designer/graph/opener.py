"""Opens the blocks of a graph, one sheet after the other; see `designer.graph.expansion`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from designer.catalog.expressions import has_expressions, resolved
from designer.catalog.values import Params, Value
from designer.errors import RequestError
from designer.graph.blocks import TRAINABLE, copy_path, endless_blocks, num_copies, starting_values
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output, natural_key
from designer.graph.expanded import Expansion, Instance, Refusal, Source
from designer.graph.healing import healed, model_inputs, model_outputs, ports_of

MAX_NODES = 20_000
MAX_DEPTH = 32
_TOO_DEEP = f"Blocks are nested more than {MAX_DEPTH} deep.", "Ungroup some of them."
_NOT_SHARED = "The block that this node calls again isn't there.", "Delete this node, or ungroup it."
_TOO_LARGE = f"The network has more than {MAX_NODES:,} layers and blocks.", "Repeat blocks less often."


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A graph prepared for being opened many times."""

    nodes: tuple[Node, ...]
    into: Mapping[str, list[Edge]]
    inputs: tuple[str, ...]
    outputs: tuple[Source, ...]
    computed: frozenset[str]
    looped: frozenset[str]

    @classmethod
    def of(cls, snapshot: GraphSnapshot, *, is_block: bool) -> "_Sheet":
        graph = healed(snapshot)
        into: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        for edge in graph.edges:
            into[edge.target].append(edge)
        computed = (node.id for node in graph.nodes if any(map(has_expressions, node.params.values())))
        order = _in_flow(graph.nodes, into)
        done = {node.id for node in order}
        return cls(
            (*order, *(node for node in graph.nodes if node.id not in done)),
            into,
            tuple(model_inputs(graph)),
            tuple(ports_of(snapshot) if is_block else model_outputs(graph)),
            frozenset(computed),
            frozenset(into.keys() - done),
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a graph is being opened.

    Args:
        path: What stands before the ids.
        names: What stands before the names.
        owner: The path of the instance whose layers are called again; None where these are its own.
    """

    path: str = ""
    names: str = ""
    owner: str | None = None
    is_frozen: bool = False
    depth: int = 0


class Opener:
    """One walk through a graph and all that it contains.

    Args:
        blocks: All blocks of the project.
        keeps_nested: Whether nested models stay closed.
    """

    def __init__(self, blocks: Iterable[Block], *, keeps_nested: bool) -> None:
        self._blocks = {block.id: block for block in blocks}
        self._keeps_nested = keeps_nested
        self._endless = endless_blocks(self._blocks)
        self._num_opened = 0
        self._sheets: dict[str, _Sheet] = {}
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._instances: dict[str, Instance] = {}
        self._ports: dict[str, Source] = {}
        self._refusals: list[Refusal] = []
        self._loose: list[Edge] = []
        self._lost: list[Output] = []

    def open_root(self, snapshot: GraphSnapshot) -> Expansion:
        """Open the network."""
        sheet = _Sheet.of(snapshot, is_block=False)
        found = self._open(sheet, _Place(), {}, None)
        self._lost += [
            output for output, source in zip(sheet.outputs, found, strict=True) if output and not source
        ]
        is_natural = not snapshot.outputs and self._are_leaves(found)
        outputs = () if is_natural else tuple(source for source in found if source)
        return self._expansion(snapshot, outputs)

    def open_block(self, block: Block, values: Params) -> Expansion:
        """Open a block as a network of its own, whose outputs are its output ports, each in its place."""
        place = _Place(is_frozen=values.get(TRAINABLE) is False)
        found = self._open(_Sheet.of(block.graph, is_block=True), place, values, None)
        stand_in = next(filter(None, found), None)  # for ports that come from nowhere, which nothing can use
        outputs = tuple(source for source in (each or stand_in for each in found) if source)
        return self._expansion(block.graph, outputs)

    def _expansion(self, snapshot: GraphSnapshot, outputs: tuple[Output, ...]) -> Expansion:
        graph = GraphSnapshot(tuple(self._nodes), tuple(self._edges), snapshot.inputs, outputs)
        return Expansion(
            graph, self._instances, self._ports, tuple(self._refusals), tuple(self._loose), tuple(self._lost)
        )

    def _are_leaves(self, outputs: Sequence[Source]) -> bool:
        """Whether a graph says the same without naming its outputs."""
        used = {edge.source for edge in self._edges}
        leaves = [node.id for node in self._nodes if node.type != INPUT and node.id not in used]
        return [Output(node_id) for node_id in sorted(leaves, key=natural_key)] == list(outputs)

    def _open(
        self, sheet: _Sheet, place: _Place, values: Params, given: Sequence[Source] | None
    ) -> list[Source]:
        """Add the nodes of a graph; `given` feeds its Inputs, None where they are those of the network."""
        sources: dict[str, list[Source]] = {}
        if given is not None:
            fed = dict(zip(sheet.inputs, given, strict=False))
            sources = {node.id: [fed.get(node.id)] for node in sheet.nodes if node.type == INPUT}
            self._ports.update((place.path + node_id, found[0]) for node_id, found in sources.items())
        for node in sheet.nodes:
            if node.id in sources:
                continue
            if self._can_open(node, sheet, place, values):
                sources[node.id] = self._open_instance(node, sheet, place, values, sources)
            else:
                self._add(node, sheet, place, values)
                self._connect(place.path + node.id, sheet.into[node.id], place, sources)
        return [
            _source(sources, place, output.node, output.port) if output else None for output in sheet.outputs
        ]

    def _add(self, node: Node, sheet: _Sheet, place: _Place, values: Params) -> None:
        home = place.path if place.owner is None else place.owner
        shares = home + node.shares if node.shares else None
        if place.owner is not None and shares is None:
            shares = home + node.id
        params = node.params
        if node.id in sheet.computed and not node.block_id:
            params = self._computed(node, place, values)
        if place.is_frozen and node.type != INPUT and not node.type.startswith("ops."):
            params = {**params, TRAINABLE: False}
        self._nodes.append(
            Node(place.path + node.id, place.names + node.name, node.type, params, shares, repeat=node.repeat)
            if place.path or params is not node.params
            else node
        )

    def _computed(self, node: Node, place: _Place, values: Params) -> Params:
        try:
            return {name: resolved(value, values) for name, value in node.params.items()}
        except RequestError as error:
            self._refusals.append(Refusal(place.path + node.id, error.message, error.hint))
            return node.params

    def _connect(
        self, target: str, edges: Sequence[Edge], place: _Place, sources: Mapping[str, list[Source]]
    ) -> None:
        for edge in edges:
            source = _source(sources, place, edge.source, edge.source_port)
            if source:
                self._edges.append(Edge(source.node, source.port, target, edge.target_port))
            else:
                self._note_loose(target, edge, place, sources)

    def _note_loose(
        self, target: str, edge: Edge, place: _Place, sources: Mapping[str, list[Source]]
    ) -> None:
        if edge.source_port >= len(sources[edge.source]):
            self._loose.append(Edge(place.path + edge.source, edge.source_port, target, edge.target_port))

    def _can_open(self, node: Node, sheet: _Sheet, place: _Place, values: Params) -> bool:
        if not node.block_id:
            return False
        reason = self._why_closed(node, sheet, place)
        if reason is None:
            try:
                self._values(self._home(node, sheet), values)
                num_copies(self._home(node, sheet), values)
            except RequestError as error:
                reason = error.message, error.hint
        if reason is not None:
            self._refusals.append(Refusal(place.path + node.id, *reason))
        return reason is None

    def _why_closed(self, node: Node, sheet: _Sheet, place: _Place) -> tuple[str, str] | None:
        block = self._blocks.get(node.block_id)
        if block is None:
            return (
                f'The block "{node.block_id}" is not in this project.',
                "Delete the node, or paste the block.",
            )
        home = self._home(node, sheet)
        itself, loop = (
            f'The block "{block.name}" contains itself.',
            f'The block "{block.name}" lies in a loop.',
        )
        reasons = (
            (block.id in self._endless, (itself, "Take it out of itself.")),
            (node.id in sheet.looped, (loop, "Remove one of the edges of the loop.")),
            (place.depth >= MAX_DEPTH, _TOO_DEEP),
            (self._is_too_large, _TOO_LARGE),
            (node.shares and (home is node or home.type != node.type or home.shares), _NOT_SHARED),
        )
        return next((reason for holds, reason in reasons if holds), None)

    def _home(self, node: Node, sheet: _Sheet) -> Node:
        """The instance whose layers a node calls: itself, or the one that it shares."""
        if node.shares is None:
            return node
        return next((other for other in sheet.nodes if other.id == node.shares), node)

    def _values(self, node: Node, outer: Params) -> dict[str, Value]:
        block = self._blocks[node.block_id]
        own = {name: resolved(value, outer) for name, value in node.params.items()}
        return {**starting_values(block), **own}

    def _open_instance(
        self,
        node: Node,
        sheet: _Sheet,
        place: _Place,
        outer: Params,
        sources: Mapping[str, list[Source]],
    ) -> list[Source]:
        block, home = self._blocks[node.block_id], self._home(node, sheet)
        values, copies = self._values(home, outer), num_copies(home, outer)
        inner = self._sheet(block)
        inputs: list[Source] = [None] * len(inner.inputs)
        for edge in sheet.into[node.id]:
            if edge.target_port < len(inputs):
                source = _source(sources, place, edge.source, edge.source_port)
                inputs[edge.target_port] = source
                if source is None:
                    self._note_loose(place.path + node.id, edge, place, sources)
        first, given, outputs = len(self._nodes), inputs, list[Source]()
        ends: list[Source] = []
        for number in range(1, copies + 1):
            if self._is_too_large:
                self._refusals.append(Refusal(place.path + node.id, *_TOO_LARGE))
                break
            outputs = self._open_copy(node, number, inner, place, values, given)
            given = [*outputs, *inputs[len(outputs) :]][: len(inputs)]
            ends += outputs
        layers = tuple(node.id for node in self._nodes[first:])
        self._instances[place.path + node.id] = Instance(
            block, layers, tuple(inputs), tuple(outputs), copies, tuple(filter(None, ends))
        )
        return outputs

    @property
    def _is_too_large(self) -> bool:
        """Whether there is too much of layers and opened blocks; these may hold nothing but blocks."""
        return len(self._nodes) + self._num_opened > MAX_NODES

    def _sheet(self, block: Block) -> _Sheet:
        if block.id not in self._sheets:
            self._sheets[block.id] = _Sheet.of(block.graph, is_block=True)
        return self._sheets[block.id]

    def _open_copy(
        self,
        node: Node,
        number: int,
        inner: _Sheet,
        place: _Place,
        values: Params,
        given: Sequence[Source],
    ) -> list[Source]:
        self._num_opened += 1
        block = self._blocks[node.block_id]
        path = place.path + copy_path(node.id, number)
        name = place.names + (node.name if number == 1 else f"{node.name}.{number}")
        owner = None
        if place.owner is not None or node.shares:
            home = place.path if place.owner is None else place.owner
            owner = home + copy_path(node.shares or node.id, number)
        is_frozen = place.is_frozen or values.get(TRAINABLE) is False
        if block.is_nested and self._keeps_nested:
            params = {**values, TRAINABLE: False} if is_frozen else dict(values)
            self._nodes.append(Node(path, name, node.type, params, owner))
            ends = ((source, port) for port, source in enumerate(given) if source)
            self._edges += [Edge(source.node, source.port, path, port) for source, port in ends]
            return [Output(path, port) for port in range(len(inner.outputs))]
        deeper = _Place(
            f"{path}/", f"{name}.", None if owner is None else f"{owner}/", is_frozen, place.depth + 1
        )
        return self._open(inner, deeper, values, given)


def _source(sources: Mapping[str, list[Source]], place: _Place, node_id: str, port: int) -> Source:
    found = sources.get(node_id)
    if found is None:
        return Output(place.path + node_id, port)
    return found[port] if port < len(found) else None


def _in_flow(nodes: Sequence[Node], into: Mapping[str, list[Edge]]) -> tuple[Node, ...]:
    """Sources first, so that what feeds a block is known when that is opened; loops are left out."""
    by_id = {node.id: node for node in nodes}
    out_of: dict[str, list[str]] = {node.id: [] for node in nodes}
    missing = {node_id: len(edges) for node_id, edges in into.items()}
    for edges in into.values():
        for edge in edges:
            out_of[edge.source].append(edge.target)
    order = [node.id for node in nodes if not missing[node.id]]
    for node_id in order:
        for target in out_of[node_id]:
            missing[target] -= 1
            if not missing[target]:
                order.append(target)
    return tuple(map(by_id.__getitem__, order))
