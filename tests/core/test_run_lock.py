"""One process writes a run, and a killed one writes it no longer."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from designer.errors import TrainingError
from designer.training.lock import RunLock, has_lock, is_locked

_HOLD = """
import sys, time
from pathlib import Path
from designer.training.lock import RunLock
lock = RunLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


def test_a_held_run_is_locked_until_it_is_released(tmp_path: Path) -> None:
    lock = RunLock(tmp_path)
    assert not is_locked(tmp_path)
    lock.acquire()
    assert is_locked(tmp_path)
    lock.release()
    assert not is_locked(tmp_path)
    assert has_lock(tmp_path)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    lock = RunLock(tmp_path)
    lock.acquire()
    with pytest.raises(TrainingError, match="another window or process"):
        RunLock(tmp_path).acquire()
    lock.release()


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _HOLD, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        assert is_locked(tmp_path)
        process.send_signal(signal.SIGKILL)
    assert not is_locked(tmp_path)
    lock = RunLock(tmp_path)
    lock.acquire()
    lock.release()


def test_a_folder_without_a_lock_is_free(tmp_path: Path) -> None:
    assert not is_locked(tmp_path)
    assert not has_lock(tmp_path)
