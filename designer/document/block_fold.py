"""A block made of a selection."""

from collections.abc import Collection, Mapping, Sequence

from designer.catalog.spec import ParamSpec
from designer.catalog.substitution import used_names
from designer.catalog.values import Expr
from designer.document.block_commands import AddBlocks
from designer.document.block_names import fresh_block_name
from designer.document.commands import Command, Together
from designer.document.document import Document
from designer.document.graph_changes import graph_commands, middle
from designer.document.project import View
from designer.document.weight_names import Step, carrying, names_after
from designer.errors import GraphError
from designer.graph.elements import INPUT, Block, GraphSnapshot, Node
from designer.graph.folding import Placed, inner_graph, with_instances
from designer.graph.layout import COLUMN_GAP, NODE_SIZE, ROW_GAP, layout
from designer.graph.names import Names, split_number
from designer.graph.repeat_names import stem_of
from designer.graph.wiring import Wiring, in_order


def fold(document: Document, node_ids: Collection[str], name: str) -> tuple[Command, str]:
    """Make a block of some nodes and put an instance of it in their place.

    What feeds them from outside becomes an Input inside, named after the layer it came from; each output that
    is used outside becomes an output. Inside another block, parameters of that one which they use become
    parameters of the new block.

    Args:
        document: It is only read.
        node_ids: What goes into the block.
        name: Of the block; a number is put behind one that is taken.

    Returns:
        The command, and the id that the instance will have.

    Raises:
        GraphError: Nothing or an Input is selected, a path leaves the selection and comes back, or a layer
            shares its weights over the border.
    """
    nodes = [document.graph.node(node_id) for node_id in in_order(node_ids)]
    outside = document.graph.quick_snapshot()
    wiring = Wiring(outside)
    _check_may_fold(document, nodes, wiring)
    ids = dict.fromkeys(node.id for node in nodes)
    sources, exits = wiring.sources(ids), wiring.exits(ids)
    feeding = [wiring.nodes[source.node].name for source in sources]
    unfed = [node.name for node in nodes if not wiring.into[node.id]]
    input_names = _input_names([*feeding, *(f"into_{name}" for name in unfed)], nodes)
    graph, new_ids = inner_graph(nodes, wiring, sources, exits, input_names)
    params = _used_params(document, nodes)
    block = Block(document.new_block_id(), fresh_block_name(document, name), params, graph)
    view = _inner_view(document, graph, new_ids)
    (node_id,) = document.new_ids(1)
    node_name = document.graph.names.fresh(stem_of(block.name))
    node = Node(node_id, node_name, block.type, {param.name: Expr(param.name) for param in params})
    new = with_instances(outside, [Placed(node, ids, sources, exits)])
    places = [document.positions[each] for each in ids if each in document.positions]
    commands = graph_commands(document, new, {node_id: middle(places)} if places else {})
    text = f'Make block "{block.name}"'
    command = Together((AddBlocks([block], {block.id: view}), *commands), text)

    def rename(step: Step) -> str:
        is_in = step.block_id == document.block_id and step.node.id in ids
        return f"{node_name}.{step.name}" if is_in else step.name

    return carrying(document, command, lambda: names_after(document, rename)), node_id


def _check_may_fold(document: Document, nodes: Sequence[Node], wiring: Wiring) -> None:
    if not nodes:
        raise GraphError("Nothing is selected.", "Select the layers that shall become a block.")
    ids = {node.id for node in nodes}
    for node in nodes:
        if node.type == INPUT:
            raise GraphError(
                f'"{node.name}" is an Input: data enters here, so it can\'t be in a block.',
                "Take it out of the selection.",
            )
    for node in document.graph.nodes.values():
        if node.shares and (node.shares in ids) != (node.id in ids):
            owner = wiring.nodes[node.shares].name if node.shares in wiring.nodes else node.shares
            raise GraphError(
                f'"{node.name}" calls the layer of "{owner}" again, and only one of them is selected.',
                "Select both, or make the layer independent first.",
            )
    if between := wiring.between(ids):
        name = wiring.nodes[in_order(between)[0]].name
        raise GraphError(
            f'A path leaves the selection and comes back through "{name}", so the block would feed itself.',
            "Select what lies between as well.",
        )


def _input_names(wishes: Sequence[str], nodes: Sequence[Node]) -> list[str]:
    names = Names(node.name for node in nodes)
    found = []
    for wish in wishes:
        found.append(names.fresh(wish if wish not in names else split_number(wish)[0]))
        names.add(found[-1])
    return found


def _used_params(document: Document, nodes: Sequence[Node]) -> tuple[ParamSpec, ...]:
    """The parameters of the block around that expressions in some nodes use."""
    around = document.block(document.block_id)
    if around is None:
        return ()
    values = (value for node in nodes for value in (*node.params.values(), node.repeat))
    used = set().union(*map(used_names, values))
    return tuple(param for param in around.params if param.name in used)


def _inner_view(document: Document, graph: GraphSnapshot, new_ids: Mapping[str, str]) -> View:
    """Where the nodes lie inside: as they lay outside, from the origin on, with the Inputs before them."""
    known = document.positions
    orientation = document.orientation
    if any(node_id not in known for node_id in new_ids):
        return View(layout(graph, orientation=orientation).positions, orientation)
    x, y = middle([known[node_id] for node_id in new_ids])
    places = {new: (known[old][0] - x, known[old][1] - y) for old, new in new_ids.items()}
    flow = 1 if orientation == "vertical" else 0
    row = min(place[flow] for place in places.values()) - NODE_SIZE[flow] - ROW_GAP
    step, free = NODE_SIZE[1 - flow] + COLUMN_GAP, -float("inf")
    for node in graph.nodes:
        if node.type == INPUT:
            fed = [places[edge.target][1 - flow] for edge in graph.edges if edge.source == node.id]
            across = max(min(fed, default=0.0), free)
            places[node.id] = (across, row) if flow else (row, across)
            free = across + step
    return View({node.id: places[node.id] for node in graph.nodes}, orientation)
