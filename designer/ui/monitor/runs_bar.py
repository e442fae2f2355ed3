"""The row above the table of runs: what can be done with the current one, and which are shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from designer.training.runs import RunSummary
from designer.ui.icons import icon
from designer.ui.monitor.controls import button, toggle
from designer.ui.theme import GRID_PX
from designer.ui.widgets import icon_button

_COMPARE_TIP = (
    "Draw the curves of the selected run over those of the current one; a double click shows them at once"
)
_TAKE_TIP = "Take the best weights of the selected run into the network, by name"
_OPEN_TIP = "Show the files of the selected run"
_MORE_TIP = "Rename, archive, export or delete the selected runs"
_FILTER_TIP = (
    "Words in name, tags, note or status, and comparisons: val_accuracy>0.9 learning_rate<0.01 tag=baseline"
)
_ICON = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class RunsBar(QWidget):
    """The buttons and the filter."""

    def __init__(self) -> None:
        super().__init__()
        self.menu = QMenu(self)
        self.refresh = icon_button("refreshRunsButton", "reset", "Read the folder again")
        self.compare = toggle("Overlay", "compareRunButton", _COMPARE_TIP)
        self.compare.setIcon(icon("layer"))
        self.compare.setToolButtonStyle(_ICON)
        self.take_weights = button("Take weights", "takeRunWeightsButton")
        self.take_weights.setIcon(icon("import"))
        self.take_weights.setToolButtonStyle(_ICON)
        self.open_folder = icon_button("openRunFolderButton", "browse", _OPEN_TIP)
        for each in (self.refresh, self.open_folder):
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more = button("More", "moreRunButton")
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filter = QLineEdit()
        self.filter.setObjectName("runsFilter")
        self.filter.setAccessibleName("Filter runs")
        self.filter.setPlaceholderText("Filter: val_loss<0.5")
        self.filter.setToolTip(_FILTER_TIP)
        self.filter.setClearButtonEnabled(True)
        self.archived = toggle("Archived", "archivedRunsButton", "Show archived runs too")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        self._row.setSpacing(GRID_PX // 2)
        for each in (self.refresh, self.compare, self.take_weights, self.open_folder, self.more):
            self._row.addWidget(each)
        self._row.addWidget(self.filter, 1)
        self._row.addWidget(self.archived)

    def add_tool(self, tool: QWidget) -> None:
        """Add a button before the one with the menu."""
        self._row.insertWidget(self._row.indexOf(self.more), tool)

    def set_run(self, run: RunSummary | None) -> None:
        """Offer what can be done with a run, if there is one."""
        for each, tip in (
            (self.compare, _COMPARE_TIP),
            (self.take_weights, _TAKE_TIP),
            (self.open_folder, _OPEN_TIP),
            (self.more, _MORE_TIP),
        ):
            each.setEnabled(run is not None)
            each.setToolTip(tip if run else "Select a run first.")
