"""Importing large packages."""

import gc

import pytest

from designer.imports import quick_imports


def test_no_garbage_is_collected_while_importing() -> None:
    with quick_imports():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_is_collected_again_after_a_failed_import() -> None:
    with pytest.raises(ImportError), quick_imports():
        raise ImportError
    assert gc.isenabled()
