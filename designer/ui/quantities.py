"""Quantities as people read them, each with its unit."""


def flops_text(flops: int) -> str:
    """Floating-point operations: `3.54 MFLOPs`."""
    return _scaled(flops, ("FLOPs", "kFLOPs", "MFLOPs", "GFLOPs", "TFLOPs"))


def bytes_text(num_bytes: int) -> str:
    """A size in memory or on disk: `11.06 MB`."""
    return _scaled(num_bytes, ("bytes", "kB", "MB", "GB", "TB"))


def _scaled(amount: float, units: tuple[str, ...]) -> str:
    index = 0
    while amount >= 1000 and index < len(units) - 1:
        amount, index = amount / 1000, index + 1
    return f"{amount:.4g} {units[index]}" if amount < 10_000 else f"{amount:,.0f} {units[index]}"
