"""The window is on the screen before anything heavy is loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import designer

HEAVY = {"tensorflow", "keras", "tensorflow_datasets", "sklearn"}

# Runs the program as it is, notes what is loaded when its window is first painted, and closes it.
WATCHED = """
import json, sys, threading
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from designer.app import run_window
from designer.ui.window import MainWindow

class Watch(QObject):
    seen = None

    def eventFilter(self, target, event):
        if event.type() == QEvent.Type.Paint and isinstance(target, MainWindow) and not self.seen:
            modules = [*{name.partition(".")[0] for name in sys.modules}]
            self.seen = {"modules": modules, "threads": [thread.name for thread in threading.enumerate()]}
            QTimer.singleShot(0, target.close)
        return False

app = QApplication([])
watch = Watch()
app.installEventFilter(watch)
status = run_window()
print(json.dumps({"status": status, **watch.seen}))
"""


def test_nothing_heavy_is_loaded_before_the_window_is_painted() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        stdout=subprocess.PIPE,
        check=True,
        cwd=Path(designer.__file__).parents[1],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
    )
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["status"] == 0
    assert HEAVY.isdisjoint(seen["modules"])
    assert seen["threads"] == ["MainThread"]
