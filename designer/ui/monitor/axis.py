"""An axis whose numbers can be read, linear and logarithmic. Loads pyqtgraph."""

import math
from collections.abc import Sequence

import pyqtgraph as pg
from typing_extensions import override

from designer.ui.monitor.ticks import decimals, log_ticks


class ReadableAxis(pg.AxisItem):
    """Thousands with commas, as many decimals as the ticks need, and 1, 2, 5 on logarithmic axes."""

    @override
    def tickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:
        if self.logMode or spacing is None:
            return [f"{10**value:,.6g}" if spacing else "" for value in values]
        places = decimals(spacing)
        return [f"{value:,.{places}f}" for value in values]

    @override
    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float | None, list[float]]]:
        if not self.logMode:
            ticks: list[tuple[float | None, list[float]]] = super().tickValues(low, high, size)
            return ticks
        labelled, bare = log_ticks(10**low, 10**high)
        return [(1.0, [math.log10(x) for x in labelled]), (None, [math.log10(x) for x in bare])]
