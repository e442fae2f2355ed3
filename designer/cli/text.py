"""Tables for people and JSON for programs."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from designer.training.events import plain


def document(data: Any) -> str:
    """One JSON document, in ASCII and without NaN, so that every reader and every locale takes it."""
    return json.dumps(plain(data), indent=2, allow_nan=False)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """Lay out rows in columns as wide as their content; `right` names the columns of numbers."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
