"""Child process of `slices`: does what a person does in a window, again and again.

`python -m benchmarks.slices_steps GROUP` prints one JSON object: for each step its samples, in ms; those of
pictures in s.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtWidgets import QWidget

from benchmarks.canvas_edits import edits
from benchmarks.chain import chain
from benchmarks.slices_canvas import NUM_NODES, time_canvas, time_notes
from benchmarks.stopwatch import NUM_RUNS, App, Samples, repeated, time_ms
from designer.app import make_window
from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, NodeAnalysis, TensorSpec
from designer.document.commands import Command, RenameProject
from designer.document.document import Document
from designer.document.edits import skip_connection
from designer.document.presets import load_preset
from designer.graph.elements import Edge
from designer.ui.command_list.popup import CommandList
from designer.ui.fuzzy import ranked
from designer.ui.history_panel import HistoryPanel
from designer.ui.pictures import Kind, PictureOptions, draw_picture
from designer.ui.summary.panel import SummaryPanel
from designer.ui.theme import DARK, LIGHT
from designer.ui.thumbnails import preset_thumbnail

_NUM_STEPS = 10_000
_NUM_IN_PICTURE = 3000
_CARD = QSize(220, 130)
_LAYERS = ("Conv2D", "Conv2DTranspose", "SeparableConv2D", "MaxPooling2D", "GlobalMaxPooling2D", "Dense")
_MOVING = ("insert on an edge", "turn the flow")
"""Edits that move many layers; `canvas` times them."""


def time_panels(app: App) -> Samples:
    """What stands beside the canvas."""
    names = [f"{layer} number {number}" for number in range(175) for layer in _LAYERS]
    catalog, preset = Catalog.load(), load_preset("wide_resnet")
    return {
        "summary": _summary(app),
        "history": _history(app),
        "search": repeated(lambda: ranked("conv", names, lambda name: (name,))),
        "thumbnail": repeated(lambda: preset_thumbnail(preset, _CARD, DARK, catalog)),
    }


def _summary(app: App) -> list[float]:
    project = chain(NUM_NODES)
    known = {
        node.id: NodeAnalysis((TensorSpec((None, 8, 8, 8)),), at % 97, at % 97, at * 31 % 1009, 2048)
        for at, node in enumerate(project.graph.nodes)
    }
    revisions = count(1)
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        panel = SummaryPanel(Document(project), settings)
        _show(app, panel)
        panel.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)

        def follow() -> None:
            revision = next(revisions)
            panel.set_analysis(Analysis(revision, known, layers=NUM_NODES))
            panel.table.select([f"n{revision}", f"n{4000 + revision}"])
            app.processEvents()

        samples = repeated(follow)
        panel.close()
    return samples


def _history(app: App) -> list[float]:
    document = Document(load_preset("svgg"))
    for number in range(_NUM_STEPS):
        document.push(RenameProject(f"Name {number}"))
        document.seal()
    panel = HistoryPanel(document)
    _show(app, panel)
    names = (f"Another {number}" for number in count())

    def rename() -> None:
        document.push(RenameProject(next(names)))
        document.seal()
        app.processEvents()

    samples = repeated(rename)
    panel.close()
    return samples


def _show(app: App, widget: QWidget) -> None:
    widget.resize(720, 260)
    widget.show()
    app.processEvents()


def time_window(app: App) -> Samples:
    """What lies over a window."""
    found: Samples = {"start page": [], "command list": []}
    with tempfile.TemporaryDirectory() as folder:
        _, window = make_window(Document(), Path(folder), remembers=False)
        window.show()
        open_list = window.actions_by_name["command_list"].trigger
        for _ in range(NUM_RUNS + 1):
            found["start page"].append(time_ms(window.start.show_page) + time_ms(window.stage.grab))
            window.start.leave()
            app.processEvents()
            opened_ms = time_ms(open_list)
            popup = window.findChild(CommandList)
            assert popup
            found["command list"].append(opened_ms + time_ms(popup.grab))
            popup.hide()
            app.processEvents()
        window.close()
    return {name: samples[1:] for name, samples in found.items()}


def time_document(_: App) -> Samples:
    """What the document itself does, without a window."""
    document = Document(chain(NUM_NODES))
    shapes = {f"n{at}": ((None, 8),) for at in (4900, 4979)}

    def skip() -> Command:
        return skip_connection(document, "n4900", 0, Edge("n4979", 0, "n4980", 0), shapes)

    found = {
        f"edit: {name}": _to_and_fro(document, lambda: command)  # noqa: B023
        for name, command in edits(document)
        if name not in _MOVING
    }
    found["edit: skip connection"] = _to_and_fro(document, skip)
    found["loop"] = repeated(lambda: document.graph.would_cycle("n2400", "n2500"))
    found["backup"] = repeated(document.quick_project)
    return found


def _to_and_fro(document: Document, make: Callable[[], Command]) -> list[float]:
    def act() -> None:
        document.push(make())
        document.undo()

    return repeated(act)


def time_pictures(_: App) -> Samples:
    """Pictures for other programs, in s."""
    project, catalog = chain(_NUM_IN_PICTURE), Catalog.load()

    def draw_s(kind: Kind) -> float:
        return time_ms(lambda: draw_picture(project, catalog, Analysis(), PictureOptions(kind, LIGHT))) / 1000

    return {kind: [draw_s(kind) for _ in range(3)] for kind in get_args(Kind)}


GROUPS: dict[str, Callable[[App], Samples]] = {
    "canvas": time_canvas,
    "notes": time_notes,
    "panels": time_panels,
    "window": time_window,
    "document": time_document,
    "pictures": time_pictures,
}


if __name__ == "__main__":
    import_module("networkx")  # a window loads it on a thread
    print(json.dumps(GROUPS[sys.argv[1]](App())), flush=True)
