"""A library that puts off its imports does so in its own thread: other threads import as ever."""

import builtins
import threading
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from etils import epy  # type: ignore[import-untyped]

from designer.data.tfds_import import keep_lazy_imports_apart


@pytest.fixture(autouse=True)
def plain_import() -> Iterator[None]:
    plain = builtins.__import__
    yield
    assert builtins.__import__ is plain


def imported() -> Any:
    import string

    return string


def imported_elsewhere() -> Any:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(imported()))
    thread.start()
    thread.join()
    return found[0]


def test_other_threads_import_as_ever() -> None:
    for _ in range(2):
        keep_lazy_imports_apart()
    with epy.lazy_imports():
        assert not isinstance(imported(), ModuleType)
        assert isinstance(imported_elsewhere(), ModuleType)
        with epy.lazy_imports():
            assert not isinstance(imported(), ModuleType)
        assert not isinstance(imported(), ModuleType)
    assert isinstance(imported(), ModuleType)


def test_a_thread_that_ends_before_another_leaves_it_alone() -> None:
    keep_lazy_imports_apart()
    entered, may_leave = threading.Event(), threading.Event()

    def put_off() -> None:
        with epy.lazy_imports():
            entered.set()
            may_leave.wait()

    thread = threading.Thread(target=put_off)
    with epy.lazy_imports():
        thread.start()
        entered.wait()
    assert isinstance(imported(), ModuleType)
    with epy.lazy_imports():
        may_leave.set()
        thread.join()
        assert not isinstance(imported(), ModuleType)
