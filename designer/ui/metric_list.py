"""The metrics to watch: suggested, or ticked in a list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QListView, QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ObjectSpec
from designer.catalog.values import KerasObject
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_NUM_LINES = 7


class TickList(QListView):
    """A list of items to tick, with boxes that the theme outlines."""


class MetricList(QWidget):
    """A switch for the suggested metrics, and a list to tick where it is off.

    Args:
        suffix: What tells the object names from those of another output.
        of: Whose metrics they are, to be read after "Metrics".

    Signals:
        edited: The chosen metrics, or None for the suggested ones.
    """

    edited = Signal(object)

    def __init__(self, catalog: Catalog, suffix: str = "", of: str = "") -> None:
        super().__init__()
        self._chosen: dict[str, KerasObject] = {}
        self._suggested: tuple[str, ...] = ()
        self._switch = QCheckBox("Suggested metrics")
        self._switch.setObjectName(f"trainingMetricsSuggested{suffix}")
        self._switch.setAccessibleName(f"Suggested metrics{of}")
        self._switch.clicked.connect(self._on_switch_clicked)
        self._names = label(muted=True)
        self._model = QStandardItemModel(self)
        for spec in catalog.metrics:
            self._model.appendRow(_item(spec))
        self._model.itemChanged.connect(self._on_item_changed)
        self._list = TickList()
        self._list.setObjectName(f"trainingMetrics{suffix}")
        self._list.setAccessibleName(f"Metrics{of}")
        self._list.setModel(self._model)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setFixedHeight(_NUM_LINES * (self.fontMetrics().height() + GRID_PX // 2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self._switch)
        column.addWidget(self._names)
        column.addWidget(self._list)

    def set_suggested(self, suggested: Sequence[str]) -> None:
        """Take the names of the suggested metrics."""
        self._suggested = tuple(suggested)
        self._names.setText(", ".join(suggested))
        self._show_names()

    def show_metrics(self, metrics: tuple[KerasObject, ...] | None) -> None:
        """Show the chosen metrics; None for the suggested ones."""
        self._switch.setChecked(metrics is None)
        self._list.setVisible(metrics is not None)
        self._show_names()
        self._chosen = {metric.type: metric for metric in metrics or ()}
        self._model.blockSignals(True)
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            is_chosen = item.text() in self._chosen
            item.setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)
        self._model.blockSignals(False)
        self._list.viewport().update()

    def _show_names(self) -> None:
        self._names.setVisible(self._switch.isChecked() and bool(self._suggested))

    def _on_switch_clicked(self, is_suggested: bool) -> None:
        chosen = tuple(KerasObject(name) for name in self._suggested)
        self.edited.emit(None if is_suggested else chosen)

    def _on_item_changed(self, _item: QStandardItem) -> None:
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        names = [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]
        self.edited.emit(tuple(self._chosen.get(name) or KerasObject(name) for name in names))


def _item(spec: ObjectSpec) -> QStandardItem:
    item = QStandardItem(spec.type)
    required = [param.name for param in spec.params if param.required]
    flags = Qt.ItemFlag.ItemIsSelectable
    if required:
        item.setToolTip(f"Needs {', '.join(required)}; such a metric can be given in a project file.")
    else:
        flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
    item.setFlags(flags)
    item.setCheckState(Qt.CheckState.Unchecked)
    return item
