"""The line of edits: merging while typing, and exactly when the document is clean."""

from collections.abc import Hashable
from dataclasses import dataclass

import pytest

from designer.document.commands import Command
from designer.document.history import History, Step
from designer.document.state import Sheet


@dataclass(frozen=True)
class Typed:
    """A command that only has a name and a key to merge by."""

    text: str
    merge_key: Hashable = None

    def apply(self, state: Sheet) -> Command:
        raise NotImplementedError


def step(text: str, key: Hashable = None) -> Step:
    return Step(Typed(text, key), Typed(f"not {text}", key))


def undo(history: History) -> str:
    done = history.undo_step
    assert done
    history.step_back(done.command)
    return done.inverse.text


def redo(history: History) -> str:
    undone = history.redo_step
    assert undone
    history.step_forward(undone.inverse)
    return undone.command.text


@pytest.fixture
def history() -> History:
    return History()


def test_a_new_history_is_clean_and_has_nothing_to_undo(history: History) -> None:
    assert history.is_clean
    assert history.undo_step is history.redo_step is None


def test_steps_are_undone_backwards_and_redone_forwards(history: History) -> None:
    for text in "abc":
        history.record(step(text))
    assert [undo(history), undo(history)] == ["not c", "not b"]
    assert [redo(history), redo(history)] == ["b", "c"]
    assert history.redo_step is None


def test_a_new_step_forgets_what_was_undone(history: History) -> None:
    history.record(step("a"))
    history.record(step("b"))
    undo(history)
    history.record(step("c"))
    assert history.redo_step is None
    assert [undo(history), undo(history)] == ["not c", "not a"]


def test_an_act_of_typing_is_one_step(history: History) -> None:
    for text in ("a", "ab", "abc"):
        history.record(step(text, key="name"))
    assert history.undo_step
    assert history.undo_step.command.text == "abc"
    assert undo(history) == "not a"
    assert history.undo_step is None


@pytest.mark.parametrize("keys", [("name", "units"), (None, None), ("name", None), (None, "name")])
def test_only_equal_keys_merge(history: History, keys: tuple[Hashable, Hashable]) -> None:
    history.record(step("a", keys[0]))
    history.record(step("b", keys[1]))
    assert [undo(history), undo(history)] == ["not b", "not a"]


def test_sealing_undoing_redoing_and_saving_end_an_act_of_typing(history: History) -> None:
    history.record(step("a", key="name"))
    history.seal()
    history.record(step("b", key="name"))
    undo(history)
    redo(history)
    history.record(step("c", key="name"))
    history.mark_clean()
    history.record(step("d", key="name"))
    assert [undo(history) for _ in range(4)] == ["not d", "not c", "not b", "not a"]


def test_it_is_clean_only_at_the_saved_state(history: History) -> None:
    history.record(step("a"))
    history.mark_clean()
    history.record(step("b"))
    assert not history.is_clean
    undo(history)
    assert history.is_clean
    undo(history)
    assert not history.is_clean
    redo(history)
    assert history.is_clean


def test_a_saved_state_that_was_undone_and_overwritten_never_comes_back(history: History) -> None:
    history.record(step("a"))
    history.record(step("b"))
    history.mark_clean()
    undo(history)
    history.record(step("c"))
    assert not history.is_clean
    undo(history)
    undo(history)
    assert not history.is_clean
    history.mark_clean()
    assert history.is_clean


def test_typing_on_does_not_make_the_saved_state_dirty_without_a_step(history: History) -> None:
    history.record(step("a", key="name"))
    history.mark_clean()
    history.record(step("b", key="name"))
    undo(history)
    assert history.is_clean


def test_numbers_of_steps_survive_undo_redo_and_merging(history: History) -> None:
    history.record(step("a"))
    history.record(step("b", key="name"))
    assert history.record(step("bc", key="name")).number == 2
    undo(history)
    redo(history)
    undo(history)
    assert history.record(step("d")).number == 3
    assert [(kept.number, kept.command.text) for kept in history.steps] == [(1, "a"), (3, "d")]
