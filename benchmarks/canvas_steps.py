"""Child process of `canvas`: opens a network of so many layers and works on it as a person would.

`python -m benchmarks.canvas_steps NUM_NODES` prints one JSON object: for each step its samples, in ms; the
memory in MB. The clock runs from the event until everything that it changes is painted.
"""

import gc
import json
import sys
import time
from importlib import import_module
from itertools import cycle
from statistics import median

from PySide6.QtCore import QEvent, QPointF

from benchmarks.canvas_edits import edits
from benchmarks.chain import ROWS_IN_SIGHT, chain
from benchmarks.hand import mouse, turn_wheel
from benchmarks.our_canvas import OurCanvas
from benchmarks.same_steps import NUM_OPENINGS, close, settle, show, zoom_step
from benchmarks.stopwatch import NUM_FRAMES, App, repeated, resident_mb, since_ms, time_ms
from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, NodeAnalysis, TensorSpec
from designer.document.document import Document

NUM_EDITS = 9


class Bench(OurCanvas):
    """A canvas on the screen, and what is done to it."""

    def __init__(self, app: App, document: Document, catalog: Catalog) -> None:
        super().__init__(document, catalog)
        self.app = app
        self.document = document
        self.went_back_ms = 0.0

    def show(self) -> None:
        """Show it, until all is painted."""
        show(self)

    def settle(self) -> None:
        """Let everything happen that is due, until all is painted."""
        settle(self)

    def frame(self) -> None:
        """Paint the whole canvas."""
        self.view.viewport().repaint()

    def pan_step(self, notches: int) -> None:
        """Scroll by the wheel."""
        turn_wheel(self.view, notches)
        self.settle()

    def show_analysis(self, analysis: Analysis) -> None:
        """Take an answer of the engine."""
        self.view.set_analysis(analysis)
        self.settle()

    def go_back(self, *, is_redo: bool = False) -> None:
        """Undo or redo, until all that is in sight is painted."""
        step = self.document.redo if is_redo else self.document.undo
        self.went_back_ms = time_ms(step)
        self.frame()
        assert not self.view.tools.content.is_behind


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
    close(bench)
    return found


def memory(app: App, num_nodes: int, catalog: Catalog) -> dict[str, list[float]]:
    """What a network takes beyond an empty canvas, in MB, once it was seen from far and near."""
    empty = Bench(app, Document(), catalog)
    empty.show()
    before = resident_mb()
    bench = Bench(app, Document(chain(num_nodes)), catalog)
    bench.show()
    for zoom in (0.05, 0.5, 1.0):
        bench.view.tools.navigation.set_zoom(zoom)
        bench.frame()
    used = resident_mb() - before
    close(bench)
    close(empty)
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
        close(bench)
    return whole[1:], longest[1:]


def frames(bench: Bench) -> dict[str, list[float]]:
    """Whole frames, from far and near."""
    bench.view.fit()
    fitted = repeated(bench.frame, NUM_FRAMES)
    bench.view.zoom_100()
    return {"frame, fit": fitted, "frame, 100 %": repeated(bench.frame, NUM_FRAMES)}


def frame_of_all(app: App, num_nodes: int, catalog: Catalog) -> list[float]:
    """A frame with every node in sight, since a chain in one column is longer than any screen."""
    bench = Bench(app, Document(chain(num_nodes, ROWS_IN_SIGHT)), catalog)
    bench.show()
    assert bench.view.tools.navigation.is_visible(bench.view.tools.content.bounds())
    samples = repeated(bench.frame, NUM_FRAMES)
    close(bench)
    return samples


def steps(bench: Bench) -> dict[str, list[float]]:
    """Zooming near 50 %, and scrolling at 100 %."""
    navigation = bench.view.tools.navigation
    navigation.set_zoom(0.5)
    turns = cycle((1, -1))
    zoom = repeated(lambda: zoom_step(bench, next(turns)), NUM_FRAMES)
    navigation.set_zoom(1.0)
    pan = repeated(lambda: bench.pan_step(next(turns)), NUM_FRAMES)
    return {"zoom step": zoom, "pan step": pan}


def drags(bench: Bench) -> dict[str, list[float]]:
    """Dragging one node in the middle of the network: each move of the mouse, and the painting after it."""
    content = bench.view.tools.content
    node_id = content.ids[len(content.ids) // 2]
    bench.view.zoom_100()
    bench.view.tools.navigation.center_on(content.rect(node_id).center())
    bench.settle()
    start = QPointF(bench.view.mapFromScene(content.rect(node_id).center())) + QPointF(20, 0)
    mouse(bench.view, QEvent.Type.MouseButtonPress, start)
    moves, paintings = [], []
    for number in range(2, NUM_FRAMES + 2):
        spot = start + QPointF(8 * (number % 16), 8 * (number % 5))
        moves.append(time_ms(lambda: mouse(bench.view, QEvent.Type.MouseMove, spot)))  # noqa: B023
        paintings.append(time_ms(bench.settle))
    mouse(bench.view, QEvent.Type.MouseButtonRelease, start)
    bench.settle()
    return {"drag": moves, "drag, painting": paintings}


def analyses(bench: Bench) -> list[float]:
    """The answer of the engine: other shapes on all cards."""
    answers = cycle(_analysis(bench.document, channels) for channels in (8, 16))
    return repeated(lambda: bench.show_analysis(next(answers)), NUM_FRAMES)


def single_edits(bench: Bench) -> dict[str, list[float]]:
    """Undo and redo of each kind of edit, in sight, by turns; and how long the worst gave no answer.

    After an edit that moves most of a large network the edges out of sight come later, in slices.
    """
    document, found = bench.document, dict[str, list[float]]()
    slices = []
    for name, command in edits(document):
        document.push(command)
        _wait(bench)
        samples, longest, whole = [], [], []
        for number in range(2 * NUM_EDITS):
            is_redo = bool(number % 2)
            bench.app.longest_ms = 0.0
            samples.append(time_ms(lambda: bench.go_back(is_redo=is_redo)))  # noqa: B023
            whole.append(samples[-1] + time_ms(bench.settle))
            longest.append(max(bench.app.longest_ms, bench.went_back_ms))
            _wait(bench)
        document.undo()
        _wait(bench)
        found[f"edit: {name}"], found[f"whole: {name}"] = samples, whole
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


if __name__ == "__main__":
    print(json.dumps(measure(App(), int(sys.argv[1]))), flush=True)
