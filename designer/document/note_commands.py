"""Edits of notes and frames, as commands; see `designer.document.commands`."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from designer.document import changes
from designer.document.commands import Command
from designer.document.settings import Annotation, Frame, Note
from designer.document.state import Sheet
from designer.errors import GraphError


@dataclass(frozen=True)
class AddAnnotations:
    """Place notes and frames, above the others; `places` says where in the order they were before."""

    items: Sequence[Annotation]
    places: Sequence[int] = ()
    merge_key: Hashable = None

    @property
    def text(self) -> str:
        return f"Add {_noun(self.items)}"

    def apply(self, state: Sheet) -> Command:
        notes, frames = list(state.notes), list(state.frames)
        for number, item in enumerate(self.items):
            present: list[Any] = notes if isinstance(item, Note) else frames
            if not self.places and any(other.id == item.id for other in present):
                raise GraphError(f'The id "{item.id}" is used twice.')
            place = self.places[number] if self.places else len(present)
            present.insert(place, item)
        _set(state, notes, frames)
        return RemoveAnnotations(*_ids(self.items))


@dataclass(frozen=True)
class RemoveAnnotations:
    """Take notes and frames away; what lies in a frame stays."""

    notes: Sequence[str] = ()
    frames: Sequence[str] = ()
    merge_key: Hashable = None

    @property
    def text(self) -> str:
        return f"Delete {_noun_of(len(self.notes), len(self.frames))}"

    def apply(self, state: Sheet) -> Command:
        _check(state, self.notes, self.frames)
        gone: list[tuple[int, Annotation]] = []
        gone += [pair for pair in enumerate(state.notes) if pair[1].id in self.notes]
        gone += [pair for pair in enumerate(state.frames) if pair[1].id in self.frames]
        notes = [note for note in state.notes if note.id not in self.notes]
        _set(state, notes, [frame for frame in state.frames if frame.id not in self.frames])
        return AddAnnotations([item for _, item in gone], [place for place, _ in gone])


@dataclass(frozen=True)
class ChangeAnnotations:
    """Give notes and frames another text, place, size or colour.

    Args:
        items: As they will be; those with the same ids are replaced.
        field: What is being typed or dragged, so that it merges into one step; empty for a step of its own.
        label: What the menu says; by default that a note or frame changes.
    """

    items: Sequence[Annotation]
    field: str = ""
    label: str = ""

    @property
    def text(self) -> str:
        return self.label or f"Change {_noun(self.items)}"

    @property
    def merge_key(self) -> Hashable:
        return ("annotations", _ids(self.items), self.field) if self.field else None

    def apply(self, state: Sheet) -> Command:
        _check(state, *_ids(self.items))
        notes, frames = list(state.notes), list(state.frames)
        old: list[Annotation] = []
        for item in self.items:
            present: list[Any] = notes if isinstance(item, Note) else frames
            place = next(at for at, other in enumerate(present) if other.id == item.id)
            old.append(present[place])
            present[place] = item
        _set(state, notes, frames)
        return ChangeAnnotations(old[::-1], self.field, self.label)


def _set(state: Sheet, notes: Iterable[Note], frames: Iterable[Frame]) -> None:
    state.notes, state.frames = tuple(notes), tuple(frames)
    state.announce(changes.NotesChanged())


def _ids(items: Iterable[Annotation]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the notes and of the frames among some items."""
    items = tuple(items)
    notes = tuple(item.id for item in items if isinstance(item, Note))
    return notes, tuple(item.id for item in items if isinstance(item, Frame))


def _check(state: Sheet, notes: Iterable[str], frames: Iterable[str]) -> None:
    for kind, ids, present in (("note", notes, state.notes), ("frame", frames, state.frames)):
        known = {item.id for item in present}
        for item_id in ids:
            if item_id not in known:
                raise GraphError(f'There is no {kind} with the id "{item_id}".')


def _noun(items: Sequence[Annotation]) -> str:
    notes, frames = _ids(items)
    return _noun_of(len(notes), len(frames))


def _noun_of(num_notes: int, num_frames: int) -> str:
    found = [
        noun if count == 1 else f"{count} {noun}s"
        for count, noun in ((num_notes, "note"), (num_frames, "frame"))
        if count
    ]
    return " and ".join(found)
