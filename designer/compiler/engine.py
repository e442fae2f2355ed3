"""The engine: one thread that owns Keras and answers questions about graphs.

TensorFlow is imported there and nowhere else. Questions go in as immutable snapshots; answers come out as
frozen events through a queue, which the window drains on its timer.
"""

import logging
import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from designer.catalog.catalog import Catalog
from designer.compiler.memory import free_gpu_memory
from designer.compiler.messages import clean
from designer.compiler.results import Analysis, Problem
from designer.errors import DesignerError
from designer.graph.elements import GraphSnapshot
from designer.worker import give_way, wait_for

_log = logging.getLogger("designer")


@dataclass(frozen=True)
class EngineReady:
    """TensorFlow is there.

    Args:
        versions: Version by package name: `tensorflow`, `keras`.
        devices: Names of the devices that can train, such as `CPU` or `GPU:0`.
        catalog: The catalogue of the installed Keras.
        gpu_memory_bytes: What is free on the first GPU; None where there is none or it doesn't say.
        notices: One line for each plug-in that can't be used.
    """

    versions: Mapping[str, str]
    devices: tuple[str, ...]
    catalog: Catalog
    gpu_memory_bytes: int | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class EngineFailed:
    """TensorFlow can't be loaded; drawing and saving go on without it."""

    message: str
    hint: str


@dataclass(frozen=True)
class AnalysisDone:
    """An analysis of the newest graph that a client asked about."""

    analysis: Analysis
    client: int = 0


EngineEvent = EngineReady | EngineFailed | AnalysisDone


class Engine:
    """Starts the thread, takes graphs, hands out answers. All methods but `stop` return at once."""

    def __init__(self) -> None:
        self._questions: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[EngineEvent] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)
        self._lock = threading.Lock()
        self._newest: dict[int, tuple[int, GraphSnapshot]] = {}

    def start(self) -> None:
        """Start importing TensorFlow; `EngineReady` or `EngineFailed` will follow."""
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """End the thread after the question at hand."""
        self._questions.put(None)
        wait_for(self._thread, timeout_s)

    def request_analysis(self, revision: int, graph: GraphSnapshot, client: int = 0) -> None:
        """Ask for an analysis; only the newest request of each client is answered.

        Args:
            revision: Comes back in the analysis.
            client: Who asks, such as one of several windows; comes back in the answer.
        """
        with self._lock:
            is_waiting = client in self._newest
            self._newest[client] = (revision, graph)
        if not is_waiting:
            self._questions.put(client)

    def poll(self) -> list[EngineEvent]:
        """The answers that came since the last call, oldest first."""
        events: list[EngineEvent] = []
        while not self._answers.empty():
            events.append(self._answers.get())
        return events

    def _work(self) -> None:
        give_way()
        try:
            self._answers.put(_load())
        except DesignerError as error:
            self._answers.put(EngineFailed(error.message, error.hint))
            return
        except Exception as error:  # noqa: BLE001 - a broken Keras may raise anything; the window lives on
            _log.exception("The engine can't start")
            self._answers.put(EngineFailed(f"The engine can't start: {clean(error)}", "Install Keras again."))
            return
        while (client := self._questions.get()) is not None:
            self._answers.put(AnalysisDone(self._analyse_newest(client), client))

    def _analyse_newest(self, client: int) -> Analysis:
        from designer.compiler.analysis import analyse

        with self._lock:
            revision, graph = self._newest.pop(client)
        try:
            return analyse(graph, revision)
        except Exception as error:  # noqa: BLE001 - the window must hear of it; nothing else would tell
            _log.exception("An analysis failed unexpectedly")
            reason = Problem("error", None, f"The network can't be analysed: {clean(error)}")
            return Analysis(revision=revision, problems=(reason,))


def _load() -> EngineReady:
    from designer.compiler.backend import load_tensorflow

    load_tensorflow()
    import keras
    import tensorflow as tf

    from designer.compiler.catalogs import current_catalog
    from designer.compiler.plugins import load_plugins

    gpus = tuple(f"GPU:{index}" for index, _ in enumerate(tf.config.list_physical_devices("GPU")))
    return EngineReady(
        {"tensorflow": tf.__version__, "keras": keras.__version__},
        ("CPU", *gpus),
        current_catalog(),
        free_gpu_memory() if gpus else None,
        load_plugins().notices,
    )
