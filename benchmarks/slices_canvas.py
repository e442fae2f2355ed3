"""The part of `slices_steps` that works on a canvas."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from benchmarks.canvas_steps import Bench
from benchmarks.chain import chain
from benchmarks.stopwatch import NUM_RUNS, App, Samples, repeated, time_ms
from designer.catalog.catalog import Catalog
from designer.document.commands import MoveNodes
from designer.document.document import Document
from designer.document.note_commands import AddAnnotations
from designer.document.settings import Note
from designer.ui.canvas.connect_to import ConnectTo, connect_to
from designer.ui.canvas.navigating import ACTIONS

NUM_NODES = 5000
_QUERIES = ("conv2d_4", "filters=16", "use_bias=true", "32x32")


def time_canvas(app: App) -> Samples:
    """Finding, connecting by name, and the overview in the corner."""
    bench = Bench(app, Document(chain(NUM_NODES)), Catalog.load())
    bench.show()
    bench.view.zoom_100()
    bench.settle()
    found = {"overview": _overview(bench), "keystroke in Find": _keystrokes(bench), **_connecting(bench)}
    bench.close()
    return found


def _overview(bench: Bench) -> list[float]:
    overview, samples = bench.view.minimap, []
    timer = overview.findChild(QTimer)
    assert timer
    for number in range(NUM_RUNS):
        bench.document.push(MoveNodes({"n9": (float(number), 0.0)}))
        bench.settle()
        samples.append(time_ms(timer.timeout.emit))
    assert overview.isVisible()
    return samples


def _keystrokes(bench: Bench) -> list[float]:
    ACTIONS["find"](bench.view)
    field, search, samples = bench.view.findChild(QLineEdit, "findField"), bench.view.finding.search, []
    assert field
    for query in _QUERIES:
        field.clear()
        bench.settle()
        for letter in query:
            bench.app.longest_ms = 0.0
            QTest.keyClicks(field, letter)
            while search.is_busy:
                bench.settle()
            bench.settle()
            samples.append(bench.app.longest_ms)
        assert search.hits
    return samples


def _connecting(bench: Bench) -> Samples:
    found: Samples = {"Connect to": [], "keystroke in Connect to": []}
    bench.view.select(["n100"])
    for _ in range(3):
        found["Connect to"].append(_longest(bench, lambda: connect_to(bench.view)))
        popup = bench.view.findChild(ConnectTo)
        assert popup
        field = popup.findChild(QLineEdit)
        assert field
        for letter in "conv2d_4":
            type_it = partial(QTest.keyClicks, field, letter)
            found["keystroke in Connect to"].append(_longest(bench, type_it))
        popup.hide()
    return found


def _longest(bench: Bench, act: Callable[[], object]) -> float:
    """The longest that the window gave no answer until all rows of the pop-up were there, in ms."""
    bench.app.longest_ms = 0.0
    first = time_ms(act)
    popup = bench.view.findChild(ConnectTo)
    while popup and popup.is_busy:
        bench.settle()
    return max(first, bench.app.longest_ms)


def time_notes(app: App) -> Samples:
    """Frames of a canvas full of notes."""
    document, places = Document(chain(4)), [(200.0 * x, 100.0 * y) for x in range(20) for y in range(10)]
    document.push(
        AddAnnotations(
            [Note(id=f"t{n}", text=f"note {n} " * 20, position=place) for n, place in enumerate(places)]
        )
    )
    bench, found = Bench(app, document, Catalog.load()), Samples()
    bench.show()
    for percent in (30, 100):
        bench.view.tools.navigation.set_zoom(percent / 100)
        bench.settle()
        found[f"zoom {percent} %"] = repeated(bench.frame)
    bench.close()
    return found
