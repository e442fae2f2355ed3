"""Analysis of whole networks, of an edit at the tail and of its undo; `build_model` against plain Keras code.

An analysis is timed from the document to the answer, as the engine thread sees it: snapshot, structure, and
Keras's verdict on every layer that isn't memoised. Before each whole analysis the memo is cleared.
"""

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import plain
from benchmarks.figures import Figure
from benchmarks.resnet152 import resnet152
from designer.document.commands import SetParams
from designer.document.document import Document
from designer.document.presets import load_preset
from designer.document.project import Project

if TYPE_CHECKING:
    import keras


class _Seconds(NamedTuple):
    wall: float
    processor: float


NUM_WHOLE = 7
NUM_EDITS = 30
NUM_PAIRS = 10


def measure() -> list[Figure]:
    from designer.compiler.backend import load_tensorflow

    load_tensorflow()
    wide = load_preset("wide_resnet", num_convs=40, width=2)
    deep = resnet152()
    _analyse(Document(load_preset("digits_resnet")))  # what is imported and set up only once
    return [
        *_analyses(wide, 155, 0.25),
        *_analyses(deep, 517, 0.6),
        _build(wide, lambda: plain.wide_resnet(40, 2)),
        _build(deep, _keras_resnet152),
    ]


def _analyses(project: Project, num_layers: int, goal_s: float) -> list[Figure]:
    document = Document(project)
    assert document.graph.model_outputs()
    whole = [_cold(document, num_layers) for _ in range(NUM_WHOLE)]
    tail = document.graph.model_outputs()[0].node
    params = document.graph.node(tail).params
    edits, undos = [], []
    for number in range(NUM_EDITS):
        started = time.perf_counter()
        document.push(SetParams(tail, {**params, "units": 11 + number}))
        _analyse(document)
        edits.append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        document.undo()
        _analyse(document)
        undos.append(1000 * (time.perf_counter() - started))
    name = f"{project.name}, {num_layers} layers"
    return [
        Figure(f"analysis of {name}", tuple(whole), "s", goal_s, "lower"),
        Figure(f"an edit at the tail of {name}", tuple(edits), "ms", 10, "lower"),
        Figure(f"undo of the edit, {name}", tuple(undos), "ms", 5, "lower"),
    ]


def _cold(document: Document, num_layers: int) -> float:
    from designer.compiler import analysis

    analysis.forget()
    started = time.perf_counter()
    found = analysis.analyse(document.graph.snapshot())
    seconds = time.perf_counter() - started
    assert found.layers == num_layers
    assert not found.problems
    return seconds


def _analyse(document: Document) -> None:
    from designer.compiler.analysis import analyse

    analyse(document.graph.snapshot(), document.revision)


def _build(project: Project, in_keras: "Callable[[], keras.Model]") -> Figure:
    """Ratios of alternating pairs, since a machine's speed drifts."""
    from designer.compiler.build import build_model

    def ours() -> "keras.Model":
        return build_model(project.graph, project.name)

    assert ours().count_params() == in_keras().count_params()
    pairs = []
    for number in range(NUM_PAIRS):
        if number % 2:
            theirs_s = _seconds(in_keras)
            pairs.append((_seconds(ours), theirs_s))
        else:
            pairs.append((_seconds(ours), _seconds(in_keras)))
    ratios = tuple(ours_s.wall / theirs_s.wall for ours_s, theirs_s in pairs)
    on_processor = median(ours_s.processor / theirs_s.processor for ours_s, theirs_s in pairs)
    return Figure(
        f"build_model of {project.name}",
        ratios,
        "× plain Keras code",
        1.1,
        "lower",
        {"by processor time": on_processor, "seconds": median(ours_s.wall for ours_s, _ in pairs)},
    )


def _seconds(build: "Callable[[], keras.Model]") -> _Seconds:
    import keras

    # The model before is nobody's cost, and names that no layer had yet are slower than known ones.
    keras.utils.clear_session(free_memory=False)
    gc.collect()
    wall, processor = time.perf_counter(), time.process_time()
    build()
    return _Seconds(time.perf_counter() - wall, time.process_time() - processor)


def _keras_resnet152() -> "keras.Model":
    from keras.applications import ResNet152

    return ResNet152(weights=None)
