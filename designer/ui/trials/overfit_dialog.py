"""Training on one batch: its loss, and a verdict in words."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.training.trials.curve import RateCurve, smooth
from designer.training.trials.events import TrialStep
from designer.training.trials.judgement import OverfitResult
from designer.training.trials.overfitting import NUM_STEPS
from designer.ui.trials.trial_dialog import TrialDialog, loss_text
from designer.ui.widgets import label, selectable


class OverfitDialog(TrialDialog):
    """Shows whether a network can memorise one batch."""

    def __init__(self, parent: QWidget) -> None:
        from designer.ui.trials.trial_plot import TrialPlot

        plot = TrialPlot("Loss on one batch", "step", is_log=False)
        plot.set_range(1, NUM_STEPS)
        super().__init__("overfitDialog", "Overfit one batch", plot, parent)
        self._remedy = selectable(label())
        self._remedy.setObjectName("overfitRemedy")
        self.column.addWidget(self._remedy)
        self.column.addLayout(self.buttons)

    @override
    def begin(self) -> None:
        super().begin()
        self._set_verdict(is_bold=False)
        self._remedy.setText("")
        self._remedy.hide()

    @override
    def _show_range(self, num_steps: int) -> None:
        self._plot.set_range(1, num_steps)
        self._say(f"The network is trained on the same batch {num_steps} times.")

    @override
    def _show_steps(self, steps: Sequence[TrialStep]) -> None:
        finite = [step for step in steps if math.isfinite(step.loss)]
        losses = np.array([step.loss for step in finite], dtype=np.float64)
        self._plot.show_losses([step.step for step in finite], losses.tolist(), smooth(losses).tolist())
        self._say(f"Step {steps[-1].step}: loss {loss_text(steps[-1].loss)}.")

    @override
    def _show_result(self, result: RateCurve | OverfitResult) -> None:
        if not isinstance(result, OverfitResult):
            return
        self._set_verdict(is_bold=result.is_memorised is not None)
        self._say(result.verdict)
        self._remedy.setText(result.remedy)
        self._remedy.setVisible(bool(result.remedy))

    def _set_verdict(self, *, is_bold: bool) -> None:
        font = self._said.font()
        font.setBold(is_bold)
        self._said.setFont(font)
