"""The command that gives a project other weights to start from; see `designer.document.commands`."""

from collections.abc import Hashable
from dataclasses import dataclass

from designer.document import changes
from designer.document.commands import Command
from designer.document.settings import WeightsFile
from designer.document.state import Sheet


@dataclass(frozen=True)
class SetWeights:
    """Let training start from weights; None for new ones."""

    weights: WeightsFile | None
    text: str = "Change the weights to start from"

    @property
    def merge_key(self) -> Hashable:
        return None

    def apply(self, state: Sheet) -> Command:
        old, state.root.weights = state.root.weights, self.weights
        state.root.announce(changes.WeightsChanged())
        return SetWeights(old, self.text)
