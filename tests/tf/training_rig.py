"""Small projects on real digits, and a listener, for the tests of training."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.training.control import Control
from designer.training.events import RunEvent
from designer.training.trainer import RunResult, train

Event = TypeVar("Event", bound=RunEvent)

STEPS = 12
BATCH_SIZE = 128


def digits_project(
    epochs: int = 2, *, units: int = 10, activation: str = "softmax", **settings: Any
) -> Project:
    """8×8 → Dense 16 → Dense 10 with dropout, on the digits: 12 batches of at most 128."""
    net = NetworkBuilder("Digits MLP")
    x = net.add("Dense", net.add("Flatten", net.input((8, 8, 1))), units=16, activation="relu")
    net.add("Dense", net.add("Dropout", x, rate=0.2), units=units, activation=activation, name="scores")
    training = TrainingSettings(epochs=epochs, batch_size=BATCH_SIZE, **settings)
    return net.project().replace(training=training)


class Listener:
    """Collects events and reacts to them."""

    def __init__(self, react: Callable[[RunEvent], None] = lambda _event: None) -> None:
        self.events: list[RunEvent] = []
        self._react = react

    def __call__(self, event: RunEvent) -> None:
        self.events.append(event)
        self._react(event)

    def of_type(self, event_type: type[Event]) -> list[Event]:
        """The events of one kind, oldest first."""
        return [event for event in self.events if isinstance(event, event_type)]

    @property
    def counts(self) -> Counter[str]:
        """Number of events by name."""
        return Counter(event.event for event in self.events)


def run(
    project: Project, run_dir: Path, listener: Listener | None = None, control: Control | None = None
) -> RunResult:
    """Train in this thread."""
    return train(project, run_dir=run_dir, emit=listener or Listener(), control=control)
