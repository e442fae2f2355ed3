"""Problems of a graph that show without asking Keras: missing inputs, loops, loose ends, wrong names."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from designer.catalog.catalog import Catalog
from designer.compiler.results import Problem
from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, Node
from designer.graph.facts import Facts
from designer.graph.graph import Graph
from designer.graph.names import check_name
from designer.graph.rules import input_ports


def structure_problems(graph: Graph, catalog: Catalog) -> list[Problem]:
    """All of them, those of the whole network first."""
    if not graph.nodes:
        return [
            Problem(
                "error",
                None,
                "The network is empty.",
                "Drag an Input and some layers onto the canvas, or open a preset.",
                "empty",
            )
        ]
    wrong = (problem for node in graph.nodes.values() if (problem := port_problem(graph, catalog, node)))
    return [*_whole(graph), *_names(graph), *_loops(graph), *wrong, *_loose_ends(graph)]


def owner_of(graph: Graph, node: Node) -> Node:
    """The node whose layer a node calls: itself, or the one that it shares.

    Raises:
        GraphError: It shares a layer that isn't there.
    """
    return node if node.shares is None else graph.node(node.shares)


def needed_nodes(graph: Graph) -> set[str]:
    """Ids of the nodes that the model consists of: its inputs, and all that its outputs depend on."""
    if not graph.outputs:
        return set(graph.nodes)
    return graph.upstream([*graph.model_inputs(), *(output.node for output in graph.outputs)])


def port_problem(graph: Graph, catalog: Catalog, node: Node) -> Problem | None:
    """Why a node's layer can't be called at all, whatever its inputs are; None where it can."""
    if node.shares is not None and (reason := _wrong_sharing(graph, node)):
        hint = "Delete this node, or give it a layer of its own."
        return Problem("error", node.id, reason, hint, "wrong_sharing")
    ports = input_ports(catalog, node.type)
    edges = graph.in_edges(node.id)
    taken = [edge.target_port for edge in edges]
    if len(taken) < ports.minimum:
        return _too_few(node, ports.minimum, edges)
    if ports.maximum is not None and taken and taken[-1] >= ports.maximum:
        message = f"{node.type} takes {_count(ports.maximum)}, and input {taken[-1] + 1} is connected."
        facts = Facts(tuple(edge for edge in edges if edge.target_port >= ports.maximum))
        return Problem("error", node.id, message, "Remove this edge.", "extra_input", facts)
    if ports.style == "positional" and taken[: ports.minimum] != [*range(ports.minimum)]:
        missing = next(port for port in range(ports.minimum) if port not in taken)
        message = f'The input "{ports.names[missing]}" of {node.type} is not connected.'
        facts = Facts(tuple(edges), number=missing)
        return Problem("error", node.id, message, "Connect a layer to it.", "missing_input", facts)
    return None


def _whole(graph: Graph) -> Iterator[Problem]:
    if not any(node.type == INPUT for node in graph.nodes.values()):
        hint = "Add an Input and connect it to the first layer."
        yield Problem("error", None, "The network has no Input.", hint, "no_input")
    elif not graph.model_outputs() and not graph.cycle():
        hint = "Connect a layer, such as Dense, to the Input."
        yield Problem("error", None, "The network has no output.", hint, "no_output")


def _names(graph: Graph) -> Iterator[Problem]:
    counts = Counter(node.name for node in graph.nodes.values())
    for node in graph.nodes.values():
        try:
            check_name(node.name, ())
        except GraphError as error:
            yield Problem("error", node.id, error.message, error.hint, "bad_name")
        if counts[node.name] > 1:
            message = f'Several layers are called "{node.name}".'
            yield Problem("error", node.id, message, "Rename all but one.", "same_name")


def _loops(graph: Graph) -> Iterator[Problem]:
    if len(graph.topological_order()) < len(graph.nodes):
        loop = graph.cycle()
        names = " → ".join(graph.node(node_id).name for node_id in (*loop, loop[0]))
        steps = pairwise((*loop, loop[0]))
        edges = [edge for one, two in steps for edge in graph.out_edges(one) if edge.target == two]
        message = f"There is a loop: {names}."
        yield Problem("error", loop[0], message, "Remove one of these edges.", "loop", Facts(tuple(edges)))


def _wrong_sharing(graph: Graph, node: Node) -> str:
    owner = graph.nodes.get(node.shares or "")
    if owner is None:
        return "The layer that this node calls again isn't there."
    if owner.shares is not None:
        return f'"{owner.name}", whose layer this node calls again, has none of its own.'
    if owner.type != node.type or owner.type == INPUT:
        return f'This {node.type} can\'t call "{owner.name}" again, which is a layer of type {owner.type}.'
    return ""


def _too_few(node: Node, minimum: int, connected: Sequence[Edge]) -> Problem:
    if not connected:
        message, hint = "Nothing is connected to its input.", "Connect a layer to it, or delete it."
        return Problem("error", node.id, message, hint, "unconnected")
    message = f"{node.type} needs {_count(minimum)}, and {len(connected)} is connected."
    missing = next(port for port in range(minimum) if port not in {edge.target_port for edge in connected})
    facts = Facts(tuple(connected), number=missing)
    return Problem("error", node.id, message, "Connect another layer to it.", "too_few_inputs", facts)


def _count(number: int) -> str:
    return f"{number} input" if number == 1 else f"{number} inputs"


def _loose_ends(graph: Graph) -> Iterator[Problem]:
    needed, inputs = needed_nodes(graph), set(graph.model_inputs())
    for node in graph.nodes.values():
        if node.type != INPUT:
            if node.id not in needed:
                message = "No output of the model needs this layer."
                yield Problem("warning", node.id, message, "Connect it, or delete it.", "dead")
        elif not graph.out_edges(node.id) and len(graph.nodes) > 1 and node.id not in _outputs(graph):
            message = "This Input feeds nothing."
            yield Problem("error", node.id, message, "Connect it, or delete it.", "idle_input")
        elif node.id in needed and node.id not in inputs:
            message = "The model needs this Input, and it is not among the model's inputs."
            yield Problem("error", node.id, message, "Add it to the inputs.", "unlisted_input")


def _outputs(graph: Graph) -> set[str]:
    return {output.node for output in graph.outputs}
