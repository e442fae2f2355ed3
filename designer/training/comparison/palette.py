"""Colours that tell runs apart, also for eyes that see red and green alike."""

from typing import Final

LIGHT: Final = ("#0055ff", "#cc7400", "#cc5ccc", "#3d6661", "#800000", "#998b5c", "#13004c", "#0b0c0d")
"""One for each run, on a light ground."""

DARK: Final = ("#3377ff", "#e66e00", "#00ff9f", "#b23682", "#ffea00", "#dae4f2", "#b299ff", "#cc3d49")
"""The same on a dark ground."""
