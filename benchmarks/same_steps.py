"""What is done alike to our canvas and to another program's: the same events, the same clock.

It runs in the environment of either program and knows neither. The clock runs from the event until everything
that it changes is painted.
"""

import gc
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Literal, Protocol, TypeVar

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication, QGraphicsView

from benchmarks.hand import mouse, turn_wheel
from benchmarks.stopwatch import NUM_FRAMES, Samples, repeated, resident_mb, since_ms, told

SIZE = (1280, 800)
NUM_OPENINGS = 9
_PAN_PX = 64
_Way = TypeVar("_Way")
_MIDDLE = Qt.MouseButton.MiddleButton

# Nothing; a chain in columns, which fill the canvas; the same chain in one column.
Scene = Literal["empty", "columns", "column"]


class Canvas(Protocol):
    """A program's canvas with a network, not yet shown.

    Attributes:
        zoom_keys: Which keys make its wheel zoom.
    """

    zoom_keys: Qt.KeyboardModifier

    @property
    def view(self) -> QGraphicsView:
        """What it draws in."""

    @property
    def is_behind(self) -> bool:
        """Whether part of the network is still to be painted."""

    def fit(self) -> None:
        """Show the whole network."""

    def zoom_to(self, zoom: float) -> None:
        """Show the middle of the network."""

    def grip(self) -> QPointF:
        """Where the middle button drags it."""

    def close(self) -> None:
        """Let go of it."""


Make = Callable[[Scene], Canvas]


def measure(make: Make) -> Samples:
    """All samples, by step: in ms, the memory in MB."""
    found = {"memory": [_memory(make)], "open": told(lambda: _opening(make), NUM_OPENINGS)}
    scenes: tuple[Scene, ...] = ("columns", "column")
    for scene in scenes:
        canvas = make(scene)
        show(canvas)
        found |= {f"{step}, {scene}": times for step, times in _sights(canvas).items()}
        close(canvas)
    return found


def show(canvas: Canvas) -> None:
    """Show it, until all is painted."""
    canvas.view.resize(*SIZE)
    canvas.view.show()
    canvas.fit()
    settle(canvas)


def settle(canvas: Canvas) -> None:
    """Let everything happen that is due, until all is painted."""
    QApplication.processEvents()
    while canvas.is_behind:
        QApplication.processEvents()
    QApplication.processEvents()


def close(canvas: Canvas) -> None:
    """Let go of a canvas and of what it held."""
    canvas.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def zoom_step(canvas: Canvas, notches: int) -> None:
    """Zoom by the wheel in the middle of the canvas."""
    turn_wheel(canvas.view, notches, canvas.zoom_keys)
    settle(canvas)


def pan_step(canvas: Canvas, spot: QPointF) -> None:
    """Move the mouse that drags the canvas."""
    drag(canvas, QEvent.Type.MouseMove, spot)
    settle(canvas)


def drag(canvas: Canvas, kind: QEvent.Type, spot: QPointF) -> None:
    """Press, move or release the middle button."""
    mouse(canvas.view, kind, spot, _MIDDLE)


def _memory(make: Make) -> float:
    """What a network takes beyond an empty canvas, in MB, once it was seen from far and near."""
    empty = make("empty")
    show(empty)
    before = resident_mb()
    canvas = make("columns")
    show(canvas)
    for zoom in (0.05, 0.5, 1.0):
        canvas.zoom_to(zoom)
        settle(canvas)
        canvas.view.viewport().repaint()
    used = resident_mb() - before
    close(canvas)
    close(empty)
    return used


def _opening(make: Make) -> float:
    """From nothing to a canvas with everything painted."""
    gc.collect()
    started = time.perf_counter()
    canvas = make("columns")
    show(canvas)
    took = since_ms(started)
    close(canvas)
    return took


def _fitting(canvas: Canvas) -> float:
    """From the middle of the network at 100 % to all of it."""
    canvas.zoom_to(1.0)
    settle(canvas)
    started = time.perf_counter()
    canvas.fit()
    settle(canvas)
    return since_ms(started)


def _sights(canvas: Canvas) -> Samples:
    """Whole frames from far and near, zooming near 50 %, panning at 100 %."""
    frame = canvas.view.viewport().repaint
    found = {"frame, fit": repeated(frame, NUM_FRAMES)}
    found["fit"] = told(lambda: _fitting(canvas), NUM_FRAMES)
    canvas.zoom_to(1.0)
    settle(canvas)
    found["frame, 100 %"] = repeated(frame, NUM_FRAMES)
    canvas.zoom_to(0.5)
    settle(canvas)
    found["zoom step"] = _moves(canvas, zoom_step, cycle((1, -1)))
    canvas.zoom_to(1.0)
    settle(canvas)
    start = canvas.grip()
    drag(canvas, QEvent.Type.MouseButtonPress, start)
    found["pan step"] = _moves(canvas, pan_step, cycle((start + QPointF(0, _PAN_PX), start)))
    drag(canvas, QEvent.Type.MouseButtonRelease, start)
    return found


def _moves(canvas: Canvas, step: Callable[[Canvas, _Way], None], ways: Iterator[_Way]) -> list[float]:
    """Times of steps there and back; the first must have had an effect."""
    before = canvas.view.viewportTransform()
    step(canvas, next(ways))
    assert canvas.view.viewportTransform() != before
    return repeated(lambda: step(canvas, next(ways)), NUM_FRAMES)
