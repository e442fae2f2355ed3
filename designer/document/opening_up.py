"""Opening blocks where they stand, and closing them, as commands; the others make room and close up again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from designer.document.block_commands import EditBlock, SetOpen
from designer.document.commands import Command, MoveNodes, Together
from designer.document.document import Document
from designer.document.note_commands import ChangeAnnotations
from designer.document.plan import Box, Plan
from designer.document.project import Position
from designer.document.settings import Annotation, Note
from designer.errors import GraphError
from designer.graph.elements import Node, natural_key

MOST_SHOWN = 5_000


def opened(document: Document, node_ids: Collection[str]) -> Command:
    """Show what is in some nodes of a sheet where they stand.

    Raises:
        GraphError: None of them stands for a block, all are open, or too much would be shown.
    """
    chosen = _closed_blocks(document, node_ids)
    ids = [node.id for node in chosen]
    text = f"Open {chosen[0].name}" if len(ids) == 1 else f"Open {len(ids)} blocks"
    return rearranged(document, {document.block_id: (*document.open, *ids)}, text)


def closed(document: Document, node_ids: Collection[str]) -> Command:
    """Show some nodes of a sheet as cards again.

    Raises:
        GraphError: None of them is open.
    """
    ids = [node_id for node_id in document.open if node_id in node_ids]
    if not ids:
        raise GraphError("None of this is open.", "Select an open block, or a layer in it.")
    name = document.graph.node(ids[0]).name
    text = f"Close {name}" if len(ids) == 1 else f"Close {len(ids)} blocks"
    left = [node_id for node_id in document.open if node_id not in ids]
    return rearranged(document, {document.block_id: left}, text)


def opened_to(document: Document, depth: int) -> Command:
    """Show exactly so many levels of blocks below a sheet, and no more.

    Raises:
        GraphError: That is so already, or too much would be shown.
    """
    wanted: dict[str, Collection[str]] = {}
    level, sheets = 0, [document]
    while sheets:
        deeper = list[Document]()
        for sheet in sheets:
            blocks = [node for node in sheet.graph.nodes.values() if sheet.block(node.block_id)]
            wanted[sheet.block_id] = [node.id for node in blocks] if level < depth else ()
            inner = dict.fromkeys(node.block_id for node in blocks)
            deeper += [sheet.inside(key) for key in inner if key not in wanted]
        level, sheets = level + 1, list(dict.fromkeys(deeper))
    text = "Close all blocks" if depth == 0 else f"Open blocks {depth} level{'s'[: depth > 1]} deep"
    now = {key: set(sheet.open) for key, sheet in _sheets(document, wanted).items()}
    if all(set(ids) == now[key] for key, ids in wanted.items()):
        raise GraphError("No block is open." if depth == 0 else "The blocks are open that far already.")
    return rearranged(document, wanted, text)


def rearranged(document: Document, wanted: Mapping[str, Collection[str]], text: str) -> Command:
    """Have exactly these nodes open on some sheets, in one step; what lies around moves.

    Args:
        document: It is only read; the command is for any document of the project.
        wanted: The open nodes by sheet; the network's id is empty.
        text: What the step is called.
    """
    before, after = document.plan(), document.plan(opened=wanted)
    if after.num_shown(document.block_id) > MOST_SHOWN:
        raise GraphError(
            f"That would show more than {MOST_SHOWN:,} layers at once.", "Open fewer blocks, or look inside."
        )
    commands: list[Command] = []
    for sheet_id in after.sheet_ids():
        own: list[Command] = []
        if sheet_id in wanted:
            own.append(SetOpen(tuple(after.open(sheet_id)), text))
        own += _room(before, after, sheet_id)
        commands += [EditBlock(sheet_id, command) for command in own]
    return Together(tuple(commands), text)


def _room(before: Plan, after: Plan, sheet_id: str) -> list[Command]:
    """What makes room on one sheet for nodes that take up more now, and closes up where they take less."""
    items = _items(after, sheet_id)
    changed = list(items)
    along = 1 if after.is_vertical else 0
    places = after.places(sheet_id)
    start = dict(places)
    known = after.positions(sheet_id)
    toggled = {*before.open(sheet_id), *after.open(sheet_id)}
    toggled = {*before.open(sheet_id), *after.open(sheet_id)}
    affected = sorted(toggled, key=lambda key: (places[key][along], natural_key(key)))
    for node_id in affected:
        growth = _Growth(before.box(sheet_id, node_id), after.box(sheet_id, node_id), after.is_vertical)
        if growth.is_any:
            middle = places[node_id]
            for other, place in places.items():
                if other != node_id:
                    places[other] = growth.moved(middle, place, after.box(sheet_id, other))
            changed = [growth.moved_item(middle, item) for item in changed]
    moves = {key: place for key, place in places.items() if place != start[key] or key not in known}
    found: list[Command] = [MoveNodes(moves)] if places != start else []
    others = [item for item, old in zip(changed, items, strict=True) if item != old]
    return [*found, *([ChangeAnnotations(others)] if others else [])]


@dataclass(frozen=True)
class _Growth:
    """How much more or less a node takes up around its middle."""

    old: Box
    new: Box
    is_vertical: bool

    @property
    def is_any(self) -> bool:
        return self.old != self.new

    def moved(self, middle: Position, place: Position, box: Box) -> Position:
        """Where another node goes: on along the flow if it lies behind, to its side if it lies beside."""
        if not self.is_vertical:
            turned = _Growth(_turned(self.old), _turned(self.new), is_vertical=True)
            x, y = turned.moved(middle[::-1], place[::-1], _turned(box))
            return y, x
        (x, y), (middle_x, middle_y) = place, middle
        if y > middle_y + self.old.bottom:
            return x, y + self.new.bottom - self.old.bottom
        low, high = middle_y + self.old.top, middle_y + max(self.old.bottom, self.new.bottom)
        if x == middle_x or y + box.bottom <= low or y + box.top >= high:
            return place
        if x > middle_x:
            return x + self.new.right - self.old.right, y
        return x + self.new.left - self.old.left, y

    def moved_item(self, middle: Position, item: Annotation) -> Annotation:
        """Where a note or a frame goes; a frame around the node keeps it inside."""
        along = 1 if self.is_vertical else 0
        end = middle[along] + (self.old.bottom if self.is_vertical else self.old.right)
        grown = self.new.bottom - self.old.bottom if self.is_vertical else self.new.right - self.old.right
        (left, top), (right, bottom) = item.corners
        first, last = (top, bottom) if self.is_vertical else (left, right)
        if isinstance(item, Note):
            dx, dy = (0.0, grown) if self.is_vertical else (grown, 0.0)
            return item.moved(dx, dy) if first > end else item
        if first > end:
            first, last = first + grown, last + grown
        elif last >= end and first <= middle[along]:
            last = max(last + grown, first + 1)
        if self.is_vertical:
            rectangle = (left, first, right - left, last - first)
        else:
            rectangle = (first, top, last - first, bottom - top)
        return item.model_copy(update={"rectangle": rectangle})


def _turned(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def _items(plan: Plan, sheet_id: str) -> list[Annotation]:
    sheet = plan.sheet(sheet_id)
    return [*sheet.notes, *sheet.frames] if sheet else []


def _closed_blocks(document: Document, node_ids: Collection[str]) -> list[Node]:
    nodes = [document.graph.node(node_id) for node_id in node_ids]
    blocks = [node for node in nodes if document.block(node.block_id)]
    if not blocks:
        raise GraphError("No block is selected.", "Select a node that stands for several layers.")
    found = [node for node in blocks if node.id not in document.open]
    if not found:
        raise GraphError("All of this is open already.")
    return found


def _sheets(document: Document, ids: Collection[str]) -> dict[str, Document]:
    return {key: document.inside(key) if key else document.root for key in ids}
