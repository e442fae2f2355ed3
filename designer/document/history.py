"""The list of edits: what can be undone, what can be done again, and where the saved state lies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from designer.document.commands import Command, Together


@dataclass(frozen=True)
class Step:
    """A command that was applied, and what undoes it.

    Args:
        number: Counts up over the life of a history; undo, redo and merging leave it as it is.
    """

    command: Command
    inverse: Command
    number: int = 0


@dataclass(frozen=True)
class StepText:
    """A step as a list of edits shows it."""

    number: int
    text: str


@dataclass(frozen=True)
class LastStep:
    """The step that was done, undone or redone last."""

    number: int
    direction: Literal["do", "undo", "redo"]


class History:
    """A line of steps with a position in it."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._position = 0
        self._last_number = 0
        self._clean: int | None = 0
        self._sealed = True

    @property
    def undo_step(self) -> Step | None:
        """The step that undo takes back."""
        return self._steps[self._position - 1] if self._position else None

    @property
    def redo_step(self) -> Step | None:
        """The step that redo does again."""
        return self._steps[self._position] if self._position < len(self._steps) else None

    @property
    def position(self) -> int:
        """How many steps are done; those after it were undone."""
        return self._position

    @property
    def steps(self) -> Sequence[Step]:
        """All steps, oldest first; for reading."""
        return self._steps

    @property
    def clean_position(self) -> int | None:
        """The position that was saved last; None where it can't be reached any more."""
        return self._clean

    @property
    def is_clean(self) -> bool:
        """Whether the state is the one last saved."""
        return self._position == self._clean

    def record(self, step: Step) -> Step:
        """Add a step that was just applied; merge it into the last one in one act of typing.

        Returns:
            The step as it is kept, with its number.
        """
        if self._clean is not None and self._clean > self._position:
            self._clean = None
        del self._steps[self._position :]
        last = self.undo_step
        if last and not self._sealed and not self.is_clean and _belong_together(last.command, step.command):
            return self._merge(replace(last, command=step.command, inverse=_joined(step, last)))
        self._last_number += 1
        self._steps.append(replace(step, number=self._last_number))
        self._position += 1
        self._sealed = False
        return self._steps[-1]

    def _merge(self, step: Step) -> Step:
        """Put a step in the place of the last; where one typed back what was there, none is left."""
        if repr(step.command) == repr(step.inverse):  # not ==, which takes 1, 1.0 and True for the same
            self._steps.pop()
            self._position -= 1
            self._sealed = True
        else:
            self._steps[-1] = step
        return step

    def seal(self) -> None:
        """End an act of typing: the next command starts a step of its own."""
        self._sealed = True

    def step_back(self, redo: Command) -> None:
        """Note that the last step was undone; `redo` does it again."""
        step = self._steps[self._position - 1]
        self._steps[self._position - 1] = replace(step, command=redo)
        self._position -= 1
        self._sealed = True

    def step_forward(self, undo: Command) -> None:
        """Note that the next step was done again; `undo` takes it back."""
        step = self._steps[self._position]
        self._steps[self._position] = replace(step, inverse=undo)
        self._position += 1
        self._sealed = True

    def mark_clean(self) -> None:
        """Note that the present state was saved."""
        self._clean = self._position
        self._sealed = True

    def mark_unsaved(self) -> None:
        """Note that no state of this history is saved."""
        self._clean = None


def _joined(step: Step, last: Step) -> Command:
    """What undoes a step that is merged into the last one.

    The last one's inverse will do where each only sets what the command sets. Others, as when neighbours made
    room, must both be undone.
    """
    if _is_plain(step.command, step.inverse) and _is_plain(last.command, last.inverse):
        return last.inverse
    return Together((step.inverse, last.inverse), step.command.text)


def _is_plain(command: Command, inverse: Command) -> bool:
    """Whether an inverse is of the same kind as its command, part by part."""
    if type(command) is not type(inverse):
        return False
    if isinstance(command, Together) and isinstance(inverse, Together):
        parts = zip(command.commands, reversed(inverse.commands), strict=False)
        return len(command.commands) == len(inverse.commands) and all(_is_plain(*pair) for pair in parts)
    inner, undone = getattr(command, "command", None), getattr(inverse, "command", None)
    return inner is None or undone is None or _is_plain(inner, undone)


def _belong_together(first: Command, second: Command) -> bool:
    return second.merge_key is not None and first.merge_key == second.merge_key
