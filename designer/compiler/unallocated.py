"""Calling layers without making their weights."""

from collections.abc import Iterator
from contextlib import contextmanager

_PENDING = "uninitialized_variables"


@contextmanager
def unallocated() -> Iterator[None]:
    """Layers that are called in here get weights that are never initialised, and are to be thrown away.

    Keras keeps a list of such weights for each thread, and initialises them all as soon as any other layer is
    called symbolically. They are taken off that list, or an engine that judges layers for hours would hold
    every weight that it has ever seen.
    """
    from keras import StatelessScope
    from keras.src.backend.common import global_state

    before = list(global_state.get_global_attribute(_PENDING) or ())
    try:
        with StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute(_PENDING, before)
