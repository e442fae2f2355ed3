"""Where times and learning rates lie in a plot."""

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

_LEAST_PART = 1e-6
_HEAD_ROOM = 1.08


@dataclass(frozen=True)
class Scale:
    """Turns a time and a learning rate into a place, and back.

    Args:
        area: Where the curves are.
        end: The last time, in epochs.
        low: The rate at the bottom.
        high: The rate at the top.
        is_log: Whether equal distances are equal ratios.
    """

    area: QRectF
    end: float
    low: float
    high: float
    is_log: bool

    def within(self, area: QRectF) -> "Scale":
        """The same scale in another area."""
        return replace(self, area=area)

    def place(self, time: float, rate: float) -> QPointF:
        """Where it lies; what is off a logarithmic scale lies at its border."""
        return QPointF(
            self.area.left() + time / self.end * self.area.width(),
            self.area.bottom() - self._part(rate) * self.area.height(),
        )

    def time(self, x: float) -> float:
        """The time at a place, within the run."""
        part = (x - self.area.left()) / max(1.0, self.area.width())
        return min(max(part, 0.0), 1.0) * self.end

    def rate(self, y: float) -> float:
        """The learning rate at a place, within the scale."""
        part = min(max((self.area.bottom() - y) / max(1.0, self.area.height()), 0.0), 1.0)
        if self.is_log:
            return float(self.low * (self.high / self.low) ** part)
        return self.low + part * (self.high - self.low)

    def _part(self, rate: float) -> float:
        if not self.is_log:
            return (rate - self.low) / (self.high - self.low)
        return math.log(max(rate, self.low) / self.low) / math.log(self.high / self.low)


def fitted(area: QRectF, end: float, rates: list[float], *, is_log: bool) -> Scale:
    """A scale in which all of these learning rates can be seen.

    Args:
        rates: Those of 0 lie at the bottom of a logarithmic scale.
    """
    high = max(rates, default=0.0) or 1.0
    if not is_log:
        return Scale(area, end, 0.0, high * _HEAD_ROOM, is_log=False)
    low = max(min((rate for rate in rates if rate > 0), default=high), high * _LEAST_PART)
    return Scale(area, end, low / 2, high * 2, is_log=True)
