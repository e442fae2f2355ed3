"""The learning rate over the run, drawn before it starts; points of a table are moved in it."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from designer.document.schedules import Constant, Piecewise, Point, Schedule, Steps
from designer.training.schedules import factor_at
from designer.ui.monitor.metrics import number
from designer.ui.training import points as editing
from designer.ui.training.curve_painting import CurvePainter, margins
from designer.ui.training.curve_scale import Scale, fitted

_HEIGHT_PX = 190
_GRIP_PX = 9
_SAMPLE_PX = 2
_JUST_BEFORE = 1e-6
_KEY_FACTOR = 1.1
_Key = Qt.Key


class ScheduleCurve(QWidget):
    """A plot of the learning rate.

    Attributes:
        chosen: The point that keys move; None where the schedule has no points.
        reading: What is said about the place under the mouse; empty where it is elsewhere.

    Signals:
        points_edited: The points of the schedule are to be these.
        point_chosen: Another point is the chosen one.
        left: The user is done with moving.
    """

    points_edited = Signal(object)
    point_chosen = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scheduleCurve")
        self.setAccessibleName("Learning rate over the run")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chosen: int | None = None
        self.reading = ""
        self._schedule: Schedule = Constant()
        self._rate: float | None = None
        self._num_epochs = 1
        self._is_log = False
        self._scale: Scale | None = None  # fixed while a point is dragged
        self._draft: Schedule | None = None
        self._mouse: QPointF | None = None

    def show_schedule(self, schedule: Schedule, rate: float | None, num_epochs: int) -> None:
        """Draw a schedule.

        Args:
            rate: The optimiser's learning rate; None where it isn't a number, to draw factors.
        """
        self._schedule, self._rate, self._num_epochs = schedule, rate, num_epochs
        count = len(self._points())
        self.chosen = min(self.chosen or 0, count - 1) if count else None
        self.setAccessibleDescription(self._described())
        self.update()

    def set_log(self, is_log: bool) -> None:
        """Let equal distances upwards be equal ratios."""
        self._is_log = is_log
        self.update()

    def choose(self, place: int) -> None:
        """Let keys move another point."""
        if place != self.chosen and 0 <= place < len(self._points()):
            self.chosen = place
            self.point_chosen.emit(place)
            self.update()

    def scale(self) -> Scale:
        """Where times and learning rates lie now."""
        area = QRectF(self.rect()).marginsRemoved(margins(self.fontMetrics()))
        return self._scale.within(area) if self._scale else self._fitted(area)

    def place_of(self, point: Point) -> QPointF:
        """Where a point of the table lies."""
        return self.scale().place(point[0], point[1] * self._unit)

    def curve(self) -> list[tuple[float, float]]:
        """Times and learning rates of the curve, a few pixels from each other."""
        schedule, count = self._shown, max(2, self.width() // _SAMPLE_PX)
        times = {self._end * index / count for index in range(count + 1)}
        for time, _ in self._points():
            times |= {time, max(0.0, time - _JUST_BEFORE)}
        return [(time, self._unit * factor_at(schedule, time, self._num_epochs)) for time in sorted(times)]

    @override
    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, _HEIGHT_PX)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        scale = self.scale()
        painter = CurvePainter(self, scale)
        painter.paint_axes("Learning rate" if self._rate else "Part of the learning rate")
        if self._num_epochs < self._end:
            painter.paint_end(self._num_epochs)
        painter.paint_curve(self.curve())
        places = [self.place_of(point) for point in self._points()]
        painter.paint_points(places, self.chosen, has_focus=self.hasFocus())
        if self._mouse and self.reading:
            painter.paint_reading(self._on_curve(scale.time(self._mouse.x())), self.reading)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._point_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.choose(place)
            self._scale, self._draft = self.scale(), self._schedule

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        if self._draft is not None and self.chosen is not None:
            to = self._point_of(event.position())
            self._draft = self._with(editing.moved(self._points(), self.chosen, to, self._step))
        over = self._point_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.ArrowCursor)
        self._read(event.position())
        self.update()

    @override
    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._draft is not None:
            points = self._points()
            self._end_drag()
            self._edit(points)
            self.left.emit()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        points = self._points()
        if points and self._point_at(event.position()) is None:
            self._end_drag()
            point = self._point_of(event.position())
            if (more := editing.added(points, point)) != points:
                self._edit(more)
                self.left.emit()
                self.choose(more.index(point))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._mouse, self.reading = None, ""
        self.update()
        super().leaveEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end_drag()
        self.left.emit()
        super().focusOutEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Delete and Escape from the window's shortcuts while they mean a point here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_mine = event.key() == _Key.Key_Delete or (
                event.key() == _Key.Key_Escape and self._draft is not None
            )
            if is_mine and self._points():
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == _Key.Key_Escape and self._draft is not None:
            self._end_drag()
        elif self.chosen is None or not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        """Do what a key means for the chosen point; whether it means anything."""
        place, points = self.chosen or 0, self._points()
        time, factor = points[place]
        fine = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        ratio = 1 + (_KEY_FACTOR - 1) * fine
        step = self._step * fine
        match event.key():
            case _Key.Key_Left | _Key.Key_Right:
                to = time + (step if event.key() == _Key.Key_Right else -step), factor
                self._edit(editing.moved(points, place, to, step))
            case _Key.Key_Up | _Key.Key_Down:
                higher = (factor or 0.01) * ratio if event.key() == _Key.Key_Up else factor / ratio
                self._edit(editing.moved(points, place, (time, float(f"{higher:.4g}")), step))
            case _Key.Key_Delete:
                self._edit(editing.removed(points, place))
                self.left.emit()
            case _Key.Key_Insert:
                self._edit(editing.added(points, editing.following(points, place, self._step)))
                self.left.emit()
                self.choose(place + 1)
            case _Key.Key_PageUp | _Key.Key_PageDown:
                self.choose(place + (1 if event.key() == _Key.Key_PageDown else -1))
            case _:
                return False
        return True

    @property
    def _shown(self) -> Schedule:
        return self._draft or self._schedule

    @property
    def _unit(self) -> float:
        return self._rate or 1.0

    @property
    def _step(self) -> float:
        return editing.time_step(self._num_epochs)

    @property
    def _end(self) -> float:
        points = self._schedule.points if isinstance(self._schedule, Steps | Piecewise) else ()
        return max([float(self._num_epochs), *(time for time, _ in points)])

    def _points(self) -> tuple[Point, ...]:
        shown = self._shown
        return shown.points if isinstance(shown, Steps | Piecewise) else ()

    def _with(self, points: tuple[Point, ...]) -> Schedule:
        return self._schedule.model_copy(update={"points": points})

    def _edit(self, points: tuple[Point, ...]) -> None:
        if points != self._points():
            self.points_edited.emit(points)

    def _end_drag(self) -> None:
        self._scale = self._draft = None
        self.update()

    def _fitted(self, area: QRectF) -> Scale:
        rates = [rate for _, rate in self.curve()] + [self._unit * factor for _, factor in self._points()]
        return fitted(area, self._end, rates, is_log=self._is_log)

    def _point_at(self, place: QPointF) -> int | None:
        """The nearest point within reach of the mouse."""
        away = [(self.place_of(point) - place).manhattanLength() for point in self._points()]
        nearest = min(range(len(away)), key=away.__getitem__, default=None)
        return nearest if nearest is not None and away[nearest] <= _GRIP_PX else None

    def _point_of(self, place: QPointF) -> Point:
        scale = self.scale()
        time = editing.snapped(scale.time(place.x()), self._step)
        return time, editing.rounded(scale.rate(place.y()) / self._unit)

    def _on_curve(self, time: float) -> QPointF:
        return self.scale().place(time, self._unit * factor_at(self._shown, time, self._num_epochs))

    def _read(self, place: QPointF) -> None:
        time = self.scale().time(place.x())
        if self._draft is not None and self.chosen is not None:
            time = self._points()[self.chosen][0]
        rate = self._unit * factor_at(self._shown, time, self._num_epochs)
        self.reading = f"epoch {time:.3g}: {number(rate)}"

    def _described(self) -> str:
        start = number(self._unit * factor_at(self._schedule, 0, self._num_epochs))
        end = number(self._unit * factor_at(self._schedule, self._num_epochs, self._num_epochs))
        text = f"From {start} to {end} in {self._num_epochs} epochs."
        if not self._points():
            return text
        return (
            f"{text} Page Up and Page Down choose a point, arrow keys move it, in small steps with Shift; "
            "Insert adds one, Delete removes it."
        )
