"""The columns of the summary: what each shows, what it is sorted by, and what is copied."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from designer.compiler.results import NodeAnalysis, field_text, num_values, shape_text
from designer.graph.elements import Node, natural_key
from designer.ui.quantities import bytes_text, flops_text

UNKNOWN = "–"


class Row(NamedTuple):
    """One node, what the engine found, the batch size that memory is counted for, and its type in words."""

    node: Node
    found: NodeAnalysis | None
    batch_size: int
    kind: str


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        text: What a cell shows.
        key: What rows are sorted by; None where it is unknown.
        value: What is copied: a number without a unit, or the text.
        sample: A text as wide as cells usually are; empty for columns that share the room that is left.
    """

    title: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any]
    value: Callable[[Row], object]
    sample: str = ""
    tip: str = ""
    unit: str = ""
    is_number: bool = True


def activation_bytes(row: Row) -> int | None:
    """Bytes of a node's outputs for the whole batch."""
    return row.batch_size * row.found.activation_bytes if row.found else None


def _words(title: str, text: Callable[[Row], str]) -> Column:
    return Column(title, text, lambda row: natural_key(text(row).lower()), text, is_number=False)


def _number(
    title: str,
    read: Callable[[Row], int | None],
    write: Callable[[int], str],
    *,
    sample: str,
    tip: str,
    unit: str = "",
) -> Column:
    def text(row: Row) -> str:
        number = read(row)
        return UNKNOWN if number is None else write(number)

    def value(row: Row) -> object:
        number = read(row)
        return "" if number is None else number

    return Column(title, text, read, value, sample, tip, unit)


def _shapes(row: Row) -> str:
    return ", ".join(shape_text(spec.shape) for spec in row.found.outputs) if row.found else UNKNOWN


def _shape_key(row: Row) -> int | None:
    return sum(num_values(spec.shape) for spec in row.found.outputs) if row.found else None


def _field(row: Row) -> str:
    return field_text(row.found.receptive_field) if row.found else UNKNOWN


def _field_key(row: Row) -> float | None:
    field = row.found.receptive_field if row.found else None
    if field is None:
        return None
    return math.inf if field.is_whole else math.prod(field.sizes)


def _count(name: str) -> Callable[[Row], int | None]:
    return lambda row: getattr(row.found, name) if row.found else None


COLUMNS = (
    _words("Name", lambda row: row.node.name),
    _words("Type", lambda row: row.kind),
    Column("Output shape", _shapes, _shape_key, _shapes, "112×112×64"),
    _number(
        "Parameters", _count("parameters"), "{:,}".format, sample="12,345,678", tip="Weights of the layer"
    ),
    _number(
        "FLOPs",
        _count("flops"),
        flops_text,
        sample="123.4 MFLOPs",
        tip="Of one inference pass on one sample",
    ),
    _number(
        "Activations",
        activation_bytes,
        bytes_text,
        sample="123.4 MB",
        tip="Memory of its outputs for the whole batch",
        unit="bytes",
    ),
    Column(
        "Receptive field",
        _field,
        _field_key,
        _field,
        "whole input",
        "How much of the input one value of the output sees",
    ),
)
