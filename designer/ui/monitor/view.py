"""What the user chose about how curves are shown."""

import math
from dataclasses import dataclass

import numpy as np

from designer.ui.monitor.pyramid import Floats
from designer.ui.monitor.series import Window, XAxis

AXIS_LABELS: dict[XAxis, str] = {"step": "step", "epoch": "epoch", "time": "time in s"}

_READINGS: dict[XAxis, str] = {"step": "step {:,.0f}", "epoch": "epoch {:.2f}", "time": "time {:,.1f} s"}

_SMALLEST_X = 1e-3  # what a logarithmic axis begins with when the run begins at 0 s


@dataclass(frozen=True, slots=True)
class CurveView:
    """How all curves of the panel are shown.

    Attributes:
        axis: What lies along x.
        smoothing: Weight of exponential smoothing of the values per batch; 0 for none.
        marks: Whether marks are shown.
    """

    axis: XAxis = "step"
    smoothing: float = 0.8
    log_x: bool = False
    log_y: bool = False
    marks: bool = True

    def window(self, low: float, high: float, width_px: int) -> Window:
        """The visible part of the x axis in data units, given in those of the axis."""
        if self.log_x:
            low, high = 10.0**low, 10.0**high
        return Window(low, high, max(1, width_px), self.log_x)

    def reading(self, x: float) -> str:
        """A position on the x axis in words."""
        return _READINGS[self.axis].format(x)

    def to_axes(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Data units to those of the axes; what a logarithmic axis can't show becomes NaN."""
        return _scaled(x, is_log=self.log_x), _scaled(y, is_log=self.log_y)

    def to_axis(self, x: float) -> float:
        """An x in units of the axis."""
        return math.log10(max(x, _SMALLEST_X)) if self.log_x else x

    def from_axis(self, x: float) -> float:
        """A position on the x axis in data units."""
        return 10.0**x if self.log_x else x


def _scaled(values: Floats, *, is_log: bool) -> Floats:
    return np.log10(np.where(values > 0, values, np.nan)) if is_log else values
