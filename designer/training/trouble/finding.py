"""What a rule found, and whether it is to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

TroubleKind = Literal[
    "nonfinite",
    "stuck_loss",
    "exploding_updates",
    "vanishing_updates",
    "dead_relu",
    "overfitting",
    "final_activation",
    "batch_size",
    "label_form",
]

_MOST_NAMES = 3


@dataclass(frozen=True)
class Finding:
    """One trouble.

    Args:
        message: One line: what is wrong.
        evidence: The figures that it is seen from.
        remedy: What can be done about it.
        step: When, counted from 1; None before the first.
        layer: The layer that it is seen at, by its name in the flat network (`residual.3.conv2d`), maybe
            with that of a layer within it behind a dot; empty where it isn't one layer's.
    """

    kind: TroubleKind
    message: str
    evidence: str
    remedy: str
    step: int | None = None
    layer: str = ""


class Told:
    """What was told already: a trouble is told once, and again only when it got much worse."""

    def __init__(self) -> None:
        self._severities: dict[str, float] = {}

    def may_tell(self, kind: TroubleKind, severity: float = 1.0, *, factor: float = 4.0) -> bool:
        """Whether this is news; it counts as told then.

        Args:
            severity: How bad it is, above 0.
            factor: How much worse than when last told it must be to be told again.
        """
        last = self._severities.get(kind)
        if last is not None and severity < factor * last:
            return False
        self._severities[kind] = severity
        return True

    def state(self) -> dict[str, float]:
        """What `restore` takes, as JSON."""
        return dict(self._severities)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Remember what was told before the run was interrupted."""
        self._severities = dict(state)


def names_text(names: Sequence[str]) -> str:
    """Layers in words: the first three by name, the others by number."""
    shown = list(names[:_MOST_NAMES])
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} other{'s'[: more > 1]}"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
