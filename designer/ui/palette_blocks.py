"""The palette's list of blocks: of the project, the user's own, and those that come with the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Literal

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.own_keys import OwnKeys
from designer.ui.palette_model import LAYER_MIME
from designer.ui.palette_presets import PresetDelegate
from designer.ui.preset_items import NAME_ROLE, TEXT_ROLE, PresetView, is_heading
from designer.ui.theme import GRID_PX
from designer.ui.widgets import error_label, label, on_chosen, show_error

Wish = Literal["edit", "duplicate", "delete", "save", "forget"]

Wishes = tuple[tuple[Wish, str], ...]
"""What can be done with a block beyond placing it, each with why not where it can't now."""

_ROW_ROLE = Qt.ItemDataRole.UserRole + 10
_NONE = "No blocks in this project yet: select layers and press Ctrl+G, or place one of these."
_TEXTS: dict[Wish, str] = {
    "edit": "Look inside",
    "duplicate": "Duplicate",
    "save": "Save to my blocks",
    "delete": "Delete",
    "forget": "Delete from my blocks…",
}


@dataclass(frozen=True)
class BlockRow:
    """A block that can be placed.

    Args:
        key: By which the canvas knows it.
        title: What it is called.
        text: What it is for, and its ports.
        group: The heading that it stands under.
        wishes: What can be done with it.
        is_in_project: Whether it can be renamed here.
    """

    key: str
    title: str
    text: str
    group: str
    wishes: Wishes = ()
    is_in_project: bool = False


class BlockList(QWidget):
    """Blocks to drag onto the canvas.

    Signals:
        block_chosen: A key, by Enter or double click; it is to be placed.
        wanted: Something else is to be done with a block: what, and its key.
        renamed: A block of the project is to be called otherwise: its key and the name.
    """

    block_chosen = Signal(str)
    wanted = Signal(str, str)
    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[BlockRow, ...] = ()
        self._none = label(_NONE, muted=True)
        self._none.setObjectName("paletteNoBlocks")
        self._problems = error_label("paletteBlockProblems")
        self._view = self._make_view()
        head = QVBoxLayout()
        head.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, 0)
        head.addWidget(self._none)
        head.addWidget(self._problems)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._view, stretch=1)
        self.show_rows((), ())

    def show_rows(self, rows: Sequence[BlockRow], problems: Sequence[str]) -> None:
        """Show these blocks, and what is wrong with files of the library."""
        self._none.setVisible(not any(row.is_in_project for row in rows))
        show_error(self._problems, "\n".join(problems))
        if tuple(rows) == self._rows and self._view.model():
            return
        self._rows = tuple(rows)
        current = self._view.currentIndex().data(NAME_ROLE)
        before, model = self._view.model(), _Model(rows, self)
        model.itemChanged.connect(self._on_item_changed)
        self._view.setModel(model)
        if before:
            before.deleteLater()
        for index in self._view.preset_indexes():
            if index.data(NAME_ROLE) == current:
                self._view.setCurrentIndex(index)

    def _make_view(self) -> PresetView:
        view = PresetView()
        view.setObjectName("paletteBlocks")
        view.setAccessibleName("Blocks")
        view.setItemDelegate(PresetDelegate(view))
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        on_chosen(view, self._on_chosen)
        OwnKeys(view, {"F2": self._edit_name, "Del": self._delete})
        return view

    def _row(self, index: QModelIndex) -> BlockRow | None:
        return index.data(_ROW_ROLE) if index.isValid() and not is_heading(index) else None

    def _on_chosen(self, index: QModelIndex) -> None:
        if row := self._row(index):
            self.block_chosen.emit(row.key)

    def _edit_name(self) -> None:
        if (row := self._row(self._view.currentIndex())) and row.is_in_project:
            self._view.edit(self._view.currentIndex())

    def _delete(self) -> None:
        row = self._row(self._view.currentIndex())
        for wish, reason in row.wishes if row else ():
            if wish in {"delete", "forget"} and row and not reason:
                self.wanted.emit(wish, row.key)

    def _open_menu(self, place: QPoint) -> None:
        at = self._view.indexAt(place)
        row = self._row(at if at.isValid() else self._view.currentIndex())
        if row is None:
            return
        menu = QMenu(self)
        menu.setObjectName("paletteBlockMenu")
        menu.setToolTipsVisible(True)
        menu.addAction("Place", lambda: self.block_chosen.emit(row.key)).setObjectName("place")
        if row.is_in_project:
            menu.addAction("Rename", self._edit_name).setObjectName("rename")
        for wish, reason in row.wishes:
            action = menu.addAction(_TEXTS[wish], partial(self.wanted.emit, wish, row.key))
            action.setObjectName(wish)
            action.setEnabled(not reason)
            action.setToolTip(reason)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._view.viewport().mapToGlobal(place))

    def _on_item_changed(self, item: QStandardItem) -> None:
        row, name = item.data(_ROW_ROLE), item.text().strip()
        if name != row.title:
            item.setText(row.title)  # until the project says otherwise
            self.renamed.emit(row.key, name)


class _Model(QStandardItemModel):
    """The rows under their headings; blocks can be dragged."""

    def __init__(self, rows: Sequence[BlockRow], parent: QObject) -> None:
        super().__init__(parent)
        for group, members in groupby(rows, lambda row: row.group):
            heading = QStandardItem(group)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self.appendRow(heading)
            for row in members:
                self.appendRow(_item(row))

    @override
    def mimeTypes(self) -> list[str]:
        return [LAYER_MIME]

    @override
    def mimeData(self, indexes: Any) -> QMimeData:
        data = QMimeData()
        for index in indexes:
            data.setData(LAYER_MIME, str(index.data(NAME_ROLE)).encode())
        return data


def _item(row: BlockRow) -> QStandardItem:
    item = QStandardItem(row.title)
    item.setData(row.key, NAME_ROLE)
    item.setData(row.text, TEXT_ROLE)
    item.setData(row, _ROW_ROLE)
    item.setEditable(row.is_in_project)
    item.setDragEnabled(True)
    return item
