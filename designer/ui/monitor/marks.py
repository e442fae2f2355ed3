"""Where somebody or something took a hand in a run, as thin lines across a plot. Loads pyqtgraph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from designer.training.events import MarkKind
from designer.ui.icons import icon
from designer.ui.monitor.metrics import Mark
from designer.ui.monitor.view import CurveView
from designer.ui.theme import Theme

_SIGN_PX = 14
_DEPTH = 9  # below what follows the mouse
_MOST_LINES = 200

# What is worth most comes last: it is shown where several marks fall together.
_ICONS: dict[MarkKind, str] = {
    "resumed": "play",
    "paused": "pause",
    "stopped": "stop",
    "interrupted": "resume-run",
    "learning_rate": "rate",
    "branched": "branch",
    "rolled_back": "roll-back",
}
_WEIGHTS = list(_ICONS)


@dataclass(frozen=True)
class _Group:
    """Marks that fall together on the screen."""

    at: float
    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        return "\n".join(dict.fromkeys(f"Step {mark.step:,}: {mark.text}" for mark in self.marks))


class PlotMarks:
    """The marks of one plot.

    Args:
        plot: Where they are drawn.
    """

    def __init__(self, plot: pg.PlotItem) -> None:
        self._plot = plot
        self._box = plot.getViewBox()
        self._lines: list[pg.InfiniteLine] = []
        self._signs: list[_Sign] = []
        self._groups: list[_Group] = []

    @property
    def texts(self) -> list[str]:
        """What the signs say, from left to right."""
        return [group.text for group in self._groups]

    def near(self, x: float) -> list[str]:
        """What the sign says that an x on the axis is at; empty where there is none."""
        reach = self._px() * _SIGN_PX / 2
        return [group.text for group in self._groups if abs(group.at - x) <= reach]

    def draw(self, marks: Iterable[Mark], view: CurveView, theme: Theme) -> None:
        """Show those that are in sight."""
        (low, high), (_, top) = self._box.viewRange()
        placed = sorted(((view.to_axis(mark.x[view.axis]), mark) for mark in marks), key=lambda pair: pair[0])
        seen = [(at, mark) for at, mark in placed if low <= at <= high][-_MOST_LINES:]
        self._groups = list(_grouped(seen, self._px() * _SIGN_PX))
        self._draw_lines(sorted({at for at, _ in seen}), theme)
        self._draw_signs(top, theme)

    def _px(self) -> float:
        """How much of the x axis a pixel is."""
        low, high = self._box.viewRange()[0]
        return float((high - low) / max(1.0, self._box.width()))

    def _draw_lines(self, places: Sequence[float], theme: Theme) -> None:
        while len(self._lines) < len(places):
            line = pg.InfiniteLine(angle=90)
            line.setZValue(_DEPTH - 1)
            self._plot.addItem(line, ignoreBounds=True)
            self._lines.append(line)
        pen = pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DotLine)
        for line, at in zip(self._lines, places, strict=False):
            line.setPen(pen)
            line.setPos(at)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(places))

    def _draw_signs(self, top: float, theme: Theme) -> None:
        while len(self._signs) < len(self._groups):
            self._signs.append(_Sign())
            self._plot.addItem(self._signs[-1], ignoreBounds=True)
        for sign, group in zip(self._signs, self._groups, strict=False):
            sign.show_group(group, theme)
            sign.setPos(group.at, top)
        for number, sign in enumerate(self._signs):
            sign.setVisible(number < len(self._groups))


class _Sign(QGraphicsItem):
    """An icon at the top of a line; its tool tip says what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(_DEPTH)
        self._kind: MarkKind = "paused"
        self._theme: Theme | None = None

    def show_group(self, group: _Group, theme: Theme) -> None:
        """Stand for these marks."""
        kind = max((mark.kind for mark in group.marks), key=_WEIGHTS.index)
        if (kind, theme, group.text) != (self._kind, self._theme, self.toolTip()):
            self._kind, self._theme = kind, theme
            self.setToolTip(group.text)
            self.update()

    @override
    def boundingRect(self) -> QRectF:
        return QRectF(-_SIGN_PX / 2, 0, _SIGN_PX, _SIGN_PX)

    @override
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if self._theme is None:
            return
        area = self.boundingRect()
        painter.fillRect(area, self._theme.canvas)
        edge = 1
        inner = area.adjusted(edge, edge, -edge, -edge).toRect()
        icon(_ICONS[self._kind], _color(self._kind, self._theme)).paint(painter, QRect(inner))


def _color(kind: MarkKind, theme: Theme) -> str:
    if kind in ("rolled_back", "interrupted"):
        return theme.warning
    return theme.accent if kind in ("learning_rate", "branched") else theme.muted


def _grouped(placed: Sequence[tuple[float, Mark]], reach: float) -> Iterable[_Group]:
    """Those within reach of the first of them are one."""
    waiting: list[tuple[float, Mark]] = []
    for at, mark in placed:
        if waiting and at - waiting[0][0] > reach:
            yield _Group(waiting[0][0], tuple(each for _, each in waiting))
            waiting = []
        waiting.append((at, mark))
    if waiting:
        yield _Group(waiting[0][0], tuple(each for _, each in waiting))
