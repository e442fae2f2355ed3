"""Edits a network at random for ever, backs it up and saves it; run in a process that will be killed.

Each edit is told on standard output with the moment it was done. The random numbers are seeded, so that
whoever reads it can do the same edits again.
"""

import os
import random
import sys
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from designer.document.block_commands import EditBlock
from designer.document.block_fold import fold
from designer.document.block_ungroup import ungroup
from designer.document.commands import (
    AddNodes,
    Command,
    Disconnect,
    MoveNodes,
    RemoveNodes,
    RenameProject,
    Together,
)
from designer.document.document import Document
from designer.document.files import save_project
from designer.document.opening_up import opened_to
from designer.errors import DesignerError
from designer.graph.elements import Edge
from designer.ui.backups import Backups

SAVE_CHANCE = 0.02
EDIT_MS = 5


def edit(document: Document, chance: random.Random) -> None:
    """One random edit; it names the project after the number of the edit."""
    count = RenameProject(str(int(document.name) + 1))
    document.push(Together((count, _command(document, chance)), "Edit"))


def _command(document: Document, chance: random.Random) -> Command:
    ids, edges = list(document.graph.nodes), sorted(document.graph.edges(), key=repr)
    kind = chance.random()
    if kind < 0.1 and len(ids) > 3:
        return RemoveNodes([chance.choice(ids)])
    if kind < 0.2 and edges:
        return Disconnect(chance.choice(edges))
    if kind < 0.3 and len(ids) > 3:
        with suppress(DesignerError):
            return _with_blocks(document, chance)
    if kind < 0.4 and ids:
        return MoveNodes({chance.choice(ids): (chance.randrange(999), chance.randrange(999))})
    node = document.new_node("Dense", {"units": chance.randrange(1, 99)})
    into = (Edge(chance.choice(ids), 0, node.id, 0),) if ids else ()
    return AddNodes([node], {node.id: (0, 0)}, into)


def _with_blocks(document: Document, chance: random.Random) -> Command:
    """Make a block, take one apart, edit inside one, or open and close some."""
    ids = list(document.graph.nodes)
    blocks = [node.id for node in document.graph.nodes.values() if node.block_id]
    kind = chance.random()
    if not blocks or kind < 0.3:
        return fold(document, [chance.choice(ids)], "Block")[0]
    if kind < 0.4:
        return ungroup(document, chance.choice(blocks))
    if kind < 0.7:
        return opened_to(document, chance.randrange(3))
    block_id = document.graph.node(chance.choice(blocks)).block_id
    inner = chance.choice(list(document.inside(block_id).graph.nodes))
    return EditBlock(block_id, MoveNodes({inner: (chance.randrange(999), chance.randrange(999))}))


def main(seed: str, path: Path) -> None:
    app = QCoreApplication([])
    document, chance, luck = Document(), random.Random(seed), random.Random()
    document.push(RenameProject("0"))
    backups = Backups()
    backups.add(document)

    def storm() -> None:
        edit(document, chance)
        os.write(1, f"{document.name} {time.monotonic()}\n".encode())
        if luck.random() < SAVE_CHANCE:
            document.mark_clean(save_project(document.project(), path))

    timer = QTimer()
    timer.timeout.connect(storm)
    timer.start(EDIT_MS)
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
