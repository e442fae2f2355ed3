"""Which edge may be drawn, and why another may not."""

import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.spec import InputPorts, LayerSpec
from designer.graph.elements import Edge, Node
from designer.graph.graph import Graph
from designer.graph.rules import input_ports, num_shown_ports, refusal

PORTS = {
    "Input": InputPorts(style="none", minimum=0, maximum=0),
    "Dense": InputPorts(),
    "Subtract": InputPorts(style="list", minimum=2, maximum=2),
    "Add": InputPorts(style="list", minimum=2, maximum=None),
}


@pytest.fixture
def catalog() -> Catalog:
    nothing = dict.fromkeys(
        ("categories", "activations", "optimizers", "losses", "metrics"), ()
    ) | dict.fromkeys(("initializers", "regularizers", "constraints", "schedules"), ())
    layers = [LayerSpec(type=name, category="", inputs=ports) for name, ports in PORTS.items()]
    return Catalog.model_validate({"keras_version": "3", "layers": layers, **nothing})


@pytest.fixture
def graph() -> Graph:
    """input → first → second → subtract and add; the second input of `subtract` is free."""
    graph = Graph()
    for node_id, layer_type in [
        ("input", "Input"),
        ("first", "Dense"),
        ("second", "Dense"),
        ("subtract", "Subtract"),
        ("add", "Add"),
    ]:
        graph.add_node(Node(node_id, node_id, layer_type))
    for source, target in [
        ("input", "first"),
        ("first", "second"),
        ("second", "subtract"),
        ("second", "add"),
    ]:
        graph.add_edge(Edge(source, 0, target, 0))
    return graph


@pytest.mark.parametrize(
    ("source", "target", "port", "reason"),
    [
        ("second", "input", 0, "is an Input"),
        ("add", "add", 1, "can't feed itself"),
        ("subtract", "first", 0, 'already depends on "first"'),
        ("input", "second", 0, "Add or Concatenate"),
        ("input", "subtract", 0, "already connected"),
        ("input", "subtract", 1, ""),
        ("input", "add", 1, ""),
    ],
)
def test_a_refused_edge_is_told_why(
    graph: Graph, catalog: Catalog, source: str, target: str, port: int, reason: str
) -> None:
    answer = refusal(graph, catalog, Edge(source, 0, target, port))
    assert reason in answer if reason else answer == ""


@pytest.mark.parametrize(("node_id", "expected"), [("input", 0), ("first", 1), ("subtract", 2), ("add", 2)])
def test_a_node_shows_its_ports_and_one_spare(
    graph: Graph, catalog: Catalog, node_id: str, expected: int
) -> None:
    assert num_shown_ports(graph, catalog, node_id) == expected


def test_an_unknown_layer_type_has_one_input(catalog: Catalog) -> None:
    assert input_ports(catalog, "Foreign").maximum == 1
