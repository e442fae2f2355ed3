"""The engine answers from its own thread, the newest question first, and survives whatever goes wrong."""

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from designer.compiler import analysis
from designer.compiler.engine import AnalysisDone, Engine, EngineEvent, EngineFailed, EngineReady
from designer.compiler.results import Analysis
from designer.graph.elements import GraphSnapshot
from tests.tf.graphs import chain

GRAPH = chain((4,), ("Dense", {"units": 2}))


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    yield engine
    engine.stop()


def answers(engine: Engine, count: int) -> list[EngineEvent]:
    """The next events, as the window would drain them."""
    events: list[EngineEvent] = []
    deadline, pause = time.monotonic() + 30, threading.Event()
    while len(events) < count and time.monotonic() < deadline:
        events += engine.poll()
        pause.wait(0.001)
    return events


class Gate:
    """An analysis that waits until it is let through."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()

    def __call__(self, _: GraphSnapshot, revision: int) -> Analysis:
        self.entered.set()
        self.opened.wait(30)
        return Analysis(revision=revision)


def test_it_says_that_it_is_ready_and_then_answers(engine: Engine) -> None:
    engine.request_analysis(3, GRAPH)
    ready, done = answers(engine, 2)
    assert isinstance(ready, EngineReady)
    assert set(ready.versions) == {"tensorflow", "keras"}
    assert ready.devices[0] == "CPU"
    assert isinstance(done, AnalysisDone)
    assert (done.analysis.revision, done.analysis.parameters) == (3, 10)


def test_only_the_newest_of_the_waiting_questions_is_answered(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    monkeypatch.setattr(analysis, "analyse", gate)
    engine.request_analysis(1, GRAPH)
    assert gate.entered.wait(30)
    for revision in (2, 3, 4):
        engine.request_analysis(revision, GRAPH)
    gate.opened.set()
    events = answers(engine, 3)
    assert [event.analysis.revision for event in events if isinstance(event, AnalysisDone)] == [1, 4]


def test_an_analysis_that_breaks_is_told_and_the_next_one_is_answered(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: GraphSnapshot, revision: int) -> Analysis:
        raise RuntimeError("two\nlines")

    with monkeypatch.context() as patch:
        patch.setattr(analysis, "analyse", fail)
        engine.request_analysis(1, GRAPH)
        _, failed = answers(engine, 2)
    engine.request_analysis(2, GRAPH)
    [done] = answers(engine, 1)
    assert isinstance(failed, AnalysisDone)
    assert isinstance(done, AnalysisDone)
    assert [problem.message for problem in failed.analysis.errors] == [
        "The network can't be analysed: two lines"
    ]
    assert (done.analysis.revision, done.analysis.errors) == (2, ())


def test_a_broken_tensorflow_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    engine = Engine()
    engine.start()
    [failed] = answers(engine, 1)
    engine.request_analysis(1, GRAPH)
    engine.stop()
    assert isinstance(failed, EngineFailed)
    assert failed.message.startswith("TensorFlow can't be loaded: ")
    assert "\n" not in failed.message
    assert "pip install tensorflow" in failed.hint
    assert engine.poll() == []


def test_an_engine_that_was_never_started_can_be_stopped() -> None:
    engine = Engine()
    engine.stop()
    assert engine.poll() == []
