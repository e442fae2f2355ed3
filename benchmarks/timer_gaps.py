"""Child process of `gui`: trains the digits in the real window and times a 5 ms timer of the GUI thread.

`python -m benchmarks.timer_gaps` prints the gaps between two ticks, in ms, as one JSON list: from the moment
TensorFlow is there until the run has ended.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from designer.app import make_window
from designer.document.document import Document
from designer.document.presets import load_preset
from designer.training.events import RunEvent, RunFinished
from designer.ui.window import MainWindow

_INTERVAL_MS = 5


class Probe(QObject):
    """Presses Train as soon as it can be pressed, and notes the gaps until the run has ended."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.gaps: list[float] = []
        self._window = window
        self._last = 0.0
        self._has_started = False
        self._timer = QTimer(self, interval=_INTERVAL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_ticked)
        window.session.engine_changed.connect(self._on_engine_changed)
        window.session.run_events.connect(self._on_run_events)

    def _on_engine_changed(self, _state: object) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def _on_ticked(self) -> None:
        now = time.perf_counter()
        self.gaps.append(1000 * (now - self._last))
        self._last = now
        train = self._window.actions_by_name["train"]
        if not self._has_started and train.isEnabled():
            self._has_started = True
            train.trigger()

    def _on_run_events(self, events: list[RunEvent]) -> None:
        if any(isinstance(event, RunFinished) for event in events):
            self._timer.stop()
            self._window.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app, window = make_window(Document(load_preset("digits_resnet")), Path(folder))
        probe = Probe(window)
        window.show()
        QTimer.singleShot(0, window.session.start)
        app.exec()
        print(json.dumps(probe.gaps), flush=True)


if __name__ == "__main__":
    sys.exit(main())
