"""Curves as inline SVG: one picture for each metric, one colour for each run, dashes for validation."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from designer.training.comparison.curves import Curve
from designer.training.comparison.runs import ComparedRun

_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 12, 12, 40
_NUM_TICKS = 5
_FEW_POINTS = 24

Range = tuple[float, float]


def chart(metric: str, runs: Sequence[ComparedRun]) -> str:
    """All curves of one metric; empty where no run has any point of it."""
    lines = [
        (place, curve)
        for place, run in enumerate(runs)
        for curve in run.curves
        if curve.metric == metric and curve.points
    ]
    if not lines:
        return ""
    points = [point for _, curve in lines for point in curve.points]
    x_range = min(x for x, _ in points), max(x for x, _ in points)
    y_range = _padded(min(y for _, y in points), max(y for _, y in points))
    paths = "".join(_path(place, curve, x_range, y_range) for place, curve in lines)
    label = escape(f"{metric} of {len({place for place, _ in lines})} runs over their epochs", quote=True)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
        f"{''.join(_grid(x_range, y_range))}{paths}</svg>"
    )


def ticks(low: float, high: float, most: int = _NUM_TICKS) -> list[float]:
    """Round numbers within a range, at most so many."""
    if not high > low:
        return [low]
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def _path(place: int, curve: Curve, x_range: Range, y_range: Range) -> str:
    spots = [(_x(x, x_range), _y(y, y_range)) for x, y in curve.points]
    dashes = ' stroke-dasharray="7 4"' if curve.split == "validation" else ""
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    drawn = f'<polyline class="line" style="stroke:var(--c{place})"{dashes} points="{line}"/>'
    return drawn + (_dots(place, spots, curve) if len(spots) <= _FEW_POINTS else "")


def _dots(place: int, spots: Sequence[Range], curve: Curve) -> str:
    """A dot at each point, filled for training and open for validation."""
    fill = "var(--ground)" if curve.split == "validation" else f"var(--c{place})"
    style = f"stroke:var(--c{place});fill:{fill}"
    return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" style="{style}"/>' for x, y in spots)


def _grid(x_range: Range, y_range: Range) -> Iterator[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for value in ticks(*y_range):
        y = _y(value, y_range)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
        yield f'<text class="tick" x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.4g}</text>'
    for value in ticks(*x_range, 8):
        x = _x(value, x_range)
        yield f'<line class="grid" x1="{x:.1f}" y1="{bottom}" x2="{x:.1f}" y2="{bottom + 4}"/>'
        yield f'<text class="tick" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{value:.4g}</text>'
    yield f'<line class="axis" x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}"/>'
    middle = (_LEFT + right) / 2
    yield f'<text class="tick" x="{middle}" y="{_HEIGHT - 4}" text-anchor="middle">epoch</text>'


def _x(value: float, x_range: Range) -> float:
    low, high = x_range
    share = (value - low) / (high - low) if high > low else 0.5
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, y_range: Range) -> float:
    low, high = y_range
    return _TOP + (high - value) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)


def _padded(low: float, high: float) -> Range:
    margin = 0.04 * (high - low) or 0.04 * abs(high) or 1.0
    return low - margin, high + margin
