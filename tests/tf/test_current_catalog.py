"""Which catalogue the engine gets when the installed Keras isn't the one that the shipped catalogue is of."""

from collections.abc import Iterator
from pathlib import Path

import keras
import pytest

from designer import paths
from designer.catalog.catalog import Catalog
from designer.compiler import catalogs
from designer.compiler.catalogs import current_catalog

_OTHER = "3.0.0.test"


@pytest.fixture(autouse=True)
def _forget_the_catalogue() -> Iterator[None]:
    current_catalog.cache_clear()
    yield
    current_catalog.cache_clear()


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the catalogue of another Keras is kept."""
    monkeypatch.setenv("MODEL_DESIGNER_HOME", str(tmp_path))
    monkeypatch.setattr(keras, "__version__", _OTHER)
    return paths.cache_dir() / f"catalog-{_OTHER}.json"


def test_shipped_catalogue_serves_its_own_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras, "__version__", Catalog.load().keras_version)
    monkeypatch.delattr(catalogs, "generate_catalog")
    assert current_catalog() == Catalog.load()


def test_another_keras_is_introspected_once(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = current_catalog()
    assert made.keras_version == _OTHER
    assert Catalog.load(cached) == made

    current_catalog.cache_clear()
    monkeypatch.delattr(catalogs, "generate_catalog")
    assert current_catalog() == made


def test_damaged_cache_is_made_again(cached: Path) -> None:
    cached.parent.mkdir(parents=True)
    cached.write_text("{")
    assert current_catalog().keras_version == _OTHER
    assert Catalog.load(cached).keras_version == _OTHER


def test_catalogue_is_there_where_the_cache_cannot_be_written(cached: Path) -> None:
    cached.parent.parent.mkdir(parents=True, exist_ok=True)
    cached.parent.write_text("a file where the folder should be")
    assert current_catalog().layer("Dense") is not None
