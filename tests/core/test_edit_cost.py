"""An edit of one node costs the same in a large network as in a small one."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

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
from designer.document.project import Project, View
from designer.graph.elements import Edge, GraphSnapshot, Node

SMALL, LARGE = 400, 2000


def chain(count: int) -> Document:
    nodes = tuple(Node(f"n{at}", f"conv2d_{at}", "Conv2D") for at in range(1, count + 1))
    edges = tuple(Edge(f"n{at}", 0, f"n{at + 1}", 0) for at in range(1, count))
    places = {f"n{at}": (0.0, 88.0 * at) for at in range(1, count + 1)}
    return Document(Project(graph=GraphSnapshot(nodes, edges), view=View(places)))


EDITS: dict[str, Callable[[Document], Command]] = {
    "add": lambda document: AddNodes([document.new_node("Conv2D")], {}),
    "remove": lambda document: RemoveNodes(["n150"]),
    "connect": lambda document: Connect(Edge("n2", 0, "n150", 1)),
    "params": lambda document: SetParams("n150", {"filters": 3}),
    "rename": lambda document: RenameNode("n150", "other"),
    "move": lambda document: MoveNodes({"n150": (1.0, 2.0)}),
    "bypass": lambda document: SetBypassed(["n150"], bypassed=True),
}


def work(act: Callable[[], object]) -> int:
    """How many lines and calls of Python an act takes, which unlike its time is the same on every machine."""
    count, before = 0, sys.gettrace()

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_and_its_undo_look_at_no_other_nodes(edit: Callable[[Document], Command]) -> None:
    def do_and_undo(document: Document) -> int:
        def act() -> None:
            document.push(edit(document))
            document.undo()

        act()
        return work(act)

    small, large = do_and_undo(chain(SMALL)), do_and_undo(chain(LARGE))
    assert large <= 1.1 * small


def test_looking_for_a_loop_ends_where_either_side_does() -> None:
    def look(document: Document, source: str, target: str) -> int:
        return work(lambda: document.graph.would_cycle(source, target))

    small, large = chain(SMALL), chain(LARGE)
    for ends in (("n2", "n100"), ("n100", "n1")):
        assert look(large, *ends) <= 1.1 * look(small, *ends)
