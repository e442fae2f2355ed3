"""Importing tensorflow-datasets without other threads noticing.

It puts off imports by a function of its own in the place of `builtins.__import__`, for the while of its own
import and for all threads: whatever they import meanwhile, as Keras does inside its functions, would be a
shell that can't be called.
"""

import builtins
import importlib
import threading
from collections.abc import Callable
from typing import Any

_LAZY_IMPORTS = "etils.epy.lazy_imports_utils"
_lock = threading.Lock()


def load_tfds() -> Any:
    """The library, imported when first asked for."""
    keep_lazy_imports_apart()
    import tensorflow_datasets as tfds

    return tfds


def keep_lazy_imports_apart() -> None:
    """Let what puts off its imports do so in its own thread only, from now on."""
    try:
        lazy_imports: Any = importlib.import_module(_LAZY_IMPORTS)
    except ImportError:
        return  # a version that does without
    with _lock:
        if lazy_imports.builtins is builtins:
            lazy_imports.builtins = _BuiltinsOfThread()


class _BuiltinsOfThread:
    """Stands in for the module `builtins`, with an `__import__` for each thread.

    The true `builtins.__import__` is another only while some thread has one of its own.
    """

    def __init__(self) -> None:
        self._plain: Callable[..., Any] = builtins.__import__
        self._own: dict[int, Callable[..., Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(builtins, name)

    @property
    def __import__(self) -> Callable[..., Any]:
        return self._own.get(threading.get_ident(), self._plain)

    @__import__.setter  # noqa: A003 - it stands in for exactly that
    def __import__(self, function: Callable[..., Any]) -> None:
        thread = threading.get_ident()
        with _lock:
            if function is self._plain:
                self._own.pop(thread, None)
                if not self._own:
                    builtins.__import__ = self._plain
            else:
                self._own[thread] = function
                builtins.__import__ = self._import

    def _import(self, *args: Any, **kwargs: Any) -> Any:
        return self._own.get(threading.get_ident(), self._plain)(*args, **kwargs)
