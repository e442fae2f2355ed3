"""An edit of one node costs the same in a large network as in a small one."""

import time
from collections.abc import Callable

import pytest

from designer.document.commands import (
    AddNodes,
    Command,
    Connect,
    MoveNodes,
    RemoveNodes,
    RenameNode,
    SetBypassed,
    SetParams,
)
from designer.document.document import Document
from designer.document.edits import skip_connection
from designer.document.project import Project, View
from designer.graph.elements import Edge, GraphSnapshot, Node

NUM_NODES = 5000
BUDGET_S = 0.003

EDITS: dict[str, Callable[[Document], Command]] = {
    "add": lambda document: AddNodes([document.new_node("Conv2D")], {}),
    "remove": lambda document: RemoveNodes(["n2500"]),
    "connect": lambda document: Connect(Edge("n2400", 0, "n2500", 1)),
    "params": lambda document: SetParams("n2500", {"filters": 3}),
    "rename": lambda document: RenameNode("n2500", "other"),
    "move": lambda document: MoveNodes({"n2500": (1.0, 2.0)}),
    "bypass": lambda document: SetBypassed(["n2500"], bypassed=True),
    "skip connection": lambda document: skip_connection(
        document, "n4900", 0, Edge("n4980", 0, "n4981", 0), {f"n{at}": ((None, 8),) for at in (4900, 4980)}
    ),
}


@pytest.fixture(scope="module")
def document() -> Document:
    """A chain of 5,000 layers."""
    nodes = tuple(Node(f"n{at}", f"conv2d_{at}", "Conv2D") for at in range(1, NUM_NODES + 1))
    edges = tuple(Edge(f"n{at}", 0, f"n{at + 1}", 0) for at in range(1, NUM_NODES))
    places = {f"n{at}": (0.0, 88.0 * at) for at in range(1, NUM_NODES + 1)}
    return Document(Project(graph=GraphSnapshot(nodes, edges), view=View(places)))


def least_s(action: Callable[[], None]) -> float:
    """The shortest of many runs: what it costs when nothing else disturbs it."""
    found = []
    for _ in range(30):
        started_s = time.perf_counter()
        action()
        found.append(time.perf_counter() - started_s)
    return min(found)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_and_its_undo_are_quick(document: Document, edit: Callable[[Document], Command]) -> None:
    def do_and_undo() -> None:
        document.push(edit(document))
        document.undo()

    assert least_s(do_and_undo) < BUDGET_S


def test_looking_for_a_loop_is_quick(document: Document) -> None:
    def look() -> None:
        assert not document.graph.would_cycle("n2400", "n2500")

    assert least_s(look) < BUDGET_S
    assert document.graph.would_cycle(f"n{NUM_NODES}", "n1")
