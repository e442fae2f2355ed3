"""Notices when the program has come to use much more memory than it began with."""

from PySide6.QtCore import QObject, Signal

from designer.compiler.engine import EngineFailed, EngineReady
from designer.compiler.memory import own_memory
from designer.errors import DesignerError
from designer.ui.hub import Hub

_CLIENT = 0  # sessions count from 1
_BOUND = 2**30


class MemoryWatch(QObject):
    """Looks once TensorFlow is there, and after every run.

    Signals:
        grew: By how many bytes; once for each time that it doubles.
    """

    grew = Signal(object)

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._hub = hub
        self._first: int | None = None
        self._bound = _BOUND
        hub.engine_changed.connect(self._on_engine_changed)
        hub.training_changed.connect(self._on_training_changed)

    def _on_engine_changed(self, _state: EngineReady | EngineFailed) -> None:
        self._look()

    def _on_training_changed(self) -> None:
        if self._hub.training is None:
            self._look()

    def _look(self) -> None:
        self._hub.submit(_CLIENT, own_memory, self._on_measured, _on_failed)

    def _on_measured(self, size: int) -> None:
        if self._first is None:
            self._first = size
        growth = size - self._first
        if growth >= self._bound:
            self._bound = 2 * growth
            self.grew.emit(growth)


def _on_failed(_error: DesignerError) -> None:
    """A system that doesn't tell has nothing to be told of."""
