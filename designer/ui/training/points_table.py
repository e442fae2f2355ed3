"""The points of a schedule as numbers."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from designer.catalog.spec import ParamSpec
from designer.document.schedules import Point
from designer.errors import RequestError
from designer.ui.inspector.parsing import parse

_COLUMNS = ("Epoch", "Factor", "Rate")
_SPECS = tuple(ParamSpec(name=name, kind="float", minimum=0, default=0.0) for name in ("epoch", "factor"))
_FEWEST_LINES, _MOST_LINES = 2, 7
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
_PADDING_PX = 8


class PointsModel(QAbstractTableModel):
    """Points, and the learning rate that each makes.

    Signals:
        edited: The points are to be these.
        refused: Why what was typed can't be; empty once something can.
    """

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.points: tuple[Point, ...] = ()
        self._rate: float | None = None

    def show_points(self, points: tuple[Point, ...], rate: float | None) -> None:
        """Take points, and what their factors multiply where that is a number."""
        is_shape = len(points) != len(self.points) or (rate is None) != (self._rate is None)
        if is_shape:
            self.beginResetModel()
        self.points, self._rate = points, rate
        if is_shape:
            self.endResetModel()
        elif points:
            last = self.index(len(points) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.points)

    @override
    def columnCount(self, _parent: _Index = _ROOT) -> int:
        return len(_COLUMNS) if self._rate is not None else len(_SPECS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if role != _Role.DisplayRole:
            return None
        return _COLUMNS[section] if orientation == Qt.Orientation.Horizontal else section + 1

    @override
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if role not in (_Role.DisplayRole, _Role.EditRole):
            return None
        point = self.points[index.row()]
        if index.column() < len(_SPECS):
            return f"{point[index.column()]:.6g}"
        return f"{point[1] * (self._rate or 1):.4g}"

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() < len(_SPECS) else usual

    @override
    def setData(self, index: _Index, value: Any, _role: int = _Role.EditRole) -> bool:
        row, column = index.row(), index.column()
        try:
            typed = float(parse(_SPECS[column], str(value)))  # type: ignore[arg-type]  # it is a number
        except RequestError as error:
            self.refused.emit(f"{error.message} Still {self.data(index)}.")
            return False
        point = (typed, self.points[row][1]) if column == 0 else (self.points[row][0], typed)
        points = (*self.points[:row], point, *self.points[row + 1 :])
        if any(time == typed for other, (time, _) in enumerate(self.points) if other != row and column == 0):
            self.refused.emit(f"There is a point at epoch {typed:g} already. Still {self.data(index)}.")
            return False
        self.refused.emit("")
        self.edited.emit(tuple(sorted(points)))
        return True


class PointsTable(QTableView):
    """A table of points.

    Signals:
        removal_wanted: The number of a point to remove.
    """

    removal_wanted = Signal(int)

    def __init__(self, model: PointsModel) -> None:
        super().__init__()
        self.setObjectName("schedulePoints")
        self.setAccessibleName("Points of the schedule")
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _PADDING_PX)
        model.modelReset.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Be as high as there are points, up to a limit."""
        lines = min(max(self.model().rowCount(), _FEWEST_LINES), _MOST_LINES)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(lines * self.verticalHeader().defaultSectionSize() + header + 2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.removal_wanted.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
