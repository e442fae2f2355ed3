"""Threads behind the window go after it."""

import os
import sys
import threading

import pytest

from designer.worker import give_way


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own here")
def test_a_thread_and_those_it_starts_go_after_the_window() -> None:
    found: dict[str, int] = {}

    def note(name: str) -> None:
        found[name] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def work() -> None:
        give_way()
        note("behind")
        child = threading.Thread(target=note, args=("child",))
        child.start()
        child.join()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    note("window")
    assert found["behind"] == found["child"] > found["window"]
