"""What a window does with the queue: adds its network, trains what comes next, offers what was left."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.compiler.engine import EngineReady
from designer.training.events import RunEvent, RunFinished
from designer.training.queue import Queued

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

_BAR = "queueBar"


class QueueDesk(QObject):
    """Joins one window to the queue of the process."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._keeper = window.bench.queue
        self._training = ""  # the id of the entry that trains here
        self._last_end: RunFinished | None = None
        self._keeper.join(self)
        self._keeper.failed.connect(window.status.say)
        window.actions_by_name.connect("queue_run", self.add)
        window.session.run_events.connect(self._on_run_events)

    def has_told(self, event: RunEvent) -> bool:
        """Whether this is the end of a run of the queue, of which the list tells."""
        return event is self._last_end

    def close(self) -> None:
        """Train nothing here any more."""
        if self._training:
            self._keeper.queue.put_back(self._training)
        self._keeper.failed.disconnect(self._window.status.say)
        self._keeper.leave(self)

    def add(self) -> None:
        """Put the network, as it is now, at the end of the queue."""
        if not self._window.controls.settle():
            return
        queue = self._keeper.queue
        project = self._window.session.document.project()
        title = _unused(project.name, [entry.title for entry in queue.entries])
        queue.add(project, title)
        self._window.status.say(f"Added to the queue: {title}, {_place(len(queue.waiting))}.")

    def offer(self, count: int) -> None:
        """Offer to train what an earlier process left in its queue."""
        runs = "1 run still waits" if count == 1 else f"{count} runs still wait"
        self._window.safekeeping.bars.tell(
            _BAR,
            f"{runs} in the queue since the program was closed.",
            {"&Train them": self._keeper.take_over, "&Discard": self._keeper.discard},
            later="&Later",
        )

    def can_begin(self) -> bool:
        """Whether a run can be trained here now."""
        session = self._window.session
        is_ready = isinstance(session.engine_state, EngineReady)
        return is_ready and not (session.is_running or self._window.controls.is_closing)

    def begin(self, entry: Queued) -> None:
        """Train a run of the queue.

        Raises:
            DesignerError: It can't start.
        """
        self._window.session.train_queued(entry)
        self._training = entry.id
        weights = entry.project.weights
        self._window.status.show_preparing(weights.origin if weights else "")
        self._window.panels.curves.expect_run()

    def _on_run_events(self, events: Sequence[RunEvent]) -> None:
        if not self._training:
            return
        queue = self._keeper.queue
        for event in events:
            queue.place(self._training, Path(event.run))
            if isinstance(event, RunFinished):
                self._end(event)
                return

    def _end(self, event: RunFinished) -> None:
        queue = self._keeper.queue
        if event.status == "failed":
            queue.fail(self._training, f"{event.message} {event.remedy}".strip())
        elif event.status == "stopped" and self._window.controls.is_closing:
            queue.put_back(self._training)
        else:
            queue.finish(self._training)
        self._training, self._last_end = "", event


def _unused(name: str, taken: Sequence[str]) -> str:
    """A title that no other entry has."""
    number, title = 1, name
    while title in taken:
        number += 1
        title = f"{name} ({number})"
    return title


def _place(num_waiting: int) -> str:
    return (
        "which is the next to be trained" if num_waiting == 1 else f"number {num_waiting} of those that wait"
    )
