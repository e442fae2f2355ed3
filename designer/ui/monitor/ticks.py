"""Round numbers for axes."""

import math

_MAX_LABELLED_DECADES = 3


def decimals(spacing: float) -> int:
    """How many decimals tell ticks apart that lie this far from each other."""
    return max(0, math.ceil(-math.log10(spacing) - 1e-9))


def linear_ticks(low: float, high: float, count: int) -> list[float]:
    """At most `count` + 1 multiples of 1, 2 or 5 times a power of ten."""
    spacing = linear_spacing(low, high, count)
    first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
    return [tick * spacing for tick in range(first, last + 1)]


def linear_spacing(low: float, high: float, count: int) -> float:
    """The smallest round distance that cuts the range into at most `count` parts."""
    rough = (high - low or 1.0) / count
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


def log_ticks(low: float, high: float) -> tuple[list[float], list[float]]:
    """Ticks with and without a label: 1, 2, 5 times powers of ten have one; over many decades just powers."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    factors = (1, 2, 5) if last - first <= _MAX_LABELLED_DECADES else (1,)
    ticks = [(factor, factor * 10.0**power) for power in range(first, last + 1) for factor in range(1, 10)]
    seen = [(factor, tick) for factor, tick in ticks if low <= tick <= high]
    return [tick for factor, tick in seen if factor in factors], [
        t for factor, t in seen if factor not in factors
    ]
