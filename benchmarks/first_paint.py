"""Child process of `startup`: opens a window and tells when it was painted and answered.

`python -m benchmarks.first_paint designer|bare` prints one JSON object. Times are readings of the clock
`time.monotonic`, which all processes share.
"""

import json
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from designer.ui.window import MainWindow

_POLL_MS = 20


def main(kind: str) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    class Watch(QObject):
        """Waits for the first painting of a window, and then for an answer of the event loop."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint and watched.isWidgetType():
                app.removeEventFilter(self)
                QTimer.singleShot(0, tell)
            return False

    def tell() -> None:
        facts = {
            "answered": time.monotonic(),
            "processor_s": time.process_time(),
            "tensorflow": "tensorflow" in sys.modules,
        }
        facts["resident_mb"] = _resident_mb()
        window = next(widget for widget in app.topLevelWidgets() if widget.isVisible())
        if kind == "bare":
            _finish(app, window, facts)
        else:
            _wait_for_engine(app, window, facts)  # type: ignore[arg-type]

    app = QApplication(sys.argv[:1])
    watch = Watch()
    app.installEventFilter(watch)
    _run(kind, app)


def _run(kind: str, app: "QApplication") -> None:
    if kind == "bare":
        from PySide6.QtWidgets import QMainWindow

        window = QMainWindow()
        window.resize(1440, 900)
        window.show()
        app.exec()
    else:
        from designer.cli import main as run

        run([])


def _wait_for_engine(app: "QApplication", window: "MainWindow", facts: dict[str, float]) -> None:
    from PySide6.QtCore import QTimer

    def look() -> None:
        if window.session.engine_state is not None:
            timer.stop()
            facts["engine_ready"] = time.monotonic()
            _finish(app, window, facts)

    timer = QTimer(window, interval=_POLL_MS)
    timer.timeout.connect(look)
    timer.start()


def _finish(app: "QApplication", window: "QWidget", facts: dict[str, float]) -> None:
    window.close()
    app.quit()
    print(json.dumps(facts), flush=True)


def _resident_mb() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    main(sys.argv[1])
