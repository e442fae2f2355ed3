"""Work in slices: the window answers in between, and nothing is done twice or forgotten."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from designer.ui import slices
from designer.ui.slices import Slices


@pytest.fixture
def parent(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[QObject]:
    monkeypatch.setattr(slices, "_BUDGET_S", 0.0)
    parent = QObject()
    yield parent
    parent.deleteLater()


def count(upto: int, found: list[int]) -> Iterator[None]:
    for number in range(upto):
        found.append(number)
        yield


def test_a_slice_ends_with_its_time_and_the_rest_follows(qtbot: QtBot, parent: QObject) -> None:
    work, found = Slices(parent), list[int]()
    with qtbot.waitSignal(work.done):
        work.begin(count(9, found))
        assert found == [0]
        assert work.is_busy
    assert found == list(range(9))
    assert not work.is_busy


def test_other_work_takes_the_place_of_what_was_left(qtbot: QtBot, parent: QObject) -> None:
    work, old, new = Slices(parent), list[int](), list[int]()
    work.begin(count(9, old))
    with qtbot.waitSignal(work.done):
        work.begin(count(3, new), is_later=True)
        assert new == []
    assert (old, new) == ([0], [0, 1, 2])


def test_finishing_does_the_rest_at_once_and_tells_of_it(qtbot: QtBot, parent: QObject) -> None:
    work, found = Slices(parent), list[int]()
    work.begin(count(9, found))
    with qtbot.waitSignal(work.done, timeout=0):
        work.finish()
    assert len(found) == 9


def test_what_a_step_raises_comes_out_and_ends_the_work(parent: QObject) -> None:
    work = Slices(parent)
    with pytest.raises(ZeroDivisionError):
        work.begin(1 // number for number in (0, 1))
    assert not work.is_busy
