"""Runs a training in a thread of its own, for a window that must stay alive."""

import threading
from contextlib import suppress
from pathlib import Path

from typing_extensions import override

from designer.errors import DesignerError
from designer.training.control import Control
from designer.training.running import Command, Running
from designer.worker import give_way


class Runner(Running):
    """Trains in a thread of this process."""

    @override
    def _make_thread(self, command: Command, folder: Path) -> threading.Thread:
        arguments = (command, self._control)
        return threading.Thread(target=self._work, args=arguments, name="training", daemon=True)

    def _work(self, command: Command, control: Control) -> None:
        from designer.training import trainer

        give_way()
        name, arguments, options = command
        # Whatever it raises, the last event has told.
        with suppress(DesignerError):
            getattr(trainer, name)(*arguments, **options, emit=self._events.put, control=control)
