"""Child process of `gui`: times a 5 ms timer of the GUI thread.

`python -m benchmarks.timer_gaps training|idle` prints the gaps between two ticks, in ms, as one JSON list:
while the digits are trained in the real window, from the moment TensorFlow is there until the run has ended;
or of a program that does nothing, which shows how much of it is the machine's doing.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from designer.app import make_window
from designer.document.document import Document
from designer.document.presets import load_preset
from designer.training.events import RunEvent, RunFinished
from designer.ui.window import MainWindow

_INTERVAL_MS = 5
_IDLE_MS = 5000


class Gaps(QObject):
    """Notes the time between ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=_INTERVAL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_ticked)

    def start(self) -> None:
        """Begin now."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _on_ticked(self) -> None:
        now = time.perf_counter()
        self.found.append(1000 * (now - self._last))
        self._last = now


class Hand(QObject):
    """Presses Train as soon as it can be pressed, and closes the window after the run."""

    def __init__(self, window: MainWindow, gaps: Gaps) -> None:
        super().__init__(window)
        self._window = window
        self._gaps = gaps
        self._train = window.actions_by_name["train"]
        self._train.changed.connect(self._on_train_changed)
        window.session.engine_changed.connect(gaps.start)
        window.session.run_events.connect(self._on_run_events)

    def _on_train_changed(self) -> None:
        if self._train.isEnabled():
            self._train.changed.disconnect(self._on_train_changed)
            QTimer.singleShot(0, self._train.trigger)

    def _on_run_events(self, events: list[RunEvent]) -> None:
        if any(isinstance(event, RunFinished) for event in events):
            self._gaps.stop()
            self._window.close()


def while_training() -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        app, window = make_window(Document(load_preset("digits_resnet")), Path(folder))
        gaps = Gaps()
        hand = Hand(window, gaps)  # noqa: F841 - its slots are called while it lives
        window.show()
        QTimer.singleShot(0, window.bench.hub.start)
        app.exec()
    return gaps.found


def while_idle() -> list[float]:
    app = QApplication(sys.argv[:1])
    gaps = Gaps()
    gaps.start()
    QTimer.singleShot(_IDLE_MS, app.quit)
    app.exec()
    return gaps.found


if __name__ == "__main__":
    print(json.dumps(while_idle() if sys.argv[1] == "idle" else while_training()), flush=True)
