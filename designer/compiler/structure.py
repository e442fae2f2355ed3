"""Problems of a graph that show without asking Keras: missing inputs, loops, loose ends, equal names."""

from collections import Counter
from collections.abc import Iterator

from designer.catalog.catalog import Catalog
from designer.compiler.results import Problem
from designer.graph.elements import INPUT, Node
from designer.graph.graph import Graph
from designer.graph.rules import input_ports


def structure_problems(graph: Graph, catalog: Catalog) -> list[Problem]:
    """All of them, those of the whole network first."""
    if not graph.nodes:
        return [
            Problem(
                "error",
                None,
                "The network is empty.",
                "Drag an Input and some layers here, or open a preset.",
            )
        ]
    return [*_whole(graph), *_names(graph), *_loops(graph), *_ports(graph, catalog), *_loose_ends(graph)]


def _whole(graph: Graph) -> Iterator[Problem]:
    if not any(node.type == INPUT for node in graph.nodes.values()):
        yield Problem(
            "error", None, "The network has no Input.", "Add an Input and connect it to the first layer."
        )
    elif not graph.model_outputs():
        yield Problem(
            "error", None, "The network has no output.", "Connect a layer, such as Dense, to the Input."
        )


def _names(graph: Graph) -> Iterator[Problem]:
    counts = Counter(node.name for node in graph.nodes.values())
    for node in graph.nodes.values():
        if counts[node.name] > 1:
            yield Problem(
                "error", node.id, f'Several layers are called "{node.name}".', "Rename all but one."
            )


def _loops(graph: Graph) -> Iterator[Problem]:
    if len(graph.topological_order()) < len(graph.nodes):
        loop = graph.cycle()
        names = " → ".join(graph.node(node_id).name for node_id in (*loop, loop[0]))
        yield Problem("error", loop[0], f"There is a loop: {names}.", "Remove one of these edges.")


def _ports(graph: Graph, catalog: Catalog) -> Iterator[Problem]:
    for node in graph.nodes.values():
        if node.shares is not None and node.shares not in graph.nodes:
            yield Problem(
                "error", node.id, "The layer that this node calls again isn't there.", "Delete this node."
            )
        ports = input_ports(catalog, node.type)
        taken = [edge.target_port for edge in graph.in_edges(node.id)]
        if len(taken) < ports.minimum:
            yield _too_few(node, ports.minimum, len(taken))
        elif ports.style == "positional" and taken != [*range(ports.minimum), *taken[ports.minimum :]]:
            missing = next(port for port in range(ports.minimum) if port not in taken)
            yield Problem("error", node.id, f'The input "{ports.names[missing]}" is not connected.')
        elif ports.maximum is not None and len(taken) > ports.maximum:
            message = f"{node.type} takes {_count(ports.maximum)}, and {len(taken)} are connected."
            yield Problem("error", node.id, message, "Remove the edges that are too many.")


def _too_few(node: Node, minimum: int, connected: int) -> Problem:
    if not connected:
        return Problem(
            "error", node.id, "Nothing is connected to its input.", "Connect a layer to it, or delete it."
        )
    return Problem("error", node.id, f"{node.type} needs {_count(minimum)}, and {connected} is connected.")


def _count(number: int) -> str:
    return f"{number} input" if number == 1 else f"{number} inputs"


def _loose_ends(graph: Graph) -> Iterator[Problem]:
    needed = {output.node for output in graph.outputs}
    needed |= {ancestor for node_id in needed for ancestor in graph.ancestors(node_id)}
    for node in graph.nodes.values():
        if node.type == INPUT and not graph.out_edges(node.id) and len(graph.nodes) > 1:
            yield Problem("error", node.id, "This Input feeds nothing.", "Connect it, or delete it.")
        elif graph.outputs and node.id not in needed and node.type != INPUT:
            yield Problem(
                "warning", node.id, "No output of the model needs this layer.", "Connect it, or delete it."
            )
