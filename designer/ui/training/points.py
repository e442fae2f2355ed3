"""Editing the points of a schedule: each stays later than the one before."""

import math

from designer.document.schedules import Point

MOST_POINTS = 100
_GREATEST = 1_000_000.0
_DIGITS = 9


def moved(points: tuple[Point, ...], place: int, to: Point, step: float) -> tuple[Point, ...]:
    """Points of which one was moved, as far as its neighbours let it.

    Args:
        place: Which one it is.
        step: What it keeps from them in time.
    """
    low = points[place - 1][0] + step if place else 0.0
    high = points[place + 1][0] - step if place + 1 < len(points) else _GREATEST
    time = points[place][0] if low > high else min(max(to[0], low), high)
    factor = min(max(to[1], 0.0), _GREATEST)
    return (*points[:place], (round(time, _DIGITS), factor), *points[place + 1 :])


def added(points: tuple[Point, ...], point: Point) -> tuple[Point, ...]:
    """Points with one more, unless there is one at its time or there are too many."""
    if len(points) >= MOST_POINTS or any(time == point[0] for time, _ in points):
        return points
    return tuple(sorted((*points, point)))


def removed(points: tuple[Point, ...], place: int) -> tuple[Point, ...]:
    """Points without one; the last one stays."""
    return (*points[:place], *points[place + 1 :]) if len(points) > 1 else points


def following(points: tuple[Point, ...], place: int, step: float) -> Point:
    """A new point behind one: halfway to the next, or a step after the last."""
    time, factor = points[place]
    if place + 1 == len(points):
        return round(time + step, _DIGITS), factor
    later, other = points[place + 1]
    return round((time + later) / 2, _DIGITS), (factor + other) / 2


def time_step(num_epochs: int) -> float:
    """What points are moved by in time: an epoch, or a tenth of one in a short run."""
    return 1.0 if num_epochs >= 5 else 0.1


def snapped(time: float, step: float) -> float:
    """The nearest time that is a whole number of steps."""
    return round(round(time / step) * step, _DIGITS)


def rounded(value: float) -> float:
    """A factor with two significant digits, as a mouse can place it."""
    if value <= 0:
        return 0.0
    return round(value, 1 - math.floor(math.log10(value)))
