"""Activations that aren't finite, though the loss still is."""

from collections.abc import Mapping

from designer.training.trouble.dead import LayerProbe
from designer.training.trouble.finding import Finding, Told, names_text

_REMEDY = (
    "Lower the learning rate ten times, and keep what goes into logarithms, roots and divisions away from 0."
)


def broken_activations(
    step: int, probe: Mapping[str, LayerProbe], num_samples: int, told: Told
) -> Finding | None:
    """Tell, once, the layers that give NaN or infinity for a fixed batch; see `DeadUnits.probed`."""
    broken = [layer for layer, found in probe.items() if not found.is_finite]
    if not broken or not told.may_tell("nonfinite"):
        return None
    evidence = f"{broken[0]} gave them for one or more of {num_samples} training samples; the loss is finite."
    message = f"NaN or infinity comes out of {names_text(broken)}."
    return Finding("nonfinite", message, evidence, _REMEDY, step, broken[0])
