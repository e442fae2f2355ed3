"""Quantities as people read and write them, each with its unit."""

import re

from designer.errors import RequestError

_BYTE_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?|[.,]\d+)\s*([kmgt]?)(i?)(?:b|bytes?)?", re.IGNORECASE)
_LEAST_SIZE = 1_000_000


def flops_text(flops: int) -> str:
    """Floating-point operations: `3.54 MFLOPs`."""
    return _scaled(flops, ("FLOPs", "kFLOPs", "MFLOPs", "GFLOPs", "TFLOPs"))


def bytes_text(num_bytes: int, digits: int = 4) -> str:
    """A size in memory or on disk: `11.06 MB`."""
    return _scaled(num_bytes, _BYTE_UNITS, digits)


def _scaled(amount: float, units: tuple[str, ...], digits: int = 4) -> str:
    index = 0
    while amount >= 1000 and index < len(units) - 1:
        amount, index = amount / 1000, index + 1
    return f"{amount:.{digits}g} {units[index]}" if amount < 10_000 else f"{amount:,.0f} {units[index]}"


def parse_bytes(text: str) -> int:
    """A size of memory as it was typed: `8 GB`, `512MB`, `1.5g`; without a unit in GB.

    Raises:
        RequestError: It isn't one, or it is less than a megabyte.
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise RequestError("Expected a size of memory.", "Write it as 8 GB or 512 MB.")
    number, prefix, binary = match.groups()
    power = "_kmgt".index(prefix.lower()) if prefix else 3
    size: int = round(float(number.replace(",", ".")) * (1024 if binary else 1000) ** power)
    if not _LEAST_SIZE <= size < 10**18:
        raise RequestError("Expected a size of at least 1 MB.", "Write it as 8 GB or 512 MB.")
    return size
