"""Edits inside a block that renumber its ports: the edges of its instances follow, and come back by undo."""

from designer.document.commands import AddNodes, Command, Connect, RemoveNodes, SetOrder, Together
from designer.document.document import Document
from designer.document.project import Project
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output


def document() -> Document:
    """Two Inputs feed a block whose Add and ReLU are its outputs; each of these feeds a layer."""
    inside = GraphSnapshot(
        (
            Node("n1", "a", INPUT),
            Node("n2", "b", INPUT),
            Node("n3", "add", "Add"),
            Node("n4", "relu", "ReLU"),
        ),
        (Edge("n1", 0, "n3", 0), Edge("n2", 0, "n3", 1), Edge("n2", 0, "n4", 0)),
    )
    nodes = (
        *(Node("n1", "left", INPUT), Node("n2", "right", INPUT), Node("n3", "join", "block:b1")),
        *(Node("n4", "first", "Dense"), Node("n5", "second", "Dense")),
    )
    edges = (
        *(Edge("n1", 0, "n3", 0), Edge("n2", 0, "n3", 1)),
        *(Edge("n3", 0, "n4", 0), Edge("n3", 1, "n5", 0)),
    )
    return Document(Project("Net", GraphSnapshot(nodes, edges, blocks=(Block("b1", "Join", graph=inside),))))


def edges_after(command: Command) -> set[tuple[str, int, str, int]]:
    """The edges of the network once an edit inside the block is done, undone and done again."""
    net = document()
    before = net.project()
    net.inside("b1").push(command)
    after = net.project()
    net.undo()
    assert net.project() == before
    net.redo()
    assert net.project() == after
    net.undo()
    assert net.project() == before
    return {(edge.source, edge.source_port, edge.target, edge.target_port) for edge in after.graph.edges}


OUT = {("n3", 0, "n4", 0), ("n3", 1, "n5", 0)}
IN = {("n1", 0, "n3", 0), ("n2", 0, "n3", 1)}


def test_edges_follow_inputs_in_another_order() -> None:
    assert edges_after(SetOrder(("n2", "n1"), ())) == {("n1", 0, "n3", 1), ("n2", 0, "n3", 0)} | OUT


def test_the_edge_into_an_input_that_is_gone_goes_too() -> None:
    assert edges_after(RemoveNodes(("n1",))) == {("n2", 0, "n3", 0)} | OUT


def test_a_new_input_leaves_the_edges_as_they_are() -> None:
    assert edges_after(AddNodes([Node("n9", "c", INPUT)], {})) == IN | OUT


def test_edges_follow_outputs_in_another_order() -> None:
    found = edges_after(SetOrder((), (Output("n4"), Output("n3"))))
    assert found == IN | {("n3", 1, "n4", 0), ("n3", 0, "n5", 0)}


def test_a_layer_put_behind_an_output_becomes_that_output() -> None:
    add = AddNodes([Node("n9", "drop", "Dropout")], {}, [Edge("n3", 0, "n9", 0)])
    assert edges_after(add) == IN | {("n3", 1, "n4", 0), ("n3", 0, "n5", 0)}


def test_what_fed_the_last_layer_is_the_output_once_that_is_gone() -> None:
    net = document()
    inside = net.inside("b1")
    inside.push(AddNodes([Node("n9", "drop", "Dropout")], {}))
    inside.push(Connect(Edge("n3", 0, "n9", 0)))
    inside.push(RemoveNodes(("n9",)))
    assert set(net.graph.edges()) == {Edge(*ends) for ends in IN | OUT}


def test_ports_of_blocks_around_follow_too() -> None:
    net = document()
    outer = Block("b2", "Outer", graph=GraphSnapshot(net.graph.snapshot().nodes, net.graph.snapshot().edges))
    top = GraphSnapshot(
        (Node("n1", "outer", "block:b2"), Node("n2", "end", "Dense")), (Edge("n1", 1, "n2", 0),)
    )
    blocks = (net.blocks[0], outer)
    net = Document(Project(graph=GraphSnapshot(top.nodes, top.edges, blocks=blocks)))
    swap = Together((SetOrder((), (Output("n4"), Output("n3"))),), "Swap")
    net.inside("b1").push(swap)
    assert {(edge.source_port, edge.target) for edge in net.inside("b2").graph.out_edges("n3")} == {
        (1, "n4"),
        (0, "n5"),
    }
    net.inside("b2").push(SetOrder((), (Output("n5"), Output("n4"))))
    assert set(net.graph.edges()) == {Edge("n1", 0, "n2", 0)}
