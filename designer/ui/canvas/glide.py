"""Nodes glide to where an edit has put them. Only the view moves: the document is there already."""

import time
from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEasingCurve, QEvent, QObject, QVariantAnimation, Signal
from PySide6.QtWidgets import QAbstractScrollArea
from typing_extensions import override

from designer.document.changes import NodesMoved
from designer.document.project import Position
from designer.ui.canvas.content import Content
from designer.ui.motion import motion_ms

MOST_NODES = 1500
FRAME_MS = 16

_ENDING = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.KeyPress,
    QEvent.Type.DragEnter,
    QEvent.Type.Hide,
)


class Glide(QObject):
    """One movement at a time; whatever the user does next ends it at once.

    Signals:
        arrived: All nodes are shown where the document says.
    """

    arrived = Signal()

    def __init__(self, view: QAbstractScrollArea, content: Content) -> None:
        super().__init__(view)
        self._content = content
        self._ids: list[str] = []
        self._start = self._end = np.empty((0, 2))
        self._motion = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._on_value_changed)
        self._motion.finished.connect(self._arrive)
        self._watched = view, view.viewport()

    @property
    def is_moving(self) -> bool:
        """Whether nodes are shown elsewhere than the document says."""
        return bool(self._ids)

    def begin(self, before: Mapping[str, Position]) -> None:
        """Show nodes where they were before an edit, and let them glide to where they are now."""
        content, duration = self._content, motion_ms()
        ids = [node_id for node_id, place in before.items() if content.center(node_id) != place]
        if not ids or not duration or len(ids) > MOST_NODES:
            return
        self._ids = ids
        for watched in self._watched:
            watched.installEventFilter(self)
        self._start = np.array([before[node_id] for node_id in ids])
        self._end = np.array([content.center(node_id) for node_id in ids])
        started = time.thread_time()
        self._show(0.0)
        if 1000 * (time.thread_time() - started) > FRAME_MS:  # it would jump, not glide
            self._arrive()
            return
        self._motion.setDuration(duration)
        self._motion.start()

    def finish(self) -> None:
        """Be there at once."""
        self._motion.stop()
        self._arrive()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._ids and event.type() in _ENDING:
            self.finish()
        return False

    def _on_value_changed(self, share: float) -> None:
        if self._ids and share < 1.0:
            self._show(share)

    def _show(self, share: float) -> None:
        places = self._start + share * (self._end - self._start)
        self._content.move(
            {node_id: (x, y) for node_id, (x, y) in zip(self._ids, places.tolist(), strict=True)}
        )

    def _arrive(self) -> None:
        ids, self._ids = self._ids, []
        if not ids:
            return
        for watched in self._watched:
            watched.removeEventFilter(self)
        placed = self._content.document.positions
        self._content.apply([NodesMoved(tuple(node_id for node_id in ids if node_id in placed))])
        self.arrived.emit()
