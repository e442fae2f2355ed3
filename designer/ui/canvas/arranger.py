"""Arranges large networks in a process of its own, which can be broken off."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import designer
from designer.graph import layout_process
from designer.graph.arrangement import Arrangement

_KILL_MS = 1000


class Arranger(QObject):
    """One process at a time.

    Signals:
        arranged: The positions found, by node id.
        failed: Why none were found, in one line.
    """

    arranged = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a process is at work."""
        return self._process is not None

    def start(self, wanted: Arrangement) -> None:
        """Begin; what was begun before is broken off."""
        self.cancel()
        self._process = process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error_occurred)
        # -P: a folder that the user happens to be in must not stand in for our modules.
        process.start(sys.executable, ["-P", "-m", layout_process.__name__])
        process.write(layout_process.request(wanted))
        process.closeWriteChannel()

    def cancel(self) -> bool:
        """Break off; returns whether there was anything."""
        process, self._process = self._process, None
        if process is None:
            return False
        process.finished.disconnect(self._on_finished)
        process.errorOccurred.disconnect(self._on_error_occurred)
        process.kill()
        process.waitForFinished(_KILL_MS)
        process.deleteLater()
        return True

    def _on_finished(self, exit_code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.deleteLater()
        if exit_code or process.exitStatus() != QProcess.ExitStatus.NormalExit:
            self.failed.emit("The layout could not be worked out. The layers stay where they are.")
        else:
            self.arranged.emit(layout_process.answer(bytes(process.readAllStandardOutput().data())))

    def _on_error_occurred(self, error: QProcess.ProcessError) -> None:
        process = self._process
        if process and error == QProcess.ProcessError.FailedToStart:
            self._process = None
            process.deleteLater()
            self.failed.emit(f"The layout could not be started: {process.errorString()}")


def _environment() -> QProcessEnvironment:
    """Ours, with this very program first where modules are looked for."""
    environment = QProcessEnvironment.systemEnvironment()
    folders = [str(Path(designer.__file__).parents[1]), environment.value("PYTHONPATH", "")]
    environment.insert("PYTHONPATH", os.pathsep.join(filter(None, folders)))
    return environment
