"""The learning-rate finder: its curve, a mark at the suggestion, and one button to take it."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from designer.training.trials.curve import RateCurve, rounded
from designer.training.trials.events import TrialStep
from designer.training.trials.finder import HIGHEST, LOWEST
from designer.training.trials.judgement import OverfitResult
from designer.ui.theme import GRID_PX
from designer.ui.trials.trial_dialog import TrialDialog, loss_text
from designer.ui.widgets import label

_FIELD_PX = 14 * GRID_PX


class RateDialog(TrialDialog):
    """Shows a range test.

    Signals:
        chosen: The user takes a learning rate.
    """

    chosen = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        from designer.ui.trials.trial_plot import TrialPlot

        plot = TrialPlot("Loss over learning rate", "learning rate", is_log=True)
        plot.set_range(LOWEST, HIGHEST)
        super().__init__("rateDialog", "Find learning rate", plot, parent)
        self._field = QLineEdit()
        self._field.setObjectName("rateField")
        self._field.setAccessibleName("Learning rate")
        self._field.setFixedWidth(_FIELD_PX)
        self._steepest = _choice("rateSteepest", "Where the loss falls most steeply")
        self._tenth = _choice("rateTenth", "A tenth of the rate at which the loss is least")
        self._use = QPushButton("&Use", default=True)
        self._use.setObjectName("rateUse")
        self._use.setProperty("primary", True)
        self.buttons.insertWidget(2, self._use)
        self._row = self._make_row()
        self.column.addWidget(self._row)
        self.column.addLayout(self.buttons)
        plot.marked.connect(lambda rate: self._show_rate(rounded(rate)))
        self._field.textEdited.connect(self._on_typed)
        for button in (self._steepest, self._tenth):
            button.clicked.connect(lambda _checked=False, button=button: self._take_rate(button))
        self._use.clicked.connect(self._on_used)

    @property
    def rate(self) -> float | None:
        """The rate in the field; None where it is none."""
        try:
            rate = float(self._field.text().replace(",", "."))
        except ValueError:
            return None
        return rate if 0 < rate < math.inf else None

    @override
    def begin(self) -> None:
        super().begin()
        self._field.clear()
        self._plot.mark.setMovable(False)
        self._plot.set_mark(None)
        self._row.setEnabled(False)
        self._show_choices(None, None)
        self._refresh()

    @override
    def _show_range(self, num_steps: int) -> None:
        self._say(f"The learning rate grows from batch to batch, for at most {num_steps} batches.")

    @override
    def _show_steps(self, steps: Sequence[TrialStep]) -> None:
        self._plot.show_losses(
            [step.rate for step in steps], [step.loss for step in steps], [step.smoothed for step in steps]
        )
        last = steps[-1]
        self._say(f"Batch {last.step}: learning rate {last.rate:.2g}, loss {loss_text(last.loss)}.")

    @override
    def _show_result(self, result: RateCurve | OverfitResult) -> None:
        if not isinstance(result, RateCurve):
            return
        self._plot.show_losses(result.rates, result.losses, result.smoothed)
        self._say(f"{result.reason}{_ENDINGS[result.ending]}")
        self._row.setEnabled(True)
        self._plot.mark.setMovable(True)
        self._show_choices(result.suggestion, result.minimum_tenth)
        if result.suggestion is not None:
            self._show_rate(result.suggestion)
            self._plot.set_mark(result.suggestion)
            self._use.setFocus()
        self._refresh()

    def _make_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        text = label("Learning &rate", wrap=False)
        text.setBuddy(self._field)
        for part in (text, self._field, self._steepest, self._tenth):
            row.addWidget(part)
        row.addStretch()
        return widget

    def _show_choices(self, steepest: float | None, tenth: float | None) -> None:
        for button, rate, words in (
            (self._steepest, steepest, "Steepest fall"),
            (self._tenth, tenth, "Minimum / 10"),
        ):
            button.setVisible(rate is not None)
            button.setProperty("rate", rate)
            button.setText(f"{words}: {rate:g}" if rate is not None else words)

    def _take_rate(self, button: QPushButton) -> None:
        rate = float(button.property("rate"))
        self._plot.set_mark(rate)
        self._show_rate(rate)

    def _show_rate(self, rate: float) -> None:
        self._field.setText(f"{rate:g}")
        self._refresh()

    def _on_typed(self) -> None:
        self._plot.set_mark(self.rate)
        self._refresh()

    def _refresh(self) -> None:
        rate = self.rate
        self._use.setText("&Use" if rate is None else f"&Use {rate:g}")
        self._use.setEnabled(rate is not None and not self.is_busy)
        typed = bool(self._field.text()) and rate is None
        self._use.setToolTip("Enter a number above 0." if typed else "")

    def _on_used(self) -> None:
        if self.rate is not None:
            self.chosen.emit(self.rate)


_ENDINGS = {
    "whole": "",
    "diverged": " The test ended when the loss was four times its best.",
    "not_finite": " The test ended when the loss was no longer finite.",
    "cancelled": "",
}


def _choice(name: str, tip: str) -> QPushButton:
    button = QPushButton(autoDefault=False)
    button.setObjectName(name)
    button.setToolTip(tip)
    return button
