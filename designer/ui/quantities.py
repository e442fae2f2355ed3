"""Quantities as people read them, each with its unit."""


def flops_text(flops: int) -> str:
    """Floating-point operations: `3.54 MFLOPs`."""
    return _scaled(flops, 1000, ("FLOPs", "kFLOPs", "MFLOPs", "GFLOPs", "TFLOPs"))


def bytes_text(num_bytes: int) -> str:
    """A size in memory or on disk: `1.25 MiB`."""
    return _scaled(num_bytes, 1024, ("bytes", "KiB", "MiB", "GiB", "TiB"))


def _scaled(amount: float, step: int, units: tuple[str, ...]) -> str:
    index = 0
    while amount >= step and index < len(units) - 1:
        amount, index = amount / step, index + 1
    return f"{amount:.4g} {units[index]}" if amount < 10_000 else f"{amount:,.0f} {units[index]}"
