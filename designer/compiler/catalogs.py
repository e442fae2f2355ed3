"""Which catalogue is true for the Keras at hand: the shipped one, or one made for it and cached."""

import contextlib
import functools
from pathlib import Path

from designer import paths
from designer.catalog.catalog import Catalog
from designer.compiler.introspect import generate_catalog
from designer.compiler.plugins import load_plugins, with_plugins
from designer.errors import RequestError


@functools.cache
def current_catalog() -> Catalog:
    """The catalogue of the installed Keras and plug-ins, which this imports: not for the GUI thread.

    Raises:
        RequestError: The catalogue that ships is missing or damaged.
    """
    import keras

    shipped = Catalog.load()
    is_own = shipped.keras_version == keras.__version__
    return with_plugins(shipped if is_own else _cached_catalog(keras.__version__), load_plugins())


def _cached_catalog(version: str) -> Catalog:
    path = paths.cache_dir() / f"catalog-{version}.json"
    if _is_fresh(path):
        try:
            return Catalog.load(path)
        except RequestError:
            pass  # damaged, or written by a program with other specs: make it again
    catalog = generate_catalog()
    _store(catalog, path)
    return catalog


def _is_fresh(path: Path) -> bool:
    """A catalogue from before the last upgrade of this program lacks what its overlay has learnt since."""
    shipped = paths.resources_dir() / "catalog.json"
    return path.exists() and path.stat().st_mtime >= shipped.stat().st_mtime


def _store(catalog: Catalog, path: Path) -> None:
    """Keep it for the next start; where that fails it is only made again."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.save(path)
