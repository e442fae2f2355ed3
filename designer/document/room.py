"""Room for blocks that are open in place: what lies around them moves when they take up more or less."""

from collections.abc import Mapping
from dataclasses import dataclass

from designer.document.commands import Command, MoveNodes
from designer.document.note_commands import ChangeAnnotations
from designer.document.plan import CARD, Box, Plan
from designer.document.project import Position
from designer.document.settings import Annotation, Note
from designer.graph.elements import natural_key

Boxes = Mapping[str, Mapping[str, Box]]
"""What the open nodes take up around their middles, by sheet."""


def keeping_room(before: Boxes, after: Plan) -> list[tuple[str, Command]]:
    """What makes room for nodes that take up more than before, and closes up where they take less.

    Args:
        before: What the open nodes took up.
        after: How all lies now; its places are moved.

    Returns:
        Commands, each for a sheet.
    """
    now = after.open_ids()
    return [
        (sheet_id, command)
        for sheet_id in after.sheet_ids()
        if before.get(sheet_id) or now.get(sheet_id)
        for command in _room(before.get(sheet_id, {}), after, sheet_id)
    ]


def _room(before: Mapping[str, Box], after: Plan, sheet_id: str) -> list[Command]:
    items = _items(after, sheet_id)
    changed = list(items)
    along = 1 if after.is_vertical else 0
    places = after.places(sheet_id)
    start = dict(places)
    known = after.positions(sheet_id)
    toggled = {*before, *after.open(sheet_id)} & places.keys()
    toggled = {*before, *after.open(sheet_id)} & places.keys()
    affected = sorted(toggled, key=lambda key: (places[key][along], natural_key(key)))
    for node_id in affected:
        growth = _Growth(before.get(node_id, CARD), after.box(sheet_id, node_id), after.is_vertical)
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
