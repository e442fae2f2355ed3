"""Saving leaves the new file or the old one, whole, whatever happens on the way."""

import errno
import os
import random
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from designer.document.files import format_project, open_project
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import ProjectFileError

OLD = Project("Old")
NEW = load_preset("svgg")

SAVE_FOR_EVER = """
import itertools, sys
from designer.document.presets import load_preset
projects = [load_preset("svgg"), load_preset("wide_resnet", num_convs=100)]
for project in itertools.cycle(projects):
    project.save(sys.argv[1])
    print(flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return OLD.save(tmp_path / "net.json")


def assert_untouched(path: Path) -> None:
    assert open_project(path) == OLD
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ProjectFileError, match=os.strerror(code)):
        NEW.save(path)
    assert_untouched(path)


def test_a_failing_write_leaves_the_old_file(path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(ProjectFileError, match="File too large"):
            NEW.save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert_untouched(path)


def test_a_failing_rename_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        NEW.save(path)
    assert_untouched(path)


def test_a_symlink_stays_one_and_its_target_is_written(path: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "link.json"
    link.symlink_to(path)
    NEW.save(link)
    assert link.is_symlink()
    assert open_project(path) == NEW
    assert list(link.parent.iterdir()) == [link]


def test_permissions_are_kept_and_a_new_file_gets_the_usual_ones(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    NEW.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    (tmp_path / "usual").touch()
    new = NEW.save(tmp_path / "new.json")
    assert new.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_folder_and_a_device_are_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="It is a folder"):
        NEW.save(tmp_path)
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(ProjectFileError, match="It is no ordinary file"):
        NEW.save(fifo)
    assert list(tmp_path.iterdir()) == [fifo]


def test_a_read_only_file_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)  # root may write anything
    with pytest.raises(ProjectFileError, match="It is read-only"):
        NEW.save(path)
    assert_untouched(path)


def test_a_missing_folder_and_an_impossible_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="No such file or directory"):
        NEW.save(tmp_path / "none" / "net.json")
    with pytest.raises(ProjectFileError, match="null"):
        NEW.save(tmp_path / "a\0b")
    with pytest.raises(ProjectFileError, match="File name too long"):
        NEW.save(tmp_path / ("n" * 300))


def test_the_longest_name_and_a_circle_of_links_can_be_saved(tmp_path: Path) -> None:
    assert open_project(NEW.save(tmp_path / ("ü" * 125 + ".json"))) == NEW
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert open_project(NEW.save(tmp_path / "a")) == NEW


def test_a_kill_while_saving_leaves_the_old_or_the_new_file(tmp_path: Path, soak: bool) -> None:
    path = tmp_path / "net.json"
    texts = {format_project(NEW), format_project(load_preset("wide_resnet", num_convs=100))}
    for _ in range(60 if soak else 5):
        command = [sys.executable, "-c", SAVE_FOR_EVER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as saver:
            assert saver.stdout
            saver.stdout.readline()  # the first is saved
            with pytest.raises(subprocess.TimeoutExpired):
                saver.wait(random.uniform(0, 0.1))
            saver.kill()
        assert path.read_text() in texts
