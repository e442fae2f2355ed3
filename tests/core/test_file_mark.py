"""A file that someone else changed is told from one that was only touched."""

import os
from pathlib import Path

import pytest

from designer.document.commands import RenameProject
from designer.document.document import Document
from designer.document.file_mark import FileMark, FileState, file_state
from designer.document.files import save_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "net.json"
    path.write_text("old")
    return path


def test_an_untouched_and_a_touched_file_are_the_same(path: Path) -> None:
    mark = FileMark.of(path)
    assert file_state(path, mark) is FileState.SAME
    os.utime(path, (0, 0))
    assert file_state(path, mark) is FileState.SAME


@pytest.mark.parametrize("text", ["new", "longer"])
def test_other_content_is_a_change(path: Path, text: str) -> None:
    mark = FileMark.of(path)
    path.write_text(text)
    os.utime(path, (0, 0))
    assert file_state(path, mark) is FileState.CHANGED


def test_a_file_that_is_gone_or_became_a_folder_is_deleted(path: Path) -> None:
    mark = FileMark.of(path)
    path.unlink()
    assert file_state(path, mark) is FileState.DELETED
    path.mkdir()
    assert file_state(path, mark) is FileState.DELETED


def test_a_file_that_appears_is_a_change(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    assert FileMark.of(path) is None
    assert file_state(path, None) is FileState.SAME
    path.write_text("new")
    assert file_state(path, None) is FileState.CHANGED


def test_nothing_can_happen_to_a_document_without_a_file(tmp_path: Path) -> None:
    assert file_state(None, None) is FileState.SAME
    assert FileMark.of(tmp_path) is None
    assert FileMark.of(Path("a\0b")) is None


def test_a_document_knows_its_file_from_opening_and_from_saving(path: Path) -> None:
    document = Document(path=path)
    assert file_state(path, document.file_mark) is FileState.SAME
    save_project(document.project(), path)
    assert file_state(path, document.file_mark) is FileState.CHANGED
    document.mark_clean(path)
    assert file_state(path, document.file_mark) is FileState.SAME


def test_what_is_marked_unsaved_stays_so_until_it_is_saved(path: Path) -> None:
    document = Document()
    document.push(RenameProject("New"))
    document.mark_unsaved()
    document.undo()
    assert not document.is_clean
    document.mark_clean(path)
    assert document.is_clean
