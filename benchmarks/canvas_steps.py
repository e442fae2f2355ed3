"""Child process of `canvas`: opens a network of so many layers and works on it as a person would.

`python -m benchmarks.canvas_steps NUM_NODES` prints one JSON object: for each step its samples, in ms; the
memory in MB. The clock runs from the event until everything that it changes is painted.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from itertools import cycle
from statistics import median

import psutil
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from benchmarks.canvas_edits import edits
from benchmarks.chain import chain
from benchmarks.stopwatch import App, since_ms, time_ms
from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, NodeAnalysis, TensorSpec
from designer.document.document import Document
from designer.ui.canvas.view import CanvasView

NUM_OPENINGS = 9
NUM_FRAMES = 41
NUM_EDITS = 9
_SIZE = (1280, 800)
_ROWS_IN_SIGHT = 64
_NOTCH = 120
_Button = Qt.MouseButton


class Bench:
    """A canvas on the screen, and what is done to it."""

    def __init__(self, app: App, document: Document, catalog: Catalog) -> None:
        self.app = app
        self.document = document
        self.view = CanvasView(document, catalog)
        self.view.resize(*_SIZE)
        self.went_back_ms = 0.0

    def show(self) -> None:
        """Show it, until all is painted."""
        self.view.show()
        self.view.fit()
        self.settle()

    def settle(self) -> None:
        """Let everything happen that is due, until all is painted."""
        self.app.processEvents()
        while self.view.tools.content.is_opening:
            self.app.processEvents()
        self.app.processEvents()

    def close(self) -> None:
        """Let go of it."""
        self.view.detach()
        self.view.close()
        self.view.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.app.processEvents()

    def frame(self) -> None:
        """Paint the whole canvas."""
        self.view.viewport().repaint()

    def zoom_step(self, notches: int) -> None:
        """Zoom by the wheel in the middle of the canvas."""
        self.turn_wheel(notches, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def pan_step(self, notches: int) -> None:
        """Scroll by the wheel."""
        self.turn_wheel(notches)
        self.settle()

    def show_analysis(self, analysis: Analysis) -> None:
        """Take an answer of the engine."""
        self.view.set_analysis(analysis)
        self.settle()

    def go_back(self, *, is_redo: bool = False) -> None:
        """Undo or redo."""
        step = self.document.redo if is_redo else self.document.undo
        self.went_back_ms = time_ms(step)
        self.settle()

    def turn_wheel(self, notches: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Turn the wheel in the middle of the canvas."""
        spot = QPointF(self.view.viewport().rect().center())
        phase, is_inverted = Qt.ScrollPhase.NoScrollPhase, False
        angle = QPoint(0, _NOTCH * notches)
        event = QWheelEvent(spot, spot, QPoint(), angle, _Button.NoButton, keys, phase, is_inverted)
        self.app.sendEvent(self.view.viewport(), event)

    def mouse(self, kind: QEvent.Type, spot: QPointF) -> None:
        """Press, move or release the left button."""
        button = _Button.NoButton if kind == QEvent.Type.MouseMove else _Button.LeftButton
        keys = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, spot, spot, button, _Button.LeftButton, keys)
        self.app.sendEvent(self.view.viewport(), event)


def measure(app: App, num_nodes: int) -> dict[str, list[float]]:
    """All samples, by step."""
    catalog = Catalog.load()
    import_module("networkx")  # a window loads it on a thread
    found = memory(app, num_nodes, catalog)
    document = Document(chain(num_nodes))
    found["open, empty"], _ = openings(app, Document(), catalog)
    found["open"], found["open, longest slice"] = openings(app, document, catalog)
    bench = Bench(app, document, catalog)
    bench.show()
    found |= frames(bench)
    found["frame of all, in columns"] = frame_of_all(app, num_nodes, catalog)
    found |= steps(bench)
    found |= drags(bench)
    found["analysis shown"] = analyses(bench)
    found |= single_edits(bench)
    bench.close()
    return found


def memory(app: App, num_nodes: int, catalog: Catalog) -> dict[str, list[float]]:
    """What a network takes beyond an empty canvas, in MB, once it was seen from far and near."""
    empty = Bench(app, Document(), catalog)
    empty.show()
    before = _resident_mb()
    bench = Bench(app, Document(chain(num_nodes)), catalog)
    bench.show()
    for zoom in (0.05, 0.5, 1.0):
        bench.view.tools.navigation.set_zoom(zoom)
        bench.frame()
    used = _resident_mb() - before
    bench.close()
    empty.close()
    return {"memory": [used]}


def openings(app: App, document: Document, catalog: Catalog) -> tuple[list[float], list[float]]:
    """From nothing to a canvas with everything painted, and the longest time that it didn't answer."""
    whole, longest = [], []
    for _ in range(NUM_OPENINGS):
        gc.collect()
        app.longest_ms = 0.0
        started = time.perf_counter()
        bench = Bench(app, document, catalog)
        made_ms = since_ms(started)
        bench.show()
        whole.append(since_ms(started))
        longest.append(max(app.longest_ms, made_ms))
        bench.close()
    return whole[1:], longest[1:]


def frames(bench: Bench) -> dict[str, list[float]]:
    """Whole frames, from far and near."""
    bench.view.fit()
    fitted = _samples(bench.frame)
    bench.view.zoom_100()
    return {"frame, fit": fitted, "frame, 100 %": _samples(bench.frame)}


def frame_of_all(app: App, num_nodes: int, catalog: Catalog) -> list[float]:
    """A frame with every node in sight, since a chain in one column is longer than any screen."""
    bench = Bench(app, Document(chain(num_nodes, _ROWS_IN_SIGHT)), catalog)
    bench.show()
    assert bench.view.tools.navigation.is_visible(bench.view.tools.content.bounds())
    samples = _samples(bench.frame)
    bench.close()
    return samples


def steps(bench: Bench) -> dict[str, list[float]]:
    """Zooming near 50 %, and scrolling at 100 %."""
    navigation = bench.view.tools.navigation
    navigation.set_zoom(0.5)
    turns = cycle((1, -1))
    zoom = _samples(lambda: bench.zoom_step(next(turns)))
    navigation.set_zoom(1.0)
    pan = _samples(lambda: bench.pan_step(next(turns)))
    return {"zoom step": zoom, "pan step": pan}


def drags(bench: Bench) -> dict[str, list[float]]:
    """Dragging one node in the middle of the network: each move of the mouse, and the painting after it."""
    content = bench.view.tools.content
    node_id = content.ids[len(content.ids) // 2]
    bench.view.zoom_100()
    bench.view.tools.navigation.center_on(content.rect(node_id).center())
    bench.settle()
    start = QPointF(bench.view.mapFromScene(content.rect(node_id).center())) + QPointF(20, 0)
    bench.mouse(QEvent.Type.MouseButtonPress, start)
    moves, paintings = [], []
    for number in range(2, NUM_FRAMES + 2):
        spot = start + QPointF(8 * (number % 16), 8 * (number % 5))
        moves.append(time_ms(lambda: bench.mouse(QEvent.Type.MouseMove, spot)))  # noqa: B023
        paintings.append(time_ms(bench.settle))
    bench.mouse(QEvent.Type.MouseButtonRelease, start)
    bench.settle()
    return {"drag": moves, "drag, painting": paintings}


def analyses(bench: Bench) -> list[float]:
    """The answer of the engine: other shapes on all cards."""
    answers = cycle(_analysis(bench.document, channels) for channels in (8, 16))
    return _samples(lambda: bench.show_analysis(next(answers)))


def single_edits(bench: Bench) -> dict[str, list[float]]:
    """Undo and redo of each kind of edit, in sight, by turns; and how long the worst gave no answer."""
    document, found = bench.document, dict[str, list[float]]()
    slices = []
    for name, command in edits(document):
        document.push(command)
        _wait(bench)
        samples, longest = [], []
        for number in range(2 * NUM_EDITS):
            is_redo = bool(number % 2)
            bench.app.longest_ms = 0.0
            samples.append(time_ms(lambda: bench.go_back(is_redo=is_redo)))  # noqa: B023
            longest.append(max(bench.app.longest_ms, bench.went_back_ms))
            _wait(bench)
        document.undo()
        _wait(bench)
        found[f"edit: {name}"] = samples
        slices.append(longest)
    found["edits, longest slice"] = max(slices, key=median)
    return found


def _wait(bench: Bench) -> None:
    """Let what is allowed to lag behind come about, such as the list for screen readers."""
    while bench.view.nodes_model.is_behind:
        bench.settle()
    bench.settle()


def _analysis(document: Document, channels: int) -> Analysis:
    spec = TensorSpec((None, 32, 32, channels))
    return Analysis(nodes={node_id: NodeAnalysis((spec,), 100) for node_id in document.graph.nodes})


def _samples(act: Callable[[], None]) -> list[float]:
    act()
    return [time_ms(act) for _ in range(NUM_FRAMES)]


def _resident_mb() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss / 1e6)


if __name__ == "__main__":
    print(json.dumps(measure(App(), int(sys.argv[1]))), flush=True)
