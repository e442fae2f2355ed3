"""Random edits of a document, undo and redo among them, and what a canvas shows compared with a fresh one."""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from designer.document import edits
from designer.document.block_fold import fold
from designer.document.block_ungroup import ungroup
from designer.document.bookmark_commands import bookmark_node, bookmark_place, remove_bookmarks
from designer.document.commands import (
    AddNodes,
    Command,
    Connect,
    Disconnect,
    MoveNodes,
    RemoveNodes,
    RenameNode,
    SetBypassed,
    SetOrder,
    SetOrientation,
    SetParams,
    Together,
)
from designer.document.document import Document
from designer.document.homes import home_of
from designer.document.opening_up import closed, opened, opened_to
from designer.errors import DesignerError
from designer.graph.elements import INPUT, Edge, Output
from designer.ui.canvas.content import Content
from tests.qt.canvas_helpers import catalog

_TYPES = (INPUT, "Conv2D", "Dense", "Add", "Add", "Concatenate", "Foreign")
_MOST_NODES = 60


class Storm:
    """Draws one edit after another from a source of random numbers; refused ones leave no trace."""

    def __init__(self, document: Document, chance: random.Random, *, has_blocks: bool = False) -> None:
        self._document = document
        self._chance = chance
        blocks = self._fold, self._ungroup, self._toggle, self._toggle, self._deepen
        self._with_blocks: tuple[Callable[[], Command | None], ...] = blocks if has_blocks else ()

    def edit(self) -> None:
        """Do one edit, undo or redo."""
        dice = self._chance.random()
        if dice < 0.25:
            self._document.undo()
        elif dice < 0.38:
            self._document.redo()
        elif dice < 0.42:
            self._document.go_to(self._document.history_position + self._chance.randrange(-6, 7))
        else:
            with suppress(DesignerError):
                if command := self._command():
                    self._document.push(command)

    def _command(self) -> Command | None:
        if len(self._document.graph.nodes) > _MOST_NODES:
            return self._remove()
        makers: tuple[Callable[[], Command | None], ...] = (
            self._add,
            self._add,
            self._add,
            self._remove,
            self._connect,
            self._connect,
            self._connect,
            self._disconnect,
            self._move,
            self._move,
            self._rename,
            self._set_params,
            self._bypass,
            self._set_order,
            self._turn,
            self._insert,
            self._replace,
            self._bookmark,
            *self._with_blocks,
        )
        return self._chance.choice(makers)()

    def _node(self) -> str:
        return self._chance.choice(list(self._document.graph.nodes) or ["n0"])

    def _place(self) -> tuple[float, float]:
        return self._chance.randrange(-3, 4) * 100.0, self._chance.randrange(0, 24) * 44.0

    def _add(self) -> Command:
        node = self._document.new_node(self._chance.choice(_TYPES))
        edges = [Edge(self._node(), 0, node.id, port) for port in range(self._chance.randrange(4))]
        return AddNodes([node], {node.id: self._place()} if self._chance.random() < 0.97 else {}, edges)

    def _remove(self) -> Command:
        return RemoveNodes([self._node() for _ in range(self._chance.randrange(1, 4))])

    def _connect(self) -> Command:
        return Connect(Edge(self._node(), self._chance.randrange(2), self._node(), self._chance.randrange(3)))

    def _disconnect(self) -> Command | None:
        edges = list(self._document.graph.edges())
        return Disconnect(self._chance.choice(edges)) if edges else None

    def _move(self) -> Command:
        return MoveNodes({self._node(): self._place() for _ in range(self._chance.randrange(1, 4))})

    def _rename(self) -> Command:
        return RenameNode(self._node(), f"name_{self._chance.randrange(50)}")

    def _set_params(self) -> Command:
        return SetParams(self._node(), {"filters": self._chance.randrange(9)}, "filters")

    def _bypass(self) -> Command:
        return SetBypassed([self._node()], bypassed=self._chance.random() < 0.6)

    def _set_order(self) -> Command:
        inputs = [node.id for node in self._document.graph.nodes.values() if node.type == INPUT]
        return SetOrder(inputs[:1], [Output(self._node())] if self._chance.random() < 0.5 else [])

    def _turn(self) -> Command | None:
        if self._chance.random() < 0.8:
            return None
        return SetOrientation(self._chance.choice(("vertical", "horizontal")))

    def _insert(self) -> Command | None:
        edges = list(self._document.graph.edges())
        node = self._document.new_node("Dense")
        if not edges:
            return None
        return edits.insert_on_edge(self._document, node, self._chance.choice(edges), self._place())

    def _bookmark(self) -> Command:
        if self._chance.random() < 0.3:
            return remove_bookmarks(self._document, [self._chance.randrange(1, 4)])
        if self._chance.random() < 0.3:
            return bookmark_place(self._document, self._place(), 0.5)
        return bookmark_node(self._document, self._node())

    def _fold(self) -> Command:
        chosen = [self._node() for _ in range(self._chance.randrange(1, 4))]
        home = home_of(self._document, chosen)
        return home.command(fold(home.document, [home.local(node_id) for node_id in chosen], "Block")[0])

    def _ungroup(self) -> Command:
        node_id = self._node()
        home = home_of(self._document, [node_id])
        return home.command(ungroup(home.document, home.local(node_id)))

    def _toggle(self) -> Command | None:
        nodes = self._document.graph.nodes.values()
        blocks = [node.id for node in nodes if node.block_id]
        if not blocks:
            return None
        node_id = self._chance.choice(blocks)
        home = home_of(self._document, [node_id])
        change = closed if home.local(node_id) in home.document.open else opened
        return change(home.document, [home.local(node_id)])

    def _deepen(self) -> Command:
        return opened_to(home_of(self._document, ()).document, self._chance.randrange(4))

    def _replace(self) -> Command | None:
        """Take a node away and put it back elsewhere, in one step."""
        graph, node_id = self._document.graph, self._node()
        if node_id not in graph.nodes:
            return None
        edges = graph.in_edges(node_id)
        back = AddNodes([graph.node(node_id)], {node_id: self._place()}, edges, restores=True)
        return Together((RemoveNodes([node_id]), back), "Replace")


def shown(content: Content) -> Mapping[str, Any]:
    """All that a canvas shows, to compare it with another."""
    routes = content.routes
    return {
        "ids": content.ids,
        "index": content.index,
        "rects": [rect.getRect() for rect in content.rects],
        "centers": {node_id: content.center(node_id) for node_id in content.ids},
        "routes": {edge: [(round(x, 6), round(y, 6)) for x, y in routes.polyline(edge)] for edge in routes},
        "slots": {edge: content.slot(edge.target, edge.target_port) for edge in routes},
        "cards": dict(content.cards),
        "labels": dict(content.labels),
        "categories": {node_id: content.categories[node_id] for node_id in content.ids},
        "problems": content.problems,
        "terminals": content.terminals,
        "kinds": content.kinds.tolist(),
        "bounds": content.bounds().getRect(),
        "frames": {path: content.insets.frame(path).getRect() for path in content.open_ids},
        "bookmarks": [(mark, content.bookmarks.name(mark.number)) for mark in content.bookmarks.items],
        "words": [content.describe(node_id) for node_id in content.ids],
    }


def shown_anew(content: Content) -> Mapping[str, Any]:
    """What a canvas would show that is made for the same document now."""
    fresh = Content(content.document, catalog())
    fresh.set_analysis(content.analysis)
    return shown(fresh)
