"""The runs of a comparison with their colours: a legend that shows and hides each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from designer.training.comparison.runs import ComparedRun
from designer.ui.comparing.colors import run_color, swatch
from designer.ui.monitor.legend import LineSample
from designer.ui.theme import GRID_PX, current
from designer.ui.widgets import label

_STYLES = (
    (Qt.PenStyle.SolidLine, "training"),
    (Qt.PenStyle.DashLine, "validation"),
    (Qt.PenStyle.NoPen, "best"),
)


class RunTicks(QListWidget):
    """A list of items to tick, with boxes that the theme outlines."""


class RunList(QWidget):
    """One row for each run.

    Signals:
        hidden_changed: Numbers of the runs that are hidden in the curves.
    """

    hidden_changed = Signal(frozenset)

    def __init__(self) -> None:
        super().__init__()
        self.list = RunTicks()
        self.list.setObjectName("compareRuns")
        self.list.setAccessibleName("Runs that are compared")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.itemChanged.connect(self._on_item_changed)
        self._samples = [LineSample(style) for style, _ in _STYLES]
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GRID_PX, GRID_PX, 0, GRID_PX)
        rows.addWidget(self.list, 1)
        legend = QGridLayout()
        for place, (sample, (_, text)) in enumerate(zip(self._samples, _STYLES, strict=True)):
            legend.addWidget(sample, place, 0)
            legend.addWidget(label(text, small=True, wrap=False), place, 1)
        legend.setColumnStretch(1, 1)
        rows.addLayout(legend)
        self.show_theme()

    def show_runs(self, runs: Sequence[ComparedRun]) -> None:
        """List these; what was hidden stays so."""
        hidden = self.hidden
        self.list.blockSignals(True)
        self.list.clear()
        for place, run in enumerate(runs):
            summary = run.summary
            item = QListWidgetItem(
                f"{run.title}\n{summary.status}, {summary.epochs_done}/{summary.epochs} epochs", self.list
            )
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if place in hidden else Qt.CheckState.Checked)
            item.setToolTip(f"{run.summary.message}\n{run.summary.folder}".strip())
        self.list.blockSignals(False)
        self.show_theme()

    @property
    def hidden(self) -> frozenset[int]:
        """Numbers of the runs that aren't ticked."""
        items = ((place, self.list.item(place)) for place in range(self.list.count()))
        return frozenset(place for place, item in items if item.checkState() != Qt.CheckState.Checked)

    def show_theme(self) -> None:
        """Draw the colours of the theme in force."""
        self.list.blockSignals(True)
        for place in range(self.list.count()):
            self.list.item(place).setIcon(swatch(run_color(place)))
        self.list.blockSignals(False)
        for sample in self._samples:
            sample.set_color(QColor(current().text))

    def _on_item_changed(self, _item: QListWidgetItem) -> None:
        self.hidden_changed.emit(self.hidden)
