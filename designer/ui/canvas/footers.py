"""What the small line at the foot of a card says: one of several numbers of its node. No Qt here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from designer.compiler.results import NodeAnalysis, field_text, shape_text
from designer.ui.quantities import bytes_text, flops_text

FooterKind = Literal["shape", "flops", "memory", "field"]
FOOTER_KINDS: tuple[FooterKind, ...] = get_args(FooterKind)


@dataclass(frozen=True, slots=True)
class Footer:
    """The choice of a number.

    Args:
        batch_size: How many samples the memory of a node's outputs is counted for.
    """

    kind: FooterKind = "shape"
    batch_size: int = 1

    def text(self, found: NodeAnalysis | None) -> str:
        """The number of a node, with its unit; empty before the first analysis."""
        return "" if found is None else _WRITERS[self.kind](found, self.batch_size)


def _shape(found: NodeAnalysis, _batch_size: int) -> str:
    shapes = ", ".join(shape_text(spec.shape) for spec in found.outputs)
    return f"{shapes} · {found.parameters:,}" if found.parameters else shapes


def _flops(found: NodeAnalysis, _batch_size: int) -> str:
    return flops_text(found.flops) if found.flops else "no FLOPs"


def _memory(found: NodeAnalysis, batch_size: int) -> str:
    return f"{bytes_text(batch_size * found.activation_bytes)} at batch {batch_size:,}"


def _field(found: NodeAnalysis, _batch_size: int) -> str:
    text = field_text(found.receptive_field)
    return f"sees {text}" if found.receptive_field else f"receptive field {text}"


_WRITERS: Mapping[FooterKind, Callable[[NodeAnalysis, int], str]] = {
    "shape": _shape,
    "flops": _flops,
    "memory": _memory,
    "field": _field,
}
