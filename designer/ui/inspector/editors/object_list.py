"""The editor of several Keras objects in a row, such as the cells that are stacked in an RNN."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Value
from designer.ui.inspector.editors.base import MIXED, Editor
from designer.ui.inspector.editors.objects import ObjectEditor, new_object, offered
from designer.ui.theme import GRID_PX
from designer.ui.widgets import icon_button, label


class ObjectListEditor(Editor):
    """One object below the other, each with its arguments; they can be moved, removed and added to."""

    def __init__(self, spec: ParamSpec, catalog: Catalog) -> None:
        self._add = QPushButton(f"Add a {spec.kind}")
        super().__init__(self._add)
        self._spec = spec.model_copy(update={"many": False, "required": True, "nullable": False})
        self._catalog = catalog
        self._values: list[Value] = []
        self._rows: list[_Row] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GRID_PX // 2)
        self.column.insertLayout(0, self._list)
        self.column.setSpacing(GRID_PX // 2)
        self._add.clicked.connect(self._on_add_clicked)

    @override
    def accepts(self, value: Value) -> bool:
        return not isinstance(value, Expr)

    @override
    def show_value(self, value: Value) -> None:
        self._add.setText(f"Add a {self._spec.kind}")
        self._values = list(value) if isinstance(value, list | tuple) else [value] if value else []
        self._match(len(self._values))
        for number, (row, item) in enumerate(zip(self._rows, self._values, strict=True)):
            row.show_item(item, f"{self.control.objectName()}_{number}", is_first=number == 0)

    @override
    def show_mixed(self) -> None:
        self._values = []
        self._match(0)
        self._add.setText(f"{MIXED.value}: begin anew with a {self._spec.kind}")

    def _match(self, count: int) -> None:
        """Have so many rows; those there are stay, and so does what is typed in them."""
        while len(self._rows) > count:
            row = self._rows.pop()
            row.hide()
            row.deleteLater()
        while len(self._rows) < count:
            row = _Row(ObjectEditor(self._spec, self._catalog), self._spec.kind, len(self._rows))
            row.editor.edited.connect(partial(self._on_edited, len(self._rows)))
            row.editor.left.connect(self.left)
            row.up.clicked.connect(partial(self._change, _moved_up, len(self._rows)))
            row.remove.clicked.connect(partial(self._change, _without, len(self._rows)))
            self._rows.append(row)
            self._list.addWidget(row)

    def _on_edited(self, place: int, item: Value) -> None:
        self.edited.emit([*self._values[:place], item, *self._values[place + 1 :]])

    def _on_add_clicked(self) -> None:
        like = self._values[-1] if self._values else new_object(offered(self._spec, self._catalog)[0])
        self.edited.emit([*self._values, like])
        self.left.emit()

    def _change(self, change: Callable[[Sequence[Value], int], list[Value]], place: int) -> None:
        self.edited.emit(change(self._values, place))
        self.left.emit()


class _Row(QWidget):
    """One object, and what can be done with it."""

    def __init__(self, editor: ObjectEditor, noun: str, place: int) -> None:
        super().__init__()
        self.editor = editor
        self.up = icon_button("", "arrow-up", f"Move {noun} {place + 1} up")
        self.remove = icon_button("", "delete", f"Remove {noun} {place + 1}")
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(label(f"{noun.capitalize()} {place + 1}", muted=True, wrap=False), 1)
        head.addWidget(self.up)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(editor)
        editor.control.setAccessibleName(f"{noun.capitalize()} {place + 1}")

    def show_item(self, item: Value, name: str, *, is_first: bool) -> None:
        """Show the object under a name for tests and tools."""
        self.editor.control.setObjectName(name)
        self.up.setObjectName(f"{name}_up")
        self.remove.setObjectName(f"{name}_remove")
        self.up.setEnabled(not is_first)
        self.editor.show_value(item)


def _moved_up(values: Sequence[Value], place: int) -> list[Value]:
    return [*values[: place - 1], values[place], values[place - 1], *values[place + 1 :]]


def _without(values: Sequence[Value], place: int) -> list[Value]:
    return [*values[:place], *values[place + 1 :]]
