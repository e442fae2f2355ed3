"""Putting weights beside a project that is saved: on another thread, while the window stays alive."""

import queue
import threading
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from designer.document.settings import WeightsFile
from designer.document.weights_files import placed_beside, resolved
from designer.errors import DesignerError, ProjectFileError
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label
from designer.worker import give_way

_POLL_MS = 10
_SHOW_AFTER_MS = 400
_WIDTH_PX = 48 * GRID_PX


def place_weights(window: QWidget, weights: WeightsFile, project_file: Path) -> WeightsFile:
    """Copy weights beside the project file that is about to be written; gives them with their new path.

    Raises:
        ProjectFileError: They can't be copied.
    """
    results: queue.SimpleQueue[WeightsFile | DesignerError] = queue.SimpleQueue()

    def work() -> None:
        give_way()
        results.put(_placed(weights, project_file))

    threading.Thread(target=work, name="save-weights", daemon=True).start()
    _wait(window, f"Saving the weights beside {project_file.name}…", results)
    result = results.get()
    if isinstance(result, DesignerError):
        raise result
    return result


def _placed(weights: WeightsFile, project_file: Path) -> WeightsFile | DesignerError:
    try:
        return resolved(placed_beside(weights, project_file), project_file)
    except OSError as error:
        return ProjectFileError(
            f"The weights can't be saved beside {project_file}: {error.strerror or error}.",
            "Save the project elsewhere, or start from new weights.",
        )
    except DesignerError as error:
        return error


def _wait(window: QWidget, text: str, results: "queue.SimpleQueue[WeightsFile | DesignerError]") -> None:
    """Paint and let others tick, but take no clicks and keys, until a result is there."""
    loop, timer = QEventLoop(), QTimer(interval=_POLL_MS)
    dialog = QProgressDialog(window)
    dialog.setObjectName("saveProgress")
    dialog.setWindowTitle("Save")
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumWidth(_WIDTH_PX)
    dialog.setLabel(label(text))
    dialog.setCancelButton(None)
    dialog.setRange(0, 0)
    dialog.setMinimumDuration(_SHOW_AFTER_MS)
    dialog.setValue(0)
    timer.timeout.connect(lambda: loop.quit() if not results.empty() else None)
    timer.start()
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    timer.stop()
    dialog.close()
    dialog.deleteLater()
