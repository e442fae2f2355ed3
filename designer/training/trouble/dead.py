"""Dead ReLUs: units that give 0 whatever the sample is, and so never learn again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer.training.trouble.finding import Finding, Told, names_text

MOST_DEAD = 0.8
LEAST_UNITS = 8
LEAST_SAMPLES = 16
LEAST_SAMPLES_IF_ALL = 4

_REMEDY = (
    "Lower the learning rate, use LeakyReLU or another activation that isn't flat below 0, or He "
    "initializers; dead units don't come back by themselves."
)


@dataclass(frozen=True)
class LayerProbe:
    """What a layer with a ReLU-like activation gave for a fixed batch.

    Args:
        num_units: Units along the last axis.
        num_dead: Those that were 0 for all samples and at all places.
        is_finite: Whether all that it gave is finite.
    """

    num_units: int
    num_dead: int
    is_finite: bool = True


class DeadUnits:
    """Judges probes: a layer is told where all of it is dead, or most of it at two probes in a row.

    Args:
        told: What was told already.
    """

    def __init__(self, told: Told) -> None:
        self._told = told
        self._suspects: tuple[str, ...] = ()

    def probed(self, step: int, probe: Mapping[str, LayerProbe], num_samples: int) -> Finding | None:
        """Take in a probe, and judge.

        Args:
            probe: By layer.
            num_samples: How many samples it was made with.
        """
        if num_samples < LEAST_SAMPLES_IF_ALL:
            return None
        is_enough = num_samples >= LEAST_SAMPLES
        before = self._suspects
        self._suspects = tuple(layer for layer, found in probe.items() if _is_mostly_dead(found))
        certain = [
            layer
            for layer in self._suspects
            if (layer in before and is_enough) or probe[layer].num_dead == probe[layer].num_units
        ]
        if not certain or not self._told.may_tell("dead_relu", len(certain), factor=2.0):
            return None
        worst = max(certain, key=lambda layer: probe[layer].num_dead / probe[layer].num_units)
        found = probe[worst]
        evidence = (
            f"{found.num_dead:,} of {found.num_units:,} units of {worst} gave 0 for all of {num_samples} "
            f"training samples."
        )
        return Finding("dead_relu", _text(certain, found), evidence, _REMEDY, step, worst)

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as JSON."""
        return {"suspects": list(self._suspects)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where a state was taken."""
        self._suspects = tuple(state["suspects"])


def _is_mostly_dead(found: LayerProbe) -> bool:
    if not found.is_finite:
        return False
    if found.num_units < LEAST_UNITS:
        return found.num_units > 0 and found.num_dead == found.num_units
    return found.num_dead >= MOST_DEAD * found.num_units


def _text(layers: list[str], worst: LayerProbe) -> str:
    much = "All" if worst.num_dead == worst.num_units else "Most"
    return f"{much} units of {names_text(layers)} are dead."
