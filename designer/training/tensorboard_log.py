"""Logs for TensorBoard, written beside the run's own store by a thread that follows its events.

The files are TensorBoard's event files in two folders, `train` and `validation`, with scalars named as
Keras's own callback names them: `batch_loss`, `epoch_loss`. The x axis is the number of steps done, for all
of them, so that a run that goes on from a checkpoint replaces what lies behind it.
"""

import logging
import queue
import threading
import time
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.training.events import (
    BatchEnded,
    EpochEnded,
    Histogram,
    HistogramsSampled,
    Marked,
    RunEvent,
)
from designer.worker import give_way

if TYPE_CHECKING:
    import keras

_log = logging.getLogger("designer")
_INTERVAL_S = 1.0
_CLOSE_TIMEOUT_S = 10.0
# TensorBoard shows 50 histograms of a weight at most; what is written beyond that only fills the disk.
_HISTOGRAM_INTERVAL_S = 1.0
_VERSION = "brain.Event:2"
_VALIDATION = "val_"
_FOLDERS = ("train", "validation")
_GRAPH_PLUGIN = "graph_keras_model"


class TensorBoardLog:
    """Follows one run. Nothing here ever raises into training; `take_notice` says what went wrong.

    Args:
        folder: Where the logs go; a run that goes on adds to what is there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._inbox: queue.SimpleQueue[RunEvent | str | None] = queue.SimpleQueue()
        self._notice = _missing(folder) if find_spec("tensorboard") is None else None
        self._is_closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="tensorboard", daemon=True)
        self._thread.start()

    def handle(self, event: RunEvent) -> None:
        """Note an event."""
        self._inbox.put(event)

    def graph(self, model: "keras.Model") -> None:
        """Note the network, which TensorBoard draws from Keras's own description."""
        try:
            self._inbox.put(model.to_json())
        except Exception:  # noqa: BLE001 - a layer that can't be described is no reason not to train
            _log.info("TensorBoard gets no graph of this model", exc_info=True)

    def take_notice(self) -> tuple[str, str] | None:
        """What the user should know, and what can be done about it; each is given once."""
        notice, self._notice = self._notice, None
        return notice

    def close(self) -> None:
        """Write what is left."""
        self._inbox.put(None)
        self._is_closing.set()
        self._thread.join(_CLOSE_TIMEOUT_S)

    def _work(self) -> None:
        give_way()
        try:
            self._write()
        except Exception as error:  # noqa: BLE001 - whatever a disk does, training goes on
            _log.info("TensorBoard's logs end here", exc_info=True)
            self._notice = (
                f"The logs for TensorBoard can't be written any more: {_reason(error)}",
                "Make room on the disk. The run itself goes on, and its own record is whole.",
            )
            while self._inbox.get() is not None:  # what is told from now on is dropped
                continue

    def _write(self) -> None:
        files = _Files(self._folder)
        is_open = True
        while is_open:
            item = self._inbox.get()
            while item is not None:
                files.add(item)
                if self._inbox.empty():
                    break
                item = self._inbox.get()
            is_open = item is not None
            files.flush()
            self._is_closing.wait(_INTERVAL_S)
        files.close()


class _Files:
    """The event files of a run, opened when there is something to write."""

    def __init__(self, folder: Path) -> None:
        import tensorflow as tf

        self._tf = tf
        self._event = tf.compat.v1.Event
        self._folder = folder
        self._writers: dict[str, Any] = {}
        self._started: float | None = None
        self._histograms_at = -_HISTOGRAM_INTERVAL_S

    def add(self, item: RunEvent | str) -> None:
        """Write an event, or the JSON of a model."""
        match item:
            case str():
                self._add_graph(item)
            case BatchEnded(step=step, metrics=metrics):
                self._add_scalars("train", "batch_", self._wall(item), step, metrics.items())
            case EpochEnded():
                self._add_epoch(item)
            case HistogramsSampled():
                self._add_histograms(item)
            case Marked(kind="interrupted" | "rolled_back", step=step):
                self._forget(self._wall(item), step + 1)

    def flush(self) -> None:
        """Bring all that was written onto the disk."""
        for writer in self._writers.values():
            writer.flush()

    def close(self) -> None:
        """Close all files."""
        for writer in self._writers.values():
            writer.close()

    def _add_epoch(self, event: EpochEnded) -> None:
        wall = self._wall(event)
        validation = {
            name.removeprefix(_VALIDATION): value
            for name, value in event.metrics.items()
            if name.startswith(_VALIDATION)
        }
        train = {name: value for name, value in event.metrics.items() if not name.startswith(_VALIDATION)}
        self._add_scalars("train", "epoch_", wall, event.step, train.items())
        if validation:
            self._add_scalars("validation", "epoch_", wall, event.step, validation.items())

    def _add_scalars(
        self, folder: str, prefix: str, wall: float, step: int, metrics: Iterable[tuple[str, float]]
    ) -> None:
        event = self._event(wall_time=wall, step=step)
        for name, value in metrics:
            event.summary.value.add(tag=prefix + name, simple_value=value)
        self._put(folder, event)

    def _add_histograms(self, event: HistogramsSampled) -> None:
        if event.time < self._histograms_at + _HISTOGRAM_INTERVAL_S:
            return
        self._histograms_at = event.time
        message = self._event(wall_time=self._wall(event), step=event.step)
        for name, histogram in event.histograms.items():
            message.summary.value.add(tag=name, histo=_proto(histogram))
        self._put("train", message)

    def _add_graph(self, text: str) -> None:
        message = self._event(wall_time=time.time())
        value = message.summary.value.add(tag="keras")
        value.metadata.plugin_data.plugin_name = _GRAPH_PLUGIN
        value.metadata.plugin_data.content = b"1"
        value.tensor.CopyFrom(self._tf.make_tensor_proto(text))
        self._put("train", message)

    def _forget(self, wall: float, step: int) -> None:
        """Have TensorBoard pass over what was written from a step on."""
        for folder in _FOLDERS:
            if (self._folder / folder).is_dir():
                message = self._event(wall_time=wall, step=step)
                message.session_log.status = self._tf.compat.v1.SessionLog.START
                self._put(folder, message)

    def _put(self, folder: str, event: Any) -> None:
        if folder not in self._writers:
            self._writers[folder] = self._open(folder)
        self._writers[folder].write(event.SerializeToString())

    def _open(self, folder: str) -> Any:
        now = time.time()
        path = self._folder / folder / f"events.out.tfevents.{now:017.6f}.v2"
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = self._tf.io.TFRecordWriter(str(path))
        writer.write(self._event(wall_time=now, file_version=_VERSION).SerializeToString())
        return writer

    def _wall(self, event: RunEvent) -> float:
        """When something happened, in seconds since 1970."""
        if self._started is None:
            self._started = time.time() - event.time
        return self._started + event.time


def _proto(histogram: Histogram) -> Mapping[str, Any]:
    """A histogram in the fields of TensorBoard's."""
    num, mean = sum(histogram.counts), histogram.mean
    width = (histogram.high - histogram.low) / max(1, len(histogram.counts))
    return {
        "min": histogram.low,
        "max": histogram.high,
        "num": num,
        "sum": num * mean,
        "sum_squares": num * (histogram.std**2 + mean**2),
        "bucket_limit": [histogram.low + width * place for place in range(1, len(histogram.counts) + 1)],
        "bucket": histogram.counts,
    }


def _missing(folder: Path) -> tuple[str, str]:
    return (
        "Logs for TensorBoard are written, but TensorBoard isn't installed to show them.",
        f"`pip install tensorboard`, then `tensorboard --logdir {folder}`.",
    )


def _reason(error: Exception) -> str:
    lines = str(getattr(error, "strerror", None) or getattr(error, "message", None) or error).splitlines()
    return f"{(lines or [type(error).__name__])[0].rstrip('.')}."
